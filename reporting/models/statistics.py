"""A quarter of public statistics, closed: what is said in public about a state's counts, once and for good."""

from django.db import models
from django.db.models import F, Q

from common.tenancy import StateField


class ClosedQuarter(models.Model):
    """`content` is canonical JSON, small cells already hidden; its hash stands in the record. Never changed."""

    state = StateField()
    start = models.DateField()
    end = models.DateField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["-start", "state"]
        indexes = [models.Index(fields=["end", "state"], name="quarters_by_end")]
        constraints = [
            models.UniqueConstraint(fields=["state", "start"], name="one_quarter_each"),
            models.UniqueConstraint(fields=["state", "end"], name="one_quarter_each_end"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="quarter_period"),
        ]
