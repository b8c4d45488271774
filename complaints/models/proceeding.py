"""What is put on file beside texts: each row sealed, written once, corrected by another one in its place."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Institution
from common.tenancy import StateField
from complaints.hearings import ProceedingKind
from complaints.models.case import CaseRow
from complaints.models.evidence import Evidence
from complaints.vocabulary import Part


class Proceeding(CaseRow):
    """One thing put on file by one institution. Its words and names are one sealed field; days stand in clear."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=ProceedingKind)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part)
    key_number = models.PositiveSmallIntegerField(default=1)  # which of the keys its part has had
    body = models.BinaryField()
    held_on = (
        models.DateField()
    )  # of the session, hearing, examination or statement; issued, of a power of attorney
    ends_on = models.DateField(null=True)  # the last day of a power of attorney
    present = ArrayField(models.UUIDField(), default=list)  # members of the institution
    recused = ArrayField(models.UUIDField(), default=list)
    file = models.ForeignKey(
        Evidence, null=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False
    )
    replaces = models.UUIDField(null=True)  # what it corrects
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "id"], name="proceeding_of_state"),
            models.UniqueConstraint(fields=["state", "replaces"], name="corrected_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(kind=ProceedingKind.ATTORNEY),
                name="only_powers_of_attorney_end",
            ),
            models.CheckConstraint(
                condition=Q(present=[]) | Q(kind=ProceedingKind.SESSION), name="only_sessions_have_members"
            ),
        ]
        indexes = [models.Index(fields=["state", "complaint", "held_on"], name="proceedings_of_a_case")]


class Approval(models.Model):
    """That a member who was present agrees to the minutes of a session."""

    state = StateField()
    proceeding = models.ForeignKey(
        Proceeding, on_delete=models.CASCADE, related_name="approvals", db_constraint=False
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "proceeding", "by"], name="one_approval_each")
        ]
