"""What the independent body's room keeps: patterns found last night, and agendas of joint meetings."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Institution, User
from common.tenancy import StateField
from complaints.models.case import CaseRow, Request
from complaints.models.work import Recommendation


class PatternRun(models.Model):
    """One counting of an institution's complaints: which days were compared, and how many comparisons that made."""

    state = StateField()
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    since = models.DateField()  # the window, both days included
    until = models.DateField()
    past_since = models.DateField()  # the time before it that it is compared with
    complaints = models.PositiveIntegerField()  # in the window
    before = models.PositiveIntegerField()  # in the time before it
    compared = models.PositiveIntegerField()  # how many slices were looked at

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "institution"], name="patterns_counted_once"),
            models.CheckConstraint(
                condition=Q(since__lte=models.F("until"), past_since__lte=models.F("since")),
                name="patterns_in_order_of_time",
            ),
        ]


class Pattern(models.Model):
    """Complaints of one slice in the window, and how many there were before. For the national institution alone."""

    class Dimension(models.TextChoices):
        UNIT = "unit"
        PLACE = "place"  # governorate
        CATEGORY = "category"
        WEEKDAY = "weekday"  # of what happened, where one day is certain

    state = StateField()
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    dimension = models.CharField(max_length=8, choices=Dimension)
    value = models.CharField(max_length=40)
    category = models.CharField(max_length=3, blank=True)  # "": all together
    count = models.PositiveIntegerField()
    before = models.PositiveIntegerField()
    expected = models.FloatField()
    tail = models.FloatField()  # see complaints.oversight.chance; 1 where the past is too short to say

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state", "institution", "dimension", "value", "category"], name="one_pattern_each"
            )
        ]
        indexes = [
            models.Index(fields=["state", "institution", "dimension", "tail", "id"], name="patterns_in_order")
        ]


class Agenda(models.Model):
    """What is to be spoken about when the institution and the authority meet. No words of anybody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = StateField()
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    meets_on = models.DateField()
    language = models.CharField(max_length=2)  # of the file
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    file_wanted = models.DateTimeField(null=True)  # since when the file is asked for
    pdf = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["state", "id"], name="agenda_of_state")]
        indexes = [models.Index(fields=["state", "institution", "-meets_on", "-id"], name="agendas_by_day")]


class AgendaLine(CaseRow):
    """One case on an agenda, because of a question that waits, a remedy that waits, or by its reference."""

    class Because(models.TextChoices):
        SILENCE = "silence"
        REMEDY = "remedy"
        CHOSEN = "chosen"

    agenda = models.ForeignKey(Agenda, on_delete=models.CASCADE, related_name="lines", db_constraint=False)
    because = models.CharField(max_length=8, choices=Because)
    request = models.ForeignKey(
        Request, null=True, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    recommendation = models.ForeignKey(
        Recommendation, null=True, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "agenda", "number"], name="agenda_lines_in_order")
        ]


class DigestChoice(models.Model):
    """How often somebody wants the mail that says only how much waits."""

    class Cadence(models.TextChoices):
        DAILY = "daily"
        WEEKLY = "weekly"

    state = StateField()
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    cadence = models.CharField(max_length=8, choices=Cadence)
    since = models.DateTimeField()
