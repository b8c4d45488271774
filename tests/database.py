"""The tests' database: a template made once per schema, cloned for each test process, used as the app's role.

TRUNCATE is refused to the app's role, and the record keeps its entries from everybody. Where Django would flush
after a test that commits, the owner therefore empties the clone (emptying.py), or it is dropped and cloned again where
more than rows was changed.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connections
from django.test import TransactionTestCase
from psycopg import sql

from common.postgres import roles
from config.launcher.building import migrations
from config.launcher.environment import digest
from config.launcher.place import CHECKOUT
from config.launcher.sharing import restore
from tests.emptying import Fresh

ADDRESSES = {
    "default": "DATABASE_URL",
    "owner": "DATABASE_OWNER_URL",
    "maintenance": "DATABASE_MAINTENANCE_URL",
}
LOCK = 0x7465737473  # "tests": one process builds or drops templates at a time


class Clone:
    """This process's own database."""

    def __init__(self) -> None:
        self.addresses = {name: os.environ[name] for name in ADDRESSES.values() if os.environ.get(name)}
        self.owner_url = self.addresses["DATABASE_OWNER_URL"]
        self.name = f"portal_test_{os.getpid()}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        self.template = ""

    def prepare(self) -> None:
        """Makes the template if nobody has, and the first clone."""
        with self.owner() as owner:
            owner.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
            self.template = f"portal_template_{schema_digest(owner)}"
            sweep(owner, keep=self.template)
            if not exists(owner, self.template):
                self.build(owner)
        self.make()
        with self.inside() as inside:
            self.fresh = Fresh.of(inside)

    def build(self, owner: psycopg.Connection) -> None:
        """Migrates an empty database, renamed at the end: an interrupted one is not taken for done."""
        aside = f"{self.template}_part"
        drop(owner, aside)
        create(owner, aside, "template0")
        with psycopg.connect(on(self.owner_url, aside), autocommit=True) as inside:
            roles.prepare_schema(inside, database=aside)
        done = subprocess.run(
            [str(CHECKOUT / ".venv/bin/python"), "manage.py", "migrate", "--database", "owner", "-v0"],
            cwd=CHECKOUT,
            env={**os.environ, **{name: on(url, aside) for name, url in self.addresses.items()}},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            pytest.exit(f"The schema cannot be migrated:\n{done.stdout}{done.stderr}", returncode=1)
        owner.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(aside), sql.Identifier(self.template)
            )
        )

    def make(self) -> None:
        """Clones the template. Nothing in it is worth waiting for the disk."""
        with self.owner() as owner:
            create(owner, self.name, self.template)
            roles.admit(owner, database=self.name)
            owner.execute(
                sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(self.name))
            )

    def drop(self) -> None:
        """Removes the clone, whoever is still connected to it."""
        close()
        with self.owner() as owner:
            try:
                drop(owner, self.name)
            except psycopg.errors.ObjectInUse:
                self.disconnect()
                drop(owner, self.name)

    def disconnect(self) -> None:
        """Ends the sessions of threads and child processes; each role may end its own only."""
        for url in self.addresses.values():
            with psycopg.connect(url, autocommit=True) as role:
                role.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = %s AND usename = current_user",
                    (self.name,),
                )

    def again(self) -> None:
        """As it was made: emptied, or a fresh clone under the same name."""
        close()
        with self.inside() as inside:
            is_back = self.fresh.brought_back(inside)
        if not is_back:
            self.drop()
            self.make()

    def point(self) -> None:
        """Makes Django and child processes work in the clone."""
        for alias, name in ADDRESSES.items():
            if name in self.addresses:
                os.environ[name] = on(self.addresses[name], self.name)
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = self.name

    def owner(self) -> psycopg.Connection:
        """A connection beside the clone, as the role that may make databases."""
        return psycopg.connect(self.owner_url, autocommit=True)

    def inside(self) -> psycopg.Connection:
        """A connection to the clone, as the role that owns what is in it."""
        return psycopg.connect(on(self.owner_url, self.name), autocommit=True)


def close() -> None:
    """Ends this process's own connections."""
    for connection in connections.all(initialized_only=True):
        connection.close()


def schema_digest(owner: psycopg.Connection) -> str:
    """What the template depends on: migrations, the backend, Django's version, the server's."""
    salt = str(owner.info.server_version // 10000)
    return digest([*migrations(), Path(__file__)], salt=salt)[:12]


def on(url: str, database: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def exists(owner: psycopg.Connection, database: str) -> bool:
    return bool(owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone())


def create(owner: psycopg.Connection, database: str, template: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    owner.execute(statement.format(sql.Identifier(database), sql.Identifier(template)))


def drop(owner: psycopg.Connection, database: str) -> None:
    owner.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(database)))


def sweep(owner: psycopg.Connection, *, keep: str) -> None:
    """Removes other schemas' templates and dead processes' clones. Given servers may not be ours alone."""
    if "portal_admin" not in rolenames(owner):
        return
    for (name,) in owner.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE 'portal_te%'"
    ).fetchall():
        process = re.match(r"portal_test_(\d+)_", name)
        if (process and not Path("/proc", process[1]).exists()) or (not process and name != keep):
            try:
                drop(owner, name)
            except psycopg.errors.ObjectInUse:
                continue


def rolenames(owner: psycopg.Connection) -> set[str]:
    return {name for (name,) in owner.execute("SELECT rolname FROM pg_roles").fetchall()}


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: object) -> Iterator[None]:
    """In place of pytest-django's own: our clone, as the app's role, recloned where Django would flush."""
    before, flush = dict(os.environ), TransactionTestCase._fixture_teardown
    clone = Clone()
    with django_db_blocker.unblock():
        clone.prepare()
        clone.point()
        TransactionTestCase._fixture_teardown = lambda test: clone.again()
    yield
    TransactionTestCase._fixture_teardown = flush
    with django_db_blocker.unblock():
        clone.drop()
    restore(before)


@pytest.fixture(scope="session", autouse=True)
def _only_where_tests_run() -> None:
    """Refuses a run outside the tests' settings, which would work on somebody's data."""
    from django.conf import settings

    assert settings.SETTINGS_MODULE == "config.settings.test"
