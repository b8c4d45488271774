"""An invitation: who asks whom to which institution, and what became of it."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Permission, Role
from common.tenancy import StateField

if TYPE_CHECKING:
    from accounts.actor import Actor


class Standing(models.TextChoices):
    """What an invitation's link is worth."""

    OPEN = "open", _("Not answered yet")
    OVER = "over", _("Its time is over")
    ACCEPTED = "accepted", _("Accepted")
    REVOKED = "revoked", _("Withdrawn")


class Invitations(models.QuerySet["Invitation"]):
    """Invitations by who may know of them."""

    def visible_to(self, actor: "Actor") -> "Invitations":
        """Those of one's institution; of the whole state for who configures or audits it."""
        found = self.filter(state=actor.state)
        wide = (Permission.CONFIGURE, Permission.AUDIT, Permission.OPEN_STATE)
        if any(actor.may(permission) for permission in wide):
            return self if actor.may(Permission.OPEN_STATE) else found
        return found.filter(institution=actor.institution)

    def unanswered(self) -> "Invitations":
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)


class Invitation(models.Model):
    """Somebody asked to open a work account. The link is in the letter alone; here is its hash.

    `roles` are proposed by the inviter once the account is open, and given when somebody else signs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = StateField()
    institution = models.ForeignKey("accounts.Institution", on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    roles = ArrayField(models.CharField(max_length=24, choices=Role), default=list)
    digest = models.CharField(max_length=64, unique=True)
    valid_until = models.DateTimeField()
    is_sent = models.BooleanField(default=False)
    invited_by = models.CharField(max_length=80)
    invited_at = models.DateTimeField()
    accepted_by = models.CharField(max_length=80, blank=True)
    accepted_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=80, blank=True)
    revoked_at = models.DateTimeField(null=True)

    objects = Invitations.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "email"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="one_open_invitation",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_ends_once",
            ),
            *[
                models.CheckConstraint(
                    condition=Q(**{f"{what}_at__isnull": True, f"{what}_by": ""})
                    | (Q(**{f"{what}_at__isnull": False}) & ~Q(**{f"{what}_by": ""})),
                    name=f"invitation_{what}_by_somebody",
                )
                for what in ("accepted", "revoked")
            ],
        ]
        indexes = [models.Index(fields=["state", "-invited_at", "-id"], name="invitation_of_state")]

    def standing(self, now: datetime) -> Standing:
        if self.accepted_at:
            return Standing.ACCEPTED
        if self.revoked_at:
            return Standing.REVOKED
        return Standing.OPEN if now < self.valid_until else Standing.OVER
