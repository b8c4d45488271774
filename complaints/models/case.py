"""A case: what the procedure needs to know of a complaint or request, in clear, and its sealed words."""

import uuid
from datetime import UTC, datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Governorate, Institution, Unit
from common.tenancy import StateField
from complaints.vocabulary import (
    ENDED,
    AssistanceKind,
    Category,
    Channel,
    Circumstance,
    Consent,
    Disposition,
    Finding,
    Gender,
    IllTreatment,
    Matter,
    Mode,
    NoConsent,
    Part,
    PersonRole,
    PlaceType,
    Rejection,
    Relationship,
    Source,
    Stage,
    Subject,
    When,
    Whereabouts,
)
from complaints.work import Standard

PROPOSING = [Stage.SCREENING, Stage.INVESTIGATING, Stage.AWAITING_ANSWER]
"""Stages at which a proposal of somebody's waits for the approver."""


class Complaints(models.QuerySet["Complaint"]):
    """Cases. Doors reach them through `selectors.visible_to`."""

    def locked(self, pk: uuid.UUID) -> "Complaint":
        """The case, held until the transaction ends: a second writer sees the first one's result."""
        return self.select_for_update(no_key=True).get(pk=pk)


class Complaint(models.Model):
    """One complaint or request for assistance. Words of people are ciphertext in `Text` and `Person`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = StateField()
    reference = models.CharField(max_length=16, unique=True)
    submission = models.BinaryField(unique=True)  # hash of the form's single-use key
    matter = models.CharField(max_length=12, choices=Matter)
    mode = models.CharField(max_length=12, choices=Mode)
    assistance_kind = models.CharField(max_length=16, choices=AssistanceKind, blank=True)
    source = models.CharField(max_length=16, choices=Source, default=Source.INDIVIDUAL)
    channel = models.CharField(max_length=16, choices=Channel, default=Channel.WEB)
    gender = models.CharField(max_length=12, choices=Gender, default=Gender.NOT_STATED)
    language = models.CharField(max_length=5)  # of the answers
    subject = models.CharField(max_length=20, choices=Subject, default=Subject.SECURITY_WORK)
    circumstances = ArrayField(models.CharField(max_length=16, choices=Circumstance), default=list)
    independent_only = models.BooleanField(default=False)  # the complainant wants no ministry in it
    prosecution_consent = models.BooleanField(
        default=False
    )  # express, where only the prosecution may take it
    relationship = models.CharField(max_length=12, choices=Relationship, blank=True)  # "": files for oneself
    consent = models.CharField(max_length=12, choices=Consent, blank=True)  # "": was not asked
    no_consent = models.CharField(max_length=12, choices=NoConsent, blank=True)
    people_concerned = models.PositiveSmallIntegerField(default=1)
    received_on = models.DateField(null=True)  # at the counter or by post, where a clerk registered it
    registered_by = models.CharField(max_length=80, blank=True)
    place_type = models.CharField(max_length=12, choices=PlaceType, blank=True)
    happened_from = models.DateField(null=True)
    happened_until = models.DateField(null=True)  # null: the same day, or still going on
    happened_how = models.CharField(max_length=12, choices=When, blank=True)
    governorate = models.ForeignKey(Governorate, null=True, on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=20, blank=True)

    stage = models.CharField(max_length=20, choices=Stage, default=Stage.RECEIVED)
    came_from = models.CharField(max_length=20, choices=Stage, blank=True)  # the stage a wait began in
    route = models.CharField(max_length=16)  # the rule that decided who leads
    led_first = models.CharField(max_length=12, blank=True)  # kind of the institution that had the lead first
    is_grave = models.BooleanField(default=False)
    is_danger = models.BooleanField(default=False)
    is_held = models.BooleanField(default=False)
    is_screened = models.BooleanField(default=False)
    is_final = models.BooleanField(default=False)  # upheld on review
    is_released = models.BooleanField(default=False)  # the authority may read it
    version = models.PositiveSmallIntegerField(default=1)  # of the decision

    filed_on = models.DateField()
    filed_at = models.DateTimeField(null=True)  # anonymous cases keep the day alone
    stage_since = models.DateTimeField()
    first_opened_at = models.DateTimeField(null=True)  # by staff
    outcome = models.CharField(max_length=24, blank=True)  # see tallies.outcome_of
    outcome_opened_at = models.DateTimeField(null=True)  # by the complainant
    notified_at = models.DateTimeField(null=True)
    withdrawal_asked_at = models.DateTimeField(null=True)
    release_consented_at = models.DateTimeField(null=True)
    settlement_offered_at = models.DateTimeField(null=True)
    implemented_at = models.DateTimeField(null=True)
    proposed_rejection = models.CharField(max_length=24, choices=Rejection, blank=True)
    proposed_by = models.CharField(max_length=80, blank=True)  # of findings or rejection
    decided_by = models.CharField(max_length=80, blank=True)
    referred_to = models.CharField(max_length=120, blank=True)
    their_reference = models.CharField(max_length=60, blank=True)
    whereabouts = models.CharField(
        max_length=12, choices=Whereabouts, blank=True
    )  # last told of somebody sought
    merged_into = models.CharField(max_length=16, blank=True)
    became = models.CharField(max_length=16, blank=True)  # the complaint a request was converted into
    came_of = models.CharField(max_length=16, blank=True)  # the request a complaint was made from
    # Whoever lost a compartment may have kept its key: what comes later lies under the next one.
    identity_key = models.PositiveSmallIntegerField(default=1)
    released_key = models.PositiveSmallIntegerField(default=1)

    objects = Complaints.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "id"], name="complaint_of_state"),
            models.CheckConstraint(
                condition=Q(mode=Mode.ANONYMOUS, filed_at__isnull=True) | ~Q(mode=Mode.ANONYMOUS),
                name="anonymous_cases_keep_days",
            ),
            models.CheckConstraint(
                condition=Q(assistance_kind="") | Q(matter=Matter.ASSISTANCE),
                name="only_assistance_has_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(consent=Consent.IMPOSSIBLE) ^ Q(no_consent=""),
                name="a_reason_only_where_nobody_could_be_asked",
            ),
            models.CheckConstraint(
                condition=Q(happened_until__isnull=True) | Q(happened_until__gte=F("happened_from")),
                name="happened_until_after_from",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | ~Q(registered_by=""),
                name="received_elsewhere_has_its_clerk",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "stage_since", "id"],
                condition=~Q(proposed_by="") & Q(stage__in=PROPOSING),
                name="proposals_waiting",
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.stage not in ENDED

    @property
    def is_urgent(self) -> bool:
        return self.is_danger or self.is_held

    @property
    def may_tell(self) -> bool:
        """Custody inquiry: the ministry may be told who is sought."""
        return self.release_consented_at is not None

    @property
    def waits_in_review(self) -> bool:
        """An answer is awaited for whoever reviews the decision."""
        return self.stage == Stage.AWAITING_ANSWER and self.came_from == Stage.UNDER_REVIEW

    @property
    def stream(self) -> str:
        """The chain of entries about this case."""
        return f"case:{self.pk}"

    def moment(self, now: datetime) -> datetime:
        """The time that may be kept: an anonymous case's acts by its complainant keep the day alone."""
        if self.mode == Mode.ANONYMOUS:
            return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return now


class CaseRow(models.Model):
    """A row that belongs to one case and is seen in its state alone."""

    state = StateField()
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, db_constraint=False)

    class Meta:
        abstract = True


class Allegation(CaseRow):
    """One matter complained of, with its own finding. Several may stand in one complaint."""

    category = models.CharField(max_length=3, choices=Category)
    ill_treatment = models.CharField(max_length=8, choices=IllTreatment, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    proposed = models.CharField(max_length=20, choices=Finding, blank=True)
    proposed_disposition = models.CharField(max_length=24, choices=Disposition, blank=True)
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.CharField(max_length=80, blank=True)
    finding = models.CharField(max_length=20, choices=Finding, blank=True)
    disposition = models.CharField(max_length=24, choices=Disposition, blank=True)
    standard = models.CharField(max_length=20, choices=Standard, blank=True)  # of proof
    reasons = models.ForeignKey(
        "Text", null=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False
    )
    for_silence = models.BooleanField(default=False)  # undetermined because no official answer came
    suspended_at = models.DateTimeField(null=True)  # while before a court
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "category", "complaint"], name="allegations_of_a_category")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by="")
                | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="a_finding_has_its_author",
            ),
            models.CheckConstraint(
                condition=Q(ill_treatment="") | Q(category=Category.TOR), name="only_torture_has_its_kind"
            ),
            models.CheckConstraint(
                condition=Q(for_silence=False)
                | Q(proposed=Finding.UNDETERMINED)
                | Q(finding=Finding.UNDETERMINED),
                name="silence_leaves_it_undetermined",
            ),
        ]


class Ending(CaseRow):
    """One time the file ended, and when it was taken up again: what the balance of a period counts."""

    stage = models.CharField(max_length=20, choices=Stage)
    outcome = models.CharField(max_length=24)
    at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state", "complaint"],
                condition=Q(reopened_at__isnull=True),
                name="ended_once_at_a_time",
            )
        ]


class Person(CaseRow):
    """Somebody in the case. Name and contact are one sealed field; what is in clear is for counting."""

    role = models.CharField(max_length=16, choices=PersonRole)
    gender = models.CharField(max_length=12, choices=Gender, default=Gender.NOT_STATED)
    is_child = models.BooleanField(default=False)
    identity = models.BinaryField()  # sealed under the identity key


class NoticeAddress(CaseRow):
    """Where mails without content go, for who asked for them: encrypted by the server, which can read it."""

    box = models.BinaryField()
    told = models.DateTimeField(null=True)  # when the last letter left
    waits_until = models.DateTimeField(null=True)  # one more letter is on its way, for this hour

    class Meta:
        constraints = [models.UniqueConstraint(fields=["state", "complaint"], name="one_notice_address")]


class Text(CaseRow):
    """Words: a narrative, a message, a note, a question, an answer. Sealed under the key of its part."""

    class Kind(models.TextChoices):
        NARRATIVE = "narrative"
        WISH = "wish"  # what the complainant wants to come of it
        RELEASED = "released"  # the text the ministry may read
        TO_COMPLAINANT = "to_complainant"
        FROM_COMPLAINANT = "from_complainant"
        NOTE = "note"  # staff of one institution
        QUESTION = "question"
        ANSWER = "answer"
        REASONS = "reasons"  # of a decision
        FINDING = (
            "finding"  # why an allegation was found as it was; the complainant reads it with the outcome
        )
        RECOMMENDATION = "recommendation"  # what is to be put right, as the authority reads it
        POSITION = "position"  # what somebody says about a recommendation
        SAFETY = "safety"  # whether the complainant came to harm, for an independent body alone

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField()  # its order in the case; days alone would not tell
    kind = models.CharField(max_length=16, choices=Kind)
    part = models.CharField(max_length=12, choices=Part)
    key_number = models.PositiveSmallIntegerField(default=1)  # which of the keys its part has had
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    body = models.BinaryField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "complaint", "number"], name="texts_in_order")
        ]


class Request(CaseRow):
    """A question to the authority, with its own clock. Several may be open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_by = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    answer = models.ForeignKey(
        Text, null=True, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    gone_on_at = models.DateTimeField(null=True)  # work went on without an answer
    is_dropped = models.BooleanField(default=False)  # the case left whom it was put to
    reminded_on = models.DateField(null=True)  # late: the authority was reminded
    pressed_on = models.DateField(null=True)  # very late: whoever asked was told to go on without it

    class Meta:
        indexes = [
            models.Index(fields=["state", "complaint", "asked_at"]),
            models.Index(fields=["state", "-asked_at", "-id"], name="requests_by_day"),
            models.Index(
                fields=["state", "asked_at", "id"],
                condition=Q(answered_at__isnull=True, gone_on_at__isnull=True),
                name="requests_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("asked_at")),
                name="answered_after_asked",
            )
        ]

    @property
    def is_waiting(self) -> bool:
        return self.answered_at is None and self.gone_on_at is None
