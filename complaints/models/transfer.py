"""Cases that go to another state's institution, and those that came from one."""

import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.actor import Actor
from accounts.models import Institution, Named
from accounts.roles import Permission
from common.tenancy import StateField
from complaints.models.case import CaseRow
from complaints.models.desk import Docket, Exclusion


class Partners(models.QuerySet["Partner"]):
    """Cards of other installations' institutions."""

    def visible_to(self, actor: Actor) -> "Partners":
        """Those that the actor's own independent body knows."""
        if not actor.may(Permission.INDEPENDENT) or actor.institution is None:
            return self.none()
        return self.filter(state=actor.state, institution=actor.institution)


class Partner(Named):
    """An institution of another installation: cases can be sealed to it, and its signature is believed.

    Its card was added by one person and its fingerprint compared by a second one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = StateField()
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")  # which knows it
    code = models.CharField(max_length=40)
    their_state = models.CharField(max_length=2)
    site = models.CharField(max_length=200)  # where complainants go on following their case
    content_key = models.BinaryField()
    identity_key = models.BinaryField()
    signing_key = models.BinaryField()  # Ed25519; the two others X25519
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)

    objects = Partners.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "id"], name="partner_of_state"),
            models.UniqueConstraint(
                fields=["state", "institution", "code"],
                condition=Q(ended_at__isnull=True),
                name="one_card_of_a_partner",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by="")
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by="") & ~Q(confirmed_by=F("added_by"))),
                name="a_partner_is_confirmed_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="a_partner_is_ended_by_somebody",
            ),
        ]


class SigningKey(models.Model):
    """The public half of the key with which an institution signs what it sends: Ed25519. The private half is a
    compartment of its vault, sealed to its content key."""

    state = StateField()
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    public = models.BinaryField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["state", "institution"], name="one_signing_key_each")]


def _held(actor: Actor) -> Q:
    """Cases that exist for an actor's institution and are not hidden from the actor."""
    assert actor.user_id is not None  # noqa: S101  # whoever has an institution is somebody
    dockets = Docket.objects.filter(
        state=actor.state, complaint_id=OuterRef("complaint_id"), institution=actor.institution
    )
    hidden = Exclusion.objects.filter(
        state=actor.state, complaint_id=OuterRef("complaint_id"), user_id=actor.user_id
    )
    return Q(Exists(dockets)) & ~Q(Exists(hidden))


class Transfers(models.QuerySet["Transfer"]):
    """Cases that go elsewhere."""

    def visible_to(self, actor: Actor) -> "Transfers":
        """Those of the actor's institution, less the cases they are excluded from."""
        if not actor.may(Permission.QUEUE) or actor.institution is None:
            return self.none()
        return self.filter(_held(actor), state=actor.state, institution=actor.institution)


class Arrivals(models.QuerySet["Arrival"]):
    """Cases that came from elsewhere."""

    def visible_to(self, actor: Actor) -> "Arrivals":
        """Those of the actor's institution, less the cases they are excluded from."""
        if not actor.may(Permission.QUEUE) or actor.institution is None:
            return self.none()
        return self.filter(_held(actor), state=actor.state, institution=actor.institution)


class Transfer(CaseRow):
    """That a case is to go to another state's institution: proposed, answered by its complainant, sent.

    `parcel` is what the complainant agreed to: sealed in their own visit, to that institution alone. Nobody here
    opens it, and nothing that came later is in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="+"
    )  # which proposed it
    to_institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    to_partner = models.ForeignKey(
        Partner, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=80)
    agreed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    with_identity = models.BooleanField(default=False)
    parcel = models.BinaryField(default=b"")
    replaced_at = models.DateTimeField(null=True)  # another proposal took its place
    sent_at = models.DateTimeField(null=True)
    sent_by = models.CharField(max_length=80, blank=True)
    package = models.BinaryField(default=b"")  # signed, for an institution of another installation
    their_reference = models.CharField(max_length=60, blank=True)

    objects = Transfers.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state", "complaint"],
                condition=Q(refused_at__isnull=True, replaced_at__isnull=True, sent_at__isnull=True),
                name="one_open_transfer",
            ),
            models.CheckConstraint(
                condition=Q(to_institution__isnull=True) ^ Q(to_partner__isnull=True),
                name="a_transfer_has_one_destination",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_by="")
                | (Q(sent_at__isnull=False, agreed_at__isnull=False) & ~Q(sent_by="")),
                name="sent_by_somebody_after_consent",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True) | (Q(refused_at__isnull=True) & ~Q(parcel=b"")),
                name="agreed_to_something",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer, or for being sent."""
        return self.refused_at is None and self.replaced_at is None and self.sent_at is None

    @property
    def name(self) -> str:
        """Of the institution it is to go to, in the language of the page."""
        to = self.to_institution or self.to_partner
        return to.name if to else ""


class Arrival(Named, CaseRow):
    """Where a case came from, of which `complaint` is what was taken in here; the name is the sender's. A package
    arrives once."""

    package = models.UUIDField()
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="+"
    )  # which took it in
    from_state = models.CharField(max_length=2)
    from_code = models.CharField(max_length=40)
    their_reference = models.CharField(max_length=60)
    filed_on = models.DateField()  # where it was filed first
    files_left = models.PositiveSmallIntegerField(default=0)  # too large to come along
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    objects = Arrivals.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "package"], name="a_package_arrives_once"),
            models.UniqueConstraint(fields=["state", "complaint"], name="one_arrival_each"),
        ]
