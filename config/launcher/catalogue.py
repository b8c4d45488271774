"""Whether the Arabic catalogue says everything the site says, and nothing else."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from config.launcher.environment import PYTHON

WHERE = Path("locale/ar/LC_MESSAGES/django.po")
# Not copied for extraction: no source of the site, or nobody reads it in Arabic.
ASIDE = (".*", "var", "__pycache__", "tests", "benchmarks", "docs", "fonts", "node_modules")


def faults(checkout: Path) -> list[str]:
    """One line for every message that is untranslated, doubtful, obsolete, missing or not said any more."""
    path = checkout / WHERE
    if not path.exists():
        return [f"{WHERE} does not exist."]
    catalogue = read(path)
    known, said = entries(catalogue), entries(extracted(checkout))
    return [
        *(f"untranslated: {shown(key)}" for key, message in known.items() if not complete(message)),
        *(f"fuzzy: {shown(key)}" for key, message in known.items() if message.fuzzy),
        *(f"obsolete: {shown(key)}" for key in catalogue.obsolete),
        *(f"makemessages would add: {shown(key)}" for key in said if key not in known),
        *(f"no longer said: {shown(key)}" for key in known if key not in said),
        *unreadable(path),
    ]


def extracted(checkout: Path) -> Catalog:
    """What makemessages finds, in a copy, so that looking changes nothing."""
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory) / "copy"
        shutil.copytree(checkout, copy, ignore=shutil.ignore_patterns(*ASIDE), symlinks=True)
        shutil.rmtree(copy / "locale" / "ar", ignore_errors=True)
        (copy / "locale").mkdir(exist_ok=True)
        subprocess.run(
            [PYTHON, "manage.py", "makemessages", "-l", "ar", "-v0", "--no-wrap", "-e", "html,txt,py"],
            cwd=copy, check=True,
        )  # fmt: skip
        return read(copy / WHERE) if (copy / WHERE).exists() else Catalog("ar")


def read(path: Path) -> Catalog:
    """A catalogue, the plural forms that its header declares included."""
    with path.open("rb") as file:
        return read_po(file, locale="ar")


Key = tuple[str, str]  # context, text


def entries(catalogue: Catalog) -> dict[Key, Message]:
    """Messages by context and (singular) text, without the header."""
    return {(m.context or "", text(m.id)): m for m in catalogue if m.id}


def text(identifier: str | tuple[str, ...] | list[str]) -> str:
    """The singular of a message that has a plural."""
    return identifier if isinstance(identifier, str) else identifier[0]


def complete(message: Message) -> bool:
    """Whether every form has words."""
    forms = (message.string,) if isinstance(message.string, str) else message.string
    return all(forms or ("",))


def shown(key: Key | str | tuple[str, ...]) -> str:
    """A key for a line of output."""
    return repr(" | ".join(part for part in key if part) if isinstance(key, tuple) else key)


def unreadable(path: Path) -> list[str]:
    """What gettext itself objects to: placeholders that differ, plural forms that don't add up."""
    done = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", path], capture_output=True, text=True)
    return done.stderr.strip().splitlines() if done.returncode else []
