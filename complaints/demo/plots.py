"""Every way an invented case can go: the steps, where it ends, how long ago the last of them lies, how often.

Each plot uses rows of `complaints.workflow` only; a test walks all of them against that table.
"""

from collections.abc import Callable
from dataclasses import dataclass

from complaints.demo.telling import Telling
from complaints.vocabulary import Finding, Rejection, Stage

PROVEN = (Finding.SUBSTANTIATED, Finding.PARTLY_SUBSTANTIATED)
UNPROVEN = (Finding.NOT_SUBSTANTIATED, Finding.NO_VIOLATION, Finding.UNDETERMINED)
ANY_TIME = (0, 10_000)
# What the narrative must be. free: neither grave nor danger nor held; named_light: led by the ministry.
ANY, GRAVE, LIGHT, FREE, HELD = "any", "grave", "light", "free", "held"
NAMED_LIGHT = "named_light"


@dataclass(frozen=True, slots=True)
class Plot:
    """A story to tell. `often` is of 400 cases: named, confidential, anonymous."""

    name: str
    tell: Callable[[Telling], None]
    stage: Stage
    often: tuple[int, int, int]
    since: tuple[int, int] = ANY_TIME  # days between the last step (or filing) and today
    needs: str = ANY


def _nothing(t: Telling) -> None:
    return None


def _assigned_only(t: Telling) -> None:
    if t.chance(0.5):
        t.assigned(t.days(0, 1))


def _overdue(t: Telling) -> None:
    t.assigned(t.days(1, 4))


def _screening(t: Telling) -> None:
    t.acknowledged()


def _needs_information(t: Telling) -> None:
    t.acknowledged()
    if t.chance(0.5):
        t.lead(t.days(1, 6), "admit")
    t.ask(t.days(1, 5))


def _investigating(t: Telling) -> None:
    t.admitted()
    t.conversation()


def _investigating_late(t: Telling) -> None:
    t.investigated()
    t.lead(t.days(20, 40), "write", message=t.message("staff_late"))


def _suspended(t: Telling) -> None:
    t.admitted()
    t.lead(t.days(5, 20), "suspend_allegation", allegation=t.cats[0], reason=t.reason("suspend"))


def _resumed_allegation(t: Telling) -> None:
    _suspended(t)
    t.lead(t.days(60, 120), "resume_allegation", allegation=t.cats[0], reason=t.reason("resume_allegation"))
    t.decided()
    t.system(t.days(72, 80), "close")


def _awaiting(t: Telling) -> None:
    t.admitted()
    t.ensure_released()
    t.question()


def _decided(t: Telling) -> None:
    t.investigated()
    t.decided()


def _closed(t: Telling) -> None:
    t.investigated()
    t.decided(late=t.chance(0.2))
    t.system(t.days(72, 85), "close")


def _remedying(t: Telling) -> None:
    t.investigated()
    t.ensure_released()
    t.decided(PROVEN)
    if t.independent or t.chance(0.5):
        t.nhri(t.days(2, 10), "recommend_remedy", message=t.about("recommend_remedy"))
    else:
        t.approver(t.days(2, 10), "order_remedy", message=t.about("order_remedy"))


def _remedied(t: Telling) -> None:
    _remedying(t)
    t.authority(t.days(20, 70), "report_implemented", answer=t.reason("implemented"))
    answered = t.chance(0.6)
    if answered:
        t.complainant(t.days(2, 12), "write", message=t.message("complainant_confirms"))
    gap, why = (t.days(1, 6), "confirm") if answered else (t.days(32, 40), "confirm_silence")
    t.nhri(gap, "confirm_remedy", reason=t.reason(why))


def _unimplemented(t: Telling) -> None:
    _remedying(t)
    t.nhri(t.days(95, 130), "close_unimplemented", reason=t.reason("unimplemented"))


def _settled(t: Telling) -> None:
    t.acknowledged()
    t.lead(t.days(1, 5), "offer_settlement", message=t.message("settlement_offer"))
    t.complainant(t.days(1, 8), "settle")


def _no_reply(t: Telling) -> None:
    t.acknowledged()
    t.ask(t.days(1, 4))
    t.lead(t.days(20, 24), "write", message=t.message("staff_reminder"))
    t.lead(t.days(20, 24), "write", message=t.message("staff_reminder"))
    t.approver(t.days(24, 34), "close_no_reply", message=t.reason("no_reply"))


def _went_on_without_answer(t: Telling) -> None:
    t.acknowledged()
    t.ask(t.days(1, 4))
    t.lead(t.days(32, 38), "proceed_without_answer", reason=t.reason("proceed"))
    t.lead(t.days(1, 4), "admit")


def _silence(t: Telling) -> None:
    """The ministry never answers; the NHRI goes on, and the finding says so."""
    _awaiting(t)
    t.nhri(t.days(62, 70), "proceed_on_silence", reason=t.reason("silence"))
    t.decided((Finding.UNDETERMINED, Finding.UNDETERMINED, Finding.PARTLY_SUBSTANTIATED), silence=True)
    t.system(t.days(72, 80), "close")


def _inadmissible(code: Rejection) -> Callable[[Telling], None]:
    def tell(t: Telling) -> None:
        t.acknowledged()
        why = t.reason_of_rejection(code)
        t.lead(t.days(1, 6), "propose_rejection", rejection=str(code), reason=why)
        t.approver(t.days(1, 4), "reject", rejection=str(code), message=why)

    return tell


def _rejection_overturned(t: Telling) -> None:
    _inadmissible(Rejection.OUTSIDE_JURISDICTION)(t)
    t.complainant(t.days(4, 30), "request_review", message=t.message("complainant_review_rejection"))
    t.reviewer(t.days(10, 25), "overturn", choice="investigating", message=t.reason("overturn_rejection"))


def _withdrawn(t: Telling) -> None:
    t.acknowledged()
    if t.chance(0.5):
        t.lead(t.days(1, 6), "admit")
    t.withdrawn()


def _resumed(t: Telling) -> None:
    _withdrawn(t)
    t.complainant(t.days(5, 40), "resume", message=t.message("complainant_resume"))
    t.lead(t.days(2, 8), "admit")


def _ex_officio(t: Telling) -> None:
    t.admitted()
    t.withdrawn()
    t.nhri(t.days(1, 5), "continue_ex_officio", reason=t.reason("ex_officio"))


def _merged(t: Telling) -> None:
    t.acknowledged()
    t.lead(t.days(1, 4), "merge", other_case=0, reason=t.reason("merge"))


def _unmerged(t: Telling) -> None:
    _merged(t)
    t.complainant(t.days(3, 20), "unmerge")


def _referred(t: Telling) -> None:
    t.acknowledged()
    body = "prosecution" if t.grave else "discipline"
    t.approver(t.days(3, 9), "refer", addressee=body, consent=True, message=t.reason("refer"))
    t.lead(t.days(5, 15), "accept_referral", reference=f"REF-{t.days(1000, 9999)}")


def _reported_back(t: Telling) -> None:
    _referred(t)
    t.lead(t.days(28, 70), "report_back", reason=t.reason("report_back"))
    t.decided()


def _taken_back(t: Telling) -> None:
    _referred(t)
    t.lead(t.days(28, 60), "take_back", reason=t.reason("take_back"))


def _referral_closed(t: Telling) -> None:
    _referred(t)
    t.approver(t.days(40, 150), "close_referral", message=t.reason("close_referral"))


def _reopened(t: Telling) -> None:
    _closed(t)
    t.complainant(t.days(10, 60), "add_evidence")
    t.nhri(t.days(3, 12), "reopen", reason=t.reason("reopen"))


def _under_review(t: Telling) -> None:
    t.investigated()
    t.decided(UNPROVEN)
    t.complainant(t.days(10, 45), "request_review", message=t.message("complainant_review"))


def _upheld(t: Telling) -> None:
    _under_review(t)
    t.reviewer(t.days(10, 28), "uphold", message=t.reason("uphold"))
    t.notified()
    t.system(t.days(8, 9), "close")


def _overturned(t: Telling) -> None:
    _under_review(t)
    t.reviewer(
        t.days(10, 28),
        "overturn",
        choice="decided",
        findings=t.finding(PROVEN),
        message=t.reason("overturn_finding"),
    )
    t.notified()
    t.system(t.days(72, 80), "close")


def _reinvestigated(t: Telling) -> None:
    _under_review(t)
    t.reviewer(t.days(10, 28), "overturn", choice="investigating", message=t.reason("overturn"))


def _sent_to_review(t: Telling) -> None:
    """The NHRI sees a ministry's "not substantiated" before the complainant and wants it looked at again."""
    t.investigated()
    t.decided((Finding.NOT_SUBSTANTIATED,), told=False)
    t.nhri(t.days(1, 5), "send_to_review", reason=t.reason("overturn"))


def _being_helped(t: Telling) -> None:
    t.assigned(t.days(0, 1))
    t.lead(t.days(0, 3), "accept")


def _helped(t: Telling) -> None:
    _being_helped(t)
    if t.chance(0.15):
        t.complainant(t.days(2, 6), "write", message=t.message("complainant_write"))
    t.lead(t.days(2, 10), "settle", message=t.helped("assistance_settled"), outcome="settled")


def _helped_late(t: Telling) -> None:
    _being_helped(t)
    t.lead(t.days(18, 30), "write", message=t.message("staff_late"))
    t.lead(t.days(2, 12), "settle", message=t.helped("assistance_settled"), outcome="settled")


def _not_helped(t: Telling) -> None:
    _being_helped(t)
    t.lead(t.days(3, 14), "not_settle", message=t.helped("assistance_not_settled"), outcome="not_settled")


def _converted(t: Telling) -> None:
    _being_helped(t)
    t.lead(t.days(2, 9), "convert", reason=t.reason("convert"), outcome="converted")


def _help_withdrawn(t: Telling) -> None:
    _being_helped(t)
    t.withdrawn()


def _help_needs_information(t: Telling) -> None:
    _being_helped(t)
    t.ask(t.days(0, 3))


COMPLAINTS = (
    Plot("received", _assigned_only, Stage.RECEIVED, (4, 2, 1), (1, 4)),
    Plot("received_overdue", _overdue, Stage.RECEIVED, (3, 2, 1), (8, 16)),
    Plot("screening", _screening, Stage.SCREENING, (3, 2, 1), (1, 8)),
    Plot("screening_late", _screening, Stage.SCREENING, (2, 1, 0), (16, 26)),
    Plot("needs_information", _needs_information, Stage.NEEDS_INFORMATION, (3, 2, 1), (2, 35)),
    Plot("investigating", _investigating, Stage.INVESTIGATING, (6, 3, 1), (2, 60)),
    Plot("investigating_late", _investigating_late, Stage.INVESTIGATING, (4, 3, 1), (75, 150)),
    Plot("suspended", _suspended, Stage.INVESTIGATING, (1, 0, 0), (5, 60)),
    Plot("court_then_decided", _resumed_allegation, Stage.CLOSED, (1, 0, 0)),
    Plot("awaiting_answer", _awaiting, Stage.AWAITING_ANSWER, (3, 2, 1), (2, 20)),
    Plot("silence_25", _awaiting, Stage.AWAITING_ANSWER, (2, 2, 1), (35, 42)),
    Plot("silence_45", _awaiting, Stage.AWAITING_ANSWER, (2, 2, 1), (62, 80)),
    Plot("silence_then_decided", _silence, Stage.CLOSED, (2, 2, 1)),
    Plot("decided", _decided, Stage.DECIDED, (5, 3, 1), (2, 50)),
    Plot("remedying", _remedying, Stage.REMEDYING, (4, 2, 1), (3, 55)),
    Plot("remedying_late", _remedying, Stage.REMEDYING, (2, 1, 0), (92, 130)),
    Plot("remedied", _remedied, Stage.CLOSED, (9, 6, 2)),
    Plot("closed", _closed, Stage.CLOSED, (11, 6, 2)),
    Plot("unimplemented", _unimplemented, Stage.CLOSED, (2, 1, 1)),
    Plot("settled", _settled, Stage.CLOSED, (5, 2, 0), needs=LIGHT),
    Plot("no_reply", _no_reply, Stage.CLOSED, (3, 1, 1), needs=FREE),
    Plot("went_on_without_answer", _went_on_without_answer, Stage.INVESTIGATING, (1, 1, 0), (3, 40)),
    *(
        Plot(f"inadmissible_{code}", _inadmissible(code), Stage.INADMISSIBLE, often, needs=needs)
        for code, often, needs in (
            (Rejection.OUTSIDE_JURISDICTION, (2, 1, 1), LIGHT),
            (Rejection.NO_SECURITY_SERVICE, (2, 1, 0), FREE),
            (Rejection.BEFORE_COURT, (1, 1, 0), LIGHT),
            (Rejection.ALREADY_DECIDED, (1, 1, 0), LIGHT),
            (Rejection.ANONYMOUS_UNWORKABLE, (0, 0, 2), FREE),
            (Rejection.ABUSIVE, (1, 0, 0), FREE),
        )
    ),
    Plot("rejection_overturned", _rejection_overturned, Stage.INVESTIGATING, (1, 0, 0), (3, 60), LIGHT),
    Plot("withdrawn", _withdrawn, Stage.WITHDRAWN, (2, 2, 1)),
    Plot("withdrawn_in_detention", _withdrawn, Stage.WITHDRAWN, (1, 1, 0), needs=HELD),
    Plot("resumed", _resumed, Stage.INVESTIGATING, (1, 1, 0), (3, 60)),
    Plot("ex_officio", _ex_officio, Stage.INVESTIGATING, (1, 2, 1), (3, 60), GRAVE),
    Plot("merged", _merged, Stage.MERGED, (1, 1, 1)),
    Plot("unmerged", _unmerged, Stage.SCREENING, (1, 0, 0)),
    Plot("referred", _referred, Stage.REFERRED, (3, 1, 1), (3, 90)),
    Plot("reported_back", _reported_back, Stage.DECIDED, (1, 1, 0), (2, 50)),
    Plot("taken_back", _taken_back, Stage.SCREENING, (1, 0, 0), (1, 10)),
    Plot("referral_closed", _referral_closed, Stage.CLOSED, (2, 1, 1), needs=LIGHT),
    Plot("reopened", _reopened, Stage.INVESTIGATING, (1, 1, 1), (3, 70)),
    Plot("under_review", _under_review, Stage.UNDER_REVIEW, (3, 2, 1), (2, 26)),
    Plot("review_upheld", _upheld, Stage.CLOSED, (2, 2, 1)),
    Plot("review_overturned", _overturned, Stage.CLOSED, (2, 1, 1)),
    Plot("review_reinvestigated", _reinvestigated, Stage.INVESTIGATING, (1, 1, 0), (3, 60)),
    Plot("sent_to_review", _sent_to_review, Stage.UNDER_REVIEW, (1, 0, 0), (2, 26), NAMED_LIGHT),
)
ASSISTANCE = (
    Plot("help_received", _nothing, Stage.RECEIVED, (8, 2, 1), (1, 4)),
    Plot("help_received_late", _overdue, Stage.RECEIVED, (3, 1, 0), (8, 14)),
    Plot("being_helped", _being_helped, Stage.INVESTIGATING, (13, 4, 2), (1, 9)),
    Plot("being_helped_late", _being_helped, Stage.INVESTIGATING, (5, 1, 0), (16, 40)),
    Plot("helped", _helped, Stage.CLOSED, (92, 13, 6)),
    Plot("helped_late", _helped_late, Stage.CLOSED, (12, 2, 1)),
    Plot("not_helped", _not_helped, Stage.CLOSED, (11, 2, 1)),
    Plot("converted", _converted, Stage.CLOSED, (4, 1, 0)),
    Plot("help_withdrawn", _help_withdrawn, Stage.WITHDRAWN, (3, 1, 0)),
    Plot("help_needs_information", _help_needs_information, Stage.NEEDS_INFORMATION, (2, 1, 0), (2, 20)),
)
