"""What a ministry or a national institution did for the plan, and whether the latter confirms it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution
from common.tenancy import StateField
from reporting.models.plan import Measure, Titled, Verdict


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


class Activity(Titled):
    """One row of the register of activities. Indicators count these rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = StateField()
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ActivityKind)
    start = models.DateField()
    end = models.DateField()
    partners = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=200, blank=True)
    participants = models.PositiveIntegerField(null=True)
    women = models.PositiveIntegerField(null=True)
    quantity = models.PositiveIntegerField(null=True)  # titles supplied, for instance
    measures = models.ManyToManyField(Measure, related_name="activities")
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    verdict = models.CharField(max_length=12, choices=Verdict, default=Verdict.NOT_ASSESSED)
    reason = models.TextField(blank=True)  # of a dispute
    verified_by = models.CharField(max_length=80, blank=True)
    verified_at = models.DateTimeField(null=True)

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
        ]
