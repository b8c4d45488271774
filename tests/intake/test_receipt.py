"""The receipt: once, for ten minutes, in the browser that sent the complaint."""

import re
import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.utils import timezone

from complaints.intake import keys, selectors
from complaints.intake.services import Submission, submit
from complaints.models import Complaint, Receipt
from tests import factories
from tests.intake.conftest import Visitor, output

PATH = "/ar/complaints/new/receipt/"


def test_the_cookie_lives_on_its_page_alone_and_short(amal):
    answer = amal.send(amal.form())
    for language in ("ar", "en"):
        cookie = answer.cookies[f"receipt_{language}"]
        assert cookie["path"] == f"/{language}/complaints/new/receipt/"
        assert cookie["max-age"] == 600
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        assert "BH-" not in cookie.value
    assert set(answer.cookies) == {"receipt_ar", "receipt_en"}


def test_the_page_shows_it_in_both_languages(amal):
    reference, code = amal.file()
    page = amal.client.get("/en/complaints/new/receipt/").content.decode()
    assert (output(page, "reference"), output(page, "receipt-code")) == (reference, code)


def test_saved_forgets_it_and_goes_on_to_following(amal):
    amal.file()
    answer = amal.client.post(PATH)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/ar/complaints/track/")
    assert all(answer.cookies[name]["max-age"] == 0 for name in ("receipt_ar", "receipt_en"))
    after = amal.client.get(PATH)
    assert after.status_code == 200
    assert 'id="receipt-code"' not in after.content.decode()


def test_quick_exit_forgets_it(amal):
    amal.file()
    answer = amal.client.get("/ar/exit/")
    assert answer.cookies["receipt_ar"]["max-age"] == 0
    assert answer.cookies["receipt_ar"]["path"] == PATH


def test_after_ten_minutes_it_cannot_be_shown(amal, monkeypatch):
    amal.file()
    later = timezone.now() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr("complaints.intake.views.timezone.now", lambda: later)
    assert 'id="receipt-code"' not in amal.client.get(PATH).content.decode()


@pytest.mark.parametrize("cookie", ["", "forged", "a" * 200, "é"])
def test_a_forged_cookie_shows_nothing(amal, cookie):
    amal.client.cookies["receipt_ar"] = cookie
    page = amal.client.get(PATH)
    assert page.status_code == 200
    assert 'id="receipt-code"' not in page.content.decode()


@pytest.mark.parametrize("mode", ["named", "anonymous"])
def test_the_same_form_sent_twice_shows_the_same_receipt(amal, mode):
    form = amal.form(mode=mode, name="أمل" if mode == "named" else "")
    shown = []
    for _ in range(2):
        amal.send(form)
        page = amal.client.get(PATH).content.decode()
        shown.append((output(page, "reference"), output(page, "receipt-code")))
    assert shown[0] == shown[1]
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize("mode", ["named", "anonymous"])
def test_much_later_the_same_form_says_that_it_was_sent(amal, monkeypatch, mode):
    form = amal.form(mode=mode, name="أمل" if mode == "named" else "")
    amal.send(form)
    cache.clear()
    later = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr("complaints.intake.views.timezone.now", lambda: later)
    answer = amal.send(form)
    assert answer.status_code == 200
    assert "receipt_ar" not in answer.cookies
    assert Receipt.objects.count() == 1


def test_other_words_in_a_form_that_was_sent_are_not_lost_in_silence(amal):
    form = amal.form()
    amal.send(form)
    answer = amal.send(form | {"narrative": "نص آخر تماماً"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "نص آخر تماماً" in page
    fresh = re.search('name="key" value="([^"]+)"', page)[1]
    assert amal.send(form | {"narrative": "نص آخر تماماً", "key": fresh}).status_code == 303
    assert Receipt.objects.count() == 2


def test_without_a_cache_an_anonymous_receipt_is_shown_again(amal, monkeypatch):
    form = amal.form(mode="anonymous", name="")
    amal.send(form)
    later = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr("complaints.intake.views.timezone.now", lambda: later)

    class Down:
        def get(self, _):
            raise ConnectionError

    monkeypatch.setattr(selectors, "cache", Down())
    assert amal.send(form).status_code == 303


@pytest.mark.django_db(transaction=True)
def test_many_equal_posts_at_once_file_one_case(world):
    """What a double click, an impatient reload and a retrying proxy do together."""
    visitor = Visitor(Client())
    form, answers, gate = visitor.form(), [], threading.Barrier(6)

    def send():
        client = Client()
        gate.wait()
        answers.append(Visitor(client).send(form).status_code)
        page = client.get(PATH).content.decode()
        codes.add((output(page, "reference"), output(page, "receipt-code")))
        connections.close_all()

    codes = set()
    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 6
    assert len(codes) == 1
    assert Receipt.objects.count() == 1


def test_a_key_is_sixteen_random_bytes():
    assert len(keys.read(keys.new()).raw) == 16
    assert keys.new() != keys.new()


def test_a_filing_promises_a_day(world):
    sent = Submission(
        state="BH",
        mode="confidential",
        matter="complaint",
        narrative="نص",
        language="ar",
        categories=("LIB",),
    )
    now = timezone.now()
    filed = submit(sent=sent, key=factories.key(), now=now)
    promise = selectors.promise(filed.code)
    assert promise.lead == world.bh.nhri
    assert now.date() < promise.until < now.date() + timedelta(days=12)
    assert Complaint.objects.count() == 0, "no context, no rows"
