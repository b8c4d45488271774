"""The plan as data: what was asked of whom, how progress is measured, what was read, who verified it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution
from common.tenancy import StateField


class Titled(models.Model):
    """Something with a title in each language."""

    title_ar = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the language of the page."""
        return self.title_ar if get_language() == "ar" else self.title_en


class PlanStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ADOPTED = "adopted", _("Adopted by the conference")
    APPROVED = "approved", _("Approved by the Council")
    FROM_PUBLIC_SOURCES = "from_public_sources", _("From public sources, not the official text")


class Plan(Titled):
    """One version of the plan. Readings stay with the version they were made under."""

    code = models.SlugField(max_length=40)
    version = models.CharField(max_length=40)
    status = models.CharField(max_length=24, choices=PlanStatus)
    source = models.TextField(blank=True)
    source_ar = models.TextField(blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    is_current = models.BooleanField(default=False)
    # Of the version as it was last loaded; empty and None for one that was here before this was kept.
    sha256 = models.CharField(max_length=64, blank=True)
    loaded_at = models.DateTimeField(null=True)
    loaded_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_plan_per_version"),
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="one_current_plan"
            ),
        ]

    @property
    def is_official(self) -> bool:
        """Whether the text is the official one: only then phases, baselines, targets and colours are shown."""
        return self.status != PlanStatus.FROM_PUBLIC_SOURCES


class PlanPart(Titled):
    """A row of one plan, known by its code there and kept in the order of the file."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="%(class)ss")
    code = models.CharField(max_length=40)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["place"]


class Addressee(PlanPart):
    """Who is asked: the states, the Secretariat, supporters."""

    scores_states = models.BooleanField(default=False)

    class Meta(PlanPart.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="one_addressee_per_code")]


class Phase(PlanPart):
    """A stretch of time of the plan; none is public."""

    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta(PlanPart.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="one_phase_per_code")]


class Objective(PlanPart):
    """What a phase is to reach."""

    phase = models.ForeignKey(Phase, null=True, on_delete=models.CASCADE, related_name="objectives")

    class Meta(PlanPart.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="one_objective_per_code")]


class Measure(PlanPart):
    """One thing the plan asks for."""

    addressee = models.ForeignKey(Addressee, on_delete=models.CASCADE, related_name="measures")
    objective = models.ForeignKey(Objective, null=True, on_delete=models.CASCADE, related_name="measures")
    source = models.TextField(blank=True)
    source_ar = models.TextField(blank=True)
    group = models.CharField(max_length=40, blank=True)
    scores_states = models.BooleanField(default=False)
    others_ar = models.CharField(max_length=200, blank=True)  # what stands for those it doesn't concern
    others_en = models.CharField(max_length=200, blank=True)

    class Meta(PlanPart.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="one_measure_per_code")]


class IndicatorType(models.TextChoices):
    STRUCTURAL = "structural", _("Structural")
    PROCESS = "process", _("Process")
    OUTCOME = "outcome", _("Outcome")


class Unit(models.TextChoices):
    YES_NO = "yes_no", _("yes or no")
    COUNT = "count", _("number")
    PERCENT = "percent", _("per cent")
    RATE_PER_100 = "rate_per_100", _("per 100")
    POINTS = "points", _("points")


class Direction(models.TextChoices):
    HIGHER = "higher", _("higher is better")
    LOWER = "lower", _("lower is better")
    NONE = "none", _("neither more nor less is better")


class Origin(models.TextChoices):
    COMPUTED = "computed", _("computed by this site")
    ACTIVITIES = "activities", _("counted from the register of activities")
    MANUAL = "manual", _("entered with evidence")


class Counted(models.TextChoices):
    """What is counted of the activities that serve a measure."""

    ACTIVITIES = "activities", _("activities")
    PARTICIPANT_DAYS = "participant_days", _("participants times days")
    QUANTITY = "quantity", _("the quantity they name")


class Indicator(PlanPart):
    """How progress on a measure is read."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="indicators")
    type = models.CharField(max_length=12, choices=IndicatorType)
    unit = models.CharField(max_length=12, choices=Unit)
    direction = models.CharField(max_length=8, choices=Direction)
    baseline = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    target = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    origin = models.CharField(max_length=12, choices=Origin)
    function = models.CharField(max_length=60, blank=True)  # a name of reporting.indicators
    counted = models.CharField(max_length=16, choices=Counted, blank=True)  # of activities
    kinds = ArrayField(
        models.CharField(max_length=12), default=list, blank=True
    )  # of activities; all if empty
    # Whether the readings of four quarters are the year's: of events, never of what is there or takes part.
    adds_up = models.BooleanField(default=False)
    label = models.CharField(max_length=40, blank=True)  # whose proposal it is

    class Meta(PlanPart.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="one_indicator_per_code"),
            models.CheckConstraint(
                condition=Q(adds_up=False) | (Q(unit="count", origin="manual") & ~Q(type="structural")),
                name="only_counts_by_hand_add_up",
            ),
            models.CheckConstraint(
                condition=Q(origin="computed") | Q(function=""), name="only_computed_have_a_function"
            ),
        ]


class Reading(models.Model):
    """What an indicator stood at in one state over one period, with its evidence."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = StateField()
    # Protected: readings never move or vanish because the plan changes.
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="readings")
    start = models.DateField()
    end = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=3)
    evidence = models.TextField()
    # Whose it is to correct; None for what was entered before this was kept.
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state", "indicator", "start", "end"], name="one_reading_per_period"
            ),
            models.CheckConstraint(condition=Q(end__gte=models.F("start")), name="reading_ends_after_start"),
            models.CheckConstraint(condition=~Q(evidence=""), name="a_reading_has_evidence"),
        ]


class Verdict(models.TextChoices):
    NOT_ASSESSED = "not_assessed", _("Not assessed")
    CONFIRMED = "confirmed", _("Verified")
    DISPUTED = "disputed", _("Disputed")


class Verification(models.Model):
    """What the national institution says of a reading. A disputed one is shown with both values."""

    reading = models.OneToOneField(Reading, on_delete=models.CASCADE, related_name="verification")
    verdict = models.CharField(max_length=12, choices=Verdict)
    value = models.DecimalField(max_digits=14, decimal_places=3, null=True)  # theirs, where it differs
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    answer = models.TextField(blank=True)  # of whoever entered the reading, to a dispute
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="disputed") | ~Q(reason=""), name="a_dispute_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by="")
                | (~Q(answer="") & Q(verdict="disputed", answered_at__isnull=False) & ~Q(answered_by="")),
                name="only_disputes_are_answered",
            ),
        ]


class EarlierReading(models.Model):
    """A reading as it stood before it was corrected, with what the national institution had said of it."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="earlier")
    value = models.DecimalField(max_digits=14, decimal_places=3)
    evidence = models.TextField()
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    verdict = models.CharField(max_length=12, choices=Verdict, default=Verdict.NOT_ASSESSED)
    their_value = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    reason = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    why = models.TextField()  # of the correction
    replaced_by = models.CharField(max_length=80)
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["-replaced_at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="a_correction_says_why")]
