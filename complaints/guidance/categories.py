"""What each subject of complaint covers, in plain words: one whole file for each language."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from common import datafiles

TEXTS = Path(__file__).with_name("texts")


@dataclass(frozen=True, slots=True)
class Words:
    """`covers` says what belongs here, `example` what it may look like, `evidence` what helps to show it."""

    covers: str
    example: str
    evidence: tuple[str, ...]


def words(code: str, language: str) -> Words:
    """The words of one category, by its permanent code."""
    return _file(language)[code]


@cache
def _file(language: str) -> dict[str, Words]:
    rows = datafiles.read(TEXTS / f"categories.{language}.yaml")
    return {code: Words(row["covers"], row["example"], tuple(row["evidence"])) for code, row in rows.items()}
