"""What the views of letters share: finding a letter for its reader, its words, and how it looks on paper."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from accounts.doors import StaffRequest
from common.boxes import Tampered
from complaints import sealing
from complaints.casework import reading
from complaints.casework import selectors as casework
from complaints.casework.forms import ReasonForm
from complaints.casework.offering import offered
from complaints.casework.pages import drawn, file_of
from complaints.casework.sentences import ACTIONS
from complaints.casework.services import allowed
from complaints.casework.wording import Words as ActionWords
from complaints.correspondence import OTHER_SIDE, STEPS, Correspondent, PaperKind, Purpose
from complaints.letters import content, looking, rendering, selectors, services
from complaints.letters.content import Words
from complaints.letters.wording import open_places
from complaints.models import Letter, LetterFile
from vault.services import Locked


@dataclass
class Shown:
    """A letter as one reader has it: its words where they are open, its number and its papers."""

    file: reading.CaseFile
    letter: Letter
    session: str  # of the browser: what a reason opened is open there alone
    reason: ReasonForm = field(default_factory=ReasonForm)

    @cached_property
    def opened(self) -> sealing.Opened:
        """The case's keys as far as the keyring reaches; which of them somebody may use, their part decides."""
        return sealing.open_case(self.file.case, self.file.actor.keyring)

    @cached_property
    def may_write(self) -> bool:
        return selectors.may_write(self.file.actor, self.file.case, self.file.dockets)

    @cached_property
    def may_read(self) -> bool:
        return selectors.may_read(self.file.actor, self.file.case, self.file.dockets)

    @cached_property
    def is_open(self) -> bool:
        """This reader may read it, and gave a reason where one is asked of them."""
        file = self.file
        return self.may_read and looking.is_open(file.actor, file.docket, self.letter, session=self.session)

    @property
    def asks_reason(self) -> bool:
        """It opens to this reader once they say why."""
        return self.may_read and not self.is_locked and not self.is_open

    @cached_property
    def opened_by_reason(self) -> bool:
        return self.is_open and looking.needs_reason(self.file.actor, self.file.docket, self.letter)

    @cached_property
    def words(self) -> Words | None:
        """None where no key opens it, its reader's part in the case does not reach, or they must say why first."""
        if not self.is_open:
            return None
        try:
            return content.unseal(self.letter, self.opened)
        except (Locked, Tampered):
            return None

    @property
    def is_locked(self) -> bool:
        """This reader may read it, and holds no key now."""
        return self.may_read and not self.opened.opens(self.letter)

    @property
    def is_damaged(self) -> bool:
        return self.is_open and not self.is_locked and self.words is None

    @property
    def number(self) -> str:
        return "" if self.letter.is_draft else self.letter.register.written

    @property
    def papers(self) -> list[LetterFile]:
        """The newest first: a scan is newer than what was made."""
        return list(self.letter.files.all())

    @property
    def scan(self) -> LetterFile | None:
        return next((row for row in self.papers if row.what == PaperKind.SCAN), None)

    @property
    def made(self) -> LetterFile | None:
        """As it was written here, once a worker has put it on paper."""
        return next((row for row in self.papers if row.what == PaperKind.MADE and row.size), None)

    @property
    def waits(self) -> bool:
        """A worker may still be at it."""
        asked = next((row for row in self.papers if row.what == PaperKind.MADE), None)
        return asked is not None and asked.size is None and self.file.now - asked.at < rendering.WAITS

    @property
    def open_places(self) -> list[str]:
        words = self.words
        return open_places(f"{words.to}\n{words.subject}\n{words.text}") if words else []

    @property
    def warns(self) -> bool:
        """It goes to whoever answers for what is complained of."""
        return self.letter.correspondent in OTHER_SIDE

    @property
    def reaches(self) -> bool:
        """Its addressee reads it on the page where the case is followed."""
        return self.letter.correspondent == Correspondent.COMPLAINANT

    @property
    def is_early(self) -> bool:
        return services.is_early(self.letter, self.file.case)

    @cached_property
    def step(self) -> tuple[str, ActionWords] | None:
        """The step of the procedure that says the same as this letter, where its reader is offered it now."""
        action = STEPS.get(Purpose(self.letter.purpose)) if self.letter.purpose else None
        held = allowed(case=self.file.case, by=self.file.actor, dockets=self.file.dockets, is_seen=True)
        moves = offered(held, self.file)
        return (action, ACTIONS[action]) if action and any(row.action == action for row in moves) else None

    @property
    def is_unknown_to_them(self) -> bool:
        """The ministry was told nothing of this case yet."""
        return self.warns and not any(not row.institution.is_independent for row in self.file.dockets)

    @cached_property
    def sheet(self) -> rendering.Sheet | None:
        """The letter as it stands on paper."""
        if self.words is None:
            return None
        number = None if self.letter.is_draft else self.letter.register
        return rendering.of_letter(self.letter, case=self.file.case, number=number, words=self.words)


def shown(request: StaffRequest, reference: str, letter: UUID) -> tuple[Shown, casework.Front]:
    """A letter of an address; 404 for a stranger, as for what does not exist."""
    file, front = file_of(request, reference)
    row = selectors.one(request.actor, file.case, letter)
    if row is None:
        raise Http404
    return Shown(file, row, request.session.session_key or ""), front


def letter_page(
    request: StaffRequest, front: casework.Front, template: str, status: int = 200, **extra: Any
) -> HttpResponse:
    """A page of letters in the frame of the desk."""
    return drawn(request, front, f"complaints/letters/{template}.html", status, extra)
