"""Every address with an id is walked by the people of another state: to them nothing of it exists."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client, override_settings
from django.urls import get_resolver, reverse
from django.utils import timezone, translation

from accounts.actor import SYSTEM
from accounts.changes import services as changes
from accounts.models import Delegation, State
from accounts.people import services as people_services
from accounts.roles import Role
from accounts.tokens.models import ApiToken
from common import tenancy
from complaints import workflow
from complaints.casework.queue import saving, tagging
from complaints.casework.services import Given, advance
from complaints.casework.step import Filed
from complaints.intake.services import Submission, submit
from complaints.letters import services as letters
from complaints.models import Complaint, Evidence, Pattern, Proceeding, Request, Text, Transfer
from complaints.oversight import agenda
from complaints.transfers import package, partners
from record.models import Entry
from reporting import activities, plan_file, plan_loading, readings, scopes, services
from reporting.models import Indicator
from reporting.periodic import comments, life
from reporting.periods import Period
from tests import factories
from tests.reporting.conftest import PLAN

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
WORDS = "عصفور على السور"
OPEN_TO_ALL = {
    "account_reset_password_from_key": "whoever holds the link of the letter",
    "account_open": "whoever holds the link of the letter",
    "mine_name": "a line of one's own account, which staff have none of: tests/mine",
    "mine_remove": "a line of one's own account, which staff have none of: tests/mine",
    "invitation": "whoever holds the link of the letter",
    "track_act": "a complainant's own page: it takes the code, never an id",
    "complaint_page": "a page of the nine, by its name",
    "register_page": "a page of the nine as a clerk has it, by its name",
    "setting_section": "a page of one's own state: it names a kind of setting, no object",
    "state": "what is publicly known of a state",
    "units_export": "one's own state's tree, whoever asks",
    "rights_situation": "a page of advice, the same for everybody",
    "rights_category": "a page of advice, the same for everybody",
    **dict.fromkeys(
        [
            "statistics_quarter",
            "statistics_year",
            "statistics_region",
            "statistics_file",
            "statistics_definitions",
            "v1:quarter",
            "quarter",
        ],
        "public figures of a closed quarter",
    ),
    None: "the address without a language",
}


# Whose id an address carries, where its name does not say.
OBJECTS = {
    **dict.fromkeys(["person", "role_propose", "role_remove", "person_account", "person_unit"], "person"),
    **dict.fromkeys(["people_sign", "people_refuse", "people_withdraw"], "change"),
    "tag_turn": "tag",
    **dict.fromkeys(["reading", "reading_verify", "reading_answer"], "reading"),
    **dict.fromkeys(["document", "document_withdraw"], "document"),
    "search_remove": "search",
    **dict.fromkeys(["token_show", "token_end"], "pass"),
    **dict.fromkeys(["invitation_send", "invitation_revoke"], "invitation"),
    "report_file": "print",
    **dict.fromkeys(["mfa_edit_webauthn", "mfa_remove_webauthn"], "passkey"),
}


AGENDAS = ("room_agenda", "room_agenda_ask", "room_agenda_file")


def parametrised():
    def walk(resolver):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern)
            elif pattern.pattern.converters:
                yield pattern.name, tuple(sorted(pattern.pattern.converters))

    return {found for found in walk(get_resolver()) if found[0] not in OPEN_TO_ALL}


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The world and Bahrain's objects, made once, in a transaction that is never committed."""
    as_tested = override_settings(DEMO=True, DEMO_VAULT_KEY=factories.UNLOCK.hex())
    with as_tested, django_db_blocker.unblock(), transaction.atomic():
        world = factories.world()
        yield world, _bahrain(world)
        transaction.set_rollback(True)


@pytest.fixture
def world(built, settings):
    """The world as it was built; whatever a test changes in it is undone."""
    settings.DEMO, settings.DEMO_VAULT_KEY = True, factories.UNLOCK.hex()
    with transaction.atomic():
        yield built[0]
        transaction.set_rollback(True)


@pytest.fixture
def bahrain(built, world):
    """Bahrain's objects, by name."""
    return built[1]


def _bahrain(world):
    """A case that the ministry leads, an activity and an internal report of Bahrain."""
    State.objects.get_or_create(
        code="XX", defaults={"name_ar": "المنطقة", "name_en": "Region", "zone": "UTC"}
    )
    plan_loading.load(plan_file.read(PLAN), by=SYSTEM, now=NOW)
    sent = Submission(
        state="BH",
        mode="named",
        matter="complaint",
        narrative=WORDS,
        language="ar",
        categories=("MED",),
        name="أمل",
        attachments=(factories.spooled().token,),
    )
    filed = submit(sent=sent, key=factories.key(), now=NOW)
    with tenancy.within("BH"):
        case = Complaint.objects.get(reference=filed.reference)
    supervisor = world.bh.actor("supervisor")
    holder = Given(person=world.bh.people["reviewer"].pk)
    advance(case=case.pk, action="assign", by=supervisor, given=holder, now=NOW)
    values = (
        dict.fromkeys(activities.FIELDS, "")
        | dict.fromkeys(activities.COUNTS)
        | {
            "kind": "training",
            "title_ar": "دورة",
            "title_en": "Course",
            "start": date(2026, 3, 1),
            "end": date(2026, 3, 2),
            "participants": 3,
            "women": 1,
            "quantity": None,
        }
    )
    activity = activities.add(values=values, measures=[], by=supervisor, now=NOW)
    paper = factories.spooled("list.pdf", b"%PDF-1.4", "pdf")
    reading = readings.enter(
        indicator=Indicator.objects.get(code="12.O.1"),
        period=Period(date(2025, 1, 1), date(2025, 12, 31)),
        value=Decimal(40),
        evidence=WORDS,
        by=supervisor,
        now=NOW,
        tokens=[paper.token],
    )
    report = services.ask(
        scope=scopes.of_state("BH"),
        edition="internal",
        period=Period(date(2026, 1, 1), date(2026, 6, 30)),
        language="ar",
        by=supervisor,
        now=NOW,
    )
    life.open_comments(dossier=report.dossier, by=world.bh.actor("liaison"), now=NOW)
    said = comments.add(dossier=report.dossier, place="plan", text=WORDS, by=supervisor, now=NOW)
    with tenancy.within("BH"):
        file, document = Evidence.objects.get(complaint=case), reading.documents.get()
    letter = letters.draft(
        case=case.pk,
        purpose="answer_request",
        language="ar",
        card=letters.Card("unit"),
        words=letters.Words("x", WORDS, WORDS),
        by=supervisor,
        now=NOW,
    )
    letters.send(letter=letter, by=supervisor, now=NOW)
    with tenancy.within("BH"):
        paper = letter.files.get()
    waiting = changes.propose(
        kind="mandates",
        state="BH",
        target="bh-nhri",
        after={"value": ["police"], "source": WORDS},
        reason=WORDS,
        by=world.bh.actor("admin"),
        now=NOW,
    )
    tag = tagging.make(name=WORDS, by=supervisor, now=NOW)
    search = saving.save(name=WORDS, asked="q=x", is_shared=True, alerts=True, by=supervisor)
    kept = {"tag": tag, "search": search, "letter": letter, "paper": paper, **_room_of(case, world)}
    kept |= {"report": report.dossier, "print": report, "remark": said}
    made = {**kept, "case": case, "activity": activity, "setting": waiting, "file": file}
    made |= _abroad_and_on_file(world, case) | {"reading": reading, "document": document}
    return {**made, **_about_people(world, supervisor)}


def _room_of(case, world):
    """A question, a pattern and an agenda of the national institution."""
    dalia = world.bh.actor("nhri")
    with tenancy.within("BH"):
        words = Text.objects.filter(complaint=case).first()
        bodies = {"asked_by": world.bh.nhri, "asked_of": world.bh.moi}
        question = Request.objects.create(
            state="BH", complaint=case, question=words, asked_at=NOW, due_at=NOW, **bodies
        )
        values = {"count": 1, "before": 0, "expected": 0, "tail": 1, "dimension": "category", "value": "MED"}
        pattern = Pattern.objects.create(state="BH", institution=world.bh.nhri, **values)
    chosen = agenda.Chosen(meets_on=NOW.date(), references=[case.reference])
    made = agenda.make(other=world.bh.moi, chosen=chosen, by=dalia, now=NOW)
    return {"question": question, "pattern": pattern, "agenda": made}


def _abroad_and_on_file(world, case):
    """A card, a package that was sent, and a hearing on file."""
    reviewer, head = world.bh.actor("reviewer"), world.bh.actor("head")
    heard = Given(proceeding=Filed("hearing", NOW.date(), {"record": WORDS}))
    advance(case=case.pk, action="put_on_file", by=reviewer, given=heard, now=NOW)
    with tenancy.within("EG"):
        card = package.card(by=world.eg.actor("nhri"), site="https://eg.example/", now=NOW)
    partner = partners.add(card=card, by=head, now=NOW)
    with tenancy.within("BH"):
        sent = Transfer.objects.create(
            state="BH",
            complaint=case,
            institution=world.bh.nhri,
            to_partner=partner,
            proposed_at=NOW,
            proposed_by=head.id,
            agreed_at=NOW,
            parcel=b"x",
            sent_at=NOW,
            sent_by=head.id,
            package=b"{}",
        )
        return {"partner": partner, "transfer": sent, "proceeding": Proceeding.objects.get()}


def _about_people(world, supervisor):
    """One of the staff with a passkey, a role that waits for a signature, and an invitation."""
    person = world.bh.people["reviewer"]
    key = Authenticator.objects.create(user=person, type="webauthn", data={"name": WORDS})
    change = people_services.give(
        person=person, role=Role.CLERK, reason=WORDS, by=world.bh.actor("admin"), now=NOW
    )
    invited = people_services.invite(
        email="new@bh.test", at=world.bh.moi, roles=[Role.CLERK], by=supervisor, now=NOW
    )
    absence = Delegation.objects.create(
        user=world.bh.people["reviewer"],
        to=world.bh.people["reviewer2"],
        since=timezone.localdate(),
        until=timezone.localdate(),
        made_at=NOW,
        made_by=supervisor.id,
    )
    made = {"person": person, "passkey": key, "change": change, "invitation": invited.invitation}
    with tenancy.within("BH"):
        made["pass"] = ApiToken.objects.create(
            state="BH",
            institution=world.bh.moi,
            name=WORDS,
            scopes=["read"],
            until=NOW.date(),
            given_by=f"user:{person.pk}",
            signed_by="user:x",
            given_at=NOW,
        )
    return {**made, "absence": absence}


def addresses(bahrain, name, parameters):
    """The address of Bahrain's object, once for each action or part where it names one."""
    pk = bahrain[OBJECTS.get(name) or ("report" if "report" in name else "activity")].pk
    known = {"reference": [bahrain["case"].reference], "pk": [pk], "name": ["report.pdf"]}
    if name == "plan_mapping":
        return [reverse(name, args=[1])]
    known |= {"role": ["reviewer"], "what": ["close", "reopen", "renew"]}
    known |= {"code": ["mandates"] if name == "setting" else ["bh"], "target": ["bh-nhri"]}
    known |= {"change": [bahrain["setting"].pk]}
    if name in ("room_question", "room_pattern", *AGENDAS):
        made = bahrain["agenda" if name in AGENDAS else name.removeprefix("room_")]
        return [reverse(name, args=[made.pk])]
    known |= {"line": [bahrain["case"].pk]}  # a citizen's list has no door for staff at all
    known |= {"file": [bahrain["file"].pk], "ticket": ["x" * 32]}
    known |= {"letter": [bahrain["letter"].pk], "paper": [bahrain["paper"].pk]}
    known |= {"purpose": ["answer_request", "outcome"], "language": ["ar"]}
    known |= {"kind": ["hearing"], "proceeding": [bahrain["proceeding"].pk]}
    known |= {"transfer": [bahrain["transfer"].pk], "partner": [bahrain["partner"].pk]}
    known |= {"part": ["identity", "original"], "action": list(workflow.ACTIONS)}
    known |= {"edition": ["internal"], "comment": [bahrain["remark"].pk], "section": ["plan"]}
    known |= {"item": ["read_first"], "how": ["done", "dropped"]}
    known |= {"person": [bahrain["absence"].user_id], "number": [bahrain["absence"].pk]}
    filled = [{}]
    for parameter in parameters:
        filled = [one | {parameter: value} for one in filled for value in known[parameter]]
    return [reverse(name, kwargs=kwargs) for kwargs in filled]


def asks_first(answer):
    """allauth asks for the password before it looks for the key: of anybody, for any number."""
    return answer.status_code == 302 and "/accounts/reauthenticate/" in answer.headers["Location"]


@pytest.mark.parametrize(("name", "parameters"), sorted(parametrised()), ids=str)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_to_another_state_nothing_exists(bahrain, world, name, parameters, language):
    with tenancy.within("BH"):
        before = Entry.objects.count()
    with translation.override(language):
        walked = addresses(bahrain, name, parameters)
    people = ("reviewer", "supervisor", "nhri", "head", "liaison", "auditor", "admin")
    for place, who in enumerate(people):
        client = Client()
        client.force_login(world.eg.people[who])
        # Of an address with many forms each person walks some, and together they walk all.
        for address in walked if len(walked) < len(people) else walked[place :: len(people)]:
            for answer in (
                client.get(address),
                client.post(address, {"reason": "سبب طويل بما يكفي", "turn": "retire"}),
            ):
                # 403 where the role has no such page at all, 405 where the page takes no such method.
                assert answer.status_code in (403, 404, 405) or asks_first(answer), (
                    f"{who} {address}: {answer.status_code}"
                )
                assert WORDS not in answer.content.decode()
    with tenancy.within("BH"):
        assert Entry.objects.count() == before


def test_its_own_people_do_see_them(bahrain, world):
    client = Client()
    client.force_login(world.bh.people["supervisor"])
    file = client.get(reverse("case", args=[bahrain["case"].reference]))
    assert file.status_code == 200
    assert WORDS in file.content.decode()
    assert client.get(reverse("activity_edit", args=[bahrain["activity"].pk])).status_code == 200
