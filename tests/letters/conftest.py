"""The desk of tests/casework, and letters written on it."""

import pytest
from django.test import Client

from common import tenancy
from complaints.letters import services
from complaints.letters.content import Words
from complaints.letters.services import Card
from complaints.models import Letter
from record.tasks import drain_one
from tests.casework.conftest import desk, led, now, protected

__all__ = ["desk", "led", "now", "protected"]
TEXT = "نرجو موافاتنا بسجل الدخول رقم 2026/77.\n\nوتفضلوا بقبول فائق الاحترام."


@pytest.fixture
def write(now):
    """Begin a letter as somebody would; `fresh` leaves out what the pages fill in."""

    def begin(case, by, purpose="answer_request", language="ar", text=TEXT, correspondent="unit", **card):
        return services.draft(
            case=case.pk,
            purpose=purpose,
            language=language,
            card=Card(correspondent=correspondent, **card),
            words=Words(to="مركز الشرطة", subject="طلب الرد", text=text),
            by=by,
            now=now,
        )

    return begin


def drained(now):
    """Everything that waits for a worker, done."""
    while drain_one(now=now):
        pass


def letters(case):
    with tenancy.within(case.state):
        return list(Letter.objects.filter(complaint=case).select_related("register").order_by("made_at"))


def browser(person):
    client = Client()
    client.force_login(person)
    return client
