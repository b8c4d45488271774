"""What was typed on the nine pages when something is lost, late, sent twice or altered."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.actor import receipt
from common import receipts, tenancy, tokens
from complaints.intake import keys
from complaints.intake.steps import drafts
from complaints.models import Complaint
from tests.intake.conftest import NARRATIVE, output
from tests.intake.walking import Walker, everything_in_redis
from vault import services as vault

STORY = "/ar/complaints/new/story/"
WORDS = "الكلمةالوحيدة"


@pytest.fixture
def amal(world):
    cache.clear()
    return Walker(Client(enforce_csrf_checks=True), answers={"story": {"narrative": WORDS}})


@pytest.fixture
def no_redis(settings):
    """Redis does not answer from now on."""

    def fall():
        settings.CACHES = {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": "redis://127.0.0.1:1/0",
                "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
            }
        }

    return fall


def lose_redis(walker):
    cache.clear()


def lose_cookie(walker):
    walker.client.cookies.clear()


def lose_both(walker):
    lose_redis(walker)
    lose_cookie(walker)


def cases():
    with tenancy.within("BH"):
        return Complaint.objects.count()


@pytest.mark.parametrize("lose", [lose_redis, lose_cookie, lose_both])
@pytest.mark.parametrize("page", ["known", "story", "people", "check"])
def test_an_open_page_brings_everything_back(amal, lose, page):
    amal.go_to(page)
    lose(amal)
    amal.file()
    assert output(amal.page, "reference")
    assert cases() == 1


def test_a_lost_page_that_is_reloaded_says_what_can_still_be_done(amal):
    amal.go_to("people")
    lose_redis(amal)
    page = Client(HTTP_COOKIE=amal.client.cookies.output(header="", sep=";")).get(STORY).content.decode()
    assert 'id="step"' not in page
    amal.client.get(STORY)
    amal.file()  # the window that was left open
    assert cases() == 1


def test_with_redis_down_the_pages_carry_everything_themselves(amal, no_redis):
    no_redis()
    amal.get("before").file()
    assert cases() == 1


def test_reload_and_back_show_what_was_typed(amal):
    amal.go_to("about")
    assert amal.get("story").fields["narrative"] == [WORDS]
    amal.get("about").send(categories=["LIB"], go="back")
    assert amal.slug == "story"
    assert amal.get("about").fields["categories"] == ["LIB"]


def test_back_keeps_half_an_answer(amal):
    amal.go_to("contact").send(name="أمل", email="amal@", go="back")
    assert amal.get("contact").fields["email"] == ["amal@"]


@pytest.mark.parametrize("page", ["known", "story", "people", "contact", "check"])
def test_changing_the_language_keeps_every_word(amal, page):
    amal.go_to(page)
    before = {name: value for name, value in amal.fields.items() if name != "draft"}
    amal.send(switch="en", untouched=False)
    assert amal.path.startswith(f"/en/complaints/new/{page}/")
    assert {name: value for name, value in amal.fields.items() if name != "draft"} == before
    amal.language = "en"
    amal.file()
    assert cases() == 1


def test_words_typed_but_not_continued_come_along_to_the_other_language(amal):
    amal.go_to("story").send(narrative="نصف جملة", switch="en")
    assert amal.fields["narrative"] == ["نصف جملة"]


def test_sent_twice_it_is_one_complaint_with_one_receipt(amal):
    amal.go_to("check")
    form, path = amal.fields, amal.action
    first = amal.client.post(path, form)
    second = amal.client.post(path, form)
    assert (first.status_code, second.status_code) == (303, 303)
    code = output(amal.client.get(second.headers["Location"]).content.decode(), "receipt-code")
    assert len(code) == 28
    assert cases() == 1


def test_a_page_of_a_sent_complaint_brings_nothing_back(amal):
    amal.go_to("story")
    form, path = amal.fields, amal.action
    amal.file()
    answer = amal.client.post(path, form | {"narrative": ["again"]})
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/receipt/")
    assert cases() == 1


def test_an_old_check_page_does_not_file_other_words_as_the_same(amal):
    amal.go_to("check")
    form, path = amal.fields, amal.action
    amal.get("story").send(narrative="شيء آخر تماماً")
    amal.go_to("check").send()
    answer = amal.client.post(path, form)
    assert answer.status_code == 422
    assert cases() == 1
    answer = amal.client.post(path, Walker.fields.fget(Shown(answer)))
    assert answer.status_code == 303
    assert cases() == 2


def words_filed(case, code):
    by = receipt(state="BH", case=case.pk, seed=receipts.reader_seed(code))
    with tenancy.within("BH"):
        text = case.text_set.get(kind="narrative")
        keys = vault.open(state="BH", subject=case.pk, keyring=by.keyring, parts=[text.part])
    return keys.key(text.part).unseal(f"text:{text.pk}", text.body)


class Shown:
    def __init__(self, answer):
        self.page = answer.content.decode()


def test_two_windows_on_different_pages_lose_nothing(amal):
    amal.go_to("people")
    other = Walker(amal.client)
    other.get("story").send(narrative=f"{WORDS} ومعها المزيد")
    amal.fill().file()
    with tenancy.within("BH"):
        case = Complaint.objects.get()
    before = words_filed(case, output(amal.page, "receipt-code"))
    assert before == f"{WORDS} ومعها المزيد"


def test_two_windows_on_one_page_show_each_others_words(amal):
    amal.go_to("story")
    other = Walker(amal.client)
    other.get("story").send(narrative="كُتب في النافذة الثانية")
    amal.send(narrative="كُتب في النافذة الأولى")
    assert amal.answer.status_code == 422
    assert "كُتب في النافذة الثانية" in amal.page
    assert amal.fields["narrative"] == ["كُتب في النافذة الأولى"]
    amal.send()
    assert amal.slug == "about"
    assert amal.get("story").fields["narrative"] == ["كُتب في النافذة الأولى"]


def test_two_complaints_in_one_browser_are_never_mixed(amal):
    amal.go_to("about")
    form, path = amal.fields, amal.action
    amal.send(go="back")
    amal.client.cookies.clear()
    second = Walker(amal.client, answers={"story": {"narrative": "شكوى ثانية"}}).go_to("about")
    answer = amal.client.post(path, form | {"categories": ["MED"]})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert second.get("story").fields["narrative"] == ["شكوى ثانية"]
    assert 'name="categories" value="MED"' in page
    amal.took(amal.client.post(path, form | {"categories": ["MED"], "go": "this"}), path)
    assert amal.get("story").fields["narrative"] == [WORDS]


@pytest.mark.parametrize("draft", ["", "x", "A" * 4_000, "é", "\x00"])
@pytest.mark.parametrize("redis", [True, False])
def test_an_altered_hidden_field_changes_nothing(amal, draft, redis):
    amal.go_to("story")
    if not redis:
        lose_redis(amal)
    amal.send(draft=draft, narrative=WORDS)
    assert amal.answer.status_code == 200
    assert amal.slug == ("about" if redis else "before")
    if not redis:
        amal.go_to("story")
        assert amal.fields["narrative"] == [WORDS]


def test_a_hidden_field_from_elsewhere_is_not_taken(amal):
    forged = tokens.make("{}", purpose="receipt", now=datetime.now(UTC), lasts=timedelta(hours=1))
    assert drafts.unseal(forged, datetime.now(UTC)) is None


def test_after_two_hours_redis_has_nothing_and_the_open_page_everything(amal, monkeypatch):
    monkeypatch.setattr(drafts, "LASTS", type(drafts.LASTS)(seconds=1))
    amal.go_to("people")
    time.sleep(1.2)
    assert drafts.kept(_secret(amal)) is None
    amal.file()
    assert cases() == 1


def test_a_key_older_than_a_day_is_replaced(amal, monkeypatch):
    amal.go_to("check")
    old, read = amal.fields["draft"], keys.read
    first = drafts.unseal(old[0], datetime.now(UTC)).key

    def aged(signed):
        if signed == first:
            raise keys.NoKey
        return read(signed)

    monkeypatch.setattr(keys, "read", aged)
    amal.send()
    assert amal.slug == "receipt"


def _secret(walker):
    request = type("Request", (), {"COOKIES": {k: v.value for k, v in walker.client.cookies.items()}})()
    return drafts.secret_of(request)


def test_redis_holds_ciphertext_alone(amal):
    amal.go_to("check")
    held = everything_in_redis()
    assert b"draft:" in held
    for word in (WORDS, NARRATIVE, "أمل تجربة", "amal@example.org", "سلمى"):
        assert word.encode() not in held
    secret = _secret(amal)
    assert drafts.kept(secret).answers["story"]["narrative"] == [WORDS]
    assert secret not in held


def test_after_sending_redis_holds_nothing_of_it(amal):
    amal.file()
    assert b"draft:" not in everything_in_redis()


def test_quick_exit_deletes_the_draft(amal):
    amal.go_to("check")
    assert 'href="/ar/complaints/new/leave/"' in amal.page
    amal.get("/ar/complaints/new/leave/")
    assert b"draft:" not in everything_in_redis()
    assert not any(value.value for name, value in amal.client.cookies.items() if name.startswith("draft"))


def test_starting_anew_deletes_the_draft(amal):
    amal.go_to("check").send(go="anew")
    assert amal.path == "/ar/complaints/new/"
    assert b"draft:" not in everything_in_redis()
