"""What the record tells of a case, in plain sentences, and what each kind of text is called."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

HISTORY: dict[str, "StrPromise"] = {
    "submit": _("The case arrived."),
    "register": _("A clerk wrote it down for somebody."),
    "receipt_given": _("How the receipt reached the person was noted."),
    "opened": _("The text was opened for the first time."),
    "identity_opened": _("The identity was opened."),
    "original_opened": _("The original text was opened."),
    "outcome_opened": _("The complainant opened the outcome."),
    "ask_for": _("A reviewer asked to be given the case."),
    "remind": _("The complainant was reminded of the open question."),
    "overdue": _("A deadline passed, and the level above was told."),
    "withdraw": _("The complaint was withdrawn."),
    "ask_withdrawal": _("The complainant asked to withdraw."),
    "confirm_withdrawal": _("The withdrawal was confirmed in private."),
    "change_mode": _("The complainant changed how they are known."),
    "consent_to_release": _("The complainant agreed that the ministry may read a text."),
    "release": _("A text was released to the ministry."),
    "override_route": _("The independent body took the lead."),
    "preserve_evidence": _("A letter to preserve evidence was recorded."),
    "transfer": _("The file went to another state’s institution."),
    "assign": _("The case was assigned."),
    "handed_over": _("The case was handed over because somebody left."),
    "exclude": _("Somebody was excluded from the case."),
    "link_event": _("The case was linked to an event."),
    "recategorise": _("The categories were changed."),
    "correct_place": _("The service or unit was corrected."),
    "add_evidence": _("Evidence was added."),
    "report_reprisal": _("A reprisal was reported."),
    "note": _("A note was added."),
    "write": _("A message was written."),
    "acknowledge": _("Receipt was acknowledged."),
    "admit": _("It was admitted for fact-finding."),
    "propose_rejection": _("It was proposed to reject it."),
    "reject": _("It was found inadmissible."),
    "refer": _("It was referred to another body."),
    "merge": _("It was merged into another file."),
    "offer_settlement": _("A settlement was offered."),
    "settle": _("It ended by agreement."),
    "not_settle": _("Help could not be given."),
    "request_answer": _("The ministry was asked a question."),
    "give_answer": _("The ministry answered."),
    "proceed_on_silence": _("Work went on without the ministry’s answer."),
    "propose_finding": _("Findings were proposed."),
    "approve_findings": _("The findings were approved."),
    "suspend_allegation": _("An allegation was suspended while before a court."),
    "resume_allegation": _("An allegation was resumed."),
    "notify_outcome": _("The complainant was told the outcome."),
    "recommend_remedy": _("A remedy was recommended."),
    "order_remedy": _("A remedy was ordered."),
    "request_review": _("The complainant asked for a review of the decision."),
    "send_to_review": _("The decision was sent to review."),
    "close": _("The file was closed."),
    "report_implemented": _("The remedy was reported as done."),
    "confirm_remedy": _("The remedy was confirmed, and the file closed."),
    "close_unimplemented": _("The file was closed with its remedy not implemented."),
    "uphold": _("The decision was upheld."),
    "overturn": _("The decision was overturned."),
    "accept_referral": _("The other body’s reference was recorded."),
    "report_back": _("The case came back from the other body."),
    "take_back": _("The case was taken back."),
    "close_referral": _("The referred file was closed."),
    "reopen": _("The file was reopened."),
    "resume": _("The complainant resumed the complaint."),
    "continue_ex_officio": _("The work went on by own initiative."),
    "unmerge": _("The files were separated again."),
    "ask_complainant": _("The complainant was asked for information."),
    "answer": _("The complainant answered."),
    "proceed_without_answer": _("Work went on without the complainant’s answer."),
    "close_no_reply": _("The file was closed for want of an answer."),
    "accept": _("The request was accepted."),
    "convert": _("The request became a complaint."),
    "begin_search": _("The search began."),
    "report_whereabouts": _("The family was told what is known."),
    "confirm_found": _("Where the person is was confirmed."),
    "confirm_freed": _("The release of the person was confirmed."),
    "search_again": _("The search was taken up again."),
}
UNKNOWN = _("A step was recorded.")

TEXTS: dict[str, "StrPromise"] = {
    "narrative": _("What the complainant wrote"),
    "wish": _("What the complainant wants to come of it"),
    "released": _("Text available to the ministry"),
    "to_complainant": _("To the complainant"),
    "from_complainant": _("From the complainant"),
    "note": _("Note of your institution"),
    "question": _("Question to the ministry"),
    "answer": _("Answer of the ministry"),
    "reasons": _("Reasons of the decision"),
}


def told(what: str) -> "StrPromise":
    """One entry of the record as a sentence."""
    return HISTORY.get(what, UNKNOWN)
