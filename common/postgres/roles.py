"""The database's roles, the same on every PostgreSQL: a private one, a hoster's, the tests'.

portal_owner        owns the schema and runs migrations
portal_app          web, workers and tests: reads and writes rows, owns nothing, sees one state's rows
portal_maintenance  backup, anchors, demo loading: may look past it
portal_searcher     nobody signs in as it; owns the search functions, and policies name it. Never granted to
                    app: membership would carry its policies along.
"""

from collections.abc import Mapping

import psycopg
from psycopg import sql

OWNER, APP, MAINTENANCE, SEARCHER = "portal_owner", "portal_app", "portal_maintenance", "portal_searcher"

ATTRIBUTES = {
    # NOINHERIT: the owner may hand functions to the searcher without seeing rows through its policies.
    OWNER: "LOGIN NOINHERIT",
    APP: "LOGIN INHERIT NOCREATEDB",
    MAINTENANCE: "LOGIN INHERIT NOCREATEDB BYPASSRLS",
    SEARCHER: "NOLOGIN INHERIT NOCREATEDB",
}
LOCK = 0x706F7274616C  # "portal": one preparation at a time


def prepare(
    admin_url: str, *, database: str, passwords: Mapping[str, str], makes_databases: bool = False
) -> None:
    """Creates roles, database and default privileges; repeating it changes nothing.

    `admin_url` is a superuser's, or on PostgreSQL 16 and later that of a role with CREATEROLE, CREATEDB
    and BYPASSRLS.
    `makes_databases` lets the owner clone databases, which only tests need.
    """
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        for role in ATTRIBUTES:
            _role(admin, role, passwords.get(role))
        if makes_databases:
            admin.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER)))
        _memberships(admin)
        _database(admin, database)
    # As the owner itself: a hoster's administrator may not act as whoever owns a database.
    with psycopg.connect(
        admin_url, dbname=database, user=OWNER, password=passwords[OWNER], autocommit=True
    ) as inside:
        prepare_schema(inside, database=database)


def prepare_schema(connection: psycopg.Connection, *, database: str) -> None:
    """What each role may do in a database. Its owner says so, signed in as itself, before it migrates."""
    admit(connection, database=database)
    for statement in PRIVILEGES:
        connection.execute(sql.SQL(statement).format(**NAMES))


def admit(connection: psycopg.Connection, *, database: str) -> None:
    """Who may connect to a database; the one thing a clone does not take over from its template."""
    name = sql.Identifier(database)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {database} TO {app}, {maintenance}").format(database=name, **NAMES)
    )


NAMES = {role.removeprefix("portal_"): sql.Identifier(role) for role in ATTRIBUTES}
DEFAULTS = "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
PRIVILEGES = (
    # The public schema belongs to whoever owns the database, a membership that NOINHERIT leaves unused.
    "SET ROLE pg_database_owner",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT ALL ON SCHEMA public TO {owner}",
    "GRANT USAGE ON SCHEMA public TO {app}, {maintenance}",
    "GRANT USAGE, CREATE ON SCHEMA public TO {searcher}",  # a function's new owner must be able to create
    "RESET ROLE",
    # Tables that only grow take UPDATE and DELETE away again in their migrations.
    DEFAULTS + "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    DEFAULTS + "GRANT USAGE ON SEQUENCES TO {app}",
    DEFAULTS + "GRANT ALL ON TABLES TO {maintenance}",
    DEFAULTS + "GRANT ALL ON SEQUENCES TO {maintenance}",
)


def _role(admin: psycopg.Connection, role: str, password: str | None) -> None:
    name = sql.Identifier(role)
    if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
        admin.execute(sql.SQL("CREATE ROLE {}").format(name))
    admin.execute(sql.SQL("ALTER ROLE {} NOCREATEROLE " + ATTRIBUTES[role]).format(name))
    if password:
        admin.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(password)))


def _memberships(admin: psycopg.Connection) -> None:
    admin.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(SEARCHER), sql.Identifier(OWNER)))
    row = admin.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if row and not row[0]:  # a hoster's administrator must be a member to give away what it makes
        admin.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))


def _database(admin: psycopg.Connection, database: str) -> None:
    names = {"database": sql.Identifier(database), "owner": sql.Identifier(OWNER)}
    if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone():
        admin.execute(
            sql.SQL("CREATE DATABASE {database} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8'").format(
                **names
            )
        )
    admin.execute(sql.SQL("ALTER DATABASE {database} OWNER TO {owner}").format(**names))
