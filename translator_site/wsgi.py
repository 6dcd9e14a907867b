"""The application for WSGI servers, such as the server in the Procfile."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from jobs.http.encoding import ignore_charset
from jobs.monitoring.multiprocess import share_request_metrics

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "translator_site.settings")
# Only for the web server, because a pool's threads do not survive the forks that start the workers.
os.environ.setdefault("DATABASE_POOL", "true")

if int(os.environ.get("WEB_WORKERS") or 1) > 1:
    share_request_metrics(settings.WORK)

application = ignore_charset(get_wsgi_application())
