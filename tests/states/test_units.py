"""The tree of units as a file: read within limits, refused by row and column, taken over whole and recorded."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from accounts.actor import Refused
from accounts.changes.models import Change
from accounts.models import Governorate, Unit
from accounts.units import reading, services, tree
from common import spreadsheet, tenancy
from complaints import tasks
from complaints.models import Exclusion
from record.models import Entry, Outbox
from record.tasks import drain_one
from tests.workflow.scene import filed
from vault.models import Grant

HEAD = "code,parent,name_ar,name_en,kind,governorate,service\n"
TREE = (
    "bh-police,,الشرطة,Police,service,,police\n"
    "bh-police-north,bh-police,الشمال,North,district,,police\n"
    "bh-police-gate,bh-police-north,الباب,Gate,station,bh-13,police\n"
)
PAGE = "/en/desk/settings/units/import/"


def rows(text):
    return tree.checked("BH", reading.read((HEAD + text).encode()))


def wrong(text):
    with pytest.raises(reading.Unreadable) as caught:
        rows(text)
    return {(problem.row, problem.column) for problem in caught.value.problems}


@pytest.fixture
def land(world):
    Governorate.objects.create(state="BH", code="BH-13", name_ar="العاصمة", name_en="Capital")
    return world.bh


@pytest.fixture
def desk(land, client):
    client.force_login(land.people["admin"])
    return client


def upload(desk, text, name="units.csv"):
    content = text if isinstance(text, bytes) else (HEAD + text).encode("utf-8-sig")
    return desk.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def take(desk, text):
    page = upload(desk, text)
    kept = page.context["kept"]
    return desk.post(PAGE, {"rows": kept})


def test_a_file_is_previewed_then_taken_over_whole_and_recorded(desk):
    page = upload(desk, TREE)
    assert page.status_code == 200
    assert len(page.context["told"].new) == 3
    assert Unit.objects.count() == 0
    assert desk.post(PAGE, {"rows": page.context["kept"]}).status_code == 303
    gate = Unit.objects.get(code="bh-police-gate")
    assert (gate.path, gate.governorate.code) == ("bh-police.bh-police-north.bh-police-gate", "BH-13")
    change = Change.objects.get(kind="unit_tree")
    assert change.applied_at
    with tenancy.within("BH"):
        assert Entry.objects.filter(stream="settings:BH", what="change_made").count() == 1


def test_what_a_file_leaves_out_is_closed_and_never_deleted(desk):
    take(desk, TREE)
    take(desk, "\n".join(TREE.splitlines()[:2]) + "\n")
    gate = Unit.objects.get(code="bh-police-gate")
    assert gate.closed_on is not None
    take(desk, TREE)
    gate.refresh_from_db()
    assert gate.closed_on is None


def test_a_preview_that_became_old_changes_nothing(desk):
    kept = upload(desk, TREE).context["kept"]
    take(desk, "\n".join(TREE.splitlines()[:2]) + "\n")
    desk.post(PAGE, {"rows": kept})
    assert Unit.objects.count() == 2
    desk.post(PAGE, {"rows": kept + "x"})
    assert Unit.objects.count() == 2


def test_what_is_exported_comes_back_unchanged(desk):
    take(desk, TREE)
    for name in ("units.csv", "units.xlsx"):
        content = desk.get(f"/en/desk/settings/units/export/{name}").content
        assert tree.checked("BH", reading.read(content)) == tree.present("BH")
    blank = desk.get("/en/desk/settings/units/export/template.csv").content.decode("utf-8-sig")
    assert blank.strip() == HEAD.strip()
    assert desk.get("/en/desk/settings/units/export/secrets.csv").status_code == 404


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("eg-police,,ا,A,service,,police\n", (2, "code")),
        ("bh police,,ا,A,service,,police\n", (2, "code")),
        ("bh-police,,,A,service,,police\n", (2, "name_ar")),
        ("bh-police,,ا,A,castle,,police\n", (2, "kind")),
        ("bh-police,,ا,A,service,,army\n", (2, "service")),
        ("bh-police,,ا,A,service,EG-C,police\n", (2, "governorate")),
        ("bh-station,,ا,A,station,,police\n", (2, "parent")),
        ("bh-police,bh-none,ا,A,station,,police\n", (2, "parent")),
        ("bh-police,,ا,=1+1,service,,police\n", (2, "name_en")),
        ("bh-police,,ا,@SUM(A1),service,,police\n", (2, "name_en")),
        (f"bh-police,,ا,{'A' * 201},service,,police\n", (2, "name_en")),
        ("bh-a,bh-b,ا,A,post,,police\nbh-b,bh-a,ا,A,post,,police\n", (2, "parent")),
        ("bh-a,,ا,A,service,,police\nbh-a,,ا,A,service,,police\n", (3, "code")),
        ("bh-a,,ا,A,service,,police\nbh-b,bh-a,ا,A,post,,prisons\n", (3, "service")),
    ],
)
def test_a_mistake_is_named_by_row_and_column(land, text, where):
    assert where in wrong(text)


def test_one_mistake_and_nothing_is_taken_over(desk):
    page = upload(desk, TREE + "bh-x,bh-none,ا,A,station,,police\n")
    assert page.status_code == 422
    assert "kept" not in page.context
    assert Unit.objects.count() == 0
    assert "No row of the file has this code." in page.content.decode()


def test_arabic_digits_and_capitals_are_read(land):
    [row] = rows("BH-POST٧,,نقطة,Post,service,bh-١٣,police\n")
    assert (row.code, row.governorate) == ("bh-post7", "BH-13")


def test_a_formula_in_a_workbook_is_refused_not_computed(land):
    book = Workbook()
    book.active.append(list(reading.COLUMNS))
    book.active.append(["bh-a", "", "=1+1", "A", "service", "", "police"])
    packed = io.BytesIO()
    book.save(packed)
    with pytest.raises(reading.Unreadable) as caught:
        reading.read(packed.getvalue())
    assert caught.value.problems[0].column == "name_ar"


def test_a_name_that_looks_like_a_formula_leaves_as_text():
    row = tree.Row(**dict.fromkeys(tree.Row.__dataclass_fields__, "") | {"name_ar": "=1+1"})
    assert "'=1+1" in services.as_csv([row]).decode("utf-8-sig").splitlines()[1]
    cells = load_workbook(io.BytesIO(services.as_workbook([row]))).active[2]
    assert [(cell.value, cell.data_type) for cell in cells if cell.value] == [("=1+1", "s")]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 no archive",
        b"\xff\xfe\x00",
        b"",
        b"a\0b",
        b"x" * (reading.BYTES + 1),
        (HEAD + "bh-a,,x,A,service,,police\n" * (spreadsheet.ROWS + 1)).encode(),
        b"name,place\nx,y\n",
    ],
)
def test_what_is_no_such_file_is_refused_with_a_sentence(content):
    with pytest.raises(reading.Unreadable) as caught:
        reading.read(content)
    assert caught.value.problems[0].sentence


def test_an_archive_that_swells_is_not_unpacked():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (spreadsheet.UNPACKED + 1))
    assert len(packed.getvalue()) < reading.BYTES
    with pytest.raises(reading.Unreadable):
        reading.read(packed.getvalue())


def test_only_who_configures_the_state_gets_here(world, client):
    for name in ("reviewer", "supervisor", "nhri", "head", "auditor", "liaison"):
        client.force_login(world.bh.people[name])
        assert client.get(PAGE).status_code == 403, name
        assert client.get("/en/desk/settings/units/export/units.csv").status_code == 403


# --- people in units --------------------------------------------------------------------------------


def test_who_is_put_into_the_unit_complained_of_loses_the_case(desk, land):
    take(desk, TREE)
    gate = Unit.objects.get(code="bh-police-gate")
    case, _ = filed(unit=gate.pk)
    basil, supervisor = land.people["reviewer"], land.people["supervisor"]
    with tenancy.within("BH"):
        assert not Exclusion.objects.filter(complaint=case).exists()
        assert Grant.objects.filter(subject=case, recipient=f"user:{supervisor.pk}").exists()
    now = datetime.now(UTC)
    north = Unit.objects.get(code="bh-police-north")
    services.assign(person=supervisor, unit=north, by=land.actor("admin"), now=now)
    assert Outbox.objects.filter(topic="units_changed", subject=str(supervisor.pk)).exists()
    assert tasks.units_changed  # registered by its import
    while drain_one(now=datetime.now(UTC)):
        pass
    with tenancy.within("BH"):
        excluded = set(Exclusion.objects.filter(complaint=case).values_list("user_id", "ground"))
        assert excluded == {(supervisor.pk, "unit")}
        assert not Grant.objects.filter(subject=case, recipient=f"user:{supervisor.pk}").exists()
        assert basil.pk not in {user for user, _ in excluded}


def test_a_tree_that_puts_a_unit_below_another_hides_its_cases_there(desk, land):
    flat = TREE.replace("bh-police-gate,bh-police-north", "bh-police-gate,bh-police")
    take(desk, flat)
    case, _ = filed(unit=Unit.objects.get(code="bh-police-gate").pk)
    reviewer = land.people["reviewer2"]
    reviewer.unit = Unit.objects.get(code="bh-police-north")
    reviewer.save()
    take(desk, TREE)
    with tenancy.within("BH"):
        assert set(Exclusion.objects.filter(complaint=case).values_list("user_id", flat=True)) == {
            reviewer.pk
        }


def test_nobody_is_put_into_another_states_unit(world):
    unit = Unit.objects.create(
        code="eg-x", state="EG", service="police", path="eg-x", name_ar="و", name_en="u"
    )
    with pytest.raises(Refused):
        services.assign(
            person=world.bh.people["reviewer"], unit=unit, by=world.bh.actor("admin"), now=datetime.now(UTC)
        )
    with pytest.raises(Refused):
        services.assign(
            person=world.eg.people["reviewer"], unit=unit, by=world.bh.actor("admin"), now=datetime.now(UTC)
        )
