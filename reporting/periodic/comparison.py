"""What a corrected version says otherwise than the version before it: numbers cell by cell, and words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed value, and the one that stood there before where it is another."""

    text: str
    before: str = ""

    @property
    def is_changed(self) -> bool:
        return bool(self.before)


def cells(table: Said, before: Said | None) -> list[dict[str, Any]]:
    """The rows of a table with what changed since another version of it; without one nothing did."""
    known = {row["label"]: row["cells"] for row in before["rows"]} if before else {}
    return [{**row, "cells": _row(row["cells"], known.get(row["label"]), before)} for row in table["rows"]]


def _row(now: list[str], was: list[str] | None, before: Said | None) -> list[Cell]:
    if before is None:
        return [Cell(text) for text in now]
    old = was if was is not None and len(was) == len(now) else ["–"] * len(now)
    return [Cell(text, other if other != text else "") for text, other in zip(now, old, strict=True)]


def tables(said: Said | None) -> dict[str, Said]:
    """The tables of a version by their key."""
    return {table["key"]: table for one in said["sections"] for table in one["tables"]} if said else {}


def indicators(said: Said | None) -> dict[str, str]:
    """The values of a version's indicators by their code."""
    if said is None:
        return {}
    rows = [row for group in said["groups"] for measure in group.measures for row in measure.rows]
    return {row.code: row.value for row in rows}


def count(said: Said, before: Said | None) -> int:
    """How many printed values are others than before."""
    if before is None:
        return 0
    known = tables(before)
    changed = [
        cell
        for key, table in tables(said).items()
        for row in cells(table, known.get(key))
        for cell in row["cells"]
        if cell.is_changed
    ]
    was = indicators(before)
    return len(changed) + sum(was.get(code, "–") != value for code, value in indicators(said).items())
