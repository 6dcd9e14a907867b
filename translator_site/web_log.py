"""A filter for the web server's own log. `web_log.json` passes it to granian."""

import logging


class NoThreadWarning(logging.Filter):
    """Drops granian's warning about 32 threads on few cores. They mostly wait for the network, disk or sandbox."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "Python threads" not in record.getMessage()
