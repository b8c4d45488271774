"""A new version of the plan before it is loaded, and which indicators go on from one version to the next."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reporting.models.plan import Indicator


class DraftStage(models.TextChoices):
    OPEN = "open", _("Being looked at")
    ASKED = "asked", _("Waits for a second signature")
    LOADED = "loaded", _("Loaded")
    DROPPED = "dropped", _("Put aside")


class PlanDraft(models.Model):
    """A plan file somebody at the Secretariat uploaded. Nothing of it holds before it is loaded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=40)
    version = models.CharField(max_length=40)
    name = models.CharField(max_length=120)  # of the file
    content = models.TextField()  # as it was uploaded
    sha256 = models.CharField(max_length=64)
    mapping = models.JSONField(null=True)  # new code -> old code; None until a person confirmed one
    mapped_by = models.CharField(max_length=80, blank=True)
    mapped_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=8, choices=DraftStage, default=DraftStage.OPEN)
    uploaded_by = models.CharField(max_length=80)
    uploaded_at = models.DateTimeField()
    ended_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-uploaded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mapping__isnull=True, mapped_at__isnull=True, mapped_by="")
                | (Q(mapping__isnull=False, mapped_at__isnull=False) & ~Q(mapped_by="")),
                name="a_mapping_is_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="a_draft_is_ended_by_somebody",
            ),
        ]


class Succession(models.Model):
    """An indicator that goes on under another version of the plan, as a person confirmed.

    Only along these are readings of an earlier version shown beside those of a later one.
    """

    old = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="successors")
    new = models.OneToOneField(Indicator, on_delete=models.CASCADE, related_name="predecessor")
    confirmed_by = models.CharField(max_length=80)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(old=F("new")), name="succession_of_another")]
