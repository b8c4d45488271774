"""The report on paper: its structure for every kind of state, two real PDFs, hostile texts, companions.

Golden files are written anew with GOLDEN=write; look at every changed page before committing one. Pixels are
compared at 50 dpi in grey: on average no more than 2 of 255 apart, and at most one pixel in a hundred by more
than 64. The typeface comes from its package, so that other machines draw the same letters.
"""

import csv
import io
import json
import os
import re
import socket
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import page
import pikepdf
import pytest
from django.template.loader import render_to_string
from django.utils import translation
from PIL import Image, ImageChops
from weasyprint.layout import float as float_layout
from weasyprint.layout import inline

from common import pdf
from common.languages import digits
from reporting import companions, dictionary, outline, reports, sections
from reporting.wording import writer
from tests.reporting.snapshots import pair, snapshot

GOLDEN = Path(__file__).parent / "golden"
WRITE = os.environ.get("GOLDEN") == "write"
SIZES = ("empty", "one", "small", "huge", "long", "region")
GLOSSARY = """تنويه بشأن البيانات · الملخص التنفيذي · أولاً: الإطار القانوني والمؤسسي · ثانياً: حركة الشكاوى
(المدوَّر والوارد والمنجَز والمتبقي) · ثالثاً: حركة طلبات المساعدة · رابعاً: خصائص الشكاوى ومقدّميها · خامساً: الالتزام
بالمُهَل · سادساً: نتائج الادعاءات والتصرّف فيها · سابعاً: الانتهاكات الجسيمة المدّعى بها · ثامناً: مخاطبات المؤسسة
الوطنية وردود الوزارة · تاسعاً: التوصيات ومآلها · عاشراً: الحماية من الأعمال الانتقامية · حادي عشر: الاستعلام عن
المحتجزين · ثاني عشر: مراجعة القرارات ورأي مقدّمي الشكاوى · ثالث عشر: متابعة توصيات المؤتمر · رابع عشر: سجل
الأنشطة · خامس عشر: المنهجية وجودة البيانات · ملاحظات الوزارة · ملاحظات المؤسسة الوطنية · الملاحق"""
NEVER = ("حالات فردية", "ادعاءات كاذبة", "كيدية", "متهم", "نسبة الامتثال", "الخطة الرسمية")
PAYLOADS = [
    payload.replace("URL", url)
    for url in (
        "file:///etc/passwd",
        "http://127.0.0.1:9/x",
        "//127.0.0.1/x",
        "asset:../../manage.py",
        "ftp://h/x",
    )
    for payload in (
        '<img src="URL">',
        '<link rel="attachment" href="URL">',
        '<link rel="stylesheet" href="URL">',
        '<style>@import url("URL");</style>',
        "<style>*{background:url('URL')}</style>",
        '<object data="URL"></object>',
        '<iframe src="URL"></iframe>',
        '<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="URL"/></svg>',
        '<a href="URL" rel="attachment">x</a>',
        '"><img srcset="URL 1x"><!--',
        "{% include 'URL' %}{{ settings.SECRET_KEY }}",
        'content: url("URL"); } @font-face { src: url("URL") }',
    )
]


def html_of(content, language):
    with translation.override(language):
        return render_to_string("pdf/report.html", reports.context(content, language=language))


class Outline(HTMLParser):
    """Headings and tables in their order: level and text; columns and number of rows."""

    def __init__(self):
        super().__init__()
        self.lines, self.text, self.reading, self.columns, self.rows, self.in_body = [], "", "", [], 0, False

    def handle_starttag(self, tag, attrs):
        if tag in {"h1", "h2", "h3", "h4"} or (tag == "th" and not self.in_body):
            self.reading, self.text = tag, ""
        elif tag == "table":
            self.columns, self.rows = [], 0
        elif tag == "tbody":
            self.in_body = True
        elif tag == "tr" and self.in_body:
            self.rows += 1

    def handle_data(self, data):
        self.text += data if self.reading else ""

    def handle_endtag(self, tag):
        if tag == self.reading:
            words = " ".join(self.text.split())
            self.columns.append(words) if tag == "th" else self.lines.append(f"{tag} {words}")
            self.reading = ""
        elif tag == "tbody":
            self.in_body = False
        elif tag == "table":
            self.lines.append(f"   {self.rows} × {' | '.join(self.columns)}")


def outline_of(html):
    made = Outline()
    made.feed(html)
    return made.lines


@pytest.mark.parametrize("size", SIZES)
def test_the_structure_of_every_report(size):
    found = "\n".join(outline_of(html_of(snapshot(size, official=size == "long"), "en"))) + "\n"
    stored = GOLDEN / f"{size}.txt"
    if WRITE:
        stored.write_text(found)
    assert found == stored.read_text()


@pytest.mark.parametrize("size", ["empty", "small", "region"])
def test_the_arabic_headings_are_those_agreed_whatever_the_data(size):
    html = html_of(snapshot(size), "ar")
    headings = [line[3:] for line in outline_of(html) if line.startswith("h2 ")]
    agreed = [" ".join(title.split()) for title in GLOSSARY.split(" · ")]
    if size == "region":  # nobody comments on the regional report
        agreed = [title for title in agreed if not title.startswith("ملاحظات")]
    assert [title for title in headings if title != "المحتويات"] == agreed
    assert [word for word in NEVER if re.search(rf"\b{word}\b", html)] == []


def test_chapters_without_data_say_so_and_nothing_is_zero():
    html = html_of(snapshot("empty"), "en")
    assert html.count("No data received.") >= 10
    assert not re.search(r'class="number">0<', html)


def test_a_version_named_after_a_day_is_that_day_in_words():
    content = snapshot("one")
    assert "<td>12 September 2025 · " in html_of(content, "en")
    assert "<td>١٢ سبتمبر ٢٠٢٥ · " in html_of(content, "ar")
    content["plan_version"] = "2.0-b"
    assert '<td><span dir="ltr">2.0-b</span> · ' in html_of(content, "en")


def test_days_within_a_month_name_it_once():
    content = snapshot("one")
    of_a_month, beyond = ({"start": "2025-01-30", "end": f"2025-{last}"} for last in ("01-31", "02-01"))
    with translation.override("ar"):
        assert writer(content, "ar").days(of_a_month) == "من ٣٠ إلى ٣١ يناير ٢٠٢٥"
    with translation.override("en"):
        by = writer(content, "en")
        assert by.days(of_a_month) == "30 to 31 January 2025"
        assert by.days(beyond) == "30 January 2025 to 1 February 2025"


def test_nothing_is_printed_of_what_is_not_there():
    content = snapshot("small")
    for row in content["clocks"]["complaint"].values():
        row["late"] = None
    content["clocks"]["assistance"] = {}
    html = html_of(content, "en")
    table = re.search(r'id="t-clocks".*?</table>', html, re.S)[0]
    assert "stacked" not in table, "no chart where all of its bars would be empty"
    head = re.search(r'id="t-by_category".*?</thead>', html, re.S)[0]
    assert "Requests for assistance" not in head, "requests have no category"


def test_states_stand_in_the_order_of_the_readers_alphabet():
    content = snapshot("region")
    order = {}
    for language in ("ar", "en"):
        table = re.search(r'id="t-states_complaints".*?</table>', html_of(content, language), re.S)[0]
        order[language] = re.findall(r'<th scope="row">([^<]+)', table)
    assert order["en"][:3] == ["Algeria", "Arab Republic of Egypt", "Comoros"]
    assert order["ar"][:3] == ["الأردن", "الإمارات العربية المتحدة", "تونس"]
    assert len(order["ar"]) == len(order["en"]) == 22
    row = re.search(r'<th scope="row">Comoros</th>(.*?)</tr>', html_of(content, "en"))[1]
    assert row == '<td class="absent" colspan="5">did not report</td>', "said once, in all columns"
    assert ">0<" not in row


def test_both_readings_of_a_dispute_stand_with_both_reasons():
    html = html_of(snapshot("small"), "en")
    assert html.count("Entered: ") == 1
    assert html.count("The national institution: no") == 1
    assert "ministerial decision 12/2025" in html
    assert "we were not shown the documents" in html


def test_comments_print_or_say_that_none_came():
    content = snapshot("one")
    assert html_of(content, "en").count("No comments received.") == 2
    content["comments"] = None
    assert html_of(content, "en").count("Comments were not asked for yet.") == 2
    content["comments"] = {"ministry": [comment("Table 3 counts <twice>")], "nhri": []}
    html = html_of(content, "en")
    assert html.count("No comments received.") == 1
    assert "Table 3 counts &lt;twice&gt;" in html
    assert "5. Keeping of deadlines</h3>" in html
    assert "Directorate" in html


def test_a_narrative_stands_in_its_own_language_alone():
    content = snapshot("one")
    content["narratives"] = {"framework": {"ar": "نص\n\n- بند 12/3\n- بند", "en": ""}}
    assert '<li>بند <span dir="ltr">12/3</span></li>' in html_of(content, "ar")
    assert "بند" not in html_of(content, "en")


def test_months_inside_quarters_outside_and_nothing_in_a_snapshot_of_before():
    inside, outside = snapshot("small"), snapshot("small", edition="public")
    html = html_of(inside, "en")
    table = re.search(r'id="t-months_complaint".*?</table>', html, re.S)[0]
    assert re.findall(r'<th scope="row">(\w+) 2025</th>', table)[::11] == ["January", "December"]
    assert table.count("<svg") == 1
    assert "<title>Bar chart: what was received and what was completed" in table
    assert table.count("<rect") <= 24
    numbers = [int(n) for n in re.findall(r'<td class="number">(\d+)</td>', table)]
    balance = inside["balance"]["complaint"]
    assert (sum(numbers[::2]), sum(numbers[1::2])) == (balance["received"], balance["completed"])
    quarters = re.search(r'id="t-months_complaint".*?</table>', html_of(outside, "en"), re.S)[0]
    assert len(re.findall(r'<th scope="row">', quarters)) == 4
    assert "January – March 2025" in quarters
    outside["months"][1]["complaint"]["received"] = None
    outside["suppressed"] = ["months.1.complaint.received"]
    hidden = re.search(r'id="t-months_complaint".*?</table>', html_of(outside, "en"), re.S)[0]
    assert hidden.count(">…<") == 1
    assert hidden.count("<rect") == quarters.count("<rect") - 1, "a hidden number has no bar"
    for row in inside["plan"]:
        row.pop("made_of"), row.pop("groups")
    del inside["months"]
    inside["schema"] = 2
    before, now = (outline_of(page) for page in (html_of(inside, "en"), html))
    gone = [line for line in now if "Most were received" in line or "Month |" in line]
    assert len(gone) == 4
    unnumbered = [
        [re.sub(r"^h3 Table \d+ |^ +\d+ × Figure", "", line) for line in page] for page in (before, now)
    ]
    assert unnumbered[0] == [
        line for line in unnumbered[1] if not re.search("Most were received|Month [|]", line)
    ]


def test_the_dictionary_defines_every_figure_that_is_printed_and_says_it_in_arabic():
    for size in ("small", "region"):
        content = snapshot(size)
        with translation.override("en"):
            made = sections.sections(content, writer(content, "en"))
        paths = {path for one in made for table in one.tables for row in table.rows for path in row.codes}
        paths = {path for path in paths if "(sum)" not in path}
        assert {path for path in paths if dictionary.of(path) is None} == set()
    every = (*dictionary.WORDS, *dictionary.DEFINITIONS)
    assert len({one.path for one in every}) == len(every)
    for one in every:
        parts = (one.title, one.definition, one.unit.label, one.basis.label, one.source)
        with translation.override("en"):
            english = [str(part) for part in parts]
        with translation.override("ar"):
            arabic = [str(part) for part in parts]
        assert all(english)
        assert not re.search("[A-Za-z]", " ".join(arabic)), one.path


def test_two_periods_that_are_one_stand_in_one_column():
    content = snapshot("small")
    assert html_of(content, "en").count("Same period last year") == 0
    content["comparison"]["year_before"] = {
        **content["comparison"]["year_before"],
        "period": {"start": "2023-01-01", "end": "2023-12-31"},
    }
    html = html_of(content, "en")
    assert html.count("Same period last year") == 1
    assert html.count("Previous period") == 1


def comment(text):
    return {"where": "deadlines", "text": text, "by": pair(("الإدارة", "Directorate")), "on": "2026-02-01"}


def hostile():
    """One case, with payloads in every text that somebody may type."""
    content = snapshot("one", edition="public")
    turn = iter(PAYLOADS * 3)
    content["names"]["institutions"] = {
        f"b{n}": {"ar": next(turn), "en": next(turn), "kind": "nhri"} for n in range(8)
    }
    content["names"]["governorates"] = {"1": {"ar": next(turn), "en": next(turn)}}
    for row in content["activities"]:
        row["partners"], row["place"], row["reason"] = next(turn), next(turn), next(turn)
        row["title"], row["verification"] = {"ar": next(turn), "en": next(turn)}, "disputed"
    for row in content["plan"]:
        if row["dispute"]:
            row["dispute"] |= {"reason": next(turn), "evidence": next(turn)}
    content["narratives"] = {key: {"ar": next(turn), "en": ""} for key in outline.KEYS}
    content["comments"] = {who: [comment(next(turn)) for _n in range(8)] for who in ("ministry", "nhri")}
    return content


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """Two real PDFs: a small state in English under an official plan, and hostile texts in Arabic."""
    folder, asked = tmp_path_factory.mktemp("papers"), []

    def connect(self, address, *_args):
        asked.append(address)
        raise OSError("no network here")

    fetch = pdf._fetcher

    def spied(assets):
        fetcher = fetch(assets)
        original = fetcher.fetch

        def told(url, headers=None):
            asked.append(url)
            return original(url, headers)

        fetcher.fetch = told
        return fetcher

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(socket.socket, "connect", connect)
        patched.setattr(pdf, "_fetcher", spied)
        small = snapshot("small", official=True)
        (folder / "en.pdf").write_bytes(reports.render(small, language="en", files={"CSV": "0" * 64}))
        asked.clear()
        (folder / "ar.pdf").write_bytes(reports.render(hostile(), language="ar"))
    return {"en": folder / "en.pdf", "ar": folder / "ar.pdf", "asked": asked}


def test_hostile_texts_fetch_and_read_nothing(papers):
    assert len(set(PAYLOADS)) >= 50
    assert set(papers["asked"]) <= {"asset:400.ttf", "asset:600.ttf"}
    text = text_of(papers["ar"])
    assert "root:" not in text
    with pikepdf.open(papers["ar"]) as document:
        assert not document.attachments
        assert b"/URI" not in b"".join(
            obj.unparse() for obj in document.objects if not isinstance(obj, pikepdf.Stream)
        )


def test_arabic_lines_are_laid_out_once_and_stand_where_they_stood(monkeypatch):
    css = 'html { font-family: "Portal"; direction: rtl } .aside { float: right; width: 4cm } section { width: 9cm }'
    words = "<p>خمس كلمات في هذا السطر</p>"
    html = (
        f'<html lang="ar"><title>x</title>{words * 9}<section><p class="aside">جانب</p>{words * 9}</section>'
    )
    pdf.prepare()
    asked = []

    def counted(*arguments):
        asked.append(arguments)
        return split(*arguments)

    split = inline.split_inline_box
    monkeypatch.setattr(inline, "split_inline_box", counted)
    once, lines = pdf.render(html=html, css=css), len(asked)
    asked.clear()
    monkeypatch.setattr(inline, "avoid_collisions", float_layout.avoid_collisions)
    assert pdf.render(html=html, css=css) == once
    assert lines <= len(asked) - 9


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_are_pdf_ua(papers, language):
    found = page.validate_pdf(papers[language], profile=page.ValidationProfile.PDF_UA_1)
    assert found.is_compliant, found.failures


def test_bookmarks_lead_to_every_heading(papers):
    with pikepdf.open(papers["en"]) as document, document.open_outline() as bookmarks:
        titles = [item.title for item in bookmarks.root]
        below = sum(len(item.children) for item in bookmarks.root)
    expected = outline_of(html_of(snapshot("small", official=True), "en"))
    assert titles == [line[3:] for line in expected if line.startswith("h2 ")]
    assert below >= 40


def test_tables_are_tagged_and_their_heads_repeated(papers):
    with pikepdf.open(papers["en"]) as document:
        kinds = [str(obj.get("/S", "")) for obj in document.objects if isinstance(obj, pikepdf.Dictionary)]
        assert document.Root.Lang == "en"
        pages = len(document.pages)
        described = [
            str(obj.Alt) for obj in document.objects if isinstance(obj, pikepdf.Dictionary) and "/Alt" in obj
        ]
    assert kinds.count("/Table") >= 50
    assert kinds.count("/Figure") >= 2
    assert sum(text.startswith("Bar chart: ") for text in described) == 2
    assert kinds.count("/TH") > kinds.count("/Table") * 2
    text = text_of(papers["en"])
    assert text.count("Verification") > 12  # the head of each table of the plan
    assert f"page {pages} of {pages}" in text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_sticks_out_of_a_page(papers, language):
    done = subprocess.run(["pdftotext", "-bbox", papers[language], "-"], capture_output=True, check=True)
    boxes = re.findall(r'<word xMin="([-\d.]+)" yMin="[-\d.]+" xMax="([-\d.]+)"', done.stdout.decode())
    edge = 20 / 25.4 * 72 - 1  # the margin of a page, in points
    out = [box for box in boxes if float(box[0]) < edge or float(box[1]) > 595.3 - edge]
    assert len(boxes) > 800
    assert not out, out[:9]


def test_dates_stand_in_both_calendars_and_the_states_digits(papers):
    assert "1 January 2025 (1 Rajab 1446 AH)" in text_of(papers["en"])
    arabic = text_of(papers["ar"])
    assert "٢٠٢٥" in arabic
    assert not re.search(r"صفحة \d", arabic.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "__________")))


PAGES = (("en", 3), ("en", 5), ("en", 25), ("ar", 2))


@pytest.mark.parametrize(("language", "number"), PAGES)
def test_pages_look_as_they_did(papers, language, number, tmp_path):
    where = ["-f", str(number), "-l", str(number), "-singlefile"]
    subprocess.run(
        ["pdftoppm", "-r", "50", "-gray", "-png", *where, papers[language], tmp_path / "now"], check=True
    )
    stored = GOLDEN / f"{language}-{number}.png"
    now = Image.open(tmp_path / "now.png").convert("L")
    if WRITE:
        now.quantize(16).save(stored, optimize=True)
    apart = ImageChops.difference(now, Image.open(stored).convert("L")).histogram()
    pixels = now.width * now.height
    assert sum(step * count for step, count in enumerate(apart)) / pixels <= 2
    assert sum(apart[65:]) / pixels <= 0.01


def text_of(path):
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize("size", ["empty", "long", "region"])
def test_companions_hold_every_table_of_the_pages(size):
    content = snapshot(size, official=True)
    shown = re.findall(r'id="t-(\w+)"', html_of(content, "en"))
    rows = list(csv.reader(io.StringIO(companions.as_csv(content, language="en").decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(companions.as_xlsx(content, language="en")))
    sheets = [name.split(" ", 1)[1] for name in book.sheetnames]
    annexes = {"files", "hidden"}
    assert {key[:20] for key in shown} - annexes <= {key[:20] for key in sheets}
    assert "plan" in sheets
    titles = {row[1] for row in rows[1:]}
    assert {sheet["A1"].value for sheet in book} == titles
    assert json.loads(companions.as_json(content)) == content
    if size == "long":
        assert digits(str(content["intake"]["complaint"]), arabic=False) in {row[4] for row in rows}


def test_nothing_that_somebody_named_runs_in_a_spreadsheet():
    content = snapshot("region")
    for names in content["names"]["states"].values():
        names |= {"en": '=HYPERLINK("http://example.org")'}
    rows = csv.reader(io.StringIO(companions.as_csv(content, language="en").decode("utf-8-sig")))
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))] == []
    assert [cell for cell in cells if cell.startswith("'=")] != []
    for sheet in openpyxl.load_workbook(io.BytesIO(companions.as_xlsx(content, language="en"))):
        assert [cell.value for row in sheet for cell in row if cell.data_type == "f"] == []


def test_the_list_of_fingerprints_is_one_that_sha256sum_reads(tmp_path):
    files = {"a.pdf": b"one", "b.csv": b"two"}
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    (tmp_path / "SHA256SUMS").write_bytes(companions.sums(files))
    checked = subprocess.run(
        ["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
