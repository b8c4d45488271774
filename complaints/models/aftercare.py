"""What the independent body has to look after: answers about reprisals, and reports of them."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.actor import Actor
from accounts.models import Institution
from accounts.roles import Permission
from complaints.models.case import CaseRow, Text
from complaints.models.desk import Docket, Exclusion


class SafetyTellings(models.QuerySet["SafetyTelling"]):
    """What complainants told of their safety."""

    def visible_to(self, actor: Actor) -> "SafetyTellings":
        """To an independent body that has the case, less those hidden from the actor; to nobody of a ministry."""
        body = actor.institution
        if body is None or not body.is_independent or not actor.may(Permission.INDEPENDENT):
            return self.none()
        held = Docket.objects.filter(
            state=actor.state, complaint_id=OuterRef("complaint_id"), institution=body
        )
        hidden = Exclusion.objects.filter(
            state=actor.state, complaint_id=OuterRef("complaint_id"), user=actor.user_id or body.pk
        )
        return self.filter(Exists(held), ~Exists(hidden), state=actor.state)


class SafetyTelling(CaseRow):
    """That a complainant told of their safety, and until when somebody must have followed it up.

    What they said stands in the sealed text alone: a row is the same whether all is well or not.
    """

    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    told_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)  # that it is overdue
    followed_at = models.DateTimeField(null=True)
    followed_by = models.CharField(max_length=80, blank=True)

    objects = SafetyTellings.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(followed_at__isnull=True, followed_by="")
                | (Q(followed_at__isnull=False) & ~Q(followed_by="")),
                name="safety_is_followed_up_by_somebody",
            )
        ]
        indexes = [
            models.Index(
                fields=["state", "due_at"], condition=Q(followed_at__isnull=True), name="safety_waiting"
            )
        ]
