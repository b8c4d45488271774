"""The demonstration's reports: a published year, in one state corrected, and a quarter that waits for comments."""

from django.utils import timezone

from accounts import demo as people
from accounts import reference
from reporting import demo, services
from reporting.models import Dossier, Report


def test_each_state_has_a_published_year_and_a_quarter_that_waits(db, settings, monkeypatch):
    monkeypatch.setattr(services, "forms", lambda content, **_given: dict.fromkeys(services.FORMS, b"x"))
    settings.DEMO = True
    now = timezone.now()
    reference.load()
    people.load(today=now.date())
    assert demo.missing(now.date()) == list(people.STATES)

    demo.make("BH", today=now.date(), now=now)

    versions = Dossier.objects.published().filter(scope="BH").order_by("version")
    assert [row.version for row in versions] == [1, 2]
    assert Report.objects.published().count() == 4
    assert Dossier.objects.get(scope="BH", stage="ministry").ministry_due_at > now
    assert "BH" not in demo.missing(now.date())
