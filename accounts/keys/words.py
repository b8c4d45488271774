"""Words for suggested passphrases: common, short, told apart by ear, none of them about complaints."""

import secrets
from functools import cache
from pathlib import Path

LISTS = Path(__file__).parents[1] / "data"
LANGUAGES = ("ar", "en")
SUGGESTED = 5


@cache
def words(language: str) -> list[str]:
    """Our list for a language of the site, English for others."""
    name = language if language in LANGUAGES else "en"
    return (LISTS / f"words_{name}.txt").read_text(encoding="utf-8").split()


def suggestion(language: str) -> str:
    """Five words drawn at random, about 42 bits. Shown once, kept nowhere."""
    return " ".join(secrets.choice(words(language)) for _ in range(SUGGESTED))
