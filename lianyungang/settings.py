"""The settings, all from the environment; importing them starts nothing and needs nothing."""

import json
import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from lianyungang.embedded import URL as EMBEDDED_DATABASE

BASE_DIR = Path(__file__).resolve().parent.parent


def _switch(name: str, default: bool = False) -> bool:
    """An environment variable that is on or off."""
    return os.environ.get(name, str(int(default))).strip().lower() in {"1", "true", "yes", "on"}


DEMO = _switch("DEMO")  # set by `manage.py demo` alone
DEBUG = _switch("DEBUG")
# startup.refusal() asks for it; commands that sign nothing work without.
SECRET_KEY = os.environ.get("SECRET_KEY", "")
# Earlier ones, by which archives of the log that were signed with them are still known.
SECRET_KEY_FALLBACKS = os.environ.get("SECRET_KEY_FALLBACKS", "").split()
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
PROXIES = int(os.environ.get("PROXIES", "0"))  # how many of our own proxies add to X-Forwarded-For
CITY = json.loads(
    os.environ.get("CITY") or "{}"
)  # its first words (projects/rules/city.py); then a row holds them
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var" / "files")
BACKUP_DIR = os.environ.get("BACKUP_DIR", "")  # where tend puts a backup every night
BACKUPS_KEPT = int(os.environ.get("BACKUPS_KEPT", "14"))
LOG_WITNESS = Path(os.environ.get("LOG_WITNESS") or DATA_DIR / "log-seals.txt")  # the log's seals, once more

# The application's role owns no table where a second address names the owner, who migrates.
_DATABASE = os.environ.get("DATABASE_URL") or EMBEDDED_DATABASE
_OWNER = os.environ.get("DATABASE_OWNER_URL", "")
_AS_OWNER = _switch("AS_OWNER") and _OWNER  # set by manage.py, for the commands that need it
DATABASES = {
    "default": dj_database_url.parse(
        _OWNER if _AS_OWNER else _DATABASE, conn_max_age=600, conn_health_checks=True
    ),
}
DATABASE_ROLE = dj_database_url.parse(_DATABASE)["USER"] if _OWNER else ""
# A prepared statement keeps the plan that projects/models/statements.py lets be made, and no page's query
# is worth compiling.
STATEMENT_OPTIONS = "-c plan_cache_mode=force_generic_plan -c jit=off"
# A database whose machine is gone, power and all, says no word: without these every worker would wait for it
# for a quarter of an hour, a promoted replica beside it. Seconds; the address may say otherwise.
GONE_AFTER = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 15_000,  # milliseconds
}
_OPTIONS = DATABASES["default"]["OPTIONS"] = GONE_AFTER | DATABASES["default"].get("OPTIONS", {})
_OPTIONS["options"] = f"{_OPTIONS.get('options', '')} {STATEMENT_OPTIONS}".strip()

INSTALLED_APPS = [
    "lianyungang",
    "progress",
    "projects",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_tables2",
    "django_filters",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "lianyungang.middleware.Health",
    "lianyungang.api_door.ApiDoor",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "lianyungang.incoming.Origin",
    "lianyungang.incoming.Bounded",
    "lianyungang.incoming.Seen",
    "lianyungang.middleware.TypedText",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lianyungang.middleware.Clock",
    "lianyungang.middleware.OfTheCity",
    "lianyungang.middleware.IdleSession",
    "lianyungang.middleware.SignedIn",
    "lianyungang.middleware.Unkept",
    "lianyungang.middleware.PasswordDue",
    "lianyungang.middleware.FactorDue",
    "lianyungang.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "lianyungang.urls"
WSGI_APPLICATION = "lianyungang.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "lianyungang.templates.Templates",
        "NAME": "django",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lianyungang.context.site",
                "progress.desk.context.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or BASE_DIR / "var" / "static")
STATICFILES_DIRS = [BASE_DIR / "lianyungang" / "static"]
_ON_DISK = {
    "BACKEND": "projects.files.disk_store.DiskStore",
    "OPTIONS": {
        "location": DATA_DIR,
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    },
}
VIRUS_SCANNER = os.environ.get("VIRUS_SCANNER", "")  # clamd: the path of its socket, or host:port
S3_BUCKET = os.environ.get("S3_BUCKET", "")  # the files lie in this bucket, where one is named
_IN_S3 = {
    "BACKEND": "projects.files.s3_store.S3Store",
    "OPTIONS": {
        "bucket_name": S3_BUCKET,
        "endpoint_url": os.environ.get("S3_ENDPOINT") or None,
        "region_name": os.environ.get("S3_REGION") or "us-east-1",  # a signature names one, whatever it is
        "access_key": os.environ.get("S3_ACCESS_KEY", ""),
        "secret_key": os.environ.get("S3_SECRET_KEY", ""),
        "location": os.environ.get("S3_FOLDER", ""),
        "addressing": os.environ.get("S3_ADDRESSING") or "path",  # `virtual`: the bucket in the host's name
    },
}
STORAGES = {
    "default": _IN_S3 if S3_BUCKET else _ON_DISK,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# From which quarters on the plan may still be changed: asked of what has been opened and is due
QUARTERS_TO_REVISE = "progress.opening.reads.quarters_to_revise"

# People (GB/T 22239-2019 level 2)
AUTH_USER_MODEL = "projects.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "projects.accounts.backend.WithTheCity"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "lianyungang.passwords.LengthAndClasses"},
    {"NAME": "lianyungang.passwords.NotTheOldOne"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username"]},
    },
]
PASSWORD_DAYS = 0 if DEMO else int(os.environ.get("PASSWORD_DAYS", "90"))
SECOND_FACTOR_ROLES = frozenset(filter(None, os.environ.get("SECOND_FACTOR_ROLES", "").split(",")))
OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "")  # the city's own provider of sign-ins; none where empty
OIDC_NAME = os.environ.get("OIDC_NAME", "统一身份认证")
OIDC_CLIENT_ID = os.environ.get("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = os.environ.get("OIDC_CLIENT_SECRET", "")
CAS_SERVER = os.environ.get("CAS_SERVER", "")  # likewise, where it speaks CAS; at most one of the two
CAS_NAME = os.environ.get("CAS_NAME", "统一身份认证")
CAS_ATTRIBUTE = os.environ.get("CAS_ATTRIBUTE", "")  # which of a person's is theirs alone; empty: the user
CAS_PROTOCOL = os.environ.get("CAS_PROTOCOL", "3")
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "old_password", "new_password1", "new_password2"]
AXES_LOCKOUT_CALLABLE = "projects.accounts.views.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True

# Sessions and cookies
SESSION_ENGINE = "lianyungang.sessions"
SESSION_COOKIE_AGE = 30 * 60
BEHIND_TLS = not DEMO and not DEBUG and _switch("TLS", default=True)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BEHIND_TLS else 0
# Of this host alone: the domain is shared, and what a preload list says of it is taken back in months.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # which ask for the two
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _switch("TRUST_FORWARDED_PROTO") else None
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "lianyungang.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [
    origin.strip() for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin.strip()
]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# Mail
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _switch("EMAIL_USE_TLS")  # STARTTLS, mostly at port 587
EMAIL_USE_SSL = _switch("EMAIL_USE_SSL")  # TLS from the first word, mostly at port 465
EMAIL_TIMEOUT = int(
    os.environ.get("EMAIL_TIMEOUT", "10")
)  # seconds: a mail server that hangs holds nobody up for long
EMAIL_BACKEND = "django.core.mail.backends." + ("smtp" if EMAIL_HOST else "dummy") + ".EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "webmaster@localhost")
SITE_URL = os.environ.get("SITE_URL", "").rstrip("/")  # what links in mails begin with

FILE_UPLOAD_HANDLERS = [
    "lianyungang.uploads.WithinReason",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_MOST_BYTES = int(os.environ.get("FILE_MOST_BYTES", "20000000"))  # of one file handed in
FILES_A_PAPER = int(os.environ.get("FILES_A_PAPER", "10"))  # of one report, reply or application
PUBLIC_PER_MINUTE = int(os.environ.get("PUBLIC_PER_MINUTE", "240"))  # public pages of one address
API_PER_MINUTE = int(os.environ.get("API_PER_MINUTE", "120"))  # requests of one key
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a unit's whole quarter on one page
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
