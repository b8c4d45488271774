"""Figures of the plan: what this site computes itself, by the name of the function, and what is entered by hand."""

from django.utils.translation import gettext_lazy as _

from reporting.dictionary.terms import (
    ACTIVITIES,
    BY_HAND,
    CLOCK,
    FILING,
    OPINION,
    REGISTER,
    REQUESTS,
    Basis,
    Definition,
    Unit,
)

PLAN: tuple[Definition, ...] = (
    Definition(
        "plan.acknowledged_in_time",
        _("Indicator: complaints acknowledged in time"),
        _("Complaints acknowledged in time ÷ complaints whose acknowledgement fell due."),
        Unit.PERCENT,
        Basis.DUE,
        CLOCK,
    ),
    Definition(
        "plan.decided_in_time",
        _("Indicator: complaints decided in time"),
        _("Complaints decided in time ÷ complaints whose decision fell due."),
        Unit.PERCENT,
        Basis.DUE,
        CLOCK,
    ),
    Definition(
        "plan.complaints_received",
        _("Indicator: complaints received"),
        _("Files that allege a wrong. More is not worse and fewer is not better."),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "plan.nhri_questions_answered_in_20_days",
        _("Indicator: questions of the national institution answered in time"),
        _("Questions answered within the term (20 working days) ÷ questions whose answer fell due."),
        Unit.PERCENT,
        Basis.DUE,
        REQUESTS,
    ),
    Definition(
        "plan.remedies_verified",
        _("Indicator: remedies verified"),
        _(
            "Recommendations of independent bodies and orders of authorities that were verified ÷ those whose term"
            " ended. What was rejected or fell with its decision is not due."
        ),
        Unit.PERCENT,
        Basis.DUE,
        REGISTER,
    ),
    Definition(
        "plan.recommendations_verified_of_accepted",
        _("Indicator: recommendations carried out"),
        _(
            "Recommendations made in the period and verified since ÷ those of them that were accepted, in full or in"
            " part. A claim is not verified."
        ),
        Unit.PERCENT,
        Basis.COHORT,
        REGISTER,
    ),
    Definition(
        "plan.users_who_found_it_clear",
        _("Indicator: complainants to whom it was clear where their complaint stood"),
        _(
            "“Yes” ÷ all answers to the question; “partly” is not yes. The number of answers stands beside it."
        ),
        Unit.PERCENT,
        Basis.FLOW,
        OPINION,
    ),
    Definition(
        "plan.custody_answers_in_time",
        _("Indicator: answers about people held given in time"),
        _("Answers given within the day ÷ answers that fell due, for each day until it is confirmed."),
        Unit.PERCENT,
        Basis.DUE,
        CLOCK,
    ),
    Definition(
        "plan.activities",
        _("Indicators counted from the register of activities"),
        _(
            "Activities that began in the period and serve the measure, or the participants times the days of each,"
            " or the titles they name. Disputed and withdrawn ones are left out. An empty register is no data."
        ),
        Unit.VALUES,
        Basis.FLOW,
        ACTIVITIES,
    ),
    Definition(
        "plan.manual",
        _("Indicators entered by hand"),
        _(
            "The value entered for exactly the days of the period; of a structure, the newest one. Counts of events"
            " read for each quarter are added up to the year."
        ),
        Unit.VALUES,
        Basis.ANY,
        BY_HAND,
    ),
)
