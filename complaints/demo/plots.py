"""Every way an invented case can go, step by step.

Each uses rows of `complaints.workflow` only; a test walks all of them against that table. `mixture` says how
often each is told and where it ends.
"""

from collections.abc import Callable

from complaints.demo.telling import Telling
from complaints.vocabulary import Rejection

PROVEN = ("substantiated", "partly_substantiated")
REFERRED_TO = {
    "prosecution": {"ar": "النيابة العامة", "en": "the public prosecution"},
    "discipline": {"ar": "جهة التأديب", "en": "the disciplinary authority"},
}
UNPROVEN = ("not_substantiated", "no_violation", "undetermined")


def nothing(t: Telling) -> None:
    return None


def assigned_only(t: Telling) -> None:
    if t.chance(0.5):
        t.assigned(t.days(0, 1))


def overdue(t: Telling) -> None:
    t.assigned(t.days(1, 4))


def screening(t: Telling) -> None:
    t.acknowledged()


def needs_information(t: Telling) -> None:
    t.acknowledged()
    if t.chance(0.5):
        t.lead(t.days(1, 6), "admit")
    t.ask(t.days(1, 5))


def investigating(t: Telling) -> None:
    t.admitted()
    t.conversation()


def investigating_late(t: Telling) -> None:
    t.investigated()
    t.lead(t.days(20, 40), "write", message=t.message("staff_late"))


def suspended(t: Telling) -> None:
    t.admitted()
    t.lead(t.days(5, 20), "suspend_allegation", allegation=t.cats[0], reason=t.reason("suspend"))


def resumed_allegation(t: Telling) -> None:
    suspended(t)
    t.lead(t.days(60, 120), "resume_allegation", allegation=t.cats[0], reason=t.reason("resume_allegation"))
    t.decided()
    t.system(t.days(72, 80), "close")


def awaiting(t: Telling) -> None:
    t.admitted()
    t.ensure_released()
    t.question()


def decided(t: Telling) -> None:
    t.investigated()
    t.decided()


def closed(t: Telling) -> None:
    t.investigated()
    t.decided(late=t.chance(0.2))
    t.system(t.days(72, 85), "close")


def remedying(t: Telling) -> None:
    t.investigated()
    t.ensure_released()
    t.decided(PROVEN)
    if t.independent or t.chance(0.5):
        gap, words = t.days(2, 10), t.about("recommend_remedy")
        t.nhri(gap, "recommend_remedy", message=words, recommendations=(words,))
        t.authority(
            1, "answer_recommendation", recommendation=1, stance="accepted", answer=t.first("accepted")
        )
    else:
        gap, words = t.days(2, 10), t.about("order_remedy")
        t.approver(gap, "order_remedy", message=words, recommendations=(words,))


def remedied(t: Telling) -> None:
    remedying(t)
    t.authority(t.days(20, 70), "report_implemented", answer=t.reason("implemented"))
    answered = t.chance(0.6)
    if answered:
        t.complainant(t.days(2, 12), "write", message=t.message("complainant_confirms"))
    gap, why = (t.days(1, 6), "confirm") if answered else (t.days(32, 40), "confirm_silence")
    t.nhri(gap, "confirm_remedy", reason=t.reason(why))


def unimplemented(t: Telling) -> None:
    remedying(t)
    t.nhri(t.days(95, 130), "close_unimplemented", reason=t.reason("unimplemented"))


def settled(t: Telling) -> None:
    t.acknowledged()
    t.lead(t.days(1, 5), "offer_settlement", message=t.message("settlement_offer"))
    t.complainant(t.days(1, 8), "settle")


def no_reply(t: Telling) -> None:
    t.acknowledged()
    t.ask(t.days(1, 4))
    t.lead(t.days(20, 24), "write", message=t.message("staff_reminder"))
    t.lead(t.days(20, 24), "write", message=t.message("staff_reminder_second"))
    t.approver(t.days(24, 34), "close_no_reply", message=t.reason("no_reply"))


def went_on_without_answer(t: Telling) -> None:
    t.acknowledged()
    t.ask(t.days(1, 4))
    t.lead(t.days(32, 38), "proceed_without_answer", reason=t.reason("proceed"))
    t.lead(t.days(1, 4), "admit")


def silence(t: Telling) -> None:
    """The ministry never answers; the NHRI goes on, and the finding says so."""
    awaiting(t)
    t.nhri(t.days(62, 70), "proceed_on_silence", reason=t.reason("silence"))
    t.decided(("undetermined", "undetermined", "partly_substantiated"), silence=True)
    t.system(t.days(72, 80), "close")


def inadmissible(code: Rejection) -> Callable[[Telling], None]:
    def tell(t: Telling) -> None:
        t.acknowledged()
        why = t.reason_of_rejection(code)
        t.lead(t.days(1, 6), "propose_rejection", rejection=str(code), reason=why)
        t.approver(t.days(1, 4), "reject", rejection=str(code), message=why)

    return tell


def rejection_overturned(t: Telling) -> None:
    inadmissible(Rejection.OUTSIDE_JURISDICTION)(t)
    t.complainant(t.days(4, 30), "request_review", message=t.message("complainant_review_rejection"))
    t.reviewer(t.days(10, 25), "overturn", choice="investigating", message=t.reason("overturn_rejection"))


def withdrawn(t: Telling) -> None:
    t.acknowledged()
    if t.chance(0.5):
        t.lead(t.days(1, 6), "admit")
    t.withdrawn()


def resumed(t: Telling) -> None:
    withdrawn(t)
    t.complainant(t.days(5, 40), "resume", message=t.message("complainant_resume"))
    t.lead(t.days(2, 8), "admit")


def ex_officio(t: Telling) -> None:
    t.admitted()
    t.withdrawn()
    t.nhri(t.days(1, 5), "continue_ex_officio", reason=t.reason("ex_officio"))


def merged(t: Telling) -> None:
    t.acknowledged()
    t.lead(t.days(1, 4), "merge", other_case=0, reason=t.reason("merge"))


def unmerged(t: Telling) -> None:
    merged(t)
    t.complainant(t.days(3, 20), "unmerge")


def referred(t: Telling) -> None:
    t.acknowledged()
    body = REFERRED_TO["prosecution" if t.grave else "discipline"][t.lang]
    t.approver(t.days(3, 9), "refer", addressee=body, consent=True, message=t.reason("refer"))
    t.lead(t.days(5, 15), "accept_referral", reference=f"REF-{t.days(1000, 9999)}")


def reported_back(t: Telling) -> None:
    referred(t)
    t.lead(t.days(28, 70), "report_back", reason=t.reason("report_back"))
    t.decided()


def taken_back(t: Telling) -> None:
    referred(t)
    t.lead(t.days(28, 60), "take_back", reason=t.reason("take_back"))


def referral_closed(t: Telling) -> None:
    referred(t)
    t.approver(t.days(40, 150), "close_referral", message=t.reason("close_referral"))


def reopened(t: Telling) -> None:
    closed(t)
    t.complainant(t.days(10, 60), "write", message=t.message("complainant_write"))
    t.nhri(t.days(3, 12), "reopen", reason=t.reason("reopen"))


def under_review(t: Telling) -> None:
    t.investigated()
    t.decided(UNPROVEN)
    t.complainant(t.days(10, 45), "request_review", message=t.message("complainant_review"))


def upheld(t: Telling) -> None:
    under_review(t)
    t.reviewer(t.days(10, 28), "uphold", message=t.reason("uphold"))
    t.notified()
    t.system(t.days(8, 9), "close")


def overturned(t: Telling) -> None:
    under_review(t)
    t.reviewer(
        t.days(10, 28),
        "overturn",
        choice="decided",
        findings=t.finding(PROVEN),
        message=t.reason("overturn_finding"),
    )
    t.notified()
    t.system(t.days(72, 80), "close")


def reinvestigated(t: Telling) -> None:
    under_review(t)
    t.reviewer(t.days(10, 28), "overturn", choice="investigating", message=t.reason("overturn"))


def sent_to_review(t: Telling) -> None:
    """The NHRI sees a ministry's "not substantiated" before the complainant and wants it looked at again."""
    t.investigated()
    t.decided(("not_substantiated",), told=False)
    t.nhri(t.days(1, 5), "send_to_review", reason=t.reason("overturn"))


def being_helped(t: Telling) -> None:
    t.assigned(t.days(0, 1))
    t.lead(t.days(0, 3), "accept")


def helped(t: Telling) -> None:
    being_helped(t)
    if t.chance(0.15):
        t.complainant(t.days(2, 6), "write", message=t.message("complainant_write"))
    t.lead(t.days(2, 10), "settle", message=t.helped("assistance_settled"), outcome="settled")


def helped_late(t: Telling) -> None:
    being_helped(t)
    t.lead(t.days(18, 30), "write", message=t.message("staff_late"))
    t.lead(t.days(2, 12), "settle", message=t.helped("assistance_settled"), outcome="settled")


def not_helped(t: Telling) -> None:
    being_helped(t)
    t.lead(t.days(3, 14), "not_settle", message=t.helped("assistance_not_settled"), outcome="not_settled")


def converted(t: Telling) -> None:
    being_helped(t)
    t.lead(t.days(2, 9), "convert", reason=t.reason("convert"), outcome="converted")


def help_withdrawn(t: Telling) -> None:
    being_helped(t)
    t.withdrawn()


def help_needs_information(t: Telling) -> None:
    being_helped(t)
    t.ask(t.days(0, 3))
