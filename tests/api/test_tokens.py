"""Tokens: two people give one, it is shown once, and what it opens ends with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actor import Refused
from accounts.changes import services as changes
from accounts.changes.selectors import to_sign
from accounts.scopes import Scope
from accounts.tokens import services
from accounts.tokens.models import ApiToken
from common import tenancy
from record.models import Entry
from tests.api.conftest import Program, given, second_admin


def ask(world, at, by="admin", **more):
    now = timezone.now()
    told = {"name": "نظام", "scopes": [Scope.READ], "until": now.date(), "reason": "x"} | more
    return services.ask(at=getattr(world.bh, at), by=world.bh.actor(by), now=now, **told)


def test_nobody_gives_one_alone_and_no_ministry_gives_itself_one_of_the_institution(world):
    change, now = ask(world, "nhri"), timezone.now()
    admin, admin2, head = world.bh.actor("admin"), second_admin(world.bh), world.bh.actor("head")
    assert [to_sign(who, [change]) for who in (admin, admin2, head)] == [[], [], [change]]
    for who in (admin, admin2, world.eg.actor("head"), world.bh.actor("nhri")):
        with pytest.raises(Refused):
            changes.confirm(change=change.pk, by=who, now=now)
    with tenancy.within("BH"):
        assert not ApiToken.objects.exists()
    changes.confirm(change=change.pk, by=head, now=now)
    with tenancy.within("BH"):
        row = ApiToken.objects.get()
    # The ministry's administrator asked for it, and never sees it.
    with pytest.raises(Refused):
        services.show(token=row.pk, by=admin, now=now)
    assert (
        services.bearer(services.show(token=row.pk, by=head, now=now), now=now).institution == world.bh.nhri
    )
    with pytest.raises(services.Shown):
        services.show(token=row.pk, by=head, now=now)
    with tenancy.within("BH"):
        told = list(Entry.objects.filter(stream="settings:BH").order_by("seq").values_list("what", flat=True))
    assert told[-4:] == ["change_proposed", "change_confirmed", "change_made", "token_shown"]


def test_who_asks_from_inside_may_be_signed_for_by_an_administrator(world):
    change = ask(world, "nhri", by="head")
    changes.confirm(change=change.pk, by=world.bh.actor("admin"), now=timezone.now())


def test_an_ended_an_expired_and_a_mistyped_token_open_nothing(world, program):
    reader = program("moi", [Scope.READ])
    assert reader.get("complaints/").status_code == 200
    with tenancy.within("BH"):
        row = ApiToken.objects.get()
    assert row.used_on == changes.today_in("BH", timezone.now())
    secret = reader.headers["Authorization"].removeprefix("Bearer ")
    assert secret not in str(ApiToken.__dict__) and bytes(row.digest) != secret.encode()  # noqa: PT018
    later = timezone.now() + timedelta(days=32)
    assert services.bearer(secret, now=later) is None
    services.end(token=row, reason="x", by=second_admin(world.bh), now=timezone.now())
    for wrong in (secret, secret[:-1] + "_", secret.replace("hrc_bh", "hrc_eg"), "", "hrc_bh_", "ü" * 50):
        answer = Program({"Authorization": f"Bearer {wrong}", "Accept-Language": "en"}, reader.client).get(
            "complaints/"
        )
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["type"] == "/api/docs/#problem-unauthenticated"


def test_a_token_does_what_its_scopes_say_and_no_more(world, program):
    asked = {
        Scope.READ: ("GET", "complaints/"),
        Scope.INTAKE: ("POST", "complaints/"),
        Scope.MOVE: ("POST", "complaints/BH-0000-0000/moves/"),
        Scope.MESSAGE: ("POST", "complaints/BH-0000-0000/messages/"),
        Scope.ACTIVITIES: ("POST", "activities/"),
    }
    for held in Scope:
        who = program("moi", [held])
        for needed, (method, path) in asked.items():
            answer = who.get(path) if method == "GET" else who.post(path, {})
            assert (answer.status_code == 403) is (needed is not held), (held, path, answer.status_code)
        assert who.post("transfers/", {}).status_code == 403  # opens with the institution's key: no token's
    assert given(world, "moi") != given(world, "moi")
