"""Letters on the desk: from the file of words to the number, the paper and the signed scan."""

import io
import json
import re
from datetime import timedelta

import pikepdf
import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.actor import Refused
from common import storage, tenancy
from complaints.evidence.services import sweep
from complaints.letters import content, rendering, services
from complaints.letters.services import Card, Words
from complaints.models import LetterFile, RegisterNumber
from complaints.sealing import open_case
from record.models import Entry, Outbox
from tests import factories
from tests.casework.conftest import url
from tests.casework.test_pages import statements
from tests.evidence.samples import sample
from tests.evidence.test_cleaning import AUTHOR, document
from tests.letters.conftest import TEXT, drained, letters


def body(answer):
    return answer.content.decode()


def entries(case, *what):
    with tenancy.within(case.state):
        return list(Entry.objects.filter(stream=case.stream, what__in=what).order_by("seq"))


def papers(case, what):
    with tenancy.within(case.state):
        return list(LetterFile.objects.filter(complaint=case, what=what).order_by("pk"))


def saved(client, case, letter, paper):
    """The bytes of a letter's file, taken as a reader would."""
    answer = client.post(url(case, "letters", str(letter.pk), "files", str(paper.pk)))
    assert answer.status_code == 303, body(answer)
    out = client.get(answer.headers["Location"])
    assert out.status_code == 200
    assert client.get(answer.headers["Location"]).status_code == 404  # once
    return out


def test_from_the_first_question_to_the_signed_letter(desk, led, django_capture_on_commit_callbacks):
    basil = desk("reviewer")

    first = basil.get(url(led, "letters", "new"), {"purpose": "answer_request", "language": "ar"})
    assert first.headers["Location"] == url(led, "letters", "new", "answer_request", "ar")
    page = body(basil.get(first.headers["Location"]))
    assert "طلب الملف الطبي" in page
    made = basil.post(first.headers["Location"], {"days": "20", "paragraphs": ["medical"]})
    letter = letters(led)[0]
    assert made.headers["Location"] == url(led, "letters", str(letter.pk), "edit")
    draft = body(basil.get(made.headers["Location"]))
    assert "[[" in draft
    assert "الملف الطبي" in draft
    assert "نسخ من السجلات" not in draft  # left out by the writer
    assert "أمل" not in draft  # the complainant is not named

    place = url(led, "letters", str(letter.pk))
    assert basil.post(place + "send/").status_code == 422  # places are still open
    assert not RegisterNumber.objects.exists()
    fields = {"correspondent": "unit", "to": "مركز الشرطة", "subject": "طلب الرد", "text": TEXT}
    assert basil.post(place + "edit/", fields).headers["Location"] == place
    shown = body(basil.get(place))
    assert '<span class="ltr" dir="ltr">2026/77</span>' in shown
    with django_capture_on_commit_callbacks():
        assert basil.post(place + "send/").status_code == 303
    letter = letters(led)[0]
    assert (letter.status, letter.register.number) == ("sent", 1)
    sent = entries(led, "letter_sent")[0]
    assert json.loads(sent.details)["number"] == letter.register.written
    assert basil.post(place + "edit/", fields).status_code == 303  # too late: nothing changes
    assert basil.post(place + "discard/").status_code == 303
    assert "It is being put on paper" in body(basil.get(place))

    drained(timezone.now())
    made = papers(led, "made")[0]
    out = saved(basil, led, letter, made)
    assert out.headers["Content-Disposition"].endswith(
        f'"out-{letter.register.written.replace("/", "-")}.pdf"'
    )
    with pikepdf.open(io.BytesIO(b"".join(out.streaming_content))) as pdf:
        assert pdf.Root.Lang == "ar"
        assert pdf.Root.MarkInfo.Marked
    on_disk = next(storage.settings.FILES_ROOT.glob(f"kept/*/{made.name}")).read_bytes()
    assert b"%PDF" not in on_disk
    assert TEXT[:20].encode() not in bytes(letter.sealed)
    assert [entry.by for entry in entries(led, "letter_made")] == ["system"]
    assert len(entries(led, "letter_opened")) == 1

    scan = factories.spooled("signed.pdf", document(), "pdf")
    answer = basil.post(place + "scan/", {"attached": scan.token})
    assert answer.status_code == 303, body(answer)
    page = body(basil.get(place))
    assert "The signed letter is the version that holds" in page
    out = saved(basil, led, letter, papers(led, "scan")[0])
    copy = b"".join(out.streaming_content)
    assert copy.startswith(b"%PDF")
    assert AUTHOR.encode() not in copy
    case = body(basil.get(url(led)))
    assert f'dir="ltr">{letter.register.written}</span>' in case
    assert "A letter was sent." in case


def test_what_came_in_is_registered(desk, led, write, now):
    basil = desk("reviewer")
    services.send(letter=write(led, desk.actor("reviewer")), by=desk.actor("reviewer"), now=now)
    ours = letters(led)[0]
    fields = {
        "correspondent": "hospital",
        "to": "د. سمير",
        "their_number": "٤٤/ب",
        "their_date": "2026-01-05",
        "arrived_on": "2026-01-07",
        "language": "ar",
        "subject": "تقرير الفحص",
        "about": str(ours.pk),
        "attached": factories.spooled("scan.png", sample("png"), "png").token,
    }

    wrong = basil.post(url(led, "letters", "incoming"), fields | {"arrived_on": "2999-01-01", "subject": ""})
    assert wrong.status_code == 422
    assert "still to come" in body(wrong)
    assert "Write what the letter is about." in body(wrong)
    answer = basil.post(url(led, "letters", "incoming"), fields)
    assert answer.status_code == 303, body(answer)
    letter = letters(led)[-1]
    assert (letter.direction, letter.register.number, letter.about_id) == ("in", 1, ours.pk)
    assert (letter.their_number, letter.register.direction) == ("٤٤/ب", "in")
    page = body(basil.get(answer.headers["Location"]))
    assert "د. سمير" in page
    assert "تقرير الفحص" in page
    assert json.loads(entries(led, "letter_received")[0].details)["files"]
    text = factories.spooled("note.txt").token
    assert basil.post(url(led, "letters", "incoming"), fields | {"attached": text}).status_code == 422
    broken = factories.spooled("scan.pdf", b"%PDF-1.7 nothing", "pdf").token
    refused = basil.post(url(led, "letters", "incoming"), fields | {"attached": broken})
    assert refused.status_code == 422
    assert "cannot be freed of what it tells" in body(refused)
    assert len(letters(led)) == 2


CELLS = {
    # who, and what of a letter of the ministry in a case it leads, and of the NHRI in one that it leads:
    # write, reason (write, and read for a reason), list (that there is one, closed), none (the case is theirs, the
    # letter is not), or the status.
    "reviewer": ("write", 404),
    "reviewer2": ("list", 404),
    "supervisor": ("write", 404),
    "nhri": ("none", "write"),
    "nhri2": ("none", "list"),
    "head": ("none", "reason"),
    "registry": (403, 403),
    "intake": (403, 403),
    "liaison": (403, 403),
    "auditor": (403, 403),
    "admin": (403, 403),
}
DEEDS = ("send", "discard", "paper")


def test_whose_letters_they_are(desk, led, protected, write, now):
    """Each role before a letter of its own institution, and before one of another's."""
    held = [(led, write(led, desk.actor("reviewer"))), (protected, write(protected, desk.actor("nhri")))]
    seen = 0
    for who, cells in CELLS.items():
        for (case, letter), expected in zip(held, cells, strict=True):
            place, client = url(case, "letters", str(letter.pk)), desk(who)
            page = client.get(place)
            status = {"write": 200, "reason": 200, "list": 200, "none": 404}.get(expected, expected)
            assert page.status_code == status, (who, expected)
            assert ("مركز الشرطة" in body(page)) is (expected == "write"), (who, expected)
            listed = client.get(url(case, "letters")).status_code
            assert listed == (expected if isinstance(expected, int) else 200), (who, expected)
            if expected in ("write", "reason"):
                continue
            refused = 403 if expected == "list" else status
            for deed in DEEDS:
                assert client.post(f"{place}{deed}/").status_code == refused, (who, deed)
            for form in ("edit", "scan"):
                assert client.post(f"{place}{form}/", {}).status_code == refused, (who, form)
            for deed in (
                services.discard,
                services.revise,
                services.send,
                services.add_scan,
                services.make_again,
            ):
                with pytest.raises((Refused, services.NotADraft)):
                    deed(**told(deed, letter, desk.actor(who), now))
                seen += 1
    carim = desk("reviewer", "eg")
    assert carim.get(url(led, "letters")).status_code == 404
    assert seen == 18 * 5
    assert [row.status for case, _letter in held for row in letters(case)] == ["draft", "draft"]


def told(deed, letter, by, now):
    """What a use case takes beside the letter."""
    more = {
        services.revise: {"card": Card("unit"), "words": Words()},
        services.send: {"now": now},
        services.make_again: {"now": now},
        services.add_scan: {"token": "x", "now": now},
    }
    return {"letter": letter, "by": by, **more.get(deed, {})}


def test_begun_where_a_part_is_played(desk, led, protected):
    """The NHRI's holder of a case that the ministry leads writes too; somebody who only sees the queue does not."""
    desk.move(led, "assign", "head", person=desk.world.bh.people["nhri"].pk)
    for who, status in {"nhri": 200, "head": 200, "nhri2": 403, "reviewer": 200, "reviewer2": 403}.items():
        assert desk(who).get(url(led, "letters", "new")).status_code == status, who
        assert desk(who).get(url(led, "letters", "incoming")).status_code == status, who


def test_an_excluded_person_reads_no_letter(desk, led, write):
    letter = write(led, desk.actor("reviewer"))
    desk.move(led, "exclude", "supervisor", reason="قريب", person=desk.world.bh.people["reviewer"].pk)

    assert desk("reviewer").get(url(led, "letters", str(letter.pk))).status_code == 404
    with pytest.raises((Refused, services.NotADraft)):
        services.discard(letter=letter, by=desk.actor("reviewer"))


def test_nothing_is_written_to_somebody_without_a_name(desk, write):
    case = desk.file(mode="anonymous")
    with pytest.raises((Refused, services.NotADraft)):
        write(case, desk.actor("head"), purpose="acknowledgement", correspondent="complainant")
    page = body(desk("head").get(url(case, "letters", "new")))
    assert "acknowledgement" not in page
    assert "preservation" in page


def test_a_letter_to_a_ministry_that_knows_nothing_warns(desk, protected, write):
    letter = write(protected, desk.actor("nhri"), correspondent="authority")
    assert "They know nothing of this case" in body(
        desk("nhri").get(url(protected, "letters", str(letter.pk)))
    )


def test_the_worker_gets_words_for_a_minute_and_no_key(desk, led, write, now):
    basil = desk.actor("reviewer")
    letter = write(led, basil)
    services.send(letter=letter, by=basil, now=now)
    waits = papers(led, "made")[0]
    left = cache.get(f"paper:{waits.name}")
    assert "نرجو" not in left
    with tenancy.within("BH"):
        key = open_case(led, basil.keyring).of(letter).secret
    assert key.hex() not in left
    assert not [row for row in Outbox.objects.filter(topic="paper") if row.subject != waits.name]

    drained(now + timedelta(minutes=2))  # too late: nothing is there any more
    assert papers(led, "made")[0].size is None
    services.make_again(letter=letter, by=basil, now=now)
    again = papers(led, "made")[0]
    assert again.name != waits.name
    drained(now)
    assert papers(led, "made")[0].size
    services.make_again(letter=letter, by=basil, now=now)  # it is there
    assert papers(led, "made")[0].name == again.name


def test_the_sweeper_leaves_letters_alone(desk, led, write, now, tmp_path):
    """A scan whose spooled name stayed after its commit is no leftover."""
    basil = desk.actor("reviewer")
    letter = write(led, basil)
    services.send(letter=letter, by=basil, now=now)
    scan = factories.spooled("signed.pdf", sample("pdf"), "pdf")
    services.add_scan(letter=letter, token=scan.token, by=basil, now=now)
    sweep(states=["BH"], now=now + timedelta(days=3))
    with tenancy.within("BH"):
        row = LetterFile.objects.get(what="scan")
        paper = content.unseal_paper(row, letter, open_case(led, basil.keyring))
        _size, chunks = content.sized(row.name, paper.key)
    assert b"".join(chunks) == sample("pdf")  # sealed as it came


def test_a_moved_box_does_not_open(desk, led, write):
    basil = desk.actor("reviewer")
    one, other = write(led, basil), write(led, basil, text="كلام آخر")
    with tenancy.within("BH"):
        one.sealed = other.sealed
        one.save()
    page = desk("reviewer").get(url(led, "letters", str(one.pk)))
    assert page.status_code == 200
    assert "cannot be opened" in body(page)
    assert "كلام آخر" not in body(page)


# --- the register ---------------------------------------------------------------------------------------


def fill(desk, led, now, count):
    basil = desk.actor("reviewer")
    for number in range(1, count + 1):
        services.receive(
            case=led.pk,
            card=Card("court", their_number=f"={number}/q"),
            words=Words(subject="كتاب"),
            language="ar",
            arrived_on=now.date(),
            by=basil,
            now=now,
        )


def test_pages_of_the_register(desk, led, now, monkeypatch):
    monkeypatch.setattr("complaints.letters.selectors.PAGE", 4)
    monkeypatch.setattr("complaints.letters.register_views.AT_ONCE", 3)
    fill(desk, led, now, 9)
    basil, place = desk("reviewer"), "/en/desk/letters/"

    def numbers(page):
        return [int(n) for n in re.findall(r'<th scope="row"><span class="ltr" dir="ltr">\d+/(\d+)<', page)]

    first = body(basil.get(place + "?direction=in"))
    assert numbers(first) == [9, 8, 7, 6]
    below = re.search(r'<a class="next-page" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = body(basil.get(place + below))
    assert numbers(second) == [5, 4, 3, 2]
    above = re.search(r'href="([^"]+)" rel="prev"', second)[1].replace("&amp;", "&")
    assert numbers(body(basil.get(place + above))) == [9, 8, 7, 6]
    assert numbers(body(basil.get(place + "?direction=in&q=7"))) == [7]
    assert numbers(body(basil.get(place + f"?direction=in&q={now.year}/3"))) == [3]
    assert numbers(body(basil.get(place + "?direction=in&q=%3D5/q"))) == [5]
    assert numbers(body(basil.get(place + f"?direction=in&q={led.reference}"))) == [9, 8, 7, 6]
    for odd in ("?year=x&month=77&below=-1", "?direction=zz&q=%00%27", "?year=99999999999"):
        assert basil.get(place + odd).status_code == 200
    assert numbers(body(basil.get(place + "print/?direction=in"))) == list(range(1, 10))

    table = basil.post(place + "table/", {"direction": "in", "year": now.year})
    lines = b"".join(table.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 10
    assert f"{now.year}/1," in lines[1]
    assert "'=1/q" in lines[1]  # no formula
    with tenancy.within("BH"):
        assert Entry.objects.filter(stream="access:bh-moi", what="register_exported").exists()
    assert len(statements(basil, place + "?direction=in")) == len(statements(basil, place + "?direction=out"))

    desk.move(led, "exclude", "supervisor", reason="قريب", person=desk.world.bh.people["reviewer"].pk)
    closed = body(basil.get(place + "?direction=in"))
    assert numbers(closed) == [9, 8, 7, 6]  # no number is missing
    assert led.reference not in closed
    assert "not open to you" in closed
    assert numbers(body(basil.get(place + f"?direction=in&q={led.reference}"))) == []
    assert numbers(body(desk("nhri").get(place + "?direction=in"))) == []


def test_letters_cost_the_case_page_no_statement(desk, led, now):
    desk("reviewer").get(url(led))  # the first reading is recorded
    before = len(statements(desk("reviewer"), url(led)))
    fill(desk, led, now, 3)
    assert len(statements(desk("reviewer"), url(led))) == before


def test_a_list_costs_the_same_for_many(desk, led, now):
    fill(desk, led, now, 1)
    before = len(statements(desk("reviewer"), url(led, "letters")))
    fill(desk, led, now, 5)
    assert len(statements(desk("reviewer"), url(led, "letters"))) == before


@pytest.mark.parametrize("language", ["ar", "en"])
def test_paper_is_tagged_and_keeps_directions(desk, led, write, now, language):
    letter = write(led, desk.actor("reviewer"), language=language)
    letter.register = RegisterNumber(year=2026, number=15, day=now.date())
    sheet = rendering.of_letter(
        letter, case=led, number=letter.register, words=Words("Unit", "Subject BH-7KQ2-9XYZ", TEXT)
    )
    pdf = rendering.render(sheet)
    assert pdf.startswith(b"%PDF")
    assert pdf == rendering.render(sheet)
