"""Periodic reports: the frozen figures, one row per report, its files."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.tenancy import StateField

if TYPE_CHECKING:
    from accounts.actor import Actor

REGION = "XX"  # the state code that stands for all of them


class Edition(models.TextChoices):
    INTERNAL = "internal", _("Internal edition")
    PUBLIC = "public", _("Public edition")


class Snapshot(models.Model):
    """The figures of a report, frozen. `content` is canonical JSON; its hash stands in the record.

    Exact ones are seen in their state alone, whatever the code above forgets; those of a public edition by everybody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = StateField()
    scope = models.CharField(max_length=40)  # a state's code, region, or an institution's code
    edition = models.CharField(max_length=8, choices=Edition)
    start = models.DateField()
    end = models.DateField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["scope", "edition", "start", "end"], name="snapshots_of_period")]
        constraints = [models.CheckConstraint(condition=Q(end__gte=F("start")), name="snapshot_period")]


class Reports(models.QuerySet["Report"]):
    """Reports. Doors reach them through these."""

    def published(self) -> "Reports":
        """What anybody may read."""
        return self.filter(published_at__isnull=False).select_related("dossier")

    def visible_to(self, actor: "Actor") -> "Reports":
        """Every report of one's own state; of others the Secretariat sees what they published."""
        mine = self.select_related("dossier")
        if actor.state == REGION:
            shown = Q(state=REGION) | Q(published_at__isnull=False)
            return mine.filter(shown, edition=Edition.PUBLIC)
        return mine.filter(state=actor.state)


class Report(models.Model):
    """A dossier in one language and edition. It has files once it was rendered, all of them or none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = StateField()
    dossier = models.ForeignKey("reporting.Dossier", on_delete=models.PROTECT, related_name="reports")
    language = models.CharField(max_length=2)
    edition = models.CharField(max_length=8, choices=Edition)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="reports")
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    rendered_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)  # with its dossier, by whoever published that

    objects = Reports.as_manager()

    class Meta:
        ordering = ["-dossier__end", "-dossier__start", "dossier__scope", "language", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "language", "edition"], name="one_report_each"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(edition="public", rendered_at__isnull=False),
                name="only_rendered_public_editions_published",
            ),
        ]

    @property
    def scope(self) -> str:
        return self.dossier.scope

    @property
    def start(self) -> date:
        return self.dossier.start

    @property
    def end(self) -> date:
        return self.dossier.end

    @property
    def version(self) -> int:
        return self.dossier.version

    @property
    def stage(self) -> str:
        return self.dossier.stage

    @property
    def stem(self) -> str:
        """The name of its files without the ending."""
        return f"{self.scope}-{self.start}-{self.end}-{self.language}-{self.edition}-v{self.version}".lower()

    @property
    def is_ready(self) -> bool:
        return self.rendered_at is not None


class ReportFile(models.Model):
    """One form of a report. Kept in the database, so that a report has all of them or none.

    Seen in its state alone until it is published, whatever the code above forgets.
    """

    state = StateField()
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=4)  # pdf, json, xlsx, csv
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["report", "kind"], name="one_file_of_a_kind")]
