"""The least a Django site with PostgreSQL can be: what ours is measured against in the same run."""

import os

from config.env import database

DEBUG = False
SECRET_KEY = "measured-and-thrown-away"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["benchmarks.floor"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "benchmarks.floor.urls"
# Connections are kept, as ours are.
DATABASES = {
    "default": {**database(os.environ["DATABASE_URL"], "app"), "ENGINE": "django.db.backends.postgresql"}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
