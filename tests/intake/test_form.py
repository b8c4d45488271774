"""The one-page form: what it takes, what it refuses, and that nothing typed is lost."""

import html

import pytest

from complaints.models import Complaint
from tests.intake.conftest import NARRATIVE, errors


def test_a_complaint_gets_a_reference_and_a_code(amal):
    reference, code = amal.file()
    assert reference.startswith("BH-")
    assert len(code) == 28


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("state", ""),
        ("state", "QQ"),
        ("state", "XX"),
        ("state", "BH\x00"),
        ("mode", ""),
        ("mode", "secret"),
        ("matter", ""),
        ("matter", "مطلب"),
        ("narrative", ""),
        ("narrative", " \n\u200f\u202e \t"),
        ("narrative", "ا" * 20_001),
        ("categories", ["NOPE"]),
        ("categories", ["LIB", "\x00"]),
        ("name", ""),
        ("name", "ا" * 201),
        ("email", "not an address"),
        ("email", "a@" + "b" * 300 + ".org"),
        ("phone", "call me"),
        ("phone", "1" * 70),
    ],
)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_bad_input_is_said_beside_the_field_and_in_the_summary(amal, language, field, typed):
    answer = amal.send(amal.form(language, **{field: typed}), language)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="error-summary"' in page
    assert f'href="#id_{field}' in page
    assert f'id="id_{field}_error"' in page


def test_nothing_typed_is_lost_when_something_is_missing(amal):
    typed = {
        "state": "EG",
        "mode": "confidential",
        "matter": "",
        "narrative": 'سطر أول\r\n"سطر" <ثانٍ> & آخر',
        "categories": ["LAW", "MED"],
        "danger": "on",
        "name": "أمل",
        "email": "amal@example.org",
        "phone": "٠١٢٣٤٥٦٧",
    }
    page = html.unescape(amal.send(amal.form(**typed)).content.decode())
    assert '<option value="EG" selected' in page
    assert 'value="confidential"' in page.split("checked")[0].rsplit("<input", 1)[1]
    assert '"سطر" <ثانٍ> & آخر' in page
    for code in typed["categories"]:
        assert "checked" in page.split(f'name="categories" value="{code}"')[1].split(">")[0]
    assert "checked" in page.split('name="danger"')[1].split(">")[0]
    for word in ("أمل", "amal@example.org", "٠١٢٣٤٥٦٧"):
        assert f'value="{word}"' in page


def test_twenty_thousand_characters_fit_and_line_breaks_count_once(amal):
    answer = amal.send(amal.form(narrative="ا" * 9_999 + "\r\n" + "ب" * 10_000))
    assert answer.status_code == 303


def test_one_character_more_is_refused_and_still_there(amal):
    answer = amal.send(amal.form(narrative="ا" * 20_001))
    assert answer.status_code == 422
    assert "ا" * 20_001 in answer.content.decode()


@pytest.mark.parametrize("dirt", ["\x00", "\x07", "\u202e", "\u2066", "\ufeff", "\U000e0041"])
def test_characters_nobody_types_are_dropped_in_silence(amal, dirt):
    assert amal.send(amal.form(narrative=f"قبل{dirt}بعد", name=f"أم{dirt}ل")).status_code == 303


@pytest.mark.parametrize("field", ["narrative", "name", "state", "mode", "categories", "key", "website"])
def test_bytes_that_are_no_text_never_break_the_page(amal, field):
    form = amal.form()
    body = "&".join(
        f"{name}={value}" for name, value in form.items() if name != field and name != "narrative"
    )
    raw = f"{body}&{field}=%ED%A0%80%FF%C3%28%00".encode()
    answer = amal.client.post(
        "/ar/complaints/new/short/", raw, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in (303, 422)


@pytest.mark.parametrize("body", [b"narrative=" + b"a" * 3_000_000, b"&".join([b"x=1"] * 2_000)])
def test_a_huge_body_is_refused_politely(amal, body):
    answer = amal.client.post(
        "/ar/complaints/new/short/", body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400
    assert 'lang="ar"' in answer.content.decode()


def test_arabic_digits_make_a_telephone_number(amal):
    assert amal.send(amal.form(phone="+٩٧٣ ١٢٣٤ ٥٦٧٨")).status_code == 303


@pytest.mark.parametrize("field", ["name", "email", "phone"])
def test_without_a_name_nothing_that_tells_it_is_taken(amal, field):
    said = {"name": "أمل", "email": "amal@example.org", "phone": "12345678"}
    form = amal.form(mode="anonymous", name="") | {field: said[field]}
    answer = amal.send(form)
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode()


def test_a_filled_hidden_field_keeps_the_text(amal):
    answer = amal.send(amal.form(website="http://spam.example"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert NARRATIVE in page
    assert "spam.example" not in page
    assert Complaint.objects.count() == 0


@pytest.mark.parametrize("key", ["", "forged", "a:b:c", "\x00", "ImFhYSI:1abc:xyz"])
def test_a_forged_key_gets_a_fresh_one_and_keeps_the_text(amal, key):
    answer = amal.send(amal.form(key=key))
    assert answer.status_code == 422
    assert NARRATIVE in answer.content.decode()
    fresh = amal.form()["key"]
    assert amal.send(amal.form(key=fresh)).status_code == 303


def test_an_old_key_gets_a_fresh_one_and_keeps_the_text(amal, monkeypatch):
    form = amal.form()
    monkeypatch.setattr("complaints.intake.keys.GOOD_FOR", -1)
    answer = amal.send(form)
    assert answer.status_code == 422
    assert NARRATIVE in answer.content.decode()


def test_files_are_refused_in_words_and_not_dropped(amal):
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = amal.send(amal.form(files=SimpleUploadedFile("a.pdf", b"%PDF-")))
    assert answer.status_code == 422
    assert NARRATIVE in answer.content.decode()


@pytest.mark.parametrize(("here", "there"), [("ar", "en"), ("en", "ar")])
def test_changing_the_language_keeps_every_word(amal, here, there):
    form = amal.form(here, narrative="نصف", mode="confidential", name="أمل", categories=["MED"], state="EG")
    answer = amal.send(form | {"switch": there}, there)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{there}"' in page
    assert "error-summary" not in page
    assert ">\nنصف</textarea>" in page
    assert 'value="أمل"' in page
    assert '<option value="EG" selected' in page
    assert f'value="{form["key"]}"' in page


@pytest.mark.parametrize("mode", ["named", "anonymous"])
def test_where_nobody_independent_is_plain_complaints_are_taken(amal, mode):
    name = "أمل" if mode == "named" else ""
    assert amal.send(amal.form(state="ZZ", mode=mode, name=name, categories=["BRB"])).status_code == 303


def test_confidential_is_not_offered_where_it_cannot_be_kept(amal):
    page = amal.client.get("/en/complaints/new/short/?state=ZZ").content.decode()
    assert 'value="confidential"' not in page
    assert "no independent body may examine" in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"mode": "confidential", "categories": ["BRB"]}, "mode"),
        ({"categories": []}, "categories"),
        ({"categories": ["TOR"]}, "categories"),
    ],
)
def test_what_cannot_be_received_is_refused_beside_its_field(amal, typed, field):
    answer = amal.send(amal.form(state="ZZ", **typed))
    assert answer.status_code == 422
    assert f'href="#id_{field}_0"' in answer.content.decode(), errors(answer)


def test_a_way_that_is_not_offered_is_said_together_with_what_else_is_wrong(amal):
    page = amal.send(amal.form(state="ZZ", mode="confidential", narrative="")).content.decode()
    assert 'href="#id_mode_0"' in page
    assert 'href="#id_narrative"' in page


def test_readers_are_printed_beside_each_choice(amal):
    page = amal.client.get("/en/complaints/new/short/?state=BH").content.decode()
    assert page.count("choice-readers") == 3
    assert "Bahrain: Only National Institution BH reads it at first" in page
    assert "Bahrain: Ministry BH, with your name, and National Institution BH" in page


def test_the_first_submit_button_of_the_form_sends_it(amal):
    page = amal.client.get("/ar/complaints/new/short/").content.decode()
    form = page.split('<form id="short"')[1].split("</form>")[0]
    assert 'name="switch"' not in form.split('type="submit"')[0].rsplit("<", 1)[1]
    assert form.index('type="submit"') < form.index('name="switch"')


def test_another_site_may_not_send_it(amal):
    form = amal.form()
    assert amal.send(form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert amal.send(form, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert amal.send(form, headers={"Origin": "null"}).status_code == 403
    assert Complaint.objects.count() == 0
    assert amal.send(form, headers={"Origin": "http://testserver"}).status_code == 303


def test_no_button_but_those_of_the_form_stands_where_somebody_types(amal):
    """A button of another form would load the page anew, without what was typed."""
    page = amal.client.get("/ar/complaints/new/short/").content.decode()
    content = page[page.index("<main") : page.index("</main>")]
    assert content.count("<form") == 1
