"""Settings of the tests: the launcher's servers, a Redis database of our own, nothing slow on purpose."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

from config.launcher.place import CHECKOUT
from config.launcher.sharing import for_this_process

# Dozens of processes begin in a run: what one of them compiled the others read, whatever this machine's habit is.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
sys.pycache_prefix = os.environ.setdefault("PYTHONPYCACHEPREFIX", str(CHECKOUT / "var" / "bytecode"))

servers = for_this_process()  # before base.py reads the addresses

from tests.redis_numbers import own_redis  # noqa: E402

own_redis(servers)

from config.settings.base import *  # noqa: E402, F403

REMEMBERED_SECONDS = 0  # every test has its own places

FILES_ROOT = Path(tempfile.mkdtemp(prefix="portal-files-"))
atexit.register(shutil.rmtree, FILES_ROOT, ignore_errors=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
VAULT_ARGON2 = (1, 64)  # passes, KiB
# Tests speak plain http, as the demonstration does on a bare loopback.
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
# Pages are drawn straight from static/, without collecting files first.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
