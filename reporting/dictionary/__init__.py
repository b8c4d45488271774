"""What each figure of a report means: its definition, unit, basis and source, as the data dictionary prints them.

A definition is found by the path of a figure in a snapshot; `*` stands for any keys.
"""

from reporting.dictionary.answers import ANSWERS
from reporting.dictionary.cases import CASES
from reporting.dictionary.terms import Basis, Definition, Unit

__all__ = ["DEFINITIONS", "Basis", "Definition", "Unit", "of"]

DEFINITIONS: tuple[Definition, ...] = (*CASES, *ANSWERS)
"""In the order of a report; of several that cover a figure the first one counts."""


def of(path: str) -> Definition | None:
    """The definition of a figure by its path in a snapshot."""
    return next((one for one in DEFINITIONS if one.covers(path)), None)
