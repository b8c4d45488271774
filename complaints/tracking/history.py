"""The record of a case in plain sentences, days only, without what stays inside an institution's desk."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from accounts.roles import Role
from complaints.letters.services import REACHES
from complaints.tracking.selectors import File
from record.models import Entry

SENTENCES = {
    "acknowledge": gettext_noop("%(who)s confirmed that it was received."),
    "assign": gettext_noop("%(who)s gave it to somebody to work on."),
    "admit": gettext_noop("%(who)s admitted it, and fact-finding began."),
    "accept": gettext_noop("%(who)s took on your request."),
    "ask_complainant": gettext_noop("%(who)s asked you something."),
    "remind": gettext_noop("%(who)s reminded you of the question."),
    "answer": gettext_noop("You answered."),
    "proceed_without_answer": gettext_noop("%(who)s went on without your answer."),
    "close_no_reply": gettext_noop("%(who)s closed the file because no reply came."),
    "reject": gettext_noop("%(who)s decided that it cannot be examined."),
    "refer": gettext_noop("%(who)s referred it to another body."),
    "accept_referral": gettext_noop("The other body gave it a number."),
    "report_back": gettext_noop("The other body reported back."),
    "take_back": gettext_noop("%(who)s took it back."),
    "close_referral": gettext_noop("%(who)s closed the file after the referral."),
    "merge": gettext_noop("It was joined to your other complaint."),
    "unmerge": gettext_noop("It was separated from your other complaint."),
    "offer_settlement": gettext_noop("%(who)s offered you a settlement."),
    "not_settle": gettext_noop("%(who)s could not give the help asked for."),
    "request_answer": gettext_noop("%(who)s put a question to the ministry."),
    "give_answer": gettext_noop("%(who)s answered the question."),
    "proceed_on_silence": gettext_noop("%(who)s went on although the ministry was silent."),
    "approve_findings": gettext_noop("%(who)s made a decision."),
    "notify_outcome": gettext_noop("%(who)s gave you the outcome with its reasons."),
    "outcome_opened": gettext_noop("You opened the outcome."),
    "recommend_remedy": gettext_noop("%(who)s recommended what should be put right."),
    "order_remedy": gettext_noop("%(who)s ordered what must be put right."),
    "report_implemented": gettext_noop("%(who)s says that it was carried out."),
    "answer_recommendation": gettext_noop("%(who)s answered what was recommended."),
    "claim_recommendation": gettext_noop("%(who)s says that a part of it was carried out."),
    "verify_recommendation": gettext_noop("%(who)s checked whether it was carried out."),
    "remind_authority": gettext_noop("The ministry was reminded of a question that waits for its answer."),
    "very_late_answer": gettext_noop(
        "A question to the ministry stayed without an answer for twice its time."
    ),
    "confirm_remedy": gettext_noop("%(who)s confirmed that it was carried out."),
    "close_unimplemented": gettext_noop("%(who)s closed the file although it was not carried out."),
    "request_review": gettext_noop("You asked for a review."),
    "send_to_review": gettext_noop("%(who)s sent the decision to review."),
    "uphold": gettext_noop("%(who)s reviewed the decision, and it stands."),
    "overturn": gettext_noop("%(who)s reviewed the decision and changed it."),
    "close": gettext_noop("The file was closed."),
    "reopen": gettext_noop("%(who)s opened the file again."),
    "withdraw": gettext_noop("You withdrew it."),
    "ask_withdrawal": gettext_noop("You asked to withdraw it."),
    "confirm_withdrawal": gettext_noop("%(who)s confirmed the withdrawal with you."),
    "resume": gettext_noop("You took it up again."),
    "continue_ex_officio": gettext_noop("%(who)s goes on with it because it is grave."),
    "consent_to_release": gettext_noop("You agreed that a text may go to the ministry."),
    "release": gettext_noop("%(who)s made a text available to the ministry."),
    "override_route": gettext_noop("%(who)s took over the lead."),
    "recategorise": gettext_noop("%(who)s corrected what it is about."),
    "correct_place": gettext_noop("%(who)s corrected which service it concerns."),
    "preserve_evidence": gettext_noop("%(who)s asked for evidence to be preserved."),
    "answer_satisfaction": gettext_noop("You answered the questions after the end."),
    "propose_transfer": gettext_noop("%(who)s asked you whether it may go to another state."),
    "consent_to_transfer": gettext_noop(
        "You agreed that it goes to another state, and what goes along was sealed."
    ),
    "refuse_transfer": gettext_noop("You did not agree that it goes to another state."),
    "transferred_in": gettext_noop("It arrived from another state’s institution."),
    "transfer": gettext_noop("%(who)s transferred the file to another state."),
    "suspend_allegation": gettext_noop("Part of it waits, because it is before a court."),
    "resume_allegation": gettext_noop("Work on the part before a court went on."),
    "add_evidence": gettext_noop("You added files."),
    "report_reprisal": gettext_noop("You reported pressure or harm."),
    "change_mode": gettext_noop("You changed how you are known."),
    "convert": gettext_noop("It became a complaint."),
    "from_request": gettext_noop("It was made from a request for assistance."),
    "record_facts": gettext_noop("%(who)s recorded facts that became known."),
    "ask_examination": gettext_noop("%(who)s asked for a medical examination."),
    "ask_safety": gettext_noop("You were asked whether you came to harm because of it."),
    "answer_safety": gettext_noop("You answered whether you came to harm because of it."),
    "begin_search": gettext_noop("%(who)s began to search."),
    "letters_wanted": gettext_noop("You gave an address for letters."),
    "letters_ended": gettext_noop("You ended the letters."),
    "letter_sent": gettext_noop("%(who)s sent you a letter."),
    "report_whereabouts": gettext_noop("%(who)s told you what is known."),
}
# What both sides can do: by the complainant, by an institution.
_EITHER = {
    "submit": (gettext_noop("You sent it."), gettext_noop("%(who)s wrote it down for you and sent it.")),
    "write": (gettext_noop("You wrote."), gettext_noop("%(who)s wrote to you.")),
    "settle": (gettext_noop("It was settled."), gettext_noop("%(who)s recorded that help was given.")),
    "confirm_found": (
        gettext_noop("You confirmed that you know where the person is."),
        gettext_noop("%(who)s confirmed where the person is."),
    ),
    "confirm_freed": (
        gettext_noop("You confirmed that the person is free."),
        gettext_noop("%(who)s confirmed that the person is free."),
    ),
    "search_again": (
        gettext_noop("You asked for the search to go on."),
        gettext_noop("%(who)s took up the search again."),
    ),
}
_OPENED = {
    "identity_opened": gettext_noop("Your identity was opened by: %(role)s, %(who)s."),
    "original_opened": gettext_noop("The original text was opened by: %(role)s, %(who)s."),
    "file_opened": gettext_noop("A file you sent was opened by: %(role)s, %(who)s."),
    "letter_read": gettext_noop("A letter about your case was opened by: %(role)s, %(who)s."),
    "file_printed": gettext_noop("What is open to them of your file was printed by: %(role)s, %(who)s."),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline."""

    when: date
    title: str
    text: str = ""
    is_current: bool = False


def events(file: File) -> list[Event]:
    """What was done, the newest first."""
    people = _people(file.entries)
    told = [(entry, text) for entry in file.entries if (text := _sentence(entry, people))]
    return [
        Event(when=file.day(entry.at), title=text, is_current=place == 0)
        for place, (entry, text) in enumerate(reversed(told))
    ]


def openings(file: File) -> list[Event]:
    """Who looked into what so far, by role, and what was made readable, the newest first."""
    people = _people(file.entries)
    kinds = (*_OPENED, "opened", "release")
    told = [(entry, _opening(entry, people)) for entry in file.entries if entry.what in kinds]
    return [Event(when=file.day(entry.at), title=text) for entry, text in reversed(told)]


def _opening(entry: Entry, people: dict[str, User]) -> str:
    if entry.what == "opened":
        who = people.get(entry.by)
        words = {"who": _institution(who), "role": _role(entry, who)}
        return _("The text was read for the first time by: %(role)s, %(who)s.") % words
    return _sentence(entry, people)


def _sentence(entry: Entry, people: dict[str, User]) -> str:
    if entry.what == "letter_sent" and REACHES not in json.loads(entry.details):
        return ""  # one institution writing to another is its own affair
    who = people.get(entry.by)
    words = {"who": _institution(who), "role": _role(entry, who)}
    if entry.what in _EITHER:
        return _(_EITHER[entry.what][not entry.by.startswith("receipt:")]) % words
    if entry.what in _OPENED:
        return _(_OPENED[entry.what]) % words
    return _(SENTENCES[entry.what]) % words if entry.what in SENTENCES else ""


def _institution(who: User | None) -> str:
    """The institution only: no name of a person who works there."""
    return who.institution.name if who and who.institution else _("The institution")


def _role(entry: Entry, who: User | None) -> str:
    code = json.loads(entry.details).get("role", "")
    if code in Role.values:
        return str(Role(code).label)
    held = next(iter(who.memberships.all()), None) if who else None
    return str(Role(held.role).label) if held else _("a member of staff")


def _people(entries: Iterable[Entry]) -> dict[str, User]:
    ids = {entry.by.removeprefix("user:") for entry in entries if entry.by.startswith("user:")}
    found = User.objects.filter(pk__in=[UUID(one) for one in ids]).prefetch_related("memberships")
    return {f"user:{user.pk}": user for user in found}
