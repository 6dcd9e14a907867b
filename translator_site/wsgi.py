"""The application that the web server calls."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from jobs.http.encoding import utf_8_alone
from jobs.monitoring.multiprocess import share_request_metrics

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "translator_site.settings")
# Here alone: the threads of a pool do not survive the forks by which django-q starts its workers.
os.environ.setdefault("DATABASE_POOL", "true")

if int(os.environ.get("WEB_WORKERS") or 1) > 1:
    share_request_metrics(settings.WORK)

application = utf_8_alone(get_wsgi_application())
