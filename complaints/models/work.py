"""Work on a case that has rows of its own: recommendations and their fate, checklists, tasks with dates."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Institution, User
from complaints.models.case import CaseRow, Text
from complaints.work import ErrandKind, Fate


class Recommendation(CaseRow):
    """What is to be put right, by an independent body's recommendation or an authority's order.

    `fate` repeats the newest step. What the authority claims and what was checked are different things and never
    share a code.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField()  # in the case
    is_order = models.BooleanField(default=False)
    made_by_body = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    addressed_to = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    due_on = models.DateField()
    fate = models.CharField(max_length=16, choices=Fate, default=Fate.MADE)
    fate_since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "id"], name="recommendation_of_state"),
            models.UniqueConstraint(fields=["state", "complaint", "number"], name="recommendations_in_order"),
        ]
        indexes = [models.Index(fields=["state", "fate", "due_on"], name="recommendations_by_fate")]


class RecommendationStep(CaseRow):
    """Who said what about a recommendation, and when; the newest is where it stands."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, db_constraint=False)
    fate = models.CharField(max_length=16, choices=Fate)
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    words = models.ForeignKey(
        Text, null=True, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )

    class Meta:
        indexes = [models.Index(fields=["state", "recommendation", "at"], name="steps_of_recommendation")]


class Check(CaseRow):
    """One line of a checklist that an institution ticked off in a case. Taking it back removes the row; the
    record keeps both."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=40)  # code of casework/data/checklists.yaml
    applies = models.BooleanField(default=True)  # False: it was found not to apply here
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state", "complaint", "institution", "item"], name="checked_once_by_each"
            )
        ]


class Errand(CaseRow):
    """A task with a date that somebody of an institution takes on in a case. Celery's tasks are something else.

    The list of one's own tasks shows the kind alone; words about it are sealed like a note.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=ErrandKind)
    note = models.ForeignKey(Text, null=True, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    owner = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    due_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    is_dropped = models.BooleanField(default=False)  # ended without being done

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="", is_dropped=False)
                | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="a_task_is_ended_by_somebody",
            )
        ]
        indexes = [
            models.Index(
                fields=["state", "owner", "due_on"], condition=Q(ended_at__isnull=True), name="tasks_waiting"
            ),
            models.Index(fields=["state", "complaint"], name="tasks_of_a_case"),
        ]
