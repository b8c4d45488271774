"""Who looks after whose staff, in Bahrain: ministry, NHRI, ombudsman; and the region."""

from datetime import UTC, datetime

import pytest

from accounts.actor import staff
from accounts.models import InstitutionKind, Membership, State
from accounts.roles import Role
from tests import factories

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PASSWORD = "jamal-al-bahr-layla"


class Office:
    """Everybody by name, signed in."""

    def __init__(self, world):
        self.world, self.people = world, dict(world.bh.people)
        bodies = factories.institution("BH", InstitutionKind.OTHER_BODY, "ombudsman", "الأمانة", "Ombudsman")
        State.objects.get_or_create(
            code="XX", defaults={"name_ar": "المنطقة", "name_en": "Region", "zone": "UTC"}
        )
        region = factories.institution(
            "XX", InstitutionKind.SECRETARIAT, "gs", "الأمانة العامة", "Secretariat"
        )
        self.at = {"ministry": world.bh.moi, "nhri": world.bh.nhri, "ombudsman": bodies, "region": region}
        self.people["admin2"] = factories.person("admin2", world.bh.nhri, Role.ADMINISTRATOR)
        self.people["ombudsman"] = factories.person("ombudsman", bodies, Role.NHRI_REVIEWER)
        self.people["analyst"] = factories.person("analyst", region, Role.ANALYST)
        self.people["regional"] = factories.person("regional", region, Role.REGIONAL_ADMINISTRATOR)
        self.people["stranger"] = world.eg.people["admin"]
        self.people["roleless"] = factories.person("roleless", world.bh.moi, Role.CLERK)
        Membership.objects.filter(user=self.people["roleless"]).delete()

    def actor(self, name):
        return staff(self.people[name])

    def newcomer(self, at):
        """Somebody there without a role."""
        user = factories.person(f"new{len(self.people)}", self.at[at], Role.CLERK)
        self.people[f"new{len(self.people)}"] = user
        user.memberships.all().delete()
        return user


@pytest.fixture
def office(world):
    return Office(world)
