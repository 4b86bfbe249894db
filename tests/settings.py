"""The settings under test: the project's own, with a key, a cheap password hash and plain static files."""

import os

os.environ.update(
    SECRET_KEY="for the tests alone, and long enough to be taken for a real one", TLS="0", DEMO="0"
)

from dataclasses import asdict  # noqa: E402

from lianyungang.demo_city import LIANYUNGANG  # noqa: E402
from lianyungang.settings import *  # noqa: E402, F403
from lianyungang.settings import DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402
from tests import leftovers, migrated  # noqa: E402

CITY = asdict(LIANYUNGANG)  # the documents and the register under test are this city's
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
INSTALLED_APPS = [*INSTALLED_APPS, "tests"]  # for its flush
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASE_ROLE = ""  # the tests are the owner; one file makes the other role
BACKUP_DIR = ""
PUBLIC_PER_MINUTE = 10_000  # the whole suite asks from one address
DATA_DIR = leftovers.FOLDER
LOG_WITNESS = DATA_DIR / "log-seals.txt"
STORAGES["default"]["OPTIONS"]["location"] = DATA_DIR
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
DATABASES["default"]["TEST"] = {"NAME": leftovers.NAME, "TEMPLATE": migrated.name()}
