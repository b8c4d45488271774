"""A token: which institution's, for what, until when. Its secret is shown once and kept as a hash."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Institution
from accounts.roles import Permission
from accounts.scopes import Scope
from common.tenancy import StateField

if TYPE_CHECKING:
    from accounts.actor import Actor


class Tokens(models.QuerySet["ApiToken"]):
    """Tokens, by who may know of them."""

    def visible_to(self, actor: "Actor") -> "Tokens":
        """Those of the state for who configures it; those of one's own body for its head of complaints."""
        found = self.filter(state=actor.state).select_related("institution")
        if actor.may(Permission.CONFIGURE):
            return found
        own = actor.institution if actor.may(Permission.HEAD) else None
        return found.filter(institution=own) if own else found.none()


class ApiToken(models.Model):
    """A token that two people gave. `digest` is empty until its secret was shown to one of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = StateField()
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)  # of the system that uses it
    scopes = ArrayField(models.CharField(max_length=12, choices=Scope))
    until = models.DateField()  # the last day on which it opens anything, in the state
    given_by = models.CharField(max_length=80)
    signed_by = models.CharField(max_length=80)
    given_at = models.DateTimeField()
    digest = models.BinaryField(default=b"")
    shown_by = models.CharField(max_length=80, blank=True)
    shown_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)  # last; the day alone
    ended_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = Tokens.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest"], condition=~Q(digest=b""), name="one_token_a_secret"),
            models.CheckConstraint(condition=~Q(given_by=models.F("signed_by")), name="token_by_two_people"),
            models.CheckConstraint(
                condition=Q(shown_at__isnull=True, shown_by="", digest=b"")
                | (Q(shown_at__isnull=False) & ~Q(shown_by="") & ~Q(digest=b"")),
                name="token_shown_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="token_ended_by_somebody",
            ),
        ]

    def opens(self, today: date) -> bool:
        """Whether it may still be used."""
        return self.ended_at is None and today <= self.until

    @property
    def uses(self) -> list[Scope]:
        return [scope for scope in Scope if scope in self.scopes]
