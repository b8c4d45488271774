"""Case figures of a scope and period, read from the tallies alone: one module for each kind of chapter."""

from reporting.figures.answers import oversight, recommendations
from reporting.figures.months import month_row, months
from reporting.figures.people import custody, reprisals, reviews, satisfaction
from reporting.figures.reading import (
    CLOCKS,
    CUSTODY,
    DIMENSIONS,
    EXACT,
    FIRST_DAY,
    MATTERS,
    NOT_STATED,
    PARTITIONS,
    Figures,
    Reading,
    Table,
    read,
    read_all,
)
from reporting.figures.received import balance, counted, intake
from reporting.figures.results import exact_totals, grave, outcomes
from reporting.figures.states import SILENT, side_by_side
from reporting.figures.timing import VERY_LATE_AFTER, clocks, days, kept, share

__all__ = [
    "CLOCKS",
    "CUSTODY",
    "DIMENSIONS",
    "EXACT",
    "FIRST_DAY",
    "MATTERS",
    "NOT_STATED",
    "PARTITIONS",
    "SILENT",
    "VERY_LATE_AFTER",
    "Figures",
    "Reading",
    "Table",
    "balance",
    "clocks",
    "counted",
    "custody",
    "days",
    "exact_totals",
    "grave",
    "intake",
    "kept",
    "month_row",
    "months",
    "outcomes",
    "oversight",
    "read",
    "read_all",
    "recommendations",
    "reprisals",
    "reviews",
    "satisfaction",
    "share",
    "side_by_side",
]
