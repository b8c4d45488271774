"""Figures of what was asked, recommended and done for people."""

from django.utils.translation import gettext_lazy as _

from reporting.dictionary.terms import (
    CLOCK,
    DECISIONS,
    FILING,
    OPINION,
    REGISTER,
    REQUESTS,
    SAFETY,
    STEPS,
    Basis,
    Definition,
    Unit,
)

ANSWERS: tuple[Definition, ...] = (
    Definition(
        "oversight.*.share_in_time",
        _("Questions answered in time"),
        _("Questions answered within the term (20 working days) ÷ questions whose answer fell due."),
        Unit.PERCENT,
        Basis.DUE,
        REQUESTS,
    ),
    Definition(
        "oversight.*.silent",
        _("Silence"),
        _("Questions on which work went on without an answer after it was due."),
        Unit.QUESTIONS,
        Basis.DUE,
        REQUESTS,
    ),
    Definition(
        "oversight.undetermined.*",
        _("Left open because no official answer came"),
        _("Allegations on which no finding could be reached for that reason, by category."),
        Unit.ALLEGATIONS,
        Basis.FLOW,
        DECISIONS,
    ),
    Definition(
        "oversight.asked",
        _("Questions put"),
        _("Questions that one institution put to another in the period."),
        Unit.QUESTIONS,
        Basis.FLOW,
        REQUESTS,
    ),
    Definition(
        "oversight.*.*",
        _("Questions whose answer fell due"),
        _(
            "Answered in time, answered late, never answered, or still waited for. A question whose file ended before"
            " its answer was due, or left the authority, is not counted."
        ),
        Unit.QUESTIONS,
        Basis.DUE,
        REQUESTS,
    ),
    Definition(
        "recommendations.*share_verified",
        _("Recommendations carried out"),
        _(
            "Verified by the independent body ÷ accepted, or ÷ those whose term ended. A claim is not verified."
        ),
        Unit.PERCENT,
        Basis.COHORT,
        REGISTER,
    ),
    Definition(
        "recommendations.*cohort.*",
        _("Recommendations made"),
        _(
            "Those made in the period and how they stand; accepted counts those ever accepted, in full or in part,"
            " whatever came of them. What an authority orders itself stands apart."
        ),
        Unit.RECOMMENDATIONS,
        Basis.COHORT,
        REGISTER,
    ),
    Definition(
        "recommendations.*flow.*",
        _("Steps of recommendations"),
        _("What was said and checked in the period about recommendations made at any time."),
        Unit.RECOMMENDATIONS,
        Basis.FLOW,
        REGISTER,
    ),
    Definition(
        "recommendations.*due.*",
        _("Recommendations whose term ended"),
        _(
            "Verified, claimed by the authority, found not carried out, or overdue. What was rejected or fell with"
            " its decision is not due. The term is 60 working days."
        ),
        Unit.RECOMMENDATIONS,
        Basis.DUE,
        REGISTER,
    ),
    Definition(
        "recommendations.addressed.*",
        _("Recommendations addressed to the institution"),
        _("Those made in the period by others, and how they stand."),
        Unit.RECOMMENDATIONS,
        Basis.COHORT,
        REGISTER,
    ),
    Definition(
        "reprisals.asked",
        _("Asked about their safety"),
        _(
            "Complainants whom the site asked, 30 and 90 days after filing and after the end, whether they were harmed."
        ),
        Unit.REPORTS,
        Basis.FLOW,
        SAFETY,
    ),
    Definition(
        "reprisals.followed.*",
        _("Following up"),
        _("Each answer and each report must be followed up by the independent body within two working days."),
        Unit.REPORTS,
        Basis.DUE,
        SAFETY,
    ),
    Definition(
        "reprisals.alleged",
        _("Complaints of a reprisal"),
        _("Complaints filed with the category reprisal or intimidation."),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "reprisals.findings.*",
        _("Findings on reprisals"),
        _("Allegations of a reprisal decided in the period."),
        Unit.ALLEGATIONS,
        Basis.FLOW,
        DECISIONS,
    ),
    Definition(
        "reprisals.*",
        _("Told about safety"),
        _(
            "Answers to that question, and reports of a reprisal at any time, read by the independent body alone."
        ),
        Unit.REPORTS,
        Basis.FLOW,
        SAFETY,
    ),
    Definition(
        "custody.answers.*",
        _("Answers about somebody held"),
        _("An answer is due within 24 hours, and again every day until it is confirmed where the person is."),
        Unit.DEADLINES,
        Basis.DUE,
        CLOCK,
    ),
    Definition(
        "custody.balance.*",
        _("Movement of custody inquiries"),
        _("Carried over + received + reopened − completed = remaining."),
        Unit.CASES,
        Basis.BALANCE,
        STEPS,
    ),
    Definition(
        "custody.days.*",
        _("Days until it was confirmed"),
        _("From the inquiry to its end, in calendar days."),
        Unit.CASES,
        Basis.FLOW,
        CLOCK,
    ),
    Definition(
        "custody.outcomes.*",
        _("Custody inquiries completed"),
        _("Inquiries that ended in the period, by how they ended."),
        Unit.CASES,
        Basis.FLOW,
        STEPS,
    ),
    Definition(
        "custody.whereabouts.*",
        _("Where the person is"),
        _("What was last told of those inquired about in the period."),
        Unit.CASES,
        Basis.COHORT,
        STEPS,
    ),
    Definition(
        "custody.*",
        _("Custody inquiries"),
        _("Inquiries about somebody held, filed in the period. They stand in no total of complaints."),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "reviews.share_overturned",
        _("Share of decisions overturned"),
        _("Overturned ÷ decided in the period; not given for fewer than ten."),
        Unit.PERCENT,
        Basis.FLOW,
        STEPS,
    ),
    Definition(
        "reviews.flow.*",
        _("Reviews decided"),
        _("Decisions upheld or overturned in the period by somebody who took no part in them."),
        Unit.CASES,
        Basis.FLOW,
        STEPS,
    ),
    Definition(
        "reviews.*",
        _("Reviews asked for"),
        _("Reviews of decisions asked for in the period, by the complainant or by the independent body."),
        Unit.CASES,
        Basis.COHORT,
        STEPS,
    ),
    Definition(
        "satisfaction.*.share_yes",
        _("Complainants who say yes"),
        _(
            "“Yes” ÷ all answers to the question; “partly” is not yes. The number of answers stands beside it."
        ),
        Unit.PERCENT,
        Basis.FLOW,
        OPINION,
    ),
    Definition(
        "satisfaction.*.*",
        _("What complainants thought"),
        _("Answers to a question asked once a file has ended, counted on the first day of their month."),
        Unit.ANSWERS,
        Basis.FLOW,
        OPINION,
    ),
    Definition(
        "states.*",
        _("States side by side"),
        _(
            "The same figures for each state, without a rank. A state that did not report is shown as such, not as"
            " zero."
        ),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
)
