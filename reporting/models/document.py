"""Files that show that an activity took place, or where a reading comes from.

Lists of who attended stand in them: they are for the staff of the state alone, in no report and on no public page.
Not case material: nothing in them is sealed, and they are kept as they were taken.
"""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from common.tenancy import StateField
from reporting.models.activity import Activity
from reporting.models.plan import Reading

if TYPE_CHECKING:
    from accounts.actor import Actor


class Documents(models.QuerySet["Document"]):
    """Documents. Doors reach them through these."""

    def visible_to(self, actor: "Actor") -> "Documents":
        """Those of one's own state. The Secretariat sees registers, not the papers behind them."""
        return self.filter(state=actor.state)


class Document(models.Model):
    """One file beside an activity or a reading. It may be withdrawn, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = StateField()
    activity = models.ForeignKey(Activity, null=True, on_delete=models.PROTECT, related_name="documents")
    reading = models.ForeignKey(Reading, null=True, on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8)  # of complaints.vocabulary.FileKind
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField()
    added_by = models.CharField(max_length=80)
    added_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = Documents.as_manager()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=True, reading__isnull=False)
                | Q(activity__isnull=False, reading__isnull=True),
                name="a_document_belongs_to_one",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="document_withdrawn_by_somebody",
            ),
        ]
