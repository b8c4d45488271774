"""Who: states, their institutions and units, the people who work there and the roles they hold."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.changes.models import Change as Change  # a table of this app
from accounts.people.models import Invitation as Invitation  # another
from accounts.roles import Role
from accounts.settings.models import Setting as Setting
from common.tenancy import StateField


class Named(models.Model):
    """Something an institution may rename: a permanent code, a name in each language."""

    name_ar = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the language of the page."""
        return self.name_ar if get_language() == "ar" else self.name_en


class State(Named):
    """A country, with what a page and a deadline need to know of it. `XX` stands for the region."""

    code = StateField(primary_key=True)
    zone = models.CharField(max_length=40)
    months = models.CharField(max_length=12, default="gulf")  # which names the Gregorian months go by
    arabic_digits = models.BooleanField(default=False)
    languages = ArrayField(models.CharField(max_length=2), default=list)
    emergency_number = models.CharField(max_length=20, blank=True)
    emergency_source = models.TextField(blank=True)
    emergency_as_of = models.DateField(null=True)
    grave_route = models.CharField(max_length=12, default="none")  # where grave cases go without an NHRI
    is_open = models.BooleanField(default=False)  # complaints are received here
    prepared_on = models.DateField(null=True)  # calendar, institutions and first administrators are set up
    closed_on = models.DateField(null=True)  # intake paused since
    source = models.TextField(blank=True)
    as_of = models.DateField(null=True)

    class Meta:
        ordering = ["code"]


class Weekend(models.Model):
    """The days of rest of a state from a date on. Monday is 0."""

    state = StateField()
    valid_from = models.DateField()
    days = ArrayField(models.PositiveSmallIntegerField())
    is_confirmed = models.BooleanField(default=True)  # false: sources disagree, as `note` says
    note = models.TextField(blank=True)
    source = models.TextField(blank=True)
    as_of = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["state", "valid_from"], name="one_weekend_per_date")]


class Holiday(models.Model):
    """A public holiday; those of the Hijri calendar are estimates until confirmed."""

    state = StateField()
    day = models.DateField()
    name_ar = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    confirmed = models.BooleanField(default=True)
    source = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["state", "day"], name="one_holiday_per_day")]


class Governorate(Named):
    """A first-level division of a state, the coarsest place a case names."""

    state = StateField()
    code = models.CharField(max_length=8, unique=True)  # ISO 3166-2

    class Meta:
        ordering = ["code"]


class InstitutionKind(models.TextChoices):
    AUTHORITY = "authority", _("Ministry")
    NHRI = "nhri", _("National human rights institution")
    OTHER_BODY = "other_body", _("Other independent body")
    PROSECUTION = "prosecution", _("Public prosecution")
    SECRETARIAT = "secretariat", _("General Secretariat")


INDEPENDENT_KINDS = (InstitutionKind.NHRI, InstitutionKind.OTHER_BODY)


class Institution(Named):
    """A ministry directorate, an NHRI, another body. What it may examine: accounts.answering."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    state = StateField()
    kind = models.CharField(max_length=12, choices=InstitutionKind)
    is_interior = models.BooleanField(default=False)  # the ministry assumed while a service is unknown
    is_generic = models.BooleanField(default=False)  # a name every state's has, until its own is known
    source = models.TextField(blank=True)  # of the name
    source_as_of = models.DateField(null=True)
    status = models.CharField(max_length=20, blank=True)  # GANHRI accreditation
    status_source = models.TextField(blank=True)
    as_of = models.DateField(null=True)  # of the status
    reporting_year_start = models.PositiveSmallIntegerField(default=1)  # month
    reporting_year_source = models.TextField(blank=True)
    has_duty_officer = models.BooleanField(default=False)  # a confirmed one, on weekends too
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["state", "code"]
        indexes = [models.Index(fields=["state", "kind"])]

    @property
    def is_independent(self) -> bool:
        return self.kind in INDEPENDENT_KINDS


class UnitKind(models.TextChoices):
    SERVICE = "service", _("Service")
    DISTRICT = "district", _("District")
    STATION = "station", _("Station")
    PRISON = "prison", _("Prison")
    CROSSING = "crossing", _("Crossing")
    POST = "post", _("Post")


class Unit(Named):
    """A police station, prison or post in its service's tree. `path` is the codes from the root, by dots."""

    code = models.CharField(max_length=40, unique=True)
    state = StateField()
    service = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=UnitKind, blank=True)
    closed_on = models.DateField(null=True)  # no longer there; cases and people keep their rows
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=400, db_index=True)
    governorate = models.ForeignKey(Governorate, null=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["path"]

    def in_line_with(self, other: "Unit") -> bool:
        """Whether one commands the other, or both are the same."""
        mine, theirs = self.path + ".", other.path + "."
        return mine.startswith(theirs) or theirs.startswith(mine)


class People(BaseUserManager["User"]):
    """Creates and fetches accounts, with the institution that every staff page needs."""

    def get_queryset(self) -> models.QuerySet["User"]:
        return super().get_queryset().select_related("institution")

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody with an account: staff of an institution, or a complainant who chose to have one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name_ar = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, default="ar")
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="staff")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    session_epoch = models.PositiveIntegerField(default=0)  # raised, every session of theirs is over

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email

    @property
    def name(self) -> str:
        return (self.name_ar if get_language() == "ar" else self.name_en) or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django's own hash changes with the password alone.
        salt = f"accounts.models.User.session {self.session_epoch}"
        return salted_hmac(salt, self.password, secret=secret, algorithm="sha256").hexdigest()


class Memberships(models.QuerySet["Membership"]):
    """Roles people hold."""

    def on(self, day: date) -> "Memberships":
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day))


class Membership(models.Model):
    """A role somebody holds at their institution, granted by one person and confirmed by another."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role)
    since = models.DateField()
    until = models.DateField(null=True)
    granted_by = models.CharField(max_length=80)
    confirmed_by = models.CharField(max_length=80)

    objects = Memberships.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="one_membership_per_role"),
            models.CheckConstraint(
                condition=~Q(granted_by=models.F("confirmed_by")), name="granted_by_two_people"
            ),
        ]


class Delegations(models.QuerySet["Delegation"]):
    """Who stands in for whom."""

    def on(self, day: date) -> "Delegations":
        return self.filter(since__lte=day, until__gte=day, ended_at=None)


class Delegation(models.Model):
    """For these days somebody's cases are worked on by a colleague of the same institution, under the
    colleague's own name. Roles are never handed on: the colleague holds the one the work needs."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    to = models.ForeignKey(User, on_delete=models.CASCADE, related_name="stands_in")
    since = models.DateField()
    until = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)  # before its last day, or when its grants were withdrawn
    ended_by = models.CharField(max_length=80, blank=True)

    objects = Delegations.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="absence_in_order"),
            models.CheckConstraint(condition=~Q(user=models.F("to")), name="nobody_stands_in_for_themselves"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="an_absence_ends_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["to"], condition=Q(ended_at=None), name="absences_running")]


import accounts.answering  # noqa: E402  # its models belong to this app
import accounts.tokens.models  # noqa: E402, F401  # likewise
