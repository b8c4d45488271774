"""Who answers where: the services of a state, who supervises and who may examine them, who else can help."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution, Named
from common.tenancy import StateField


class Service(models.TextChoices):
    """The security services a complaint can be about. A state has some of them."""

    POLICE = "police", _("Police")
    PRISONS = "prisons", _("Prisons")
    GENDARMERIE = "gendarmerie", _("Gendarmerie")
    BORDER_GUARD = "border_guard", _("Border guard")
    CUSTOMS = "customs", _("Customs")
    COAST_GUARD = "coast_guard", _("Coast guard")
    INTELLIGENCE = "intelligence", _("Intelligence services")


SERVICE_NAMES_AR: dict[str, str] = {
    Service.POLICE: "الشرطة",
    Service.PRISONS: "السجون ومراكز الإصلاح",
    Service.GENDARMERIE: "الدرك",
    Service.BORDER_GUARD: "حرس الحدود والمنافذ",
    Service.CUSTOMS: "الجمارك",
    Service.COAST_GUARD: "خفر السواحل",
    Service.INTELLIGENCE: "أجهزة الاستخبارات",
}
"""What a service is called where the state gave it no name of its own."""


class Supervised(models.QuerySet["SupervisedService"]):
    """Dated rows of services: of each one the newest that has begun counts."""

    def on(self, day: date) -> "Supervised":
        begun = self.filter(valid_from__lte=day)
        return begun.order_by("state", "service", "-valid_from").distinct("state", "service")


class SupervisedService(Named):
    """A service of a state from a date on, and the authority that supervises it.

    No authority means that none was read from a source: the interior ministry is assumed, and pages say so.
    """

    state = StateField()
    service = models.CharField(max_length=20, choices=Service)
    authority = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)  # complaints about it are received
    valid_from = models.DateField()
    source = models.TextField(blank=True)
    as_of = models.DateField(null=True)

    objects = Supervised.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "service", "valid_from"], name="one_service_per_date")
        ]


class Mandates(models.QuerySet["Mandate"]):
    """Dated rows of mandates: of each institution and service the newest that has begun counts."""

    def on(self, day: date) -> "Mandates":
        begun = self.filter(valid_from__lte=day)
        return begun.order_by("institution_id", "service", "-valid_from").distinct(
            "institution_id", "service"
        )


class Mandate(models.Model):
    """Whether an independent body may examine a service, from a date on."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    service = models.CharField(max_length=20, choices=Service)
    is_held = models.BooleanField(default=True)  # false ends it
    is_confirmed = models.BooleanField(default=False)  # by the institution itself
    valid_from = models.DateField()
    source = models.TextField(blank=True)
    as_of = models.DateField(null=True)

    objects = Mandates.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "service", "valid_from"], name="one_mandate_per_date"
            )
        ]


class Referrals(models.QuerySet["ReferralBody"]):
    """Bodies beside this procedure."""

    def of(self, state: str) -> "Referrals":
        return self.filter(state=state, is_active=True)

    def helping(self, *, categories: Iterable[str] = (), assistance_kind: str = "") -> list["ReferralBody"]:
        """Those that help with one of these first, then those that help with anything."""
        wanted, rows = set(categories), list(self)
        fits = [
            row for row in rows if wanted & set(row.categories) or assistance_kind in row.assistance_kinds
        ]
        return fits + [row for row in rows if row.is_general and row not in fits]


class ReferralBody(Named):
    """A public body outside this procedure that can help, and where to reach it. Source: the row itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = StateField()
    code = models.SlugField(max_length=60, unique=True)
    helps_ar = models.TextField()  # with what, in a sentence
    helps_en = models.TextField()
    phone = models.CharField(max_length=40, blank=True)
    website = models.URLField(blank=True)
    categories = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    assistance_kinds = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    outside_security = models.BooleanField(default=False)  # takes what concerns no security service
    is_active = models.BooleanField(default=True)
    source = models.TextField()
    as_of = models.DateField(null=True)

    objects = Referrals.as_manager()

    class Meta:
        ordering = ["state", "code"]
        verbose_name_plural = "referral bodies"

    @property
    def helps(self) -> str:
        """In the language of the page."""
        from django.utils.translation import get_language

        return self.helps_ar if get_language() == "ar" else self.helps_en

    @property
    def is_general(self) -> bool:
        return not self.categories and not self.assistance_kinds
