"""What the words of a report mean. Figures are made of these."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reporting.dictionary.terms import CLOCK, DECISIONS, FILING, STEPS, VERDICTS, Basis, Definition, Unit

WORDS: tuple[Definition, ...] = (
    Definition(
        "words.complaint",
        _("Complaint"),
        _("One file in which somebody says that a security service did wrong."),
        Unit.CASES,
        Basis.ANY,
        FILING,
    ),
    Definition(
        "words.assistance",
        _("Request for assistance"),
        _("One file in which somebody asks for help and alleges no wrong."),
        Unit.CASES,
        Basis.ANY,
        FILING,
    ),
    Definition(
        "words.allegation",
        _("Allegation"),
        _("One wrong that a complaint alleges. Findings are made on allegations."),
        Unit.ALLEGATIONS,
        Basis.ANY,
        DECISIONS,
    ),
    Definition(
        "words.person",
        pgettext_lazy("counted", "Person concerned"),
        _("Somebody to whom it was done, as told at filing; whoever files for another is not counted."),
        Unit.PEOPLE,
        Basis.ANY,
        FILING,
    ),
    Definition(
        "words.event",
        pgettext_lazy("counted", "Event"),
        _(
            "What happened at one place and time, linked by an institution where several complaints tell of it."
        ),
        Unit.EVENTS,
        Basis.ANY,
        STEPS,
    ),
    Definition(
        "words.grave",
        _("Grave"),
        _(
            "Torture or ill-treatment, enforced disappearance, death, sexual or gender-based violence, and"
            " any allegation with serious injury in custody or violence against a child."
        ),
        Unit.CASES,
        Basis.ANY,
        FILING,
    ),
    Definition(
        "words.in_time",
        pgettext_lazy("term", "Kept in time"),
        _(
            "Done on or before the day it was due, by the working calendar of the state; time for which the"
            " deadline stood still is not counted."
        ),
        Unit.DEADLINES,
        Basis.ANY,
        CLOCK,
    ),
    Definition(
        "words.verified",
        pgettext_lazy("term", "Verified"),
        _(
            "The national institution of the state checked it and found it so. “Disputed”: it found otherwise,"
            " and both values stand with both reasons."
        ),
        Unit.VALUES,
        Basis.ANY,
        VERDICTS,
    ),
)
