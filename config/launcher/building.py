"""Files made from files: messages, fonts, static files; made again only when their sources changed."""

import os
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

from config.launcher.environment import PYTHON, digest
from config.launcher.place import CHECKOUT, LauncherError, Place

PACKAGES = ("config", "common", "record", "vault", "accounts", "complaints", "reporting")
REQUIREMENTS = CHECKOUT / "requirements" / "base.txt"


def manage(*arguments: str, env: dict[str, str] | None = None) -> None:
    """Runs a management command; its failure ends the step."""
    done = subprocess.run([PYTHON, "manage.py", *arguments], cwd=CHECKOUT, env={**os.environ, **(env or {})})
    if done.returncode:
        raise LauncherError(f"manage.py {' '.join(arguments)} failed.")


def command_exists(name: str) -> bool:
    """Whether one of our packages brings a management command."""
    return any(
        (CHECKOUT / package / "management" / "commands" / f"{name}.py").exists() for package in PACKAGES
    )


def when_changed(stamp: Path, sources: Iterable[Path], make: Callable[[], None]) -> None:
    """Makes something unless its stamp says that it was made from exactly these sources."""
    now = digest(sources)
    if stamp.exists() and stamp.read_text() == now:
        return
    make()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(now)


def stamp(name: str) -> Path:
    """Where the fingerprint of something built is kept."""
    return Place.here().var / "stamps" / name


def messages() -> None:
    """Compiles the translations."""
    sources = list((CHECKOUT / "locale").glob("*/LC_MESSAGES/*.po"))
    if any(not source.with_suffix(".mo").exists() for source in sources):
        stamp("messages").unlink(missing_ok=True)
    if sources:
        when_changed(stamp("messages"), sources, lambda: manage("compilemessages", "-v0", "--ignore=.venv"))


def fonts() -> None:
    """Subsets the typeface for the web."""
    if command_exists("build_fonts"):
        source = next(CHECKOUT.glob("*/management/commands/build_fonts.py"))
        if not (CHECKOUT / "static" / "fonts").exists():
            stamp("fonts").unlink(missing_ok=True)
        when_changed(stamp("fonts"), [REQUIREMENTS, source], lambda: manage("build_fonts"))


def static_files() -> None:
    """Collects, hashes and compresses static files."""
    sources = [path for path in (CHECKOUT / "static").rglob("*") if path.is_file()]
    settings = CHECKOUT / "config" / "settings" / "base.py"
    if not (CHECKOUT / "var" / "static").exists():
        stamp("static").unlink(missing_ok=True)
    when_changed(
        stamp("static"),
        [*sources, REQUIREMENTS, settings],
        lambda: manage("collectstatic", "--noinput", "-v0"),
    )


def printed_forms() -> None:
    """Lays out the form on paper, so that no web process ever has to."""
    sources = [
        *(CHECKOUT / "templates" / "pdf").glob("form*"),
        *(CHECKOUT / "complaints" / "intake").rglob("*.py"),
        *(CHECKOUT / "complaints" / "guidance").glob("*.py"),
        *(CHECKOUT / "locale").glob("*/LC_MESSAGES/*.po"),
        CHECKOUT / "complaints" / "vocabulary.py",
        CHECKOUT / "common" / "pdf.py",
        REQUIREMENTS,
    ]
    if not (CHECKOUT / "var" / "printed").exists():
        stamp("printed").unlink(missing_ok=True)
    when_changed(stamp("printed"), sources, lambda: manage("build_forms"))


def migrations() -> list[Path]:
    """Every file that decides what the schema looks like."""
    ours = [path for package in PACKAGES for path in (CHECKOUT / package).glob("migrations/*.py")]
    return [
        *ours,
        *(CHECKOUT / "common").glob("*.py"),
        *(CHECKOUT / "common" / "postgres").glob("*.py"),
        REQUIREMENTS,
    ]
