"""Which letters exist for somebody: their own institution's, of cases that exist for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.actor import Actor
from accounts.models import Institution, Unit
from accounts.roles import Permission
from common.languages import clean_text, digits
from common.receipts import normalise_reference
from complaints.casework import parts
from complaints.casework import selectors as casework
from complaints.correspondence import Direction, LetterStatus
from complaints.models import Complaint, Docket, Letter, LetterFile, RegisterCounter, RegisterNumber
from complaints.moves import Who

WRITERS = frozenset({Who.LEAD, Who.APPROVER, Who.INDEPENDENT, Who.HEAD, Who.AUTHORITY})
"""Parts in a case whose holders write its letters, and read those of their institution."""
READERS = WRITERS | {Who.REVIEWER}
PAGE = 50
ON_PAPER = 5000  # lines of a register that are printed or exported in one piece at most


def may_write(by: Actor, case: Complaint, dockets: Iterable[Docket]) -> bool:
    """Whether somebody may write, send and register letters of a case."""
    return bool(parts.parts_of(by, case, list(dockets)) & WRITERS)


def may_read(by: Actor, case: Complaint, dockets: Iterable[Docket]) -> bool:
    """Whether somebody may read their institution's letters of a case; whether a key opens them is the vault's."""
    return bool(parts.parts_of(by, case, list(dockets)) & READERS)


def visible_to(actor: Actor) -> QuerySet[Letter]:
    """The letters that exist for this actor. Drafts are of their institution as well: colleagues carry on."""
    cases = casework.visible_to(actor).values("complaint_id")
    return Letter.objects.filter(state=actor.state, institution=actor.institution, complaint__in=cases)


def of_case(actor: Actor, case: Complaint) -> list[Letter]:
    """The institution's letters of a case, the newest first, with their numbers and files."""
    rows = visible_to(actor).filter(complaint=case).select_related("register", "body", "unit")
    return list(rows.prefetch_related(_files()).order_by("-made_at", "-pk"))


def one(actor: Actor, case: Complaint, pk: UUID) -> Letter | None:
    """A letter of a case by its id."""
    rows = visible_to(actor).filter(complaint=case, pk=pk)
    found = rows.select_related("register", "body", "unit", "institution", "about", "about__register")
    return found.prefetch_related(_files()).first()


def _files() -> "Prefetch[str]":
    return Prefetch("files", queryset=LetterFile.objects.order_by("-at", "-pk"))


def sent_of(actor: Actor, case: Complaint) -> list[Letter]:
    """The numbered letters of a case, the newest first: what another one may remind of or answer."""
    rows = visible_to(actor).filter(complaint=case).exclude(status=LetterStatus.DRAFT)
    return list(rows.select_related("register", "body", "unit").order_by("-entered_at"))


def bodies(actor: Actor) -> list[Institution]:
    """The other institutions of the state, to whom a letter may go."""
    rows = Institution.objects.filter(state=actor.state, is_active=True).order_by("kind", "code")
    return [body for body in rows if actor.institution is None or body.pk != actor.institution.pk]


def units(units: Iterable[Unit | None]) -> list[Unit]:
    """Units that a case names, each once."""
    return list({unit.pk: unit for unit in units if unit is not None}.values())


# --- the register ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page of a register is asked for."""

    direction: str
    year: int
    words: str = ""
    month: int = 0  # 0: the whole year
    below: int = 0  # only smaller numbers: the page after
    above: int = 0  # only larger numbers: the page before


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page of a register, the newest first; `below` and `above` lead to its neighbours, 0 where there is none."""

    rows: list[RegisterNumber]
    below: int = 0
    above: int = 0


def numbers(actor: Actor, asked: Asked) -> QuerySet[RegisterNumber]:
    """The lines of a register. `is_open` says whether the case of a line exists for this actor.

    Every number of the institution is there, so that none is missing; of a case that does not exist for
    somebody its line says the number and the day.
    """
    if actor.institution is None or not actor.may(Permission.QUEUE):
        return RegisterNumber.objects.none()
    seen = casework.visible_to(actor).filter(complaint_id=OuterRef("letter__complaint_id"))
    rows = RegisterNumber.objects.filter(
        state=actor.state, institution=actor.institution, direction=asked.direction, year=asked.year
    )
    if asked.month:
        rows = rows.filter(day__month=asked.month)
    if asked.words:
        theirs = _named(asked.words) & Exists(seen)
        own = Q(number=int(_plain(asked.words))) if _is_number(asked.words) else Q(pk=None)
        rows = rows.filter(own | theirs)
    return rows.annotate(is_open=Exists(seen)).select_related("letter", "letter__complaint", *_NAMED)


_NAMED = ("letter__body", "letter__unit")


def _plain(words: str) -> str:
    """A number of the register as it was typed: in any digits, with or without its year."""
    return digits(clean_text(words), arabic=False).rpartition("/")[2].strip()


def _is_number(words: str) -> bool:
    plain = _plain(words)
    return plain.isascii() and plain.isdigit() and len(plain) < 9


def _named(words: str) -> Q:
    """By the case's reference, or by the number that the sender gave the letter."""
    reference = normalise_reference(words)
    if reference:
        return Q(letter__complaint__reference=reference)
    return Q(letter__their_number=clean_text(words).replace("\n", " ")[:40])


def page_of(actor: Actor, asked: Asked) -> RegisterPage:
    """One page, walked along the register's own index."""
    rows = numbers(actor, asked)
    if asked.above:
        found = list(rows.filter(number__gt=asked.above).order_by("number")[: PAGE + 1])
        more, found = len(found) > PAGE, found[:PAGE][::-1]
        return RegisterPage(found, found[-1].number if found else 0, found[0].number if more else 0)
    if asked.below:
        rows = rows.filter(number__lt=asked.below)
    found = list(rows.order_by("-number")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    above = found[0].number if found and asked.below else 0
    return RegisterPage(found, found[-1].number if more else 0, above)


def whole(actor: Actor, asked: Asked) -> list[RegisterNumber]:
    """A register in the order of its numbers, for paper and tables: `ON_PAPER` lines at most after `above`."""
    return list(numbers(actor, asked).filter(number__gt=asked.above).order_by("number")[:ON_PAPER])


def years(actor: Actor) -> list[int]:
    """The years in which the institution's registers have numbers, the newest first."""
    if actor.institution is None:
        return []
    rows = RegisterCounter.objects.filter(state=actor.state, institution=actor.institution)
    return sorted(set(rows.values_list("year", flat=True)), reverse=True)


def asked_for(data: dict[str, str], *, today: date) -> Asked:
    """A page of a register from its address. Whatever cannot be understood is left out, and never an error."""

    def whole_number(name: str, most: int) -> int:
        text = data.get(name, "")
        return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    words = clean_text(data.get("q", ""))[:60]
    year = whole_number("year", 9999) or today.year
    typed, stroke, rest = digits(words, arabic=False).partition("/")
    if stroke and rest.isdigit() and typed.isdigit() and len(typed) == 4:
        year = int(typed)
    direction = data.get("direction", "")
    return Asked(
        direction=direction if direction in Direction.values else Direction.OUTGOING,
        year=year,
        words=words,
        month=month if (month := whole_number("month", 99)) <= 12 else 0,
        below=whole_number("below", 10**9),
        above=whole_number("above", 10**9),
    )
