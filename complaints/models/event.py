"""An event: what happened once, and may be complained of by several people."""

import uuid

from django.db import models

from accounts.models import Governorate, Institution
from common.tenancy import StateField
from complaints.models.case import CaseRow


class Event(models.Model):
    """Something that happened, as one institution's staff names it for themselves.

    It belongs to that institution: a title or a link made by an independent body would tell the ministry of
    complaints that must not exist for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = StateField()
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    governorate = models.ForeignKey(Governorate, null=True, on_delete=models.PROTECT, related_name="+")
    happened_on = models.DateField(null=True)
    recorded_on = models.DateField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["state", "id"], name="event_of_state")]


class EventLink(CaseRow):
    """A case linked to an event by the institution whose event it is; each institution links it once."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, db_constraint=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state", "complaint", "institution"], name="one_event_for_each_institution"
            )
        ]
