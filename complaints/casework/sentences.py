"""The desk's words: what each action is called and shows, why one cannot be done, why a body leads."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from complaints.casework import wording
from complaints.casework.wording import Words
from complaints.moves import Ask, Guard
from complaints.vocabulary import Stage

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


STAFF_ONLY = _("Stays with the staff of your institution.")

ACTIONS: dict[str, Words] = {
    **wording.ACTIONS,
    "confirm_withdrawal": Words(
        _("Confirm the withdrawal"),
        _("Ends the file at the complainant’s wish, stated in private. The complainant sees it."),
    ),
    "release": Words(
        _("Release a text to the ministry"),
        _("From now on the ministry’s desk has the case and reads this text alone. The complainant sees it."),
    ),
    "override_route": Words(
        _("Take the lead"),
        _(
            "The independent body leads from now on, and the ministry answers. Both and the complainant see it."
        ),
    ),
    "preserve_evidence": Words(
        _("Record a letter to preserve evidence"),
        _(
            "Goes into the record: video, registers, rosters, medical file. Both institutions see that it was sent."
        ),
    ),
    "record_facts": Words(
        _("Record facts that became known"),
        _(
            "Decides anew who leads and which deadlines run, and withdraws at once any access that no longer holds."
        ),
    ),
    "ask_examination": Words(
        _("Record a request for a medical examination"),
        _("Goes into the record: by whom, when, of what. Both institutions see that it was asked for."),
    ),
    "link_event": Words(
        _("Link to an event"),
        _("For your institution alone. Each complaint keeps its own code, deadlines and notices."),
    ),
    "unlink_event": Words(
        _("Take out of the event"),
        _("For your institution alone. Nothing else of the case changes."),
    ),
    "convert": Words(
        _("Make a complaint of it"),
        _(
            "The request ends, and a complaint begins with its own route, keys and deadlines. "
            "The complainant’s code opens it. Files go along where you can open them; otherwise they stay with "
            "the request, and the complainant can add them to the complaint."
        ),
    ),
    "assign": Words(
        _("Assign the case"),
        _("The colleague gets a notice and can read what their role allows. A former holder loses the case."),
    ),
    "exclude": Words(
        _("Exclude somebody from the case"),
        _("From now on the case does not exist for this person: no row, no text, no keys."),
    ),
    "lift_exclusion": Words(
        _("Lift an exclusion"),
        _("From now on the case exists for this person again. Keys are handed on apart, by whoever assigns."),
    ),
    "recategorise": Words(
        _("Change the categories"),
        _("Decides anew who leads, and withdraws at once any access that no longer holds."),
    ),
    "correct_place": Words(
        _("Correct the service or unit"),
        _(
            "Decides anew who answers: the case goes to the authority of that service, "
            "and for people of that unit it ceases to exist."
        ),
    ),
    "note": Words(_("Add a note"), STAFF_ONLY),
    "write": Words(_("Write to the complainant"), _("The complainant reads it on the page of their case.")),
    "acknowledge": Words(
        _("Acknowledge receipt"),
        _("The complainant reads that their complaint is being read. The time for screening begins."),
    ),
    "admit": Words(
        _("Admit for fact-finding"),
        _("The complainant sees that fact-finding has begun. The time for the decision begins."),
    ),
    "propose_rejection": Words(
        _("Propose to reject"),
        _("Your approver decides; until then nothing changes for the complainant."),
    ),
    "reject": Words(
        _("Find it inadmissible"),
        _("Ends the file. The complainant reads the ground and your reasons, and can ask for a review."),
    ),
    "refer": Words(
        _("Refer to another body"),
        _("With the complainant’s consent alone. The complainant reads your message."),
    ),
    "merge": Words(
        _("Merge into another file"),
        _("Only for the same complainant’s duplicate. Both codes go on working."),
    ),
    "offer_settlement": Words(
        _("Offer a settlement"),
        _("The complainant reads the offer; the file ends only if they accept."),
    ),
    "request_answer": Words(
        _("Ask the ministry"),
        _("The ministry reads the question. Its time to answer begins, and the decision’s time runs on."),
    ),
    "give_answer": Words(
        _("Answer the question"),
        _("The independent body reads the answer. This question’s time ends."),
    ),
    "proceed_on_silence": Words(
        _("Go on without the answer"),
        _("The silence stays a visible fact of the file and of the statistics."),
    ),
    "propose_finding": Words(
        _("Propose findings"),
        _("Your approver decides; until then nothing changes for the complainant."),
    ),
    "approve_findings": Words(
        _("Approve the findings"),
        _("The proposals become findings. The complainant reads your reasons once the outcome is told."),
    ),
    "suspend_allegation": Words(
        _("Suspend an allegation"),
        _("While a court has it before it. If none is left, the decision’s time stands still."),
    ),
    "resume_allegation": Words(
        _("Resume an allegation"),
        _("The court is done with it. The decision’s time runs on."),
    ),
    "notify_outcome": Words(
        _("Tell the outcome"),
        _("The complainant reads findings and reasons; their time to ask for a review begins on reading."),
    ),
    "recommend_remedy": Words(
        _("Recommend a remedy"),
        _("The complainant reads what is to be done. The time for doing it begins."),
    ),
    "order_remedy": Words(
        _("Order a remedy"),
        _("The complainant reads what is to be done. The time for doing it begins."),
    ),
    "send_to_review": Words(
        _("Send to review"),
        _("Somebody who took no part in the decision examines it. The complainant sees it."),
    ),
    "report_implemented": Words(
        _("Report the remedy as done"),
        _("The independent body and the complainant read it; the complainant is asked whether it is so."),
    ),
    "answer_recommendation": Words(
        _("Answer a recommendation"),
        _(
            "Accepted, accepted in part, or rejected with reasons. Both institutions and the complainant read it."
        ),
    ),
    "claim_recommendation": Words(
        _("Report a recommendation as carried out"),
        _("It counts as claimed until it was checked. Both institutions and the complainant read it."),
    ),
    "verify_recommendation": Words(
        _("Record what checking a recommendation found"),
        _("Carried out or not, whatever was claimed. Both institutions and the complainant read it."),
    ),
    "confirm_remedy": Words(_("Confirm the remedy"), _("Ends the file. The complainant sees it.")),
    "close_unimplemented": Words(
        _("Close as not implemented"),
        _("Ends the file; the recommendation stays open. The complainant sees it."),
    ),
    "uphold": Words(
        _("Uphold the decision"),
        _("The decision becomes final. The complainant reads your reasons."),
    ),
    "overturn": Words(
        _("Overturn the decision"),
        _("A new decision, or facts to be found again. The complainant reads your reasons."),
    ),
    "accept_referral": Words(
        _("Record their reference"),
        _("The complainant sees the number under which the other body has the case."),
    ),
    "report_back": Words(
        _("Record that it came back"),
        _("Fact-finding goes on here. The complainant sees it."),
    ),
    "take_back": Words(_("Take the case back"), _("Screening begins again. The complainant sees it.")),
    "close_referral": Words(
        _("Close the referred file"), _("Ends the file. The complainant reads your message.")
    ),
    "reopen": Words(
        _("Reopen the file"),
        _("Fact-finding begins again, with a new time for the decision. The complainant sees it."),
    ),
    "continue_ex_officio": Words(
        _("Continue on own initiative"),
        _("Fact-finding goes on in spite of the withdrawal. The complainant sees it."),
    ),
    "unmerge": Words(_("Separate the files"), _("The file goes on by itself. The complainant sees it.")),
    "ask_complainant": Words(
        _("Ask the complainant for information"),
        _(
            "The complainant reads the question. Clocks stand still until the answer, never where somebody is at risk."
        ),
    ),
    "proceed_without_answer": Words(
        _("Go on without the complainant’s answer"),
        _("Clocks run on. The complainant can still answer."),
    ),
    "close_no_reply": Words(
        _("Close for want of an answer"),
        _("Ends the file. The complainant reads your message."),
    ),
    "accept": Words(
        _("Accept the request"),
        _("The complainant sees that it is being handled. Ten working days begin."),
    ),
    "begin_search": Words(
        _("Begin the search"),
        _("The family sees that somebody is asking for the person. The day’s time runs on."),
    ),
    "report_whereabouts": Words(
        _("Tell the family what is known"),
        _("The family reads it at once. The next day begins: they hear again until they confirm."),
    ),
    "confirm_found": Words(
        _("Record that the person was found"),
        _("Where the person is was confirmed. Ends the file; the family sees it."),
    ),
    "confirm_freed": Words(
        _("Record that the person is free"),
        _("The release was confirmed. Ends the file; the family sees it."),
    ),
    "search_again": Words(
        _("Search again"),
        _("The person is sought again, and the next day begins. The family sees it."),
    ),
    "settle": Words(_("Record that help was given"), _("Ends the file. The complainant reads your message.")),
    "not_settle": Words(
        _("Record that help could not be given"),
        _("Ends the file. The complainant reads your reasons."),
    ),
}

ASKS: dict[Ask, "StrPromise"] = {
    **wording.ASKS,
    Ask.REASON: _("Write why. It is kept with the file."),
    Ask.MESSAGE: _("Write what the complainant is to read."),
    Ask.REJECTION: _("Choose a ground that this case allows."),
    Ask.OUTCOME: _("Choose how it ended."),
    Ask.FINDINGS: _("Choose a finding for at least one allegation."),
    Ask.CONSENT: _("Without the complainant’s consent this cannot be done."),
    Ask.ADDRESSEE: _(
        "Name a body that can receive this. The ministry must have the case before it can be asked."
    ),
    Ask.REFERENCE: _("Write the number the other body gave it."),
    Ask.OTHER_CASE: _("Write the reference of another open file of your institution, made in the same way."),
    Ask.TEXT: _("Write the text the ministry is to read."),
    Ask.PERSON: _("Choose a colleague who may hold this case."),
    Ask.QUESTION: _("Write the question."),
    Ask.ANSWER: _("Write the answer."),
    Ask.ALLEGATION: _("Choose one of the allegations."),
    Ask.CATEGORIES: _("Choose the categories. Making a grave case lighter needs the independent body."),
    Ask.FILES: _("Choose at least one file."),
    Ask.MODE: _("Choose a way to be known that can be kept here; with a name, write the name."),
    Ask.FACTS: _(
        "Choose from the list. What makes a case weigh less is taken back by the independent body alone."
    ),
    Ask.EVENT: _("Write the reference of another file that you see, or a title for a new event."),
    Ask.SAFETY: _("Choose an answer."),
    Ask.PLACE: _(
        "Choose a service of this state and, if known, a unit of that service; something must change, "
        "and the authority of that service must have people here."
    ),
    Ask.CHOICE: _("Choose where the case goes on."),
    Ask.RECOMMENDATIONS: _("Write at least one thing that is to be put right, each in a box of its own."),
    Ask.RECOMMENDATION: _("Choose a recommendation for which this is still open."),
    Ask.STANCE: _("Choose what the authority says."),
    Ask.VERDICT: _("Choose whether it was carried out."),
    Ask.WHEREABOUTS: _("Choose what is known now, even if it is that nothing is."),
}

GUARDS: dict[Guard, "StrPromise"] = {
    **wording.GUARDS,
    Guard.GRAVE: _("The case is not grave, and this is done with grave cases alone."),
    Guard.NOT_GRAVE: _("The case is grave, and this is never done with a grave case."),
    Guard.NOT_URGENT: _("Somebody is in danger or held, so the file stays open."),
    Guard.REMINDED: _("The file closes only after two reminders and forty working days without an answer."),
    Guard.OTHER_THAN_PROPOSER: _(
        "A second person decides what one person proposed: there must be a proposal, and it must not be yours."
    ),
    Guard.PROPOSED: _("Each allegation that is not before a court needs a proposed finding first."),
    Guard.SILENT: _("No question has waited for its answer for twenty working days yet."),
    Guard.NOT_FINAL: _("The decision was reviewed and is final."),
    Guard.REVIEW_OPEN: _("The time to ask for a review has passed."),
    Guard.CONSENT_GIVEN: _("The complainant has not agreed yet that the ministry may read a text."),
    Guard.NOT_HELD: _("The person is held: the withdrawal is confirmed in private first."),
    Guard.WITHDRAWAL_ASKED: _("The complainant has not asked to withdraw."),
    Guard.RUN_OUT: _("The time after which the file closes has not passed yet."),
    Guard.REMEDY_CONFIRMED: _(
        "The remedy must be reported as done, and the complainant must have answered or been silent for "
        "twenty working days."
    ),
    Guard.OUTCOME_KNOWN: _(
        "The other body’s number or outcome is not known, and twelve months have not passed."
    ),
    Guard.SETTLEMENT_OFFERED: _("No settlement was offered."),
    Guard.REOPENABLE: _(
        "A file is reopened within two years; a grave one at any time, and by the independent body alone."
    ),
    Guard.RELEASED: _("The ministry has no text it may read yet. Release one first."),
    Guard.EXCLUDED: _("Nobody is excluded from this case whose exclusion your institution may lift."),
    Guard.LINKED: _("Your institution has not linked the case to an event."),
    Guard.SAFETY_ASKED: _("No question about reprisals is open."),
    Guard.NOTICE_DUE: _(
        "The complainant was told already, or the national institution still has its five working days to "
        "look at this decision."
    ),
}


def stage_label(stage: str) -> "StrPromise | str":
    """A stage as the desk says it: the vocabulary speaks to the complainant."""
    if stage == Stage.NEEDS_INFORMATION:
        return _("Waiting for the complainant")
    return Stage(stage).label
