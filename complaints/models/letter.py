"""Letters of a case, and the registers of an institution that number them."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Institution, Unit
from common.tenancy import StateField
from complaints.correspondence import (
    Correspondent,
    Direction,
    LetterStatus,
    PaperKind,
    Purpose,
    written_number,
)
from complaints.models.case import CaseRow
from complaints.vocabulary import FileKind, Part


class Letter(CaseRow):
    """One letter that an institution wrote or received about a case.

    Addressee, subject and words are one sealed field. What is in clear stands in the register.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=3, choices=Direction)
    status = models.CharField(max_length=8, choices=LetterStatus)
    purpose = models.CharField(max_length=16, choices=Purpose, blank=True)  # "": one that came in
    language = models.CharField(max_length=2)
    correspondent = models.CharField(max_length=16, choices=Correspondent)
    body = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    their_number = models.CharField(max_length=40, blank=True)
    their_date = models.DateField(null=True)
    arrived_on = models.DateField(null=True)
    answer_until = models.DateField(null=True)
    about = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False
    )  # the letter it reminds of or answers
    part = models.CharField(max_length=12, choices=Part)
    key_number = models.PositiveSmallIntegerField(default=1)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField(null=True)  # into the register: sent, or registered as received
    entered_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "id"], name="letter_of_state"),
            models.CheckConstraint(
                condition=Q(status=LetterStatus.DRAFT, entered_at__isnull=True, entered_by="")
                | (~Q(status=LetterStatus.DRAFT) & Q(entered_at__isnull=False) & ~Q(entered_by="")),
                name="only_a_draft_is_in_no_register",
            ),
            models.CheckConstraint(
                condition=Q(direction=Direction.OUTGOING, arrived_on__isnull=True)
                | Q(direction=Direction.INCOMING, purpose="", arrived_on__isnull=False),
                name="only_what_came_in_has_arrived",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "complaint", "made_at"], name="letters_of_a_case"),
            models.Index(
                fields=["state", "institution", "their_number"],
                condition=~Q(their_number=""),
                name="letters_by_their_number",
            ),
        ]

    @property
    def is_draft(self) -> bool:
        return self.status == LetterStatus.DRAFT


class LetterFile(CaseRow):
    """A letter on paper: made from its words, or scanned with signature and stamp. The newest scan is what holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="files", db_constraint=False)
    what = models.CharField(max_length=8, choices=PaperKind)
    kind = models.CharField(max_length=8, choices=FileKind)
    name = models.CharField(max_length=32, unique=True)  # on disk: random, see common.storage
    size = models.PositiveIntegerField(null=True)  # bytes on disk; null until a worker has made it
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of what is on disk
    sealed = models.BinaryField()  # under the letter's key: the file's own key, and what it was called
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state", "letter"], condition=Q(what=PaperKind.MADE), name="made_once"
            ),
            models.CheckConstraint(
                condition=Q(what=PaperKind.MADE) | Q(size__isnull=False), name="a_scan_is_there"
            ),
        ]


class RegisterCounter(models.Model):
    """The last number given in one register of one year. Whoever takes the next one holds this row until the end."""

    state = StateField()
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=3, choices=Direction)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state", "institution", "direction", "year"], name="one_counter_for_a_register"
            )
        ]


class RegisterNumber(models.Model):
    """One line of a register. It stays when the letter is lawfully erased, so that no number is ever missing."""

    state = StateField()
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=3, choices=Direction)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    day = models.DateField()  # in the state's own zone
    letter = models.OneToOneField(
        Letter, null=True, on_delete=models.SET_NULL, related_name="register", db_constraint=False
    )
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state", "institution", "direction", "year", "number"], name="each_number_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="registers_begin_at_one"),
            models.CheckConstraint(condition=Q(day__year=F("year")), name="numbered_in_its_year"),
        ]

    @property
    def written(self) -> str:
        return written_number(self.year, self.number)
