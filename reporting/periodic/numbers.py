"""Numbers in people's words that equal one the public edition hides: whoever writes them is asked what they count.

Only digits and the plain words for two to ten are found; who writes around a number is found by nobody but a reader.
Dates, years, shares, decimals and numbers of lines are left alone. Pure, but for reading the frozen figures.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from reporting import sums
from reporting.models import Dossier
from reporting.suppression import SMALLEST_SHOWN

_BEFORE = r"[وف]?[بلك]?(?:ا?ل)?"  # what Arabic writes together with the word or number that follows: and, with, the …
_DIGITS = re.compile(
    rf"(?<![\w.,/:٫٬–-]){_BEFORE}ـ*(\d{{1,6}})(?![\w٪%]|[.,/:٫٬–-]\d|\s+(?:%|٪|percent|per cent|في المئة|بالمئة))"
)
_MARKER = re.compile(r"(?m)^\s*\d{1,3}[.)]\s")
_YEARS = range(1900, 2101)
_WORDS = {
    2: "two اثنان اثنين اثنتان اثنتين",
    3: "three ثلاث ثلاثة",
    4: "four أربع أربعة",
    5: "five خمس خمسة",
    6: "six ست ستة",
    7: "seven سبع سبعة",
    8: "eight ثمان ثماني ثمانية",
    9: "nine تسع تسعة",
    10: "ten عشر عشرة",
}
_NUMBERS = {word: number for number, words in _WORDS.items() for word in words.split()}
_WORD = re.compile(r"[^\W\d_]+")
_BARE = re.compile(rf"{_BEFORE}({'|'.join(_NUMBERS)})")


def hidden(dossier: Dossier) -> frozenset[int]:
    """The counts that the exact edition of a report has and its public one has not. None where there are not both.

    A large one that the public edition prints somewhere is as likely that one.
    """
    if dossier.internal is None or dossier.public is None:
        return frozenset()
    exact, public = (json.loads(made.content) for made in (dossier.internal, dossier.public))
    shown = {count for count in sums.cells_of(public).values() if count >= SMALLEST_SHOWN}
    cells = sums.cells_of(exact).items()
    return frozenset(count for path, count in cells if count > 0 and _at(public, path) is None) - shown


def _at(content: Mapping[str, Any], path: str) -> Any:
    place: Any = content
    for step in path.split("."):
        place = place.get(step) if isinstance(place, Mapping) else None
    return place


def found(text: str, hidden: frozenset[int]) -> list[int]:
    """Those of the hidden numbers that stand in a text, smallest first."""
    plain = _MARKER.sub(" ", text)
    said = {int(number) for number in _DIGITS.findall(plain)} - set(_YEARS)
    words = (_BARE.fullmatch(word) for word in _WORD.findall(plain.lower()))
    said |= {_NUMBERS[word[1]] for word in words if word}
    return sorted(said & hidden)
