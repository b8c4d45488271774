"""What comes from the environment: the secrets of a checkout and the addresses of its databases."""

import os
import secrets
from pathlib import Path
from typing import Any

# Each 32 random bytes, written as 64 hexadecimal digits.
SECRETS = ("SECRET_KEY", "RECEIPT_SECRET", "RECEIPT_PEPPER", "DEMO_VAULT_KEY")


def secrets_of(var: Path, *, create: bool) -> dict[str, str]:
    """The secrets of a checkout, made once and kept in `var/secrets.env`; the environment's own come first.

    Losing the file makes receipt codes and sealed demo cases unreadable: it is completed, never rewritten.
    """
    path = var / "secrets.env"
    known = _read(path)
    missing = [name for name in SECRETS if name not in known and name not in os.environ]
    if create and missing:
        var.mkdir(parents=True, exist_ok=True)
        _append(path, {name: secrets.token_hex(32) for name in missing})
        known = _read(path)
    return known | {name: os.environ[name] for name in SECRETS if name in os.environ}


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = [line.partition("=") for line in path.read_text().splitlines() if "=" in line]
    return {name: value for name, _, value in reversed(lines)}  # of two beginners, the first writer counts


def _append(path: Path, values: dict[str, str]) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(file, "".join(f"{name}={value}\n" for name, value in values.items()).encode())
    finally:
        os.close(file)


def database(url: str, role: str) -> dict[str, Any]:
    """One PostgreSQL, seen by one role.

    `host` and `port` in the URL's query name a socket directory; Django wants them beside the name, not among
    the driver's options.
    """
    import environ  # here, because secrets are needed before .venv exists

    config: dict[str, Any] = (
        dict(environ.Env.db_url_config(url)) if url else {"NAME": "portal", "USER": f"portal_{role}"}
    )
    options = config.pop("OPTIONS", {})
    return {
        **config,
        "HOST": options.pop("host", config.get("HOST", "")),
        "PORT": options.pop("port", config.get("PORT", "")),
        "ENGINE": "common.postgres",
        "CONN_MAX_AGE": 0 if role != "app" else None,
        # A plan made without a tenant is a bad plan (docs/adr).
        "OPTIONS": {**options, "prepare_threshold": None},
    }
