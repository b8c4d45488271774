"""Periodic reports: the frozen figures, one row per report, its files."""

import uuid
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


class ReportStage(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Issued")
    PUBLISHED = "published", _("Published")


class Snapshot(models.Model):
    """The figures of a report, frozen. `content` is canonical JSON; its hash stands in the record."""

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
        return self.filter(stage=ReportStage.PUBLISHED, edition=Edition.PUBLIC)

    def visible_to(self, actor: "Actor") -> "Reports":
        """Every report of one's own state; the Secretariat sees states in their public edition alone."""
        if actor.state == REGION:
            return self.filter(Q(edition=Edition.PUBLIC))
        return self.filter(state=actor.state)


class Report(models.Model):
    """One report in one language and edition. It has files once it was rendered, all of them or none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = StateField()
    scope = models.CharField(max_length=40)
    start = models.DateField()
    end = models.DateField()
    language = models.CharField(max_length=2)
    edition = models.CharField(max_length=8, choices=Edition)
    version = models.PositiveSmallIntegerField(default=1)
    stage = models.CharField(max_length=12, choices=ReportStage, default=ReportStage.DRAFT)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="reports")
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    rendered_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=80, blank=True)

    objects = Reports.as_manager()

    class Meta:
        ordering = ["-end", "-start", "scope", "language", "edition", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["start", "end", "scope", "language", "edition", "version"], name="one_report_each"
            ),
            models.CheckConstraint(
                condition=Q(stage="draft") | Q(rendered_at__isnull=False), name="issued_after_rendering"
            ),
            models.CheckConstraint(
                condition=~Q(stage="published") | Q(edition="public"), name="only_public_editions_published"
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, issued_by="")
                | (Q(issued_at__isnull=False) & ~Q(issued_by="")),
                name="report_issued_by",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by="")
                | (Q(published_at__isnull=False) & ~Q(published_by="")),
                name="report_published_by",
            ),
        ]

    @property
    def stem(self) -> str:
        """The name of its files without the ending."""
        return f"{self.scope}-{self.start}-{self.end}-{self.language}-{self.edition}-v{self.version}".lower()

    @property
    def is_ready(self) -> bool:
        return self.rendered_at is not None


class ReportFile(models.Model):
    """One form of a report. Kept in the database, so that a report has all of them or none."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=4)  # pdf, json, xlsx, csv
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["report", "kind"], name="one_file_of_a_kind")]
