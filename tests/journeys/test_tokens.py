"""A program's token: asked for at the ministry, given by the institution's head, seen once, used, ended."""

import json
import uuid
from urllib import error, request

import pytest
from django.core.cache import cache

from accounts.tokens.models import ApiToken
from common import tenancy
from complaints.tracking import selectors as tracking
from tests.api.conftest import brought
from tests.browser import fits, violations
from tests.journeys.test_desk import office  # noqa: F401  # the fixture
from tests.looks.conftest import fonts  # noqa: F401  # the fixture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def fine(page):
    return (violations(page), fits(page)) == ([], True)


def ask(office, path, secret, body=None, **headers):  # noqa: F811
    """What the institution's program does, without a browser."""
    told = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json", **headers}
    sent = request.Request(  # noqa: S310  # this machine's own address
        f"{office.address}/api/v1/{path}", json.dumps(body).encode() if body else None, told
    )
    try:
        with request.urlopen(sent, timeout=20) as answer:  # noqa: S310
            return answer.status, json.load(answer)
    except error.HTTPError as refused:
        return refused.code, json.load(refused)


@pytest.mark.parametrize("way", [("ar", 360, True)], ids=str)
def test_a_token_is_asked_for_given_used_and_ended(office, way):  # noqa: F811
    cache.clear()
    office.like(way)
    admin, head = office.page("admin"), office.page("head")
    admin.goto(office.url("settings", "tokens"))
    was_fine = [fine(admin)]
    admin.locator('a[href$="/tokens/new/"]').click()
    was_fine.append(fine(admin))
    admin.locator("[name=institution]").select_option(office.world.bh.nhri.code)
    admin.locator("[name=name]").fill("سجل المؤسسة")
    admin.locator("[name=scopes][value=intake]").check()
    admin.locator("[name=scopes][value=read]").check()
    admin.locator("[name=reason]").fill("ربط السجل")
    admin.locator("main form.act button[type=submit]").click()
    was_fine.append(fine(admin))
    with tenancy.within("BH"):
        assert not ApiToken.objects.exists(), "nobody gives one alone"

    head.goto(office.url("signatures"))
    head.locator('main a[href*="/signatures/"]').first.click()
    head.locator('main button[name=step][value="sign"]').first.click()
    admin.goto(office.url("settings", "tokens"))
    assert admin.locator('form[action$="/show/"]').count() == 0, (
        "it opens the institution's cases, not the ministry's"
    )
    head.goto(office.url("settings", "tokens"))
    head.locator('form[action$="/show/"] button').click()
    secret = head.locator("#token").inner_text()
    was_fine.append(fine(head))
    head.goto(office.url("settings", "tokens"))
    assert head.locator('form[action$="/show/"]').count() == 0
    assert secret not in head.content()

    status, filed = ask(office, "complaints/", secret, brought(), **{"Idempotency-Key": str(uuid.uuid4())})
    assert status == 201, filed
    assert tracking.find(filed["receipt_code"]) is not None
    assert ask(office, "complaints/", secret)[1]["results"][0]["reference"] == filed["reference"]
    assert ask(office, f"complaints/{filed['reference']}/moves/", secret, {"action": "acknowledge"})[0] == 403
    with tenancy.within("BH"):
        assert ApiToken.objects.get().used_on is not None

    head.locator('a[href$="/end/"]').click()
    was_fine.append(fine(head))
    head.locator("[name=reason]").fill("انتهى الربط")
    head.locator("main form.act button[type=submit]").click()
    was_fine.append(fine(head))
    assert ask(office, "complaints/", secret)[0] == 401
    assert (set(was_fine), office.troubles) == ({True}, [])
