"""Settings of the tests: the launcher's servers, a Redis database of our own, nothing slow on purpose."""

from config.launcher.sharing import for_this_process

servers = for_this_process()  # before base.py reads the addresses

from tests.redis_numbers import own_redis  # noqa: E402

own_redis(servers)

from config.settings.base import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
