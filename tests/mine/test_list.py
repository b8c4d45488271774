"""The list of one's complaints: sealed at rest, open for a quarter of an hour, nobody else's."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actor import citizen
from accounts.citizens import services
from complaints import claims
from complaints.casework import services as casework
from complaints.models import Claim
from tests.mine.conftest import PASSWORD, add, case_of, file, opened, shown, text
from tests.workflow.scene import NOW

MINE = "/en/complaints/mine/"
ADDRESSES = ["", "open/", "close/", "add/", "account/", "account/data/", "account/delete/"]


@pytest.fixture
def carim(world):
    """Somebody else with an account."""
    return services.open_account(email="carim@example.org", password=PASSWORD, language="en", now=NOW)


def line_of(client):
    return re.search(r'id="line-([0-9a-f-]+)"', client.get(MINE).content.decode())[1]


def test_a_complaint_is_added_by_its_code_and_opens_by_one_press(own):
    reference, code = file()
    page = text(add(own, code.lower(), label="قضية أخي"))
    assert "is on your list" in page
    assert "قضية أخي" in page
    assert reference in page
    assert "Received" in page
    token = re.search('name="token" value="([^"]+)"', own.get(MINE).content.decode())[1]
    case = Client().post("/en/complaints/track/", {"token": token})
    assert f"Your complaint {reference}" in text(case)
    assert code not in own.get(MINE).content.decode()


def test_what_is_stored_tells_nobody_which_case_it_is(own, amal):
    reference, code = file()
    add(own, code, label="السور")
    case, claim = case_of(reference), Claim.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(c)::text FROM complaints_claim c")
        row = cursor.fetchone()[0]
    for known in (code, code.replace("-", ""), reference, str(case.pk), "BH", "السور"):
        assert known not in row
        assert known.encode() not in bytes(claim.box) + bytes(claim.key)
    add(own, file("EG")[1], label="س" * 60)
    assert len({(len(one.box), len(one.key)) for one in Claim.objects.all()}) == 1
    assert {field.name for field in Claim._meta.fields} == {"id", "pair", "key", "box"}
    with pytest.raises(claims.Locked):
        claims.lines(by=citizen(amal))


def test_a_box_opens_in_its_own_line_and_account_alone(own, amal, carim):
    add(own, file()[1])
    add(own, file()[1])
    one, other = Claim.objects.order_by("pk")
    one.key, one.box = other.key, other.box
    one.save()
    assert own.get(MINE).content.decode().count('id="line-') == 1
    stolen = opened(carim)
    other.pair_id = services.people.pair_of(f"user:{carim.pk}").pk
    other.save()
    assert "Nothing is on your list" in shown(stolen)


def test_every_wrong_code_gets_the_same_page(own):
    _, code = file()
    pages = []
    for typed in ("", "guess", "0" * 28, code[::-1], code + "0", "\x00", "ي" * 5_000):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = own.post(f"{MINE}add/", {"code": typed})
        plain = re.sub('name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
        pages.append((answer.status_code, len(answer.content), plain, len(asked)))
    assert len(set(pages)) == 1
    assert "This code opens nothing" in pages[0][2]
    assert not Claim.objects.exists()


def test_a_complaint_stands_once_on_the_list(own, amal):
    reference, code = file()
    add(own, code)
    assert "on your list already" in text(add(own, code))
    claims.add(code=code, by=citizen(amal))  # as the receipt's button does, which cannot see the list
    assert Claim.objects.count() == 2
    assert own.get(MINE).content.decode().count('id="line-') == 1
    own.post(f"{MINE}{line_of(own)}/remove/")
    assert not Claim.objects.exists()
    assert case_of(reference)


def test_the_fifty_first_is_refused(own, amal):
    _, code = file()
    for _ in range(claims.LIMIT):
        claims.add(code=code, by=citizen(amal))
    answer = own.post(f"{MINE}add/", {"code": file()[1]})
    assert answer.status_code == 409
    assert "Your list is full" in text(answer)


def test_a_line_is_named_and_taken_off(own):
    reference, code = file()
    add(own, code)
    own.post(f"{MINE}{line_of(own)}/name/", {"label": "  قضية\n أخي  "})
    assert "قضية أخي" in shown(own)
    assert "is off your list" in text(own.post(f"{MINE}{line_of(own)}/remove/", follow=True))
    assert reference not in shown(own)
    assert f"Your complaint {reference}" in text(Client().post("/en/complaints/track/", {"code": code}))


def test_a_complaint_without_a_name_is_added_after_a_warning(own):
    reference, code = file(mode="anonymous")
    warning = own.post(f"{MINE}add/", {"code": code, "label": "x"})
    assert "sent without a name" in text(warning)
    assert code not in warning.content.decode()
    assert not Claim.objects.exists()
    token = re.search('name="warned" value="([^"]+)"', warning.content.decode())[1]
    own.post(f"{MINE}add/", {"warned": token, "label": "x"})
    assert reference in shown(own)


def test_a_row_says_what_waits_for_the_person(own, world):
    reference, code = file()
    quiet, other = file()
    add(own, code)
    add(own, other)
    case = case_of(reference)
    basil = world.bh.actor("reviewer")
    supervisor = world.bh.actor("supervisor")
    casework.advance(
        case=case.pk, action="assign", by=supervisor, now=NOW, given=casework.Given(person=basil.user_id)
    )
    casework.advance(case=case.pk, action="acknowledge", by=basil, now=NOW)
    asked = casework.Given(message="Which day was it?")
    casework.advance(case=case.pk, action="ask_complainant", by=basil, now=NOW, given=asked)
    page = shown(own)
    assert "A question waits for your answer." in page
    assert page.index(reference) < page.index(quiet), "what waits comes first"


def test_as_many_statements_for_fifty_as_for_one(own, amal):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            assert own.get(MINE).status_code == 200
        return len(asked)

    add(own, file()[1])
    own.get(MINE)
    one = statements()
    for _ in range(11):
        claims.add(code=file()[1], by=citizen(amal))
    assert own.get(MINE).content.decode().count('id="line-') == 12
    assert statements() == one


def test_the_list_closes_after_a_quarter_of_an_hour_and_by_hand(own, monkeypatch):
    reference, code = file()
    add(own, code)
    later = timezone.now() + timedelta(minutes=15, seconds=1)
    with monkeypatch.context() as patched:
        patched.setattr("accounts.keys.unlocking.timezone.now", lambda: later)
        assert "The list is sealed" in shown(own)
    own.post(f"{MINE}close/")
    assert reference not in shown(own)
    assert "The list is sealed" in text(own.post(f"{MINE}add/", {"code": code}))


def test_ten_wrong_passwords_close_the_door_for_a_while(amal):
    client = Client()
    client.force_login(amal)
    for _ in range(10):
        assert client.post(f"{MINE}open/", {"password": "wrong"}).status_code == 422
    assert "quarter of an hour" in text(client.post(f"{MINE}open/", {"password": PASSWORD}))


def test_another_account_has_nothing_of_it(own, carim):
    reference, code = file()
    add(own, code)
    line, other = line_of(own), opened(carim)
    assert reference not in shown(other)
    for what in ("name", "remove"):
        assert other.post(f"{MINE}{line}/{what}/", {"label": "x"}).status_code == 404
    assert reference in shown(own)
    assert json.loads(other.post(f"{MINE}account/data/").content)["complaints"] == []
    # Its boxes would not open anyway; that there are any is not seen either.
    assert not Claim.objects.visible_to(citizen(carim)).exists()
    assert "Your list with 0 lines" in text(other.get(f"{MINE}account/delete/"))


@pytest.mark.parametrize("path", ADDRESSES)
def test_strangers_sign_in_and_staff_have_no_list(world, path):
    client = Client()
    for send in (client.get, client.post):
        assert send(f"{MINE}{path}").status_code in (302, 405)
    client.force_login(world.bh.people["reviewer"])
    for send in (client.get, client.post):
        assert send(f"{MINE}{path}").status_code in (403, 405)


def test_another_site_adds_and_deletes_nothing(amal):
    client = Client(enforce_csrf_checks=True)
    client.force_login(amal)
    for path in ("add/", "close/", "open/", "account/delete/"):
        assert client.post(f"{MINE}{path}", {"code": "x", "password": PASSWORD}).status_code == 403


class Test_after_filing:
    ADDRESS = "/en/complaints/new/receipt/"

    @pytest.fixture
    def receipt(self, own, world):
        """Amal's browser with the receipt's page open."""
        page = own.get("/en/complaints/new/short/").content.decode()
        own.form = {
            "key": re.search('name="key" value="([^"]+)"', page)[1],
            "website": "",
            "state": "BH",
            "mode": "named",
            "matter": "complaint",
            "narrative": "عصفور على السور",
            "categories": ["LIB"],
            "name": "أمل",
        }
        return own

    def test_one_press_keeps_the_receipt(self, receipt):
        receipt.post("/en/complaints/new/short/", receipt.form)
        assert "Add to my complaints" in text(receipt.get(self.ADDRESS))
        page = receipt.post(self.ADDRESS, {"keep": "yes"})
        assert "The complaint is on your list" in text(page)
        reference = re.search("BH-[0-9A-Z]{4}-[0-9A-Z]{4}", text(page))[0]
        assert reference in shown(receipt)

    def test_without_a_name_it_takes_two(self, receipt):
        receipt.post("/en/complaints/new/short/", {**receipt.form, "mode": "anonymous", "name": ""})
        assert "sent without a name" in text(receipt.post(self.ADDRESS, {"keep": "yes"}))
        assert not Claim.objects.exists()
        receipt.post(self.ADDRESS, {"keep": "warned"})
        assert Claim.objects.count() == 1

    def test_it_takes_the_cookie_of_the_page(self, receipt):
        receipt.post("/en/complaints/new/short/", receipt.form)
        for name in ("receipt_en", "receipt_ar"):
            del receipt.cookies[name]
        assert "no longer shown" in text(receipt.post(self.ADDRESS, {"keep": "yes"}))
        assert not Claim.objects.exists()

    def test_a_visitor_and_staff_are_offered_nothing(self, receipt, world):
        receipt.post("/en/complaints/new/short/", receipt.form)
        receipt.logout()
        visitor = Client()
        visitor.cookies["receipt_en"] = "x"
        for user in (None, world.bh.people["reviewer"]):
            other = Client()
            page = other.get("/en/complaints/new/short/").content.decode()
            if user:
                other.force_login(user)
            form = {**receipt.form, "key": re.search('name="key" value="([^"]+)"', page)[1]}
            other.post("/en/complaints/new/short/", form)
            assert "Add to my complaints" not in text(other.get(self.ADDRESS))
            other.post(self.ADDRESS, {"keep": "yes"})
        assert not Claim.objects.exists()
