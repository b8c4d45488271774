"""Settings. What differs between places comes from the environment; production is this file and its own."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.env import database

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = BASE_DIR / "var"

env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # vaults open by themselves, every desk page says so
SECRET_KEY = env("SECRET_KEY", default="only-for-checks-" + "x" * 50)  # see config.apps.own_secrets
# What the links of letters begin with where no visitor's request says it.
SITE_ADDRESS = env("SITE_ADDRESS", default="http://localhost:8000" if DEBUG or DEMO else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "config",
    "common",
    "record",
    "vault",
    "accounts",
    "complaints",
    "reporting",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "common.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "common.context.portal",
            ],
        },
    },
]


# app: what web, workers and tests use. owner: migrations. maintenance: backup, anchors, demo loading.
DATABASES = {
    "default": database(env("DATABASE_URL", default=""), "app"),
    "owner": database(env("DATABASE_OWNER_URL", default=""), "owner"),
    "maintenance": database(env("DATABASE_MAINTENANCE_URL", default=""), "maintenance"),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
# The broker is only a doorbell: a dead one must not keep a visitor waiting; the row in PostgreSQL waits.
_IMPATIENT = {"socket_connect_timeout": 1, "socket_timeout": 3, "retry_on_timeout": False}  # seconds
CACHES = {
    "default": {
        "BACKEND": "common.cache.Cache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    },
    "strict": {
        "BACKEND": "common.cache.Strict",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    },
}
CELERY_BROKER_URL = REDIS_URL
CELERY_RESULT_BACKEND = REDIS_URL
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_STORE_EAGER_RESULT = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker for ever
CELERY_BROKER_TRANSPORT_OPTIONS = {**_IMPATIENT, "max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = _IMPATIENT
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {  # seconds
    "outbox": {"task": "record.drain", "schedule": 5.0, "options": {"expires": 5}},
    "tallies": {"task": "complaints.fold", "schedule": 2.0, "options": {"expires": 2}},
    "settings": {"task": "accounts.settle", "schedule": 30.0, "options": {"expires": 30}},
    "spool": {"task": "complaints.sweep_files", "schedule": 900.0, "options": {"expires": 900}},
    "daily": {"task": "complaints.daily", "schedule": 300.0, "options": {"expires": 300}},
    "statistics": {"task": "reporting.close_quarters", "schedule": 3600.0, "options": {"expires": 3600}},
    "deadlines": {"task": "complaints.sweep", "schedule": 300.0, "options": {"expires": 300}},
    "comments": {"task": "reporting.sweep", "schedule": 600.0, "options": {"expires": 600}},
    "reports": {"task": "reporting.schedule", "schedule": 3600.0, "options": {"expires": 3600}},
    "periods": {"task": "reporting.remind", "schedule": 3600.0, "options": {"expires": 3600}},
}

# Letters go by SMTP where EMAIL_URL says so, else into files that the demonstration can show.
if env("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="letters@localhost")  # names no part of this site
EMAIL_TIMEOUT = 10  # seconds a mail server may keep a worker waiting

# Attached files, encrypted; see common.storage. They must lie on one file system.
FILES_ROOT = Path(env("FILES_ROOT", default=str(VAR / "files")))
# Only views that take files read them, into that place; elsewhere nothing sent is ever laid down in clear.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # somebody who chooses too many is told so, and keeps their words

# Errors alone, without addresses, queries or bodies; see common.logs for what a traceback leaves out.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "common.logs.Quiet", "format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

VAULT_ARGON2 = (4, 96 * 1024)  # passes, KiB: about 0.24 s on one core; kept beside each key made with it
DEMO_VAULT_KEY = env("DEMO_VAULT_KEY", default="")
RECEIPT_SECRET = env("RECEIPT_SECRET", default="00" * 32)  # hex; from submission key to code
RECEIPT_PEPPER = env("RECEIPT_PEPPER", default="00" * 32)  # hex; from code to the stored hash

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR / "static"
PRINTED_ROOT = VAR / "printed"  # the form on paper, made by build_forms
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FORM_RENDERER = "common.forms.PortalRenderer"

# Everywhere but on a bare http loopback (the demonstration, tests) pages and cookies travel encrypted.
HTTPS = env.bool("HTTPS", default=not (DEMO or DEBUG))
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600  # seconds: a day's work
X_FRAME_OPTIONS = "DENY"

AUTH_USER_MODEL = "accounts.User"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets letters because a stranger typed their address
ACCOUNT_FORMS = {
    "login": "accounts.entering.LoginForm",
    "reset_password": "accounts.entering.ResetPasswordForm",
    "reset_password_from_key": "accounts.entering.ResetPasswordKeyForm",
    "change_password": "accounts.citizens.forms.ChangePasswordForm",
}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60  # seconds; see accounts.presence
# Tries within a time by address and by account; see common.cache for when Redis is away.
# The demonstration is one machine on which everybody is everybody.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip" if DEMO else "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "signup": "20/m/ip",
    "account_letter": "3/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)  # whose X-Forwarded-For is believed
STAFF_SECOND_FACTOR: bool | None = None  # None: required everywhere but in the demonstration
MFA_ADAPTER = "accounts.factors.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "activate_totp": "accounts.factors.ActivateForm",
    "add_webauthn": "accounts.factors.AddKeyForm",
    "authenticate": "accounts.entering.AuthenticateForm",
    "reauthenticate": "accounts.entering.ReauthenticateForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds: clocks of cheap phones drift
# The rest of the framework's settings stand on its views; see accounts.api.door.
REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema"}
SPECTACULAR_SETTINGS = {"COMPONENT_SPLIT_REQUEST": True, "ENUM_GENERATE_CHOICE_DESCRIPTION": False}
# Requests a minute of programs, by token, by member of staff, by address for what is public, and wrong tokens.
API_RATES = {"token": 600, "staff": 300, "public": 120, "guess": 30}
LOGIN_URL = "account_login"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "accounts.passwords.NotLikeTheirName",
        "OPTIONS": {"user_attributes": ("email", "name_ar", "name_en")},
    },
    {"NAME": "accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.passwords.NotOnLists"},
    {"NAME": "accounts.passwords.NotDigitsAlone"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "no-referrer"  # for static files; pages decide in common.middleware
CSRF_FAILURE_VIEW = "common.views.csrf_failure"
# Cookies (name, path) that live on a path of their own; quick exit removes them with the others.
# The receipt's cookie has a path for each language, so that the page can be read in both.
EXIT_COOKIES: list[tuple[str, str]] = [
    ("receipt_ar", "/ar/complaints/new/receipt/"),
    ("receipt_en", "/en/complaints/new/receipt/"),
    # The key of a complaint being written.
    ("draft_ar", "/ar/complaints/new/"),
    ("draft_en", "/en/complaints/new/"),
    # The same for a clerk who writes one down, and the receipt a clerk hands over.
    ("register_ar", "/ar/desk/register/"),
    ("register_en", "/en/desk/register/"),
    ("paper_ar", "/ar/desk/register/receipt/"),
    ("paper_en", "/en/desk/register/receipt/"),
]
# How long a process offers the places, services and units it read last; sending one reads them again.
REMEMBERED_SECONDS = env.int("REMEMBERED_SECONDS", default=30)
