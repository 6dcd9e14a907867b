"""The application that the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "translator_site.settings")
# Here alone: the threads of a pool do not survive the forks by which django-q starts its workers.
os.environ.setdefault("DATABASE_POOL", "true")

application = get_wsgi_application()
