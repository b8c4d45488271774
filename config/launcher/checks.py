"""`make check`: what can be said about the code without running the site. Every check reports ok or FAIL."""

import os
import secrets
import subprocess
import time
from collections.abc import Callable

from config.launcher.building import PACKAGES
from config.launcher.environment import VENV
from config.launcher.place import CHECKOUT, LauncherError

Outcome = tuple[bool, str]  # whether all is well, and what to read otherwise


def tool(*command: str, env: dict[str, str] | None = None) -> Outcome:
    """Runs a program of .venv in the checkout."""
    name, *arguments = command
    done = subprocess.run(
        [VENV / "bin" / name, *arguments],
        cwd=CHECKOUT,
        env={**os.environ, "NO_COLOR": "1", **(env or {})},
        capture_output=True,
        text=True,
    )
    return done.returncode == 0, done.stdout + done.stderr


def templates() -> Outcome:
    """Every template in djade's format."""
    files = [str(path.relative_to(CHECKOUT)) for path in sorted((CHECKOUT / "templates").rglob("*.html"))]
    return (
        tool("djade", "--check", "--target-version", "5.2", *files)
        if files
        else (False, "There are no templates.")
    )


def migrations() -> Outcome:
    """No model has changed without its migration. That no database answers is no news here."""
    quiet = ["-W", "ignore::RuntimeWarning:django.core.management.commands.makemigrations"]
    return tool("python", *quiet, "manage.py", "makemigrations", "--check", "--dry-run", env=offline())


def messages() -> Outcome:
    """Everything translated into Arabic, and nothing said that the catalogue doesn't know."""
    from config.launcher import catalogue

    faults = catalogue.faults(CHECKOUT)
    return not faults, "\n".join(faults)


def deploy() -> Outcome:
    """Django's production checks, without a warning."""
    production = {
        **offline(),
        "SECRET_KEY": secrets.token_hex(32),
        "RECEIPT_SECRET": secrets.token_hex(32),
        "RECEIPT_PEPPER": secrets.token_hex(32),
        "ALLOWED_HOSTS": "complaints.example.org",
    }
    for name in ("DEMO", "DEBUG", "DJANGO_SETTINGS_MODULE"):
        production[name] = ""
    production["DJANGO_SETTINGS_MODULE"] = "config.settings.base"
    return tool("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING", env=production)


def offline() -> dict[str, str]:
    """An environment whose database cannot be reached: these checks look at code alone."""
    nowhere = {name: f"postgresql://portal_{role}:x@127.0.0.1:1/portal" for name, role in ROLES.items()}
    return {**nowhere, "PORTAL_SERVERS": "given", "DJANGO_SETTINGS_MODULE": "config.settings.base"}


ROLES = {"DATABASE_URL": "app", "DATABASE_OWNER_URL": "owner", "DATABASE_MAINTENANCE_URL": "maintenance"}
CHECKS: dict[str, Callable[[], Outcome]] = {
    "lint": lambda: tool("ruff", "check", "."),
    "format": lambda: tool("ruff", "format", "--check", "."),
    "types": lambda: tool("mypy", *PACKAGES, env=offline()),
    "templates": templates,
    "imports": lambda: tool("lint-imports"),
    "dependencies": lambda: tool("deptry", "--no-ansi", "."),
    "migrations": migrations,
    "messages": messages,
    "deploy": deploy,
    "security": lambda: tool("bandit", "-q", "-ll", "-c", "pyproject.toml", "-r", *PACKAGES),
}


def run(names: list[str]) -> int:
    """Runs the named checks, or all; 1 when any failed."""
    unknown = set(names) - set(CHECKS)
    if unknown:
        raise LauncherError(f"No such check: {', '.join(sorted(unknown))}. There are {', '.join(CHECKS)}.")
    failed = [name for name in names or CHECKS if not passed(name)]
    print(f"{len(names or CHECKS) - len(failed)} ok" + (f", FAIL: {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0


def passed(name: str) -> bool:
    """Runs one check and says how it went."""
    began = time.monotonic()
    well, told = CHECKS[name]()
    print(f"{'ok  ' if well else 'FAIL'}  {name}  {time.monotonic() - began:.1f} s", flush=True)
    if not well:
        print("\n".join(f"      {line}" for line in told.strip().splitlines()), flush=True)
    return well
