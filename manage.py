#!/usr/bin/env python3
"""Django's command line, with the servers of this checkout started when a command needs them."""

import os
import sys

# These read and write files, or only print; they start nothing.
SERVERLESS = {
    "", "help", "version", "makemigrations", "makemessages", "compilemessages", "collectstatic", "findstatic",
    "build_fonts", "build_forms", "check", "diffsettings", "spectacular", "startapp", "startproject",
}  # fmt: skip


def needs_servers(arguments: list[str]) -> bool:
    """Whether a command line works on the database or on Redis."""
    if {"-h", "--help", "--version"} & set(arguments):
        return False
    command = next((word for word in arguments if not word.startswith("-")), "")
    return command not in SERVERLESS or (
        command == "check" and any("--database" in word for word in arguments)
    )


def main() -> None:
    """Runs one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    from django.core.management import execute_from_command_line

    if not needs_servers(sys.argv[1:]):
        execute_from_command_line(sys.argv)
        return
    from config.launcher.place import LauncherError
    from config.launcher.sharing import in_use

    try:
        with in_use() as servers:
            if "prepare_database" in sys.argv[1:2] and servers.admin_url:
                os.environ["DATABASE_ADMIN_URL"] = servers.admin_url
            execute_from_command_line(sys.argv)
    except LauncherError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
