"""The desk's pages for the letters of a case: write, change, look at, send; the files they stand on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from common import tenancy
from common.boxes import Tampered
from common.storage import Gone
from complaints.casework import reading
from complaints.casework.files import saved
from complaints.casework.forms import ReasonForm
from complaints.casework.pages import file_of, to
from complaints.correspondence import Purpose
from complaints.evidence.kinds import EXTENSIONS, NotTaken
from complaints.letters import content, facts, handing, looking, selectors, services
from complaints.letters.content import Words
from complaints.letters.facts import Plan
from complaints.letters.forms import DraftForm, ParagraphsForm, StartForm
from complaints.letters.pages import Shown, letter_page, shown
from complaints.letters.wording import LANGUAGES
from complaints.models import Letter, LetterFile
from vault.services import Locked

QUEUE = Permission.QUEUE
AGAIN = "3"  # seconds after which a browser looks whether the worker is done
TWO_WAYS = ["GET", "HEAD", "POST"]


def _writers_only(file: reading.CaseFile) -> None:
    if not selectors.may_write(file.actor, file.case, file.dockets):
        raise PermissionDenied


@require_safe
@staff_view(QUEUE)
def letters(request: StaffRequest, reference: str) -> HttpResponse:
    """The institution's letters of a case."""
    file, front = file_of(request, reference)
    rows = selectors.of_case(request.actor, file.case)
    may_write = selectors.may_write(request.actor, file.case, file.dockets)
    return letter_page(request, front, "letters", file=file, rows=rows, may_write=may_write)


# --- writing ----------------------------------------------------------------------------------------------


@require_safe
@staff_view(QUEUE)
def begin(request: StaffRequest, reference: str) -> HttpResponse:
    """What a letter is for, and in which language."""
    file, front = file_of(request, reference)
    _writers_only(file)
    form = StartForm(request.GET or None, file=file)
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        return to("letter_new", file.case.reference, asked["purpose"], asked["language"])
    return letter_page(request, front, "begin", 422 if form.is_bound else 200, file=file, form=form)


@require_http_methods(TWO_WAYS)
@staff_view(QUEUE)
def new(request: StaffRequest, reference: str, purpose: str, language: str) -> HttpResponse:
    """Which paragraphs it has; then the draft is there to be changed."""
    file, front = file_of(request, reference)
    _writers_only(file)
    if purpose not in Purpose.values or language not in LANGUAGES:
        raise Http404
    sent, days = selectors.sent_of(request.actor, file.case), facts.usual_days(purpose)
    plan = Plan(purpose, language, days)
    form = ParagraphsForm(
        request.POST if request.method == "POST" else None,
        wording=facts.worded(file, plan),
        sent=sent,
        days=days,
        initial={"about": request.GET.get("about", "")},
    )
    is_locked = False
    if form.is_valid():
        try:
            letter = _drafted(request, file, _planned(plan, form, sent), form.cleaned_data["paragraphs"])
            return to("letter_edit", file.case.reference, str(letter.pk))
        except Locked:
            is_locked = True
    status = 422 if form.is_bound else 200
    label = Purpose(purpose).label
    return letter_page(request, front, "new", status, file=file, form=form, label=label, is_locked=is_locked)


def _planned(plan: Plan, form: ParagraphsForm, sent: list[Letter]) -> Plan:
    data = form.cleaned_data
    about = next((one for one in sent if str(one.pk) == data.get("about")), None)
    before = sum(one.purpose == Purpose.REMINDER and one.about_id == (about and about.pk) for one in sent)
    return Plan(plan.purpose, plan.language, data.get("days") or 0, about, before if about else 0)


def _drafted(request: StaffRequest, file: reading.CaseFile, plan: Plan, chosen: list[str]) -> Letter:
    worded = facts.worded(file, plan)
    card, written = facts.usual_card(file, plan)
    return services.draft(
        case=file.case.pk,
        purpose=plan.purpose,
        language=plan.language,
        card=card,
        words=Words(to=written, subject=worded.subject, text=worded.composed(chosen)),
        by=request.actor,
        now=file.now,
    )


@require_http_methods(TWO_WAYS)
@staff_view(QUEUE)
def edit(request: StaffRequest, reference: str, letter: UUID) -> HttpResponse:
    """Change a draft: every word of it, and to whom it goes."""
    one, front = shown(request, reference, letter)
    _writers_only(one.file)
    if not one.letter.is_draft:
        return _too_late(request, one)
    # While somebody wrote, their leave to read it or their vault may have closed: nothing typed is lost by that.
    if one.words is None and request.method != "POST":
        return letter_page(request, front, "letter", one=one, file=one.file)
    initial = _initial(one, one.words) if one.words else {}
    form = DraftForm(request.POST or None, file=one.file, initial=initial)
    is_locked = False
    if form.is_valid():
        try:
            services.revise(
                letter=one.letter, card=form.card(one.letter.about_id), words=form.words, by=request.actor
            )
            return to("letter", one.file.case.reference, str(letter))
        except services.NotADraft:
            return _too_late(request, one)
        except Locked:
            is_locked = True
    status = 422 if form.is_bound else 200
    return letter_page(request, front, "edit", status, one=one, file=one.file, form=form, is_locked=is_locked)


def _initial(one: Shown, words: Words) -> dict[str, Any]:
    row = one.letter
    return {
        "correspondent": row.correspondent,
        "body": str(row.body_id or ""),
        "unit": str(row.unit_id or ""),
        "their_number": row.their_number,
        "their_date": row.their_date or "",
        "answer_until": row.answer_until or "",
        "to": words.to,
        "subject": words.subject,
        "text": words.text,
    }


def _too_late(request: HttpRequest, one: Shown) -> HttpResponse:
    messages.warning(
        request, gettext("The letter was sent or discarded in the meantime. Nothing was changed.")
    )
    return to("letters", one.file.case.reference)


@require_safe
@staff_view(QUEUE)
def letter(request: StaffRequest, reference: str, letter: UUID) -> HttpResponse:
    """A letter as it stands on paper, and what can be done with it."""
    one, front = shown(request, reference, letter)
    answer = letter_page(request, front, "letter", one=one, file=one.file)
    if one.waits:
        answer.headers["Refresh"] = AGAIN
    return answer


@require_POST
@staff_view(QUEUE, atomic=False)
def read(request: StaffRequest, reference: str, letter: UUID) -> HttpResponse:
    """Open a letter for a reason: the entry is committed before it opens."""
    with tenancy.within(request.actor.state):
        one, front = shown(request, reference, letter)
        if not one.may_read:
            raise PermissionDenied
        if one.is_open:
            return to("letter", one.file.case.reference, str(letter))
    one.reason = ReasonForm(request.POST)
    is_refused = False
    if one.reason.is_valid():
        try:
            looking.ask(
                letter=one.letter,
                by=request.actor,
                reason=one.reason.cleaned_data["reason"],
                session=one.session,
                now=timezone.now(),
            )
            return to("letter", one.file.case.reference, str(letter))
        except (Locked, Tampered):
            is_refused = True
    with tenancy.within(request.actor.state):
        return letter_page(request, front, "letter", 422, one=one, file=one.file, is_refused=is_refused)


@require_POST
@staff_view(QUEUE)
def send(request: StaffRequest, reference: str, letter: UUID) -> HttpResponse:
    """Give it its number and date. From here on it does not change."""
    one, front = shown(request, reference, letter)
    try:
        number = services.send(letter=one.letter, by=request.actor, now=timezone.now())
    except services.NotADraft:
        return _too_late(request, one)
    except (services.Unfinished, services.BeforeNotice, Locked):
        # The page itself says which places are open, what comes first, and that the vault is closed.
        return letter_page(request, front, "letter", 422, one=one, file=one.file)
    told = {"number": number.written}
    messages.success(request, gettext("The letter has number %(number)s. It is being put on paper.") % told)
    return to("letter", one.file.case.reference, str(letter))


@require_POST
@staff_view(QUEUE)
def discard(request: StaffRequest, reference: str, letter: UUID) -> HttpResponse:
    """Remove a draft; no number was taken for it."""
    one, _front = shown(request, reference, letter)
    try:
        services.discard(letter=one.letter, by=request.actor)
    except services.NotADraft:
        return _too_late(request, one)
    messages.success(request, gettext("The draft was discarded. No number was taken for it."))
    return to("letters", one.file.case.reference)


# --- its files --------------------------------------------------------------------------------------------


@require_POST
@staff_view(QUEUE)
def paper(request: StaffRequest, reference: str, letter: UUID) -> HttpResponse:
    """Have a sent letter put on paper again, where no worker came to it in time."""
    one, front = shown(request, reference, letter)
    try:
        services.make_again(letter=one.letter, by=request.actor, now=timezone.now())
    except Locked:
        return letter_page(request, front, "letter", 422, one=one, file=one.file)
    return to("letter", one.file.case.reference, str(letter))


def _file(one: Shown, paper: UUID) -> LetterFile:
    row = next((row for row in one.papers if row.pk == paper and row.size), None)
    if row is None or not one.is_open:
        raise Http404
    return row


@require_POST
@staff_view(QUEUE, atomic=False)
def take(request: StaffRequest, reference: str, letter: UUID, paper: UUID) -> HttpResponse:
    """Take a file of a letter: the entry is committed before the ticket exists."""
    with tenancy.within(request.actor.state):
        one, front = shown(request, reference, letter)
        _file(one, paper)
    try:
        ticket = handing.ask(
            letter=one.letter,
            paper=paper,
            by=request.actor,
            session=request.session.session_key or "",
            now=timezone.now(),
        )
    except (Locked, Tampered):
        with tenancy.within(request.actor.state):
            return letter_page(request, front, "letter", 422, one=one, file=one.file, is_refused=True)
    return to("letter_out", one.file.case.reference, str(letter), str(paper), ticket)


@require_GET
@staff_view(QUEUE, atomic=False)
def hand_out(
    request: StaffRequest, reference: str, letter: UUID, paper: UUID, ticket: str
) -> HttpResponseBase:
    """The file itself, once: saved, and never shown by the browser."""
    with tenancy.within(request.actor.state):
        one, front = shown(request, reference, letter)
        row = _file(one, paper)
        session = request.session.session_key or ""
        if not handing.redeem(
            ticket=ticket, letter=one.letter, paper=paper, by=request.actor, session=session
        ):
            raise Http404
        try:
            handed = content.handed(row, content.unseal_paper(row, one.letter, one.opened))
        except NotTaken:
            return letter_page(request, front, "letter", 422, one=one, file=one.file, is_unclean=True)
        except (Locked, Tampered, Gone):
            return letter_page(request, front, "letter", 422, one=one, file=one.file, is_refused=True)
    number = one.letter.register.written.replace("/", "-")
    name = f"{one.letter.direction}-{number}.{EXTENSIONS[handed.kind]}"
    return saved(handed.chunks, size=handed.size, name=name)
