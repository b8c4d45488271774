"""Cases that may belong together: of one event, of one unit, with nearly the same words.

Whoever looks sees only cases that exist for them, and words are compared only where this reader may read both
at once and holds the keys; what is found is worked out while the page is made and kept nowhere. Identities are
compared where they are opened (`recognising`, docs/adr/0019-related-cases.md).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from accounts.actor import Actor
from common.arabic import terms
from common.boxes import Tampered
from complaints import sealing
from complaints.casework import selectors
from complaints.models import Allegation, Complaint, Docket, Event, EventLink, Text
from vault.services import Locked

if TYPE_CHECKING:
    from complaints.casework.reading import CaseFile

SHOWN = 25  # cases of one list
COMPARED = 40  # cases whose words are compared at most, the nearest by date first
APART = timedelta(days=60)  # between the two filings
SHINGLE = 3  # words that stand one after the other
FEWEST = 8  # shingles: shorter texts are alike by chance
ALIKE, NEARLY = 0.35, 0.75  # shares of the shorter text's shingles that the other has
COMPARABLE = (Text.Kind.NARRATIVE, Text.Kind.RELEASED)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with the other cases linked to it that exist for the reader."""

    event: Event
    others: list[Docket]
    is_own: bool


def events_of(actor: Actor, case: Complaint) -> list[Happening]:
    """The events of a case. Those of another institution are shown to an independent body alone."""
    body = actor.institution
    if body is None:
        return []
    links = EventLink.objects.filter(state=actor.state, complaint=case)
    if not body.is_independent:
        links = links.filter(institution=body)
    events = Event.objects.filter(state=actor.state, pk__in=links.values("event"))
    return [
        Happening(event, _linked(actor, case, event), event.institution_id == body.pk)
        for event in events.select_related("institution", "governorate").order_by("recorded_on", "pk")
    ]


def _linked(actor: Actor, case: Complaint, event: Event) -> list[Docket]:
    others = EventLink.objects.filter(state=actor.state, event=event).exclude(complaint=case)
    rows = selectors.visible_to(actor).filter(complaint__in=others.values("complaint"))
    return list(rows.select_related("complaint").order_by("complaint__filed_on", "pk")[:SHOWN])


# --- one unit -------------------------------------------------------------------------------------


def same_unit(file: "CaseFile") -> list[Docket]:
    """Other cases that name a unit this one names, the newest first; one more than `SHOWN` says there are more."""
    units = {row.unit_id for row in file.allegations if row.unit_id}
    if not units:
        return []
    rows = _others(file, Allegation.objects.filter(unit__in=units))
    return list(rows.order_by("-complaint__filed_on", "-pk")[: SHOWN + 1])


def _others(file: "CaseFile", alleged: QuerySet[Allegation]) -> QuerySet[Docket]:
    """Dockets that exist for the reader and have such an allegation, without the case itself."""
    wanted = alleged.filter(state=file.actor.state, complaint_id=OuterRef("complaint_id"))
    rows = selectors.visible_to(file.actor).exclude(complaint=file.case)
    return rows.filter(Exists(wanted)).select_related("complaint")


# --- words ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another case whose text is partly or nearly this one's."""

    docket: Docket
    share: float

    @property
    def is_nearly_the_same(self) -> bool:
        return self.share >= NEARLY


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing words found, and among how many cases it looked."""

    alike: list[Likeness]
    looked_at: int
    is_open: bool  # whether this case's own words could be read at all


def alike(file: "CaseFile") -> Compared:
    """Cases of the same unit or category, filed within two months, with nearly the same words."""
    mine = shingles(one.body for one in file.tellings if one.text.kind in COMPARABLE)
    if not mine:
        return Compared([], 0, is_open=False)
    candidates = _candidates(file)
    texts = _words(file.actor, candidates)
    found = [
        Likeness(row, share)
        for row in candidates
        if (share := likeness(mine, shingles(texts.get(row.complaint_id, [])))) >= ALIKE
    ]
    return Compared(sorted(found, key=lambda one: -one.share), len(texts), is_open=True)


def _candidates(file: "CaseFile") -> list[Docket]:
    categories = {row.category for row in file.allegations}
    units = {row.unit_id for row in file.allegations if row.unit_id}
    named = Allegation.objects.filter(category__in=categories) | Allegation.objects.filter(unit__in=units)
    filed = file.case.filed_on
    near = _others(file, named).filter(complaint__filed_on__range=(filed - APART, filed + APART))
    rows = list(near.order_by("-complaint__filed_on", "-pk")[: COMPARED * 3])
    rows.sort(key=lambda row: abs(row.complaint.filed_on - filed))
    return rows[:COMPARED]


def _words(actor: Actor, dockets: Iterable[Docket]) -> dict[UUID, list[str]]:
    """The narratives and released texts that this actor may read without giving a reason, opened; two statements
    however many cases there are."""
    parts = {row.complaint_id: (row.complaint, selectors.readable(actor, row)) for row in dockets}
    texts = Text.objects.filter(state=actor.state, complaint__in=list(parts), kind__in=COMPARABLE)
    keys = sealing.open_cases(parts.values(), actor.keyring)
    found: dict[UUID, list[str]] = {}
    for text in texts.order_by("number"):
        if words := _read(text, keys):
            found.setdefault(text.complaint_id, []).append(words)
    return found


def _read(text: Text, keys: Mapping[UUID, sealing.Opened]) -> str:
    try:
        return keys[text.complaint_id].of(text).unseal(f"text:{text.pk}", text.body)
    except (Locked, Tampered):
        return ""


def shingles(texts: Iterable[str | None]) -> frozenset[tuple[str, ...]]:
    """Every three words in a row of these texts, folded as for the search."""
    found: set[tuple[str, ...]] = set()
    for text in texts:
        words = terms(text or "")
        found.update(tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1))
    return frozenset(found)


def likeness(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """How much of the shorter text stands in the other, 0 to 1; nothing is said of very short ones."""
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer >= FEWEST else 0.0
