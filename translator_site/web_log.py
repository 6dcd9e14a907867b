"""What the web server's own log leaves out; `web_log.json` names it to granian."""

import logging


class NoThreadWarning(logging.Filter):
    """Drops granian's warning about 32 threads on few cores: they mostly wait for the network, disk or sandbox."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "Python threads" not in record.getMessage()
