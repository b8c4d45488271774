"""The desk's page for other states: taking in a package, cards, and who may open which door."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from common import tenancy
from complaints.models import Complaint, Exclusion, Partner, Transfer
from complaints.transfers import package, partners
from tests.transfers.test_packages import again, installed, made  # noqa: F401  # fixtures
from tests.workflow.scene import NOW


@pytest.fixture
def desk(installed):  # noqa: F811
    """Browsers of Egypt's and Bahrain's people."""

    def open_desk(name, country="eg"):
        client = Client()
        client.force_login(getattr(installed, country).people[name])
        return client

    return open_desk


def upload(client, content, url="take/", language="en"):
    file = SimpleUploadedFile("x.json", content, content_type="application/json")
    return client.post(f"/{language}/desk/transfers/{url}", {"file": file})


def text(answer):
    return answer.content.decode()


def test_a_package_is_taken_in_from_the_page(desk, made):  # noqa: F811
    head = desk("head")
    answer = upload(head, made[0])
    assert answer.status_code == 303
    with tenancy.within("EG"):
        reference = Complaint.objects.get().reference
    assert reference in answer.headers["Location"]
    assert "came from another state’s institution" in text(head.get(answer.headers["Location"]))
    listed = text(head.get("/en/desk/transfers/"))
    assert reference in listed
    assert "National Institution BH" in listed
    again_ = upload(head, made[0])
    assert again_.status_code == 422
    assert reference in text(again_)


def test_what_is_wrong_is_said_in_the_language_of_the_page(desk, installed, made):  # noqa: F811
    head, old = desk("head"), again(installed, made[0], version=0)
    assert "older version" in text(upload(head, old))
    in_arabic = upload(head, old, language="ar")
    assert in_arabic.status_code == 422
    assert 'dir="rtl"' in text(in_arabic)
    for content in (b"", b"\x00\xff", b"[]", b'{"format": "complaint-transfer", "version": 1}'):
        assert upload(head, content).status_code == 422
    assert head.post("/en/desk/transfers/take/", {}).status_code == 422


def test_a_package_larger_than_memory_is_read(desk, monkeypatch):
    monkeypatch.setattr(package, "LARGEST", 3_000_000)
    monkeypatch.setattr("complaints.transfers.forms.LARGEST", 3_000_000)
    answer = upload(desk("head"), b"[" + b"1," * 1_600_000 + b"1]")
    assert "The file is larger than 64 MB." in text(answer)


def test_a_sent_package_is_fetched_by_its_sender_alone(desk, made):  # noqa: F811
    with tenancy.within("BH"):
        row = Transfer.objects.get()
    address = f"/en/desk/transfers/{row.pk}/package/"
    answer = desk("head", "bh").get(address)
    assert answer.content == made[0]
    assert "attachment" in answer["Content-Disposition"]
    doors = {"supervisor": 403, "reviewer": 403, "admin": 403, "auditor": 403, "registry": 403}
    for name, status in doors.items():
        assert desk(name, "bh").get(address).status_code == status, name
    assert desk("head").get(address).status_code == 404


def test_cards_go_from_page_to_page(desk, installed):  # noqa: F811
    with tenancy.within("BH"):
        partners.end(partner=Partner.objects.get().pk, by=installed.bh.actor("head"), now=NOW)
    card = desk("nhri").post("/en/desk/transfers/card/").content
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("complaints.transfers.package.LARGEST", 10)
        assert upload(desk("head", "bh"), card, "cards/add/").status_code == 422
    assert upload(desk("head", "bh"), card, "cards/add/").status_code == 303
    with tenancy.within("BH"):
        row = Partner.objects.get(ended_at=None)
    address = f"/en/desk/transfers/cards/{row.pk}/confirm/"
    digits = {"compared": partners.fingerprint(row)}
    assert desk("head", "bh").post(address, digits).status_code == 403  # who added it
    assert desk("nhri", "bh").post(address, {"compared": "1"}).status_code == 403
    assert desk("head").post(address, digits).status_code == 404
    assert desk("nhri", "bh").post(address, digits).status_code == 303
    assert "confirmed on" in text(desk("nhri", "bh").get("/en/desk/transfers/"))
    ends = f"/en/desk/transfers/cards/{row.pk}/end/"
    assert desk("nhri", "bh").post(ends).status_code == 403
    assert desk("head", "bh").post(ends).status_code == 303
    assert desk("head", "bh").post(ends).status_code == 404


@pytest.mark.parametrize(
    "name", ["registry", "reviewer", "supervisor", "admin", "intake", "liaison", "auditor"]
)
def test_the_page_is_the_independent_bodys(desk, name):
    for address in ("", "take/", "cards/add/"):
        assert desk(name, "bh").get(f"/en/desk/transfers/{address}").status_code == 403


def test_a_case_from_which_somebody_is_excluded_is_in_no_list(desk, installed, made):  # noqa: F811
    user = installed.bh.people["head"]
    with tenancy.within("BH"):
        row = Transfer.objects.select_related("complaint").get()
        Exclusion.objects.create(
            state="BH", complaint=row.complaint, user=user, ground="hand", by="user:x", at=NOW
        )
    client = desk("head", "bh")
    assert row.complaint.reference not in text(client.get("/en/desk/transfers/"))
    assert client.get(f"/en/desk/transfers/{row.pk}/package/").status_code == 404
