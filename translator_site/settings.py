"""All settings, from the environment. Every default works. The server does not start with an unsafe setting."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from translation.engines import ENGINES
from translator_site import environment
from translator_site.secret_key import refuse_weak, stored_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

# All data: the database, uploads, results, models and the secret key.
DATA = Path(env.str("DATA", default="var"))
DATA = DATA if DATA.is_absolute() else BASE_DIR / DATA
# Temporary copies of documents. A sweep deletes those that killed processes left here.
WORK = DATA / "work"
try:
    DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    WORK.mkdir(mode=0o700, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(f"The data folder cannot be created ({error}). Set DATA to another folder.") from error

# Safety
DEBUG = environment.switch("DEBUG")
SECRET_KEY = env.str("SECRET_KEY", default="") or stored_secret_key(DATA / "secret_key")
refuse_weak(SECRET_KEY)
ALLOWED_HOSTS = environment.host_names("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
if not DEBUG and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS must list the names of this server, such as translate.example.org. "
        "An empty list and * are allowed only with DEBUG."
    )
HTTPS = environment.switch("HTTPS")
BEHIND_PROXY = environment.switch("BEHIND_PROXY")
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = environment.number("HSTS_SECONDS", 31_536_000, int, least=0) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# The header is trusted only behind a proxy that always sets it, because a client could send it too.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
X_FRAME_OPTIONS = "DENY"
# Sessions are in the database, because a session in a cookie would survive the logout.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "pages:login", "pages:home", "pages:home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# The application
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_q",
    "translation",
    "jobs",
]
MIDDLEWARE = [
    "jobs.monitoring.requests.log_requests",
    "jobs.monitoring.probes.answer_probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "jobs.monitoring.metrics.count_requests",
]
ROOT_URLCONF = "translator_site.urls"
WSGI_APPLICATION = "translator_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

# Database. Without IMMEDIATE and a timeout, SQLite reports "database is locked" when several workers write.
DATABASE: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA / "db.sqlite3"}
if env.str("DATABASE_URL", default=""):
    DATABASE = environment.database("DATABASE_URL")
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # Opening a connection takes longer than most requests, so each thread of the web server keeps a connection.
    DATABASE["CONN_MAX_AGE"] = None if environment.switch("DATABASE_POOL") else 0
elif environment.switch("DATABASE_POOL"):
    DATABASE["OPTIONS"] = {**DATABASE.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 16, "timeout": 30}}
DATABASES = {"default": DATABASE}

# Files. Uploads and results have no URLs: only views send them.
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA / "files",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
# The sandbox does not see these, if the kernel can hide them.
MASKED_PATHS = [WORK, BASE_DIR / ".env", *environment.masked_paths(DATA, BASE_DIR)]
MIN_FREE_BYTES = environment.number("MIN_FREE_BYTES", 500_000_000, int, least=0)
MAX_UPLOAD_BYTES = environment.number("MAX_UPLOAD_BYTES", 200_000_000, int, least=1)
FILE_UPLOAD_TEMP_DIR = WORK
FILE_UPLOAD_HANDLERS = [
    "jobs.intake.upload_handler.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# The maximum numbers of queued and running jobs: of a user, of a browser without a user, and in total.
MAX_JOBS_OF_USER = environment.number("MAX_JOBS_OF_USER", 100, int, least=1)
MAX_JOBS_OF_VISITOR = environment.number("MAX_JOBS_OF_VISITOR", 20, int, least=1)
MAX_JOBS = environment.number("MAX_JOBS", 2_000, int, least=1)
RETENTION = timedelta(hours=environment.number("RETENTION_HOURS", 24.0, float, least=0.01, most=100_000.0))

# The size of the cache of translated sentences; 0 switches it off.
CACHE_BYTES = environment.number("CACHE_BYTES", 100_000_000, int, least=0)

# The limits of one document, each from a variable such as LIMIT_PAGES.
LIMITS = environment.limits("LIMIT")

# Translation
DEFAULT_ENGINE = env.str("DEFAULT_ENGINE", default="firefox")
MODELS = Path(env.str("MODELS", default=str(DATA / "models")))
FETCH_MODELS = environment.switch("FETCH_MODELS")
# Each engine declares its settings and their variables in its class.
ENGINE_SETTINGS = {
    name: {setting.name: env.str(setting.variable, default="") for setting in engine.settings}
    for name, engine in ENGINES.items()
}

# A message only wakes a worker, and the sweep replaces lost messages, so django-q need not retry them.
WORKERS = environment.number("WORKERS", os.cpu_count() or 1, int)
# The maximum time of one attempt at a job, including the engine's time.
JOB_TIME = timedelta(seconds=environment.number("JOB_SECONDS", 7200.0, float, least=1, most=1_000_000.0))
# django-q kills the worker if an attempt does not stop at its time limit.
LONGEST_TASK = JOB_TIME + timedelta(minutes=10)
Q_CLUSTER = {
    "name": "palimpsest",
    "orm": "default",
    "workers": WORKERS,
    "queue_limit": WORKERS,
    "timeout": int(LONGEST_TASK.total_seconds()),
    "retry": int((LONGEST_TASK + timedelta(hours=1)).total_seconds()),
    "max_attempts": 1,
    "ack_failures": True,
    "catch_up": False,
    "save_limit": 20,
    # Each worker polls separately: the more workers there are, the less often each polls.
    "poll": min(1.0, 0.1 * max(WORKERS, 2)),
    "log_level": "WARNING",
}

# The API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication",
        "rest_framework.authentication.BasicAuthentication",
    ],
    "DEFAULT_PARSER_CLASSES": [
        "jobs.api.base.parsers.StrictJSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Palimpsest",
    "DESCRIPTION": "Translates documents and keeps their layout.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    # This server sends the scripts of the documentation, so that it works offline.
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "PREPROCESSING_HOOKS": ["jobs.api.base.schema.preprocess_trailing_slashes"],
}

# Monitoring
METRICS_TOKEN = environment.token("METRICS_TOKEN")
LONGEST_WAIT = timedelta(minutes=environment.number("LONGEST_WAIT_MINUTES", 60.0, float, least=0.1))
LOG_FORMAT = environment.log_format("LOG_FORMAT", DEBUG)
LOG_LEVEL = environment.log_level("LOG_LEVEL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "jobs.monitoring.logs.JsonLines"}, "text": {"()": "jobs.monitoring.logs.TextLines"}},
    "filters": {"tracebacks_only": {"()": "jobs.monitoring.logs.TracebacksOnly"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    # Details from other libraries are not logged, because they may contain text of documents.
    "root": {"handlers": ["stderr"], "level": environment.at_least("WARNING", LOG_LEVEL)},
    "loggers": {
        **{name: {"level": LOG_LEVEL} for name in ("jobs", "translation", "translator_site")},
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        # The request's own line already reports a refusal. These details would quote paths, rows and variables.
        "django.request": {"level": environment.at_least("ERROR", LOG_LEVEL), "filters": ["tracebacks_only"]},
        # Every port scanner causes one, and the line of the request has the status 400.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.server": {"handlers": [], "level": environment.at_least("ERROR", LOG_LEVEL), "propagate": True},
        "django.db.backends": {"level": environment.at_least("INFO", LOG_LEVEL)},
        "django.template": {"level": environment.at_least("INFO", LOG_LEVEL)},
        # At INFO it logs each task and schedule under random names.
        "django-q": {"level": environment.at_least("WARNING", LOG_LEVEL)},
        # It warns about each failed attempt to reach an engine, but our own line reports the outcome once.
        "urllib3": {"level": environment.at_least("ERROR", LOG_LEVEL)},
        "_granian": {"handlers": [], "propagate": True},
    },
}
