"""A register of a real published year, imported, and the plan loaded."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from accounts.actor import SYSTEM, staff
from accounts.models import Institution, InstitutionKind, State
from accounts.roles import Role
from complaints import register
from reporting import plan_file, plan_loading, tasks
from tests import factories

assert tasks.render  # a worker finds it by itself: what is asked for is made
ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "reporting/data/plan-public-sources.yaml"
REGISTER = ROOT / "tests/data/bh-ombudsman-2017-2018.csv"
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
def ombudsman(world):
    """Bahrain's Ombudsman, beside the ministry and the NHRI of the tests' world."""
    State.objects.get_or_create(
        code="XX", defaults={"name_ar": "المنطقة العربية", "name_en": "Arab region", "zone": "UTC"}
    )
    State.objects.filter(code="BH").update(arabic_digits=True)
    Institution.objects.filter(state="BH", kind=InstitutionKind.NHRI).update(name_ar="المؤسسة الوطنية")
    Institution.objects.filter(state="BH", kind=InstitutionKind.AUTHORITY).update(name_ar="وزارة الداخلية")
    return Institution.objects.create(
        code="bh-ombudsman",
        state="BH",
        kind=InstitutionKind.OTHER_BODY,
        name_ar="الأمانة العامة للتظلمات",
        name_en="Ombudsman",
        reporting_year_start=5,
    )


@pytest.fixture
def plan(ombudsman):
    """The plan as shipped."""
    plan_loading.load(plan_file.read(PLAN), by=SYSTEM, now=NOW)


@pytest.fixture
def imported(ombudsman, plan):
    """The published register of 2017–18, imported."""
    register.import_register(data=REGISTER.read_bytes(), institution=ombudsman, by=SYSTEM, now=NOW)
    return ombudsman


@pytest.fixture
def analyst(ombudsman):
    """Somebody at the General Secretariat."""
    body = factories.institution("XX", InstitutionKind.SECRETARIAT, "gs", "الأمانة", "Secretariat")
    return staff(factories.person("Rim", body, Role.ANALYST))
