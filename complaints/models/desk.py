"""How institutions hold a case: dockets, clocks, exclusions, notices, the search index, the receipt."""

import uuid
from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from accounts.actor import Actor, Kind
from accounts.models import Governorate, Institution, User
from common.tenancy import StateField
from complaints.models.case import Allegation, CaseRow, Complaint
from complaints.vocabulary import (
    Category,
    Channel,
    Handed,
    Matter,
    Mode,
    ReadBack,
    Reviewed,
    Stage,
    Standing,
)

TRAITS = ["stage", "matter", "mode", "governorate", "is_danger", "is_held", "is_grave", "categories"]
"""What a queue is filtered by, besides its words."""


class Docket(CaseRow):
    """A case as one institution holds it. Without a row here a case does not exist for that institution.

    Repeats what the queue sorts and filters by, so that a page of it is one walk along one index. `repeat` is the
    one place that writes it.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    standing = models.CharField(max_length=12, choices=Standing)
    assignee = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    assigned_by = models.CharField(max_length=80, blank=True)
    wanted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    sort_due = models.DateTimeField()
    is_open = models.BooleanField(default=True)
    stage = models.CharField(max_length=20, choices=Stage)
    matter = models.CharField(max_length=12, choices=Matter)
    mode = models.CharField(max_length=12, choices=Mode)
    governorate = models.ForeignKey(
        Governorate,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,  # the case's own holds it
    )
    categories = ArrayField(
        models.CharField(max_length=3, choices=Category), default=list
    )  # as they were told
    is_danger = models.BooleanField(default=False)
    is_held = models.BooleanField(default=False)
    is_grave = models.BooleanField(default=False)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "complaint", "institution"], name="one_docket_each")
        ]
        indexes = [
            # Those of the three orders carry the case, and while it is open what it is filtered by: the way past cases
            # that do not fit, or that an index of words does not name, is read in them alone.
            models.Index(
                fields=["state", "institution", "sort_due", "id"],
                include=["complaint", *TRAITS],
                condition=Q(is_open=True),
                name="queue_open_due",
            ),
            models.Index(fields=["state", "institution", "stage", "sort_due", "id"], name="queue_by_stage"),
            models.Index(
                fields=["state", "institution", "assignee", "sort_due", "id"],
                condition=Q(is_open=True),
                name="queue_by_assignee",
            ),
            models.Index(
                fields=["state", "institution", "sort_due", "id"],
                include=["complaint", "is_open"],
                name="queue_by_deadline",
            ),
            models.Index(
                fields=["state", "institution", "sort_due", "id"],
                condition=Q(wanted_by__isnull=False),
                name="queue_wanted",
            ),
            models.Index(
                fields=["state", "institution", "since", "id"],
                include=["complaint", *TRAITS],
                condition=Q(is_open=True),
                name="queue_open_since",
            ),
            models.Index(
                fields=["state", "institution", "since", "id"],
                include=["complaint", "is_open"],
                name="queue_arrivals",
            ),
            # Many cases have these, and none of those whose deadline is near: walking to them takes long.
            models.Index(
                fields=["state", "institution", "sort_due", "id"],
                condition=Q(is_open=True, is_grave=True),
                name="queue_grave",
            ),
            models.Index(
                fields=["state", "institution", "since", "id"],
                condition=Q(is_open=True, is_grave=True),
                name="queue_grave_arrivals",
            ),
            models.Index(
                fields=["state", "institution", "sort_due", "id"],
                condition=Q(is_open=True, is_held=True),
                name="queue_held",
            ),
        ]

    def repeat(self, case: Complaint, allegations: Iterable[Allegation]) -> "Docket":
        """Take over from the case what the queue finds it by. Returns itself."""
        self.stage, self.matter, self.mode, self.is_open = case.stage, case.matter, case.mode, case.is_open
        self.governorate_id = case.governorate_id
        self.is_danger, self.is_held, self.is_grave = case.is_danger, case.is_held, case.is_grave
        self.categories = [row.category for row in sorted(allegations, key=lambda row: row.pk)]
        return self


class Clock(CaseRow):
    """A deadline of the procedure that runs, ran or waits. Paused time is shown and totalled."""

    kind = models.CharField(max_length=20)
    request = models.UUIDField(null=True)  # which question it belongs to
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    paused_days = models.PositiveSmallIntegerField(default=0)  # working days already stood still
    court_days = models.PositiveSmallIntegerField(default=0)  # the same, while everything was before a court
    is_before_court = models.BooleanField(default=False)  # why it stands still now
    ended_at = models.DateTimeField(null=True)
    is_dropped = models.BooleanField(default=False)  # ended without being kept or missed: the case ended
    escalated = models.PositiveSmallIntegerField(default=0)  # 1 to the approver, 2 beyond
    result = models.CharField(max_length=12, choices=Reviewed, blank=True)  # of a review

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state", "complaint", "kind"],
                condition=Q(ended_at__isnull=True, request__isnull=True),
                name="one_running_clock_of_a_kind",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("started_at")), name="due_after_start"),
        ]
        indexes = [
            models.Index(fields=["state", "complaint"]),
            models.Index(
                fields=["state", "due_at"],
                condition=Q(ended_at__isnull=True, paused_at__isnull=True),
                name="clocks_running",
            ),
            models.Index(
                fields=["state", "kind", "-started_at", "-id"],
                condition=Q(kind="review_decision"),
                name="clocks_of_reviews",
            ),
        ]


class Exclusions(models.QuerySet["Exclusion"]):
    """For whom cases do not exist."""

    def of(self, actor: Actor) -> "Exclusions":
        """Those that hide cases from this actor.

        A token may be in anybody's hands: what is hidden from one of its institution's people is hidden from it.
        """
        if actor.kind is Kind.TOKEN:
            return self.filter(user__institution=actor.institution)
        return self.filter(user_id=actor.user_id) if actor.user_id else self.none()


class Exclusion(CaseRow):
    """Somebody for whom the case does not exist: of the named unit or its chain of command, or by hand."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    ground = models.CharField(max_length=12)  # unit, person, hand
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    objects = Exclusions.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "complaint", "user"], name="one_exclusion_each")
        ]


class Notice(CaseRow):
    """Tells a member of staff that something waits for them. Says what, never about whom."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=40)
    cause = models.CharField(max_length=80)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "user", "cause"], name="one_notice_per_cause")
        ]
        indexes = [
            models.Index(
                fields=["state", "user", "-at"], condition=Q(read_at__isnull=True), name="notices_unread"
            ),
            models.Index(fields=["state", "user", "-at", "-id"], name="notices_by_day"),
        ]


class SearchText(models.Model):
    """Folded words of what the ministry may read, for the search function alone. Sealed originals never."""

    complaint = models.OneToOneField(
        Complaint, primary_key=True, on_delete=models.CASCADE, db_constraint=False
    )
    state = StateField()
    tsv = SearchVectorField()

    class Meta:
        # The state stands in front of each word: one state's list of a word is never read for another.
        indexes = [GinIndex(Func("state", "tsv", function="complaints_words"), name="search_words")]


class Receipt(models.Model):
    """From the keyed hash of a code to its case. The code itself is stored nowhere."""

    lookup = models.BinaryField(primary_key=True)
    pepper = models.PositiveSmallIntegerField(default=1)  # version of the secret the hash was made with
    state = StateField()
    case = models.UUIDField(default=uuid.uuid4)


class Registration(CaseRow):
    """That a clerk registered a case for somebody, and all that the clerk still sees of it: no words, no facts."""

    by = models.CharField(max_length=80)  # the clerk
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    registered_on = models.DateField()
    received_on = models.DateField()  # when it came in; its clocks began when it was registered
    channel = models.CharField(max_length=16, choices=Channel)
    incoming = models.CharField(max_length=40, blank=True)  # number in the institution's register of letters
    read_back = models.CharField(max_length=16, choices=ReadBack)
    receipt = models.CharField(max_length=12, choices=Handed, blank=True)  # "": the clerk has not said yet

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "complaint"], name="registered_once"),
            models.CheckConstraint(
                condition=Q(registered_on__gte=F("received_on")), name="registered_after_it_came"
            ),
        ]
        indexes = [models.Index(fields=["state", "by", "-id"], name="registrations_of_a_clerk")]


class Departure(models.Model):
    """Somebody leaves their institution: who takes over their cases, and how far the handing over has come."""

    state = StateField()
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_taker = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    moved = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=80)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state", "user"],
                condition=Q(finished_at__isnull=True),
                name="one_departure_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, finished_by="")
                | (Q(finished_at__isnull=False) & ~Q(finished_by="")),
                name="a_departure_is_finished_by_somebody",
            ),
        ]
