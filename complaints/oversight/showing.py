"""How the room's rows look: a clock as a chip, a slice by its name, a chance in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Governorate, Unit
from common.languages import number
from complaints import deadlines
from complaints.casework.clockface import TONES
from complaints.models import Pattern, PatternRun
from complaints.naming import category_label
from complaints.oversight import chance
from complaints.oversight.patterns import SHORTEST_PAST, Dimension

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise, StrPromise

WEEKDAYS: tuple["StrPromise", ...] = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
LEAST = 0.1  # expected complaints, as exactly as they are written
ORDINARY = 0.2  # a chance above which a number is not worth a sentence of its own


class Chip(NamedTuple):
    """A clock in words, with its shape."""

    tone: str
    icon_name: str
    words: str


def chip(lateness: deadlines.Lateness) -> Chip:
    """A clock in words, as everywhere on the desk."""
    return Chip(*TONES[lateness.level], deadlines.clock_words(lateness))


@dataclass(frozen=True, slots=True)
class Shown:
    """A pattern by name, with what its number means."""

    pattern: Pattern
    name: "StrOrPromise"
    category: "StrOrPromise"
    expected: str
    sentence: str
    is_marked: bool


def pattern_of(actor: Actor, rows: Sequence[Pattern], run: PatternRun) -> list[Shown]:
    """Patterns as they are read; names of units and places in two statements."""
    units = Unit.objects.in_bulk(_ids(rows, Dimension.UNIT))
    places = Governorate.objects.in_bulk(_ids(rows, Dimension.PLACE))
    names: dict[str, dict[str, StrOrPromise]] = {
        Dimension.UNIT: {str(pk): unit.name for pk, unit in units.items()},
        Dimension.PLACE: {str(pk): place.name for pk, place in places.items()},
        Dimension.WEEKDAY: {str(day): name for day, name in enumerate(WEEKDAYS, start=1)},
    }
    return [_shown(row, names.get(row.dimension, {}).get(row.value, ""), run) for row in rows]


def _ids(rows: Sequence[Pattern], dimension: str) -> list[int]:
    return [int(row.value) for row in rows if row.dimension == dimension]


def _shown(row: Pattern, name: "StrOrPromise", run: PatternRun) -> Shown:
    category = category_label(row.category) if row.category else ""
    return Shown(
        pattern=row,
        name=name or category,
        category=category if name else "",
        expected=_expected(row.expected),
        sentence=_sentence(row, run),
        is_marked=row.tail <= chance.SIGNAL,
    )


def _expected(value: float) -> str:
    """To one decimal; what would be rounded away is not written as nothing."""
    if 0 < value < LEAST / 2:
        return gettext("under %(number)s") % {"number": number(LEAST, language=_language())}
    return number(round(value, 1) or 0, language=_language())


def _sentence(row: Pattern, run: PatternRun) -> str:
    """What chance alone would do, in plain words."""
    if (run.since - run.past_since).days < SHORTEST_PAST:
        return gettext("There is too short a past to compare with.")
    if row.tail > ORDINARY:
        return gettext("Chance alone brings as many again and again.")
    often = round(1 / max(row.tail, 1e-9))
    return ngettext(
        "If nothing had changed, so many or more would come in about one of %(often)s such period.",
        "If nothing had changed, so many or more would come in about one of %(often)s such periods.",
        often,
    ) % {"often": number(often, language=_language())}


def _language() -> str:
    return (get_language() or "ar")[:2]
