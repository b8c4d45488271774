"""The report of one period as the institutions see it: figures frozen once, comments and approval once.

Languages and editions (`Report`) hang on a dossier; each version of a period's report is one.
"""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution
from common.tenancy import StateField
from reporting.models.report import REGION, Edition, Snapshot

if TYPE_CHECKING:
    from accounts.actor import Actor

BY_THE_CLOCK = "system"


class DossierStage(models.TextChoices):
    """Where the report of a period stands."""

    DRAFT = "draft", _("Draft")
    MINISTRY = "ministry", _("With the ministry for comments")
    NHRI = "nhri", _("With the national institution for comments")
    ISSUED = "issued", _("Issued")
    PUBLISHED = "published", _("Published")


COMMENTED = (DossierStage.MINISTRY, DossierStage.NHRI)
OPEN = (DossierStage.DRAFT, *COMMENTED)
FINAL = (DossierStage.ISSUED, DossierStage.PUBLISHED)


class Dossiers(models.QuerySet["Dossier"]):
    """Dossiers. Doors reach them through these."""

    def published(self) -> "Dossiers":
        """What anybody may read, in its public edition."""
        return self.filter(stage=DossierStage.PUBLISHED)

    def visible_to(self, actor: "Actor") -> "Dossiers":
        """Every one of one's own state; the Secretariat's are the region's, and what states published."""
        if actor.state == REGION:
            return self.filter(Q(state=REGION) | Q(stage=DossierStage.PUBLISHED))
        return self.filter(state=actor.state)

    def waiting(self) -> "Dossiers":
        """Those that wait for comments."""
        return self.filter(stage__in=COMMENTED)

    def with_secretariat(self) -> "Dossiers":
        """The region's that are not published yet: the Secretariat issues and publishes them."""
        return self.filter(state=REGION).exclude(stage=DossierStage.PUBLISHED)


class Dossier(models.Model):
    """One version of the report of a period: what it counts, where it stands, whose turn it is until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = StateField()
    scope = models.CharField(max_length=40)  # a state's code, region, or an institution's code
    start = models.DateField()
    end = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="correction")
    stage = models.CharField(max_length=12, choices=DossierStage, default=DossierStage.DRAFT)
    internal = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, related_name="+")
    public = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=80, blank=True)
    ministry_due_at = models.DateTimeField(null=True)
    ministry_ended_at = models.DateTimeField(null=True)
    ministry_ended_by = models.CharField(max_length=80, blank=True)
    nhri_due_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=80, blank=True)
    # Narratives, comments and who issued it, frozen when it was issued: canonical JSON and its SHA-256.
    words = models.TextField(blank=True)
    words_sha256 = models.CharField(max_length=64, blank=True)

    objects = Dossiers.as_manager()

    class Meta:
        ordering = ["-end", "-start", "scope", "-version"]
        indexes = [
            models.Index(
                fields=["-published_at", "id"], condition=Q(stage="published"), name="dossiers_published"
            ),
            models.Index(
                fields=["stage"], condition=Q(stage__in=["ministry", "nhri"]), name="dossiers_waiting"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "start", "end", "version"], name="one_dossier_a_version"
            ),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="dossier_period"),
            models.CheckConstraint(
                condition=Q(internal__isnull=False) | Q(public__isnull=False), name="dossier_has_figures"
            ),
            models.CheckConstraint(
                condition=~Q(stage="ministry") | Q(ministry_due_at__isnull=False), name="ministry_has_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(stage="nhri") | Q(nhri_due_at__isnull=False), name="nhri_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["issued", "published"], issued_at__isnull=False)
                | (~Q(stage__in=["issued", "published"]) & Q(issued_at__isnull=True)),
                name="issued_when_issued",
            ),
            models.CheckConstraint(
                condition=Q(stage="published", published_at__isnull=False, public__isnull=False)
                | (~Q(stage="published") & Q(published_at__isnull=True)),
                name="published_in_public",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{what}_at__isnull": True, f"{what}_by": ""})
                    | (Q(**{f"{what}_at__isnull": False}) & ~Q(**{f"{what}_by": ""})),
                    name=f"dossier_{what}_by",
                )
                for what in ("opened", "ministry_ended", "issued", "published")
            ),
        ]

    @property
    def is_regional(self) -> bool:
        return self.state == REGION

    @property
    def is_open(self) -> bool:
        """Its words may still change."""
        return self.stage in OPEN

    @property
    def is_final(self) -> bool:
        return self.stage in FINAL

    @property
    def stream(self) -> str:
        """Its stream in the record."""
        return f"report:{self.pk}"

    @property
    def is_by_silence(self) -> bool:
        """Whether the system issued it because nobody else did in time."""
        return self.issued_by == BY_THE_CLOCK

    def snapshot_of(self, edition: str) -> Snapshot | None:
        """The figures of an edition, where it has one."""
        return self.public if edition == Edition.PUBLIC else self.internal

    @property
    def editions(self) -> list[str]:
        """The editions it has, whether or not the reader's state sees their figures."""
        has = {Edition.INTERNAL: self.internal_id, Edition.PUBLIC: self.public_id}
        return [edition.value for edition, figures in has.items() if figures]

    @property
    def final_edition(self) -> str:
        """The edition that is made in any case once it is issued: the public one where there is one."""
        return Edition.PUBLIC if self.public_id else Edition.INTERNAL


class Side(models.TextChoices):
    """Who comments."""

    MINISTRY = "ministry", _("Ministry")
    NHRI = "nhri", _("National institution")


class Comment(models.Model):
    """What an institution says about a report, at a section, a table or an indicator of it, or of all of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = StateField()
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="comments")
    side = models.CharField(max_length=8, choices=Side)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=80, blank=True)  # an anchor of the page: deadlines, t-clocks, i-3a
    answers = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="replies")
    text = models.TextField()
    about_numbers = models.TextField(blank=True, default="")  # what numbers count that equal hidden ones
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    settled_at = models.DateTimeField(null=True)  # by whoever made it: it need not be printed any more
    settled_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by="")
                | (Q(settled_at__isnull=False) & ~Q(settled_by="")),
                name="comment_settled_by",
            ),
        ]


class Narrative(models.Model):
    """What people wrote into a section of a report, in one language; a draft until the report is issued."""

    state = StateField()
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="narratives")
    section = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    text = models.TextField(blank=True)
    about_numbers = models.TextField(blank=True, default="")  # what numbers count that equal hidden ones
    revision = models.PositiveIntegerField(default=1)  # who saves over another's words is told
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["section", "language"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "section", "language"], name="one_narrative_each")
        ]
