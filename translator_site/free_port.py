"""Refuse to start on a port that is in use: the web server would share it, and answer for another installation."""

import os
import socket
import sys


def main() -> None:
    """Exit with a message if nobody can listen on HOST and PORT."""
    host, port = os.environ["HOST"], os.environ["PORT"]
    try:
        # SO_REUSEADDR, which create_server sets, lets a server start again at once, but not beside another one.
        socket.create_server((host, int(port)), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except (OSError, ValueError, OverflowError) as error:
        sys.exit(f"Cannot listen on {host}, port {port} ({error}). Stop the other server, or choose another PORT.")


if __name__ == "__main__":
    main()
