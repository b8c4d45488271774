"""A register of a real published year, imported, and the plan loaded."""

from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from accounts.actor import SYSTEM, staff
from accounts.models import Institution, InstitutionKind, State
from accounts.roles import Role
from complaints import register
from reporting import plan_file, plan_loading, reports, tasks
from tests import factories
from tests.scenes import scene, standing

assert tasks.render  # a worker finds it by itself: what is asked for is made
__all__ = ["scene", "standing"]
ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "reporting/data/plan-public-sources.yaml"
REGISTER = ROOT / "tests/data/bh-ombudsman-2017-2018.csv"
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def _world(made):
    return factories.world()


def _ombudsman(made):
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


def _plan(made):
    plan_loading.load(plan_file.read(PLAN), by=SYSTEM, now=NOW)


def _imported(made):
    register.import_register(data=REGISTER.read_bytes(), institution=made.ombudsman, by=SYSTEM, now=NOW)
    return made.ombudsman


LAYERS = {"world": _world, "ombudsman": _ombudsman, "plan": _plan, "imported": _imported}


@pytest.fixture(scope="module")
def layers():
    """What a test of reports may stand on; a module adds its own."""
    return LAYERS


@pytest.fixture
def db(scene, db):
    """A test's own transaction, above what it stands on."""


@pytest.fixture
def world(scene, db, settings):
    """The tests' world; vaults open by themselves, as in the demo."""
    settings.DEMO = True
    settings.DEMO_VAULT_KEY = factories.UNLOCK.hex()
    return scene.world


@pytest.fixture
def ombudsman(scene, world):
    """Bahrain's Ombudsman, beside the ministry and the NHRI of the tests' world."""
    return scene.ombudsman


@pytest.fixture
def plan(ombudsman):
    """The plan as shipped."""


@pytest.fixture
def imported(scene, plan):
    """The published register of 2017–18, imported."""
    return scene.imported


@pytest.fixture
def analyst(ombudsman):
    """Somebody at the General Secretariat."""
    body = factories.institution("XX", InstitutionKind.SECRETARIAT, "gs", "الأمانة", "Secretariat")
    return staff(factories.person("Rim", body, Role.ANALYST))


@contextmanager
def quick_pages():
    """Pages that cost nothing, where nobody reads them: laying one out takes seconds. Its files are real."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reports, "render", lambda _content, **given: f"%PDF-{given['language']}".encode())
        yield


@pytest.fixture
def quick():
    """Of a report's files the pages are not laid out."""
    with quick_pages():
        yield
