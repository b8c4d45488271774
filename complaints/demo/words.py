"""The invented words of the demonstration, read once from the YAML files beside this module."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from common import datafiles

T = TypeVar("T")

_TEXTS = Path(__file__).with_name("texts")
_FIELDS = ("p", "unit", "gov", "date", "time", "days")
_SELF, _OTHER = ("individual",), ("family",)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A narrative with gaps, and where and by whom it can have been told."""

    key: str  # category or kind of assistance
    voice: str
    person: str
    services: tuple[str, ...]
    sources: tuple[str, ...]
    writer: str  # f, m, or "" for either
    text: tuple[str, ...]  # %-templates
    held: bool
    danger: bool
    child: bool
    injury: bool
    violence: bool
    unplaced: bool  # says neither where nor when


def load(name: str) -> Any:
    """One of the text files."""
    return datafiles.read(_TEXTS / f"{name}.yaml")


def pick(items: Sequence[T], rng: Random) -> T:
    """Any of them; cheaper than `Random.choice`."""
    return items[int(rng.random() * len(items))]


def _template(text: str) -> str:
    text = text.replace("%", "%%")
    for field in _FIELDS:
        text = text.replace("{" + field + "}", f"%({field})s")
    return text


def _skeleton(key: str, row: Mapping[str, Any]) -> Skeleton:
    flags = row["flags"]
    usual = _SELF if row["voice"] == "self" else _OTHER
    return Skeleton(
        key=key,
        voice=row["voice"],
        person=row.get("person", ""),
        services=tuple(row["services"]),
        sources=tuple(row.get("sources", usual)),
        writer=row.get("writer", ""),
        text=tuple(map(_template, row["text"])),
        held="held" in flags,
        danger="danger" in flags,
        child="child" in flags,
        injury="injury" in flags,
        violence="violence" in flags,
        unplaced=row.get("unplaced", False),
    )


@cache
def skeletons(language: str) -> dict[str, tuple[Skeleton, ...]]:
    """Narratives by category or kind of assistance."""
    rows = load(f"narratives-{language}")
    return {key: tuple(_skeleton(key, row) for row in several) for key, several in rows.items()}


@cache
def rejected(language: str, code: str) -> tuple[Skeleton, ...]:
    """Complaints that deserve this rejection."""
    return tuple(_skeleton(row["category"], row) for row in load("narratives-rejected")[language][code])


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    return tuple(value) if isinstance(value, list) else value


@cache
def fragments(language: str) -> dict[str, Any]:
    """Openings, details, closings, wishes, names."""
    return dict(_frozen(load("fragments")[language]))


@cache
def messages(language: str) -> dict[str, Any]:
    """Words to and from complainants."""
    return dict(_frozen(load("messages")[language]))


@cache
def reasons(language: str) -> dict[str, Any]:
    """Reasons, questions, answers and decisions of staff."""
    return dict(_frozen(load("reasons")[language]))
