"""Figures of files: received, moved, decided, in time, grave."""

from django.utils.translation import gettext_lazy as _

from reporting.dictionary.terms import CLOCK, DECISIONS, FILING, STEPS, Basis, Definition, Unit

CASES: tuple[Definition, ...] = (
    Definition(
        "intake.total",
        _("Files received"),
        _(
            "Complaints and requests for assistance filed in the period. Custody inquiries are counted apart. The"
            " day is the state’s own: what is filed at half past midnight belongs to the day that has begun there."
        ),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "intake.complaint",
        _("Complaints received"),
        _("Files that allege a wrong. More is not worse and fewer is not better."),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "intake.assistance",
        _("Requests for assistance received"),
        _(
            "Files that ask for help and allege nothing. One that becomes a complaint counts as a request on the day"
            " it was filed, and as a complaint on the day it became one."
        ),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "intake.by_category.*",
        _("Files received, by category"),
        _(
            "A file with several categories is counted once under each of them, so the rows add up to no total."
        ),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "intake.by_matter.*.by_category.*",
        _("Complaints or requests received, by category"),
        _(
            "A file with several categories is counted once under each of them, so the rows add up to no total."
        ),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "intake.by_matter.*.by_*.*",
        _("Complaints or requests received, by a feature"),
        _("Each file once; “not stated” holds those of which it is not known."),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "intake.by_*.*",
        _("Files received, by a feature"),
        _("Each file once; “not stated” holds those of which it is not known."),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "intake.allegations.*",
        _("Allegations, by category"),
        _("Matters complained of in the complaints received; a complaint may hold several."),
        Unit.ALLEGATIONS,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "intake.imported",
        _("From an imported register"),
        _(
            "Those of the files received that stand in a register kept before this site; they have fewer features."
        ),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "intake.imported_by_matter.*",
        _("From an imported register, by kind of file"),
        _("Those of the files received that stand in a register kept before this site."),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "counted.complaints",
        _("Complaints received"),
        _("Files that allege a wrong. More is not worse and fewer is not better."),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "counted.assistance",
        _("Requests for assistance received"),
        _("Files that ask for help and allege nothing."),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "counted.allegations",
        _("Allegations"),
        _("Matters complained of in the complaints received. Never added to complaints, people or events."),
        Unit.ALLEGATIONS,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "counted.*people",
        _("People concerned"),
        _(
            "How many people the files received concern, as was said at filing: those it happened to, not those who"
            " filed. The same person may stand in several files. An imported register does not say it."
        ),
        Unit.PEOPLE,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "counted.events",
        _("Events"),
        _(
            "Happenings that institutions recorded in the period in order to link files of different people to them."
            " Each institution links for itself."
        ),
        Unit.EVENTS,
        Basis.FLOW,
        STEPS,
    ),
    Definition(
        "balance.*.*",
        _("Movement of files"),
        _(
            "Carried over + received + reopened − completed = remaining. A file that ends, is taken up again and ends"
            " again is completed twice and reopened once."
        ),
        Unit.CASES,
        Basis.BALANCE,
        STEPS,
    ),
    Definition(
        "months.*.received",
        _("Files received, by month or quarter"),
        _(
            "Files received on the days of each month; in a public edition of each quarter, as its public statistics"
            " show it, because a month could be subtracted from its quarter."
        ),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "months.*.completed",
        _("Files completed, by month or quarter"),
        _("Files that ended on the days of each month, or quarter, whenever they were received."),
        Unit.CASES,
        Basis.FLOW,
        STEPS,
    ),
    Definition(
        "outcomes.flow.findings.*",
        _("Findings"),
        _("One for each allegation decided in the period, approved by a second person."),
        Unit.ALLEGATIONS,
        Basis.FLOW,
        DECISIONS,
    ),
    Definition(
        "outcomes.flow.dispositions.*",
        _("What was done about allegations"),
        _(
            "One for each allegation, on the day it was decided; settled or withdrawn ones on the day the file ended."
        ),
        Unit.ALLEGATIONS,
        Basis.FLOW,
        DECISIONS,
    ),
    Definition(
        "outcomes.flow.*.*",
        _("Files completed, by outcome"),
        _("Files that ended in the period, whenever they were received."),
        Unit.CASES,
        Basis.FLOW,
        STEPS,
    ),
    Definition(
        "outcomes.*.*",
        _("Files received, by outcome"),
        _(
            "How those received in the period stand. A complaint with several findings is counted once, under the"
            " gravest: substantiated, partly, undetermined, not substantiated, no violation."
        ),
        Unit.CASES,
        Basis.COHORT,
        DECISIONS,
    ),
    Definition(
        "clocks.*.*.share_in_time",
        _("Share kept in time"),
        _(
            "Deadlines kept in time ÷ deadlines that fell due. Those that ended because the file ended don’t count."
        ),
        Unit.PERCENT,
        Basis.DUE,
        CLOCK,
    ),
    Definition(
        "clocks.days.*.*.median",
        _("Median"),
        _("Half took as long or less; read from the days of every single one, never from averages."),
        Unit.DAYS,
        Basis.FLOW,
        CLOCK,
    ),
    Definition(
        "clocks.days.*.*.p90",
        _("90th percentile"),
        _("Nine of ten took as long or less; read from the days of every single one, never from averages."),
        Unit.DAYS,
        Basis.FLOW,
        CLOCK,
    ),
    Definition(
        "clocks.days.*.*.very_late",
        _("Very late"),
        _(
            "Those that took longer than the term of the procedure and half of it more (the authority’s answer: twice"
            " its term), in calendar days, a week for five working days."
        ),
        Unit.CASES,
        Basis.FLOW,
        CLOCK,
    ),
    Definition(
        "clocks.days.*.*.*",
        _("Days taken"),
        _(
            "Acknowledgement, decision and help: from filing. Answer: from the question. Remedy: from the"
            " recommendation until it was verified."
        ),
        Unit.CASES,
        Basis.FLOW,
        CLOCK,
    ),
    Definition(
        "clocks.days_to_decision.*",
        _("Days to the decision"),
        _("From filing to each decision of the period, in calendar days."),
        Unit.CASES,
        Basis.FLOW,
        CLOCK,
    ),
    Definition(
        "clocks.*.*.*",
        _("Keeping of deadlines"),
        _(
            "Deadlines that fell due in the period: kept in time, kept late, or still running. Paused time doesn’t"
            " count; those that ended because the file ended are left out."
        ),
        Unit.DEADLINES,
        Basis.DUE,
        CLOCK,
    ),
    Definition(
        "grave.exact.*",
        _("National totals of the year"),
        _(
            "Complaints that allege a death, a disappearance or torture: exact in every edition, whatever their size."
        ),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "grave.route.*",
        _("Grave files, by who led them first"),
        _("The kind of institution that had the lead when the file began."),
        Unit.CASES,
        Basis.COHORT,
        STEPS,
    ),
    Definition(
        "grave.by_category.*",
        _("Grave allegations, by category"),
        _("A file with several categories is counted once under each of them."),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
    Definition(
        "grave.*",
        _("Grave files received"),
        _("Files with an allegation that only an independent body may lead. Allegations, not findings."),
        Unit.CASES,
        Basis.COHORT,
        FILING,
    ),
)
