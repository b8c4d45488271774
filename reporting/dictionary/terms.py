"""What a definition is made of, and where figures come from."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Unit(TextChoices):
    """What is counted."""

    CASES = "cases", _("Files")
    ALLEGATIONS = "allegations", _("Allegations")
    PEOPLE = "people", _("People concerned")
    EVENTS = "events", _("Events")
    DEADLINES = "deadlines", _("Deadlines")
    DAYS = "days", _("Calendar days")
    QUESTIONS = "questions", _("Questions")
    RECOMMENDATIONS = "recommendations", _("Recommendations")
    REPORTS = "reports", _("Reports and answers about safety")
    ANSWERS = "answers", pgettext_lazy("unit", "Answers")
    PERCENT = "percent", _("Per cent")
    VALUES = "values", _("The unit that the plan gives it")


class Basis(TextChoices):
    """Which rows a figure of a period is about."""

    COHORT = "cohort", _("What was received or made in the period, as it stands on the day of the data")
    FLOW = "flow", _("What was done in the period, whenever it was received")
    DUE = "due", _("What fell due in the period")
    BALANCE = "balance", _("What stood open at the beginning or the end of the period")
    ANY = "any", _("As the figure says in which it stands")


_SHORT: dict[Basis, Promise] = {
    Basis.COHORT: pgettext_lazy("basis", "Cohort"),
    Basis.FLOW: pgettext_lazy("basis", "Flow"),
    Basis.DUE: pgettext_lazy("basis", "Fell due"),
    Basis.BALANCE: pgettext_lazy("basis", "Open files"),
}


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure, or several of one kind."""

    path: str
    title: Promise
    definition: Promise
    unit: Unit
    basis: Basis
    source: Promise

    @property
    def short(self) -> str | None:
        """Which rows it is about, in one word."""
        return str(_SHORT[self.basis]) if self.basis in _SHORT else None

    @property
    def about(self) -> str | None:
        """Which rows it is about, in words; None where that depends on the figure."""
        return None if self.basis == Basis.ANY else str(self.basis.label)

    def covers(self, path: str) -> bool:
        """Whether a concrete path of a snapshot is meant."""
        return fnmatchcase(path, self.path)


FILING = _("The form or the clerk’s entry at filing; lines of an imported register as they were written")
CLOCK = _("The clocks of the procedure, which begin and end with its steps; a state’s own calendar and terms")
STEPS = _("The steps of the file, recorded as they are taken")
DECISIONS = _("The findings approved by a second person")
REQUESTS = _("The register of questions to the authority")
REGISTER = _("The register of recommendations and orders, with every step of their fate")
SAFETY = _("Questions about safety and reports of reprisals; what was said is sealed and never counted")
VERDICTS = _("What the national institution says of readings, activities and remedies, with its reasons")
ACTIVITIES = _("The register of activities that ministries and national institutions keep")
BY_HAND = _("Readings entered with evidence by the institution that keeps them")
OPINION = _("Answers to the questions after the end, counted by month and kept with no file")
