"""The application for ASGI servers."""

import os

from django.core.asgi import get_asgi_application

from jobs.http.encoding import ignore_charset_asgi

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "translator_site.settings")
os.environ.setdefault("DATABASE_POOL", "true")

application = ignore_charset_asgi(get_asgi_application())
