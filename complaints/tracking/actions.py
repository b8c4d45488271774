"""What a complainant can do with a case, and what each act is called, asks and brings about."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.casework.guards import needs_consent
from complaints.tracking import sentences
from complaints.tracking.selectors import File
from complaints.vocabulary import ENDED, Matter, Stage

_REVIEWABLE = (Stage.DECIDED, Stage.REMEDYING, Stage.CLOSED, Stage.INADMISSIBLE)


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `slug` is its address; `move` the workflow's action; `explains` is said before it is done."""

    slug: str
    move: str
    offered: Callable[[File], bool]
    title: Promise
    button: Promise
    done: Promise
    explains: Promise
    takes_words: bool = False
    takes_files: bool = False
    is_grave: bool = False


def _is_open(file: File) -> bool:
    return file.case.stage not in ENDED


def _may_withdraw(file: File) -> bool:
    return _is_open(file) and not file.case.is_held


def _may_ask_withdrawal(file: File) -> bool:
    return _is_open(file) and file.case.is_held and file.case.withdrawal_asked_at is None


def _may_ask_review(file: File) -> bool:
    case, until = file.case, sentences.review_until(file)
    decided = case.matter == Matter.COMPLAINT and case.stage in _REVIEWABLE and case.notified_at is not None
    return decided and not case.is_final and (until is None or until > file.now)


def _may_settle(file: File) -> bool:
    case = file.case
    return (
        case.stage == Stage.SCREENING
        and case.matter == Matter.COMPLAINT
        and case.settlement_offered_at is not None
        and not case.is_grave
    )


def _may_consent(file: File) -> bool:
    case = file.case
    asked = needs_consent(case.mode, case.route, grave=case.is_grave) and file.lead.is_independent
    return _is_open(file) and asked and case.release_consented_at is None


def _is_sought(file: File) -> bool:
    searching = file.case.stage in (Stage.RECEIVED, Stage.INVESTIGATING)
    return file.case.matter == Matter.CUSTODY and searching


ACTS = (
    Act(
        "found",
        "confirm_found",
        _is_sought,
        _("I know where the person is"),
        _("Confirm"),
        _("The search ended, because you know where the person is."),
        _(
            "The daily answers end and the file is closed. The search can be taken up again at any time with the "
            "same code. If the person was wronged, a complaint can be filed as well."
        ),
    ),
    Act(
        "freed",
        "confirm_freed",
        _is_sought,
        _("The person is free"),
        _("Confirm"),
        _("The search ended, because the person is free."),
        _(
            "The daily answers end and the file is closed. If the person was wronged while held, a complaint can "
            "be filed as well."
        ),
    ),
    Act(
        "search",
        "search_again",
        lambda file: file.case.matter == Matter.CUSTODY and file.case.stage == Stage.CLOSED,
        _("Search again"),
        _("Search again"),
        _("The search goes on."),
        _("The person is asked for again, and word is due here within a day."),
    ),
    Act(
        "answer",
        "answer",
        lambda file: file.case.stage == Stage.NEEDS_INFORMATION,
        _("Answer"),
        _("Send the answer"),
        _("Your answer was sent."),
        _("Write what you know, or that you cannot say more. The work goes on afterwards."),
        takes_words=True,
    ),
    Act(
        "review",
        "request_review",
        _may_ask_review,
        _("Ask for a review of the decision"),
        _("Send the request"),
        _("Your request for a review was sent."),
        _("Say what the decision missed or got wrong. Whoever reviews it took no part in making it."),
        takes_words=True,
    ),
    Act(
        "settle",
        "settle",
        _may_settle,
        _("Accept the settlement"),
        _("Accept the settlement"),
        _("You accepted the settlement, and the file was closed."),
        _(
            "The offer is among the messages. Accepting it closes the file as settled with your agreement. "
            "Nothing happens if you do not accept: the complaint goes on."
        ),
    ),
    Act(
        "resume",
        "resume",
        lambda file: file.case.stage == Stage.WITHDRAWN,
        _("Take the complaint up again"),
        _("Take it up again"),
        _("The complaint goes on."),
        _("It goes on from the first reading, with everything that was sent. This is possible at any time."),
    ),
    Act(
        "separate",
        "unmerge",
        lambda file: file.case.stage == Stage.MERGED,
        _("Separate it from the other complaint"),
        _("Separate it"),
        _("The complaint was separated from the other one."),
        _("It is examined by itself again, from where it stood before."),
    ),
    Act(
        "consent",
        "consent_to_release",
        _may_consent,
        _("Agree that a text goes to the ministry"),
        _("I agree"),
        _("Your agreement was recorded."),
        _(
            "The independent body may then write a text of what happened and give it to the ministry, "
            "so that the ministry can be asked about it. Details that point to you are left out where possible. "
            "Without your agreement the ministry gets nothing of this complaint."
        ),
    ),
    Act(
        "write",
        "write",
        lambda file: file.case.stage != Stage.NEEDS_INFORMATION,
        _("Write a message"),
        _("Send the message"),
        _("Your message was sent."),
        _("It is read by whoever works on the complaint."),
        takes_words=True,
    ),
    Act(
        "evidence",
        "add_evidence",
        lambda file: True,
        _("Add files"),
        _("Send the files"),
        _("Your files were sent."),
        _("Pictures, documents, sound or video, at any time, also after the file was closed."),
        takes_files=True,
    ),
    Act(
        "reprisal",
        "report_reprisal",
        lambda file: True,
        _("Report pressure, a threat or harm because of this complaint"),
        _("Send the report"),
        _("Your report was sent."),
        _("Where an independent body has the complaint, only it reads this, and the ministry does not."),
        takes_words=True,
    ),
    Act(
        "withdraw",
        "withdraw",
        _may_withdraw,
        _("Withdraw the complaint"),
        _("Withdraw the complaint"),
        _("The complaint was withdrawn."),
        _(
            "Nobody works on it any more and its deadlines end. What was sent is kept. "
            "You can take it up again at any time with the same code. A grave matter may be pursued without you. "
            "If somebody presses you to withdraw, you can report that here instead."
        ),
        is_grave=True,
    ),
    Act(
        "ask-withdrawal",
        "ask_withdrawal",
        _may_ask_withdrawal,
        _("Ask to withdraw the complaint"),
        _("Ask to withdraw"),
        _("Your wish to withdraw was recorded."),
        _(
            "Because somebody is held, the withdrawal counts only once the independent body has heard from "
            "that person in private that it is freely meant. Until then the work goes on."
        ),
        is_grave=True,
    ),
)
MODE = Act(
    "mode",
    "change_mode",
    _is_open,
    _("Change how you are known"),
    _("Change it"),
    _("How you are known was changed. Who can read what stands below."),
    _("What would change is shown first. Nothing changes before you confirm it."),
)
COMPLAINT = Act(
    "complaint",
    "convert",
    lambda file: file.case.matter == Matter.ASSISTANCE and file.case.stage == Stage.INVESTIGATING,
    _("Make a complaint of this request"),
    _("Make a complaint of it"),
    _("Your request became a complaint. The same code opens it from now on."),
    _(
        "The request ends, and a complaint begins with a reference, readers and deadlines of its own. "
        "What was written goes along, and so do the files: whoever may open those of the complaint may open them. "
        "Your code opens the complaint, and the request through it."
    ),
)
SAFETY = Act(
    "safety",
    "answer_safety",
    lambda file: file.asks_safety,
    _("Have you or your family come to harm because of this complaint?"),
    _("Send the answer"),
    _("Your answer was sent."),
    _("The ministry does not read your answer."),
)
TRANSFER = Act(
    "transfer",
    "consent_to_transfer",
    lambda file: file.asked_transfer is not None,
    _("May your complaint go to another country’s institution?"),
    _("Send the answer"),
    _("Your agreement was recorded, and what goes along was sealed."),
    _("Nothing leaves before you agree. If you do not agree, the complaint goes on here as before."),
)
NOT_TRANSFERRED = replace(
    TRANSFER, move="refuse_transfer", done=_("Your answer was recorded. It stays here.")
)
SATISFACTION = Act(
    "satisfaction",
    "answer_satisfaction",
    lambda file: file.asks_satisfaction,
    _("Three short questions"),
    _("Send the answers"),
    _("Thank you. Your answers were counted."),
    _(
        "They are only counted, together with those of others. Nobody who works on complaints learns what you answered."
    ),
)
_BY_MATTER: dict[tuple[Matter, str], dict[str, Any]] = {
    (Matter.ASSISTANCE, "withdraw"): {
        "title": _("Withdraw the request"),
        "button": _("Withdraw the request"),
        "done": _("The request was withdrawn."),
    },
    (Matter.CUSTODY, "withdraw"): {
        "title": _("Withdraw the inquiry"),
        "button": _("Withdraw the inquiry"),
        "done": _("The inquiry was withdrawn."),
    },
    (Matter.ASSISTANCE, "ask-withdrawal"): {"title": _("Ask to withdraw the request")},
    (Matter.CUSTODY, "ask-withdrawal"): {"title": _("Ask to withdraw the inquiry")},
    (Matter.ASSISTANCE, "reprisal"): {
        "title": _("Report pressure, a threat or harm because of this request")
    },
    (Matter.CUSTODY, "reprisal"): {"title": _("Report pressure, a threat or harm because of this inquiry")},
}
OWN_PAGES = (MODE, COMPLAINT)
BY_SLUG = {act.slug: act for act in ACTS}


def worded(act: Act, matter: str) -> Act:
    """An act in the words of what was sent: a complaint, a request for assistance, an inquiry."""
    words = _BY_MATTER.get((Matter(matter), act.slug))
    return replace(act, **words) if words else act


def offered(file: File) -> list[Act]:
    """What can be done with the case now; what takes something away stands last."""
    found = [worded(act, file.case.matter) for act in (*ACTS, *OWN_PAGES) if act.offered(file)]
    return sorted(found, key=lambda act: act.is_grave)
