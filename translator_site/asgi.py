"""The application for servers that speak ASGI."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "translator_site.settings")
os.environ.setdefault("DATABASE_POOL", "true")

application = get_asgi_application()
