"""What a case file is made of: words, people, events, questions, findings, as one reader sees them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from complaints.casework import clockface
from complaints.models import Allegation, Request, Text

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Who:
    """Who did something: one's own colleague by name, somebody else by their part."""

    name: str = ""
    role: "StrOrPromise" = ""
    institution: str = ""
    kind: str = "staff"  # staff, complainant, program, system


@dataclass(frozen=True, slots=True)
class Telling:
    """One text of the file, opened; `body` is None where its ciphertext is damaged."""

    text: Text
    label: "StrOrPromise"
    body: str | None
    who: Who


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the record."""

    sentence: "StrOrPromise"
    at: datetime
    who: Who
    stage: "StrOrPromise" = ""
    clock: "StrOrPromise" = ""
    instead_of: str = ""  # the colleague on leave for whom it was done


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the authority that waits for its answer."""

    request: Request
    days: int
    clock: clockface.Face | None


@dataclass(frozen=True, slots=True)
class Found:
    """An allegation with who proposed and who approved its finding, and the reasons where they are open."""

    row: Allegation
    reasons: str
    proposed_by: Who | None
    decided_by: Who | None
