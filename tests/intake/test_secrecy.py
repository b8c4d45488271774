"""Nothing a complainant wrote in confidence lies in any table in clear."""

import pytest
from django.apps import apps
from django.db import connections

from common.arabic import document
from tests.intake.walking import Walker, everything_in_redis

NAME, WORD, ADDRESS, PHONE = "زهراءالمستترة", "الكلمةالسرية", "hidden-amal@example.org", "55512349876"


@pytest.mark.django_db(transaction=True, databases=["default", "maintenance"])
@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_no_table_holds_name_or_words(amal, mode):
    identity = {"name": NAME, "email": ADDRESS, "phone": PHONE} if mode == "confidential" else {"name": ""}
    _, code = amal.file(mode=mode, narrative=f"حدث {WORD} أمس", **identity)
    dump = everything_stored()
    assert b"complaints_complaint" in dump
    grouped = "-".join(code[at : at + 4] for at in range(0, 28, 4))
    # The search index keeps words folded: those are looked for as well.
    for secret in (NAME, WORD, ADDRESS, PHONE, code, grouped, document(WORD), document(NAME)):
        assert secret.encode() not in dump, secret


@pytest.mark.django_db(transaction=True, databases=["default", "maintenance"])
def test_the_search_would_find_them(amal):
    """The test above can fail: what is stored in clear is found by the same search."""
    amal.client.get("/ar/")
    reference, _ = amal.file()
    assert reference.encode() in everything_stored()


def everything_stored():
    """Every row of every table as bytes, read by the role that no policy holds back."""
    found = b""
    with connections["maintenance"].cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            found += table.encode()
            columns = [field.column for field in model._meta.concrete_fields]
            listed = ", ".join(f'"{column}"' for column in columns)
            cursor.execute(f'SELECT {listed} FROM "{table}"')  # names of our own models
            for row in cursor.fetchall():
                for value in row:
                    found += bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode()
    return found


@pytest.mark.django_db(transaction=True, databases=["default", "maintenance"])
def test_neither_table_nor_redis_holds_a_word_of_the_nine_pages(client, world):
    """Before it is sent, and after: names of everybody, wishes, the address for notices."""
    told = {
        "story": {"narrative": f"حدث {WORD} أمس", "wish": f"أريد {WORD}"},
        "whom": {"source": "family"},
        "concerned": {"consent": "given", "relationship": "sibling", "name": NAME},
        "people": {"role-0": "complained_of", "name-0": NAME, "details-0": f"رتبة {WORD}"},
        "contact": {"name": NAME, "email": ADDRESS, "phone": PHONE, "safe": WORD, "notices": f"n.{ADDRESS}"},
    }
    walker = Walker(client, answers=told).go_to("check")
    for held in (everything_in_redis(), everything_stored()):
        for secret in (NAME, WORD, ADDRESS, PHONE):
            assert secret.encode() not in held, secret
    assert b"draft:" in everything_in_redis()
    walker.send()
    assert walker.slug == "receipt"
    dump = everything_stored()
    assert b"complaints_noticeaddress" in dump
    for secret in (NAME, WORD, ADDRESS, PHONE, document(WORD), document(NAME)):
        assert secret.encode() not in dump, secret
