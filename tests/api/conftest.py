"""Programs of Bahrain's institutions, and people who ask with their session."""

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.changes import services as changes
from accounts.scopes import Scope
from accounts.tokens import services
from accounts.tokens.models import ApiToken
from common import tenancy

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
V1 = "/api/v1/"
WORDS = "عصفور على السور"
NAME = "أمل الخفية"


@pytest.fixture(autouse=True)
def nobody_counted(settings):
    cache.clear()
    settings.API_RATES = dict.fromkeys(settings.API_RATES, 1_000_000)


def given(world, at="moi", scopes=tuple(Scope), *, country="bh", until=None):
    """The secret of a token that two people gave."""
    here = getattr(world, country)
    now = timezone.now()
    change = services.ask(
        at=getattr(here, at),
        name="نظام",
        scopes=list(scopes),
        until=until or now.date() + timedelta(days=30),
        reason="x",
        by=here.actor("admin"),
        now=now,
    )
    signer = here.actor("head") if at == "nhri" else second_admin(here)
    changes.confirm(change=change.pk, by=signer, now=now)
    with tenancy.within(here.state.code):
        row = ApiToken.objects.latest("given_at")
    shower = here.actor("head") if at == "nhri" else here.actor("admin")
    return services.show(token=row.pk, by=shower, now=now)


def second_admin(here):
    """Another administrator of the state."""
    from accounts.actor import staff
    from accounts.models import User
    from accounts.roles import Role
    from tests import factories

    known = User.objects.get_queryset().filter(email__startswith="admin2").filter(institution=here.moi)
    return staff(known.first() or factories.person("admin2", here.moi, Role.ADMINISTRATOR))


@dataclass
class Program:
    """Somebody who asks without a browser."""

    headers: dict
    client: Client

    def get(self, path, **headers):
        return self.client.get(
            path if path.startswith("/") else V1 + path, headers={**self.headers, **headers}
        )

    def post(self, path, body, **headers):
        address = path if path.startswith("/") else V1 + path
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.post(
            address, text, content_type="application/json", headers={**self.headers, **headers}
        )

    def file(self, body, key=None, **headers):
        return self.post("complaints/", body, **{"Idempotency-Key": key or str(uuid.uuid4()), **headers})


@pytest.fixture
def program(world):
    """Makes the program of a body of Bahrain (or another state)."""

    def make(at="moi", scopes=tuple(Scope), language="en", **more):
        secret = given(world, at, scopes, **more)
        return Program({"Authorization": f"Bearer {secret}", "Accept-Language": language}, Client())

    return make


@pytest.fixture
def person(world):
    """Somebody signed in, with the proof of origin that their browser sends."""

    def make(name, country="bh", language="en"):
        client = Client(enforce_csrf_checks=True)
        client.force_login(getattr(world, country).people[name])
        client.get("/en/plan/")
        from django.middleware.csrf import get_token
        from django.test import RequestFactory

        request = RequestFactory().get("/")
        token = get_token(request)
        client.cookies["csrftoken"] = request.META["CSRF_COOKIE"]
        return Program({"X-CSRFToken": token, "Accept-Language": language}, client)

    return make


def brought(**more):
    """What somebody brought to the counter."""
    return {
        "mode": "named",
        "matter": "complaint",
        "narrative": WORDS,
        "language": "ar",
        "source": "individual",
        "channel": "visit",
        "received_on": timezone.now().date().isoformat(),
        "read_back": "agreed",
        "categories": ["MED"],
        "name": NAME,
        **more,
    }
