"""`prepare_database`: roles, database and default privileges on any PostgreSQL."""

import os
from argparse import ArgumentParser
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common.postgres import roles

ALIASES = {"default": roles.APP, "owner": roles.OWNER, "maintenance": roles.MAINTENANCE}


class Command(BaseCommand):
    """Run once before the first migration; running it again changes nothing.

    Names and passwords come from DATABASE_URL, DATABASE_OWNER_URL and DATABASE_MAINTENANCE_URL.
    """

    help = "Create the database, its roles and default privileges on any PostgreSQL; harmless to repeat."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--admin-url",
            default=os.environ.get("DATABASE_ADMIN_URL", ""),
            help="postgresql://… of a superuser, or of a role with CREATEROLE, CREATEDB and BYPASSRLS "
            "(default: DATABASE_ADMIN_URL)",
        )

    def handle(self, *args: Any, admin_url: str, **options: Any) -> None:
        if not admin_url:
            raise CommandError("Name an administrator: --admin-url postgresql://… or DATABASE_ADMIN_URL.")
        name = str(settings.DATABASES["default"]["NAME"])
        try:
            roles.prepare(admin_url, database=name, passwords=passwords())
        except psycopg.Error as error:
            raise CommandError(f"PostgreSQL refuses: {error}".strip()) from error
        self.stdout.write(f"Database {name} is ready for `manage.py migrate --database owner`.")


def passwords() -> dict[str, str]:
    """Each role's password as the settings know it; roles and addresses must tell the same story."""
    found = {}
    for alias, role in ALIASES.items():
        config = settings.DATABASES[alias]
        if config.get("USER") != role:
            raise CommandError(
                f"The address of {alias!r} names the user {config.get('USER')!r}; it must be {role}."
            )
        found[role] = str(config.get("PASSWORD") or "")
        if not found[role]:
            raise CommandError(f"The address of {alias!r} has no password for {role}.")
    return found
