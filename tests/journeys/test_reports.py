"""The published reports and the plan on a small phone and a desktop: nothing sticks out, axe finds nothing."""

from datetime import UTC, date, datetime

import pytest

from accounts.actor import SYSTEM
from accounts.models import State
from reporting import plan_file, plan_loading, scopes, services, tasks
from reporting.periods import Period
from tests.journeys.test_public import axe, look
from tests.reporting import lives
from tests.reporting.conftest import PLAN

pytestmark = pytest.mark.journey
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
assert tasks.render


@pytest.fixture
def published(site):
    """A public report of Bahrain without a case: what was not reported is said, not counted as zero."""
    State.objects.get_or_create(
        code="XX", defaults={"name_ar": "المنطقة", "name_en": "Region", "zone": "UTC"}
    )
    plan_loading.load(plan_file.read(PLAN), by=SYSTEM, now=NOW)
    report = services.ask(
        scope=scopes.of_state("BH"),
        edition="public",
        period=Period(date(2026, 1, 1), date(2026, 6, 30)),
        language="ar",
        by=SYSTEM,
        now=NOW,
    )
    lives.publish(report, now=NOW)


@pytest.mark.parametrize(("language", "width"), [("ar", 360), ("en", 1280)])
def test_reports_and_plan(browse, published, language, width):
    for name, address in (("reports", f"/{language}/reports/"), ("plan", f"/{language}/plan/")):
        page = browse(address, width=width, script=True)
        if name == "reports":
            assert page.locator("a[href$='.pdf']").count() == 2
        look(page, f"{name}-{language}-{width}")
        if width > 360:
            axe(page)
