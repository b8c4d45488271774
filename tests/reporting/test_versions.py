"""A new version of the plan: looked at in words, mapped by a person, signed where it is official, loaded."""

from decimal import Decimal

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.actor import SYSTEM, Refused, staff
from accounts.changes import services as changes
from accounts.changes.kinds import Unacceptable
from accounts.models import InstitutionKind
from accounts.roles import Role
from common import tenancy
from common.languages import isolate
from record.models import Entry
from reporting import plan_file, plan_loading, plan_mapping, plan_versions, plan_words, readings
from reporting.models import Indicator, Plan, PlanDraft, Reading, Succession
from reporting.nodes import FileRefused
from reporting.periods import Period
from reporting.progress import Known
from reporting.scopes import of_state
from tests import factories
from tests.reporting.conftest import NOW, PLAN
from tests.reporting.test_readings import YEAR, enter

MARK = "Invented for tests: no such plan exists"


@pytest.fixture
def secretariat(plan):
    """Two analysts and the regional administrator at the Secretariat."""
    office = factories.institution("XX", InstitutionKind.SECRETARIAT, "secretariat", "الأمانة", "Secretariat")
    return {
        "analyst": factories.person("analyst", office, Role.ANALYST),
        "analyst2": factories.person("analyst2", office, Role.ANALYST),
        "region": factories.person("region", office, Role.REGIONAL_ADMINISTRATOR),
    }


def official(**changed):
    """An official plan that was never adopted by anybody: marked as invented, and shipped nowhere."""
    data = yaml.safe_load(PLAN.read_text())
    data["plan"] |= {
        "version": "test-1",
        "status": "adopted",
        "title_en": MARK,
        "title_ar": "مختلقة للاختبار",
    }
    data["plan"]["phases"] = [
        {
            "code": "I",
            "title_ar": "المرحلة الأولى",
            "title_en": "First phase",
            "starts_on": "2026-01-01",
            "ends_on": "2027-12-31",
            "objectives": [{"code": "I.1", "title_ar": "هدف مختلق", "title_en": "Invented objective"}],
        }
    ]
    data["measures"][11]["objective"] = "I.1"
    for row in data["measures"][11]["indicators"]:
        if row["code"] == "12.O.1":
            row |= {
                "code": "12.O.9",
                "baseline": 10,
                "target": 50,
                "title_en": "Staff who were trained on the code",
            }
    data["measures"].pop(0)
    return data | changed


def written(data):
    return yaml.safe_dump(data, allow_unicode=True).encode()


def upload(person, data):
    return plan_versions.upload(name="plan.yaml", content=written(data), by=staff(person), now=NOW)


def test_differences_are_told_in_words(plan, english):
    file = plan_file.parse(official())
    lines = plan_words.difference(file, Plan.objects.get())
    told = {(line.how, line.part, line.field, line.before, line.after) for line in lines}
    assert (
        "changed",
        "plan",
        "Status of the text",
        "From public sources, not the official text",
        "Adopted by the conference",
    ) in told
    assert next(line.what for line in lines if line.how == "removed" and line.part == "measures").startswith(
        f"{isolate('1')} – "
    )
    assert [line.what for line in lines if line.how == "added" and line.part == "objectives"] == [
        f"{isolate('I.1')} – Invented objective"
    ]
    assert any(
        line.how == "reworded" and line.field == "Title in English" and line.after == MARK for line in lines
    )


def test_a_mistake_is_told_by_line_and_field(english):
    text = PLAN.read_text().replace("    title_ar: ", "    title_xx: ", 1)
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "title_xx" in row)
    with pytest.raises(FileRefused) as refused:
        plan_file.from_text(text)
    assert f"line {line}, measures[0].title_xx: this name is not known here" in refused.value.mistakes


@pytest.mark.parametrize(
    "text", ["a: &x [1]\nb: *x", "plan: [", "- " * 40 + "x", "!!python/object:os.system x", "\x00"]
)
def test_what_is_no_plain_yaml_is_refused_in_words(text):
    with pytest.raises(FileRefused) as refused:
        plan_file.from_text(text)
    assert refused.value.mistakes


def test_the_site_proposes_and_a_person_confirms(secretariat, world):
    enter(world, "12.O.1", "40")
    row = upload(secretariat["analyst"], official())
    by = staff(secretariat["analyst"])
    with pytest.raises(plan_versions.NotNow):
        plan_versions.ask(draft=row.pk, reason="x", by=by, now=NOW)
    old, new = plan_mapping.of_plan(Plan.objects.get()), plan_mapping.of_file(plan_versions.read(row))
    proposed = plan_mapping.proposed(old, new)
    assert proposed["12.O.9"] == "12.O.1"
    assert len(set(proposed.values())) == len(proposed)
    with pytest.raises(plan_mapping.NotMappable):
        plan_versions.map_draft(draft=row.pk, pairs={"12.O.9": "12.S.1"}, by=by, now=NOW)
    with pytest.raises(plan_mapping.NotMappable):
        plan_versions.map_draft(draft=row.pk, pairs={"5.S.1": "12.S.1", "12.S.1": "12.S.1"}, by=by, now=NOW)
    plan_versions.map_draft(draft=row.pk, pairs={"12.O.9": "12.O.1"}, by=by, now=NOW)
    made = plan_versions.ask(draft=row.pk, reason="The conference adopted it", by=by, now=NOW)
    assert made.needs_second
    assert Plan.objects.count() == 1, "an official text waits for a second signature"
    with pytest.raises(Refused):
        changes.confirm(change=made.pk, by=by, now=NOW)
    with pytest.raises(Refused):
        changes.confirm(change=made.pk, by=world.bh.actor("admin"), now=NOW)
    changes.confirm(change=made.pk, by=staff(secretariat["analyst2"]), now=NOW)
    plan = Plan.objects.get(is_current=True)
    assert (plan.version, plan.is_official, plan.loaded_at) == ("test-1", True, NOW)
    read = Reading.objects.get()
    assert read.indicator.plan.version == "2025-09-12", "readings never move"
    own, other = (Indicator.objects.get(plan=plan, code=code) for code in ("12.O.9", "5.O.1"))
    known = Known.of([own, other], of_state("BH"), until=YEAR.end)
    assert known.standing(own, YEAR) == [read]
    assert known.standing(other, YEAR) == []
    with tenancy.within("XX"):
        assert Entry.objects.filter(what__in=("load_plan", "map_plan", "change_made")).count() >= 3


def test_nothing_goes_on_that_nobody_mapped(plan, world):
    enter(world, "12.O.1", "40")
    data = yaml.safe_load(PLAN.read_text())
    data["plan"]["version"] = "by-command"
    plan_loading.load(plan_file.parse(data), by=SYSTEM, now=NOW)
    current = Plan.objects.get(is_current=True)
    same = Indicator.objects.get(plan=current, code="12.O.1")
    assert Known.of([same], of_state("BH"), until=YEAR.end).standing(same, YEAR) == []
    assert not Succession.objects.exists()


def test_activities_go_on_counting_along_the_line(plan, world):
    from reporting import activities, indicators
    from tests.reporting.test_activities import values

    by, measure = world.bh.actor("supervisor"), Indicator.objects.get(code="12.P.1").measure
    activities.add(values=values(kind="meeting"), measures=[measure], by=by, now=NOW)
    old = Plan.objects.get()
    data = yaml.safe_load(PLAN.read_text())
    data["plan"]["version"] = "by-command"
    plan_loading.load(plan_file.parse(data), by=SYSTEM, now=NOW)
    new = Indicator.objects.get(plan__is_current=True, code="12.P.1")

    def count():
        known = Known.of([new], of_state("BH"), until=YEAR.end)
        return indicators.activities(new, of_state("BH"), YEAR, known.measures[new.pk]).value

    assert count() == 0
    plan_mapping.confirm(
        old=old, new=new.plan, pairs={"12.P.1": "12.P.1"}, by="user:x", recorder=SYSTEM, now=NOW
    )
    assert count() == 1


def test_public_sources_take_one_signature_and_a_stale_signature_none(secretariat):
    by = staff(secretariat["analyst"])
    data = yaml.safe_load(PLAN.read_text())
    data["measures"][0]["title_en"] = "Another title"
    row = upload(secretariat["analyst"], data)
    made = plan_versions.ask(draft=row.pk, reason="A misprint", by=by, now=NOW)
    assert made.applied_at
    with pytest.raises(plan_versions.NotNow):
        plan_versions.drop(draft=row.pk, by=by, now=NOW)
    again = upload(secretariat["analyst"], data)
    with pytest.raises(Unacceptable):
        plan_versions.ask(draft=again.pk, reason="Again", by=by, now=NOW)
    waiting = upload(secretariat["analyst"], official())
    plan_versions.map_draft(draft=waiting.pk, pairs={}, by=by, now=NOW)
    asked = plan_versions.ask(draft=waiting.pk, reason="Adopted", by=by, now=NOW)
    changes.refuse(change=asked.pk, reason="Not the text", by=staff(secretariat["region"]), now=NOW)
    assert plan_versions.stage_of(PlanDraft.objects.get(pk=waiting.pk)) == "open"
    plan_versions.drop(draft=waiting.pk, by=by, now=NOW)


def test_the_analyst_on_the_pages_from_the_file_to_the_public_page(secretariat, world, client):
    client.force_login(secretariat["analyst"])
    broken = SimpleUploadedFile("plan.yaml", b"plan: {code: x}\n")
    answer = client.post(reverse("plan_desk"), {"file": broken})
    assert (answer.status_code, len(answer.context["mistakes"]) > 3) == (422, True)
    assert not PlanDraft.objects.exists()
    sent = client.post(reverse("plan_desk"), {"file": SimpleUploadedFile("plan.yaml", written(official()))})
    draft = PlanDraft.objects.get()
    page = client.get(sent.headers["Location"])
    assert page.context["needs_mapping"]
    mapping = reverse("plan_draft_mapping", args=[draft.pk])
    form = client.get(mapping).context["form"]
    name = next(key for key, code in form.names.items() if code == "12.O.9")
    assert form.fields[name].initial == "12.O.1"
    assert form.fields["compared"].required
    assert all(field.required for field in form.fields.values()), "no line is left without an answer"
    lines = {key: form.fields[key].initial for key in form.names}
    assert client.post(mapping, lines).status_code == 422, "without saying that one compared"
    assert client.post(mapping, {name: "12.O.1", "compared": "on"}).status_code == 422, "one line alone"
    assert client.post(mapping, {**lines, "compared": "on"}).status_code == 303
    assert PlanDraft.objects.get().mapping["12.O.9"] == "12.O.1"
    url = reverse("plan_draft", args=[draft.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Adopted"}).status_code == 303
    client.force_login(secretariat["region"])
    change = changes.Change.objects.get()
    assert client.post(reverse("signature", args=[change.pk]), {"step": "sign"}).status_code == 303
    shown = client.get("/en/plan/?state=BH").content.decode()
    for words in (
        MARK,
        "Invented objective",
        "Baseline",
        "Target",
        "Earlier versions",
        "No data were received",
    ):
        assert words in shown, words
    old = Plan.objects.get(is_current=False)
    client.force_login(secretariat["analyst2"])
    assert client.get(reverse("plan_mapping", args=[old.pk])).status_code == 200


@pytest.mark.parametrize("who", ["supervisor", "head", "liaison", "reviewer", "admin", "auditor"])
def test_versions_are_the_analysts_alone(secretariat, world, client, who):
    row = upload(secretariat["analyst"], official())
    client.force_login(world.bh.people[who])
    for url in (
        reverse("plan_desk"),
        reverse("plan_draft", args=[row.pk]),
        reverse("plan_draft_mapping", args=[row.pk]),
    ):
        assert client.get(url).status_code == 403
    assert client.post(reverse("plan_drop", args=[row.pk])).status_code == 403
    with pytest.raises(Refused):
        plan_versions.drop(draft=row.pk, by=world.bh.actor(who), now=NOW)


def test_the_region_reads_for_itself(secretariat):
    by = staff(secretariat["analyst"])
    plan = Plan.objects.get()
    codes = {row.code for row in readings.manual(plan.pk, "XX")}
    assert codes
    assert not codes & {row.code for row in readings.manual(plan.pk, "BH")}
    period = Period(YEAR.start, YEAR.end)
    indicator = Indicator.objects.get(code="8.O.1")
    row = readings.enter(
        indicator=indicator, period=period, value=Decimal(2), evidence="Minutes", by=by, now=NOW
    )
    assert row.state == "XX"
