"""What a ministry or a national institution did for the plan, and whether the latter confirms it."""

import uuid
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution
from accounts.roles import Permission
from common.tenancy import StateField
from reporting.models.plan import Measure, Titled, Verdict

if TYPE_CHECKING:
    from accounts.actor import Actor

PARTNER = 300  # characters of a partner's name


class ActivityKind(models.TextChoices):
    MEMORANDUM = "memorandum", _("Memorandum of understanding")
    PROTOCOL = "protocol", _("Cooperation protocol")
    TRAINING = "training", _("Training")
    CONFERENCE = "conference", _("Conference")
    WORKSHOP = "workshop", _("Workshop")
    VISIT = "visit", _("Visit")
    PUBLICATION = "publication", _("Publication")
    RESEARCH = "research", _("Research")
    EXCHANGE = "exchange", _("Exchange")
    SUPPORT = "support", _("Support")
    CAMPAIGN = "campaign", _("Awareness campaign")
    MEETING = "meeting", _("Meeting")
    LEGAL_STEP = "legal_step", _("Legal or structural step")


class Activities(models.QuerySet["Activity"]):
    """Rows of registers. Doors reach them through these."""

    def visible_to(self, actor: "Actor") -> "Activities":
        """The register of one's own state; the Secretariat sees every state's."""
        return self if actor.may(Permission.REGION) else self.filter(state=actor.state)

    def standing(self) -> "Activities":
        """Those that were not withdrawn: what indicators and reports count."""
        return self.filter(withdrawn_at=None)


class Activity(Titled):
    """One row of the register of activities. Indicators count these rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = StateField()
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ActivityKind)
    start = models.DateField()
    end = models.DateField()
    partners = ArrayField(models.CharField(max_length=PARTNER), default=list, blank=True)
    place = models.CharField(max_length=200, blank=True)
    participants = models.PositiveIntegerField(null=True)
    women = models.PositiveIntegerField(null=True)
    # The same people by rank group, never crossed with gender: a register of courses counts nobody one by one.
    officers = models.PositiveIntegerField(null=True)
    other_ranks = models.PositiveIntegerField(null=True)
    civilians = models.PositiveIntegerField(null=True)
    quantity = models.PositiveIntegerField(null=True)  # titles supplied, for instance
    measures = models.ManyToManyField(Measure, related_name="activities")
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    verdict = models.CharField(max_length=12, choices=Verdict, default=Verdict.NOT_ASSESSED)
    reason = models.TextField(blank=True)  # of a dispute
    verified_by = models.CharField(max_length=80, blank=True)
    verified_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)  # of whoever keeps it, to a dispute
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)
    withdrawal = models.TextField(blank=True)  # why it no longer counts; nothing is ever deleted
    withdrawn_by = models.CharField(max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = Activities.as_manager()

    class Meta:
        ordering = ["-start", "id"]
        indexes = [models.Index(fields=["state", "start"], name="activities_of_state")]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="activity_ends_after_start"),
            models.CheckConstraint(
                condition=Q(women__isnull=True) | Q(women__lte=F("participants")),
                name="women_among_participants",
            ),
            models.CheckConstraint(
                condition=Q(verdict="not_assessed", verified_at__isnull=True, verified_by="")
                | (~Q(verdict="not_assessed") & Q(verified_at__isnull=False) & ~Q(verified_by="")),
                name="a_verdict_has_its_author",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="disputed") | ~Q(reason=""), name="a_disputed_activity_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by="")
                | (~Q(answer="") & Q(verdict="disputed", answered_at__isnull=False) & ~Q(answered_by="")),
                name="only_disputed_activities_are_answered",
            ),
            models.CheckConstraint(
                condition=Q(withdrawal="", withdrawn_at__isnull=True, withdrawn_by="")
                | (~Q(withdrawal="") & Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="a_withdrawal_says_why",
            ),
            models.CheckConstraint(
                condition=Q(officers__isnull=True, other_ranks__isnull=True, civilians__isnull=True)
                | Q(
                    participants__gte=Coalesce(F("officers"), 0)
                    + Coalesce(F("other_ranks"), 0)
                    + Coalesce(F("civilians"), 0)
                ),
                name="rank_groups_among_participants",
            ),
        ]


class EarlierActivity(models.Model):
    """An activity as it stood before it was corrected: its row as it was typed, and what was said of it."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="earlier")
    values = models.JSONField()  # by the name of the field; measures as codes
    verdict = models.CharField(max_length=12, choices=Verdict)
    reason = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    replaced_by = models.CharField(max_length=80)
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["-replaced_at", "-id"]
