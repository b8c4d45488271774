"""What each figure of a report means: its definition, unit, basis and source, as the data dictionary prints them.

A definition is found by the path of a figure in a snapshot; `*` stands for any keys.
"""

from collections.abc import Iterable

from reporting.dictionary.answers import ANSWERS
from reporting.dictionary.cases import CASES
from reporting.dictionary.plan import PLAN
from reporting.dictionary.terms import Basis, Definition, Unit
from reporting.dictionary.words import WORDS

__all__ = ["DEFINITIONS", "WORDS", "Basis", "Definition", "Unit", "of", "of_all"]

DEFINITIONS: tuple[Definition, ...] = (*CASES, *ANSWERS, *PLAN)
"""In the order of a report; of several that cover a figure the first one counts."""


def of(path: str) -> Definition | None:
    """The definition of a figure by its path in a snapshot."""
    return next((one for one in DEFINITIONS if one.covers(path)), None)


def of_all(paths: Iterable[str]) -> list[Definition]:
    """The definitions of some figures, each once, in the order of the dictionary."""
    wanted = {one.path for path in paths if (one := of(path))}
    return [one for one in DEFINITIONS if one.path in wanted]
