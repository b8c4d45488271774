"""A change: what was, what shall be, from when, who proposed it and who signed beside them."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.tenancy import StateField

if TYPE_CHECKING:
    from accounts.actor import Actor

ENDINGS = ("applied_at", "refused_at", "withdrawn_at")


class Standing(models.TextChoices):
    """How a change stands."""

    WAITING = "waiting", _("Waits for a second signature")
    APPLIED = "applied", _("Made")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Changes(models.QuerySet["Change"]):
    """Changes, by who may read them and how they stand."""

    def published(self) -> "Changes":
        """What everybody may read: settings, never who was invited or given a role."""
        return self.filter(is_public=True)

    def visible_to(self, actor: "Actor") -> "Changes":
        """Those of one's own state; whoever opens states sees every state's."""
        from accounts.roles import Permission

        return self if actor.may(Permission.OPEN_STATE) else self.filter(state=actor.state)

    def waiting(self) -> "Changes":
        return self.filter(**{f"{ending}__isnull": True for ending in ENDINGS})

    def newest(self) -> "Changes":
        return self.order_by("-proposed_at", "-id")


class Change(models.Model):
    """One change of a setting, a role or a state. `before` and `after` are values of its kind (see kinds).

    `holds_from` is a date of the state: what starts on it or later follows the change.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = StateField()
    kind = models.CharField(max_length=40)
    target = models.CharField(max_length=120, blank=True)  # which one of its kind: a clock, a person, a unit
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField()
    holds_from = models.DateField()
    weakens = models.BooleanField(default=False)  # protection: then a second signature is asked
    needs_second = models.BooleanField(default=False)
    is_public = models.BooleanField(default=True)
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=80, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    refused_by = models.CharField(max_length=80, blank=True)
    refused_at = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True)
    withdrawn_by = models.CharField(max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    applied_by = models.CharField(max_length=80, blank=True)
    applied_at = models.DateTimeField(null=True)

    objects = Changes.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(proposed_by=F("confirmed_by")), name="change_by_two_people"),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(needs_second=False) | Q(confirmed_at__isnull=False),
                name="change_applied_when_signed",
            ),
            models.CheckConstraint(
                condition=Q(weakens=False) | Q(needs_second=True), name="change_weaker_needs_second"
            ),
            *[
                models.CheckConstraint(
                    condition=Q(**{f"{what}_at__isnull": True, f"{what}_by": ""})
                    | (Q(**{f"{what}_at__isnull": False}) & ~Q(**{f"{what}_by": ""})),
                    name=f"change_{what}_by_somebody",
                )
                for what in ("confirmed", "refused", "withdrawn", "applied")
            ],
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True, withdrawn_at__isnull=True)
                | Q(refused_at__isnull=True, applied_at__isnull=True)
                | Q(withdrawn_at__isnull=True, applied_at__isnull=True),
                name="change_ends_once",
            ),
            models.UniqueConstraint(
                fields=["state", "kind", "target"],
                condition=Q(applied_at__isnull=True, refused_at__isnull=True, withdrawn_at__isnull=True),
                name="one_waiting_change",
            ),
        ]
        indexes = [
            models.Index(fields=["-proposed_at", "-id"], condition=Q(is_public=True), name="change_public"),
            models.Index(fields=["state", "-proposed_at", "-id"], name="change_of_state"),
        ]

    @property
    def standing(self) -> Standing:
        if self.applied_at:
            return Standing.APPLIED
        if self.refused_at:
            return Standing.REFUSED
        return Standing.WITHDRAWN if self.withdrawn_at else Standing.WAITING

    def holds(self, today: date) -> bool:
        """Whether it is made and its day has come."""
        return self.applied_at is not None and self.holds_from <= today
