"""What a case keeps of everything that is asked, and that routing reads the same of it before and after."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from accounts import selectors as accounts
from accounts.actor import Refused, receipt
from accounts.models import Unit
from common import receipts, tenancy
from complaints import notices, sealing
from complaints.bodies import bodies_of
from complaints.evidence.kinds import NotTaken
from complaints.facts import facts_of
from complaints.intake.services import NotReceived, lookup, route_of, submit
from complaints.intake.submission import Alleged, Somebody, Submission
from complaints.models import Allegation, Complaint, Evidence, Exclusion, NoticeAddress, Person, Receipt, Text
from complaints.routing import Refusal, route
from complaints.vocabulary import Circumstance, Consent, NoConsent, PersonRole, Relationship, Subject
from record.models import Entry
from tests import factories
from vault import services as vault

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)


def sent(**told):
    base = {
        "state": "BH",
        "mode": "named",
        "matter": "complaint",
        "narrative": "What happened",
        "language": "ar",
        "categories": ("CON",),
        "name": "Amal",
    }
    return Submission(**base | told)


def file(by=None, **told):
    filed = submit(sent=sent(**told), key=factories.key(), now=NOW, by=by)
    return Complaint.objects.get(reference=filed.reference), filed.code


@pytest.fixture
def bahrain(world):
    with tenancy.within("BH"):
        yield world.bh


def unit(code, parent=None, service="police"):
    path = f"{parent.path}.{code}" if parent else code
    return Unit.objects.create(
        code=code, state="BH", service=service, parent=parent, path=path, name_ar=code, name_en=code
    )


def test_everything_asked_is_kept(bahrain):
    case, _ = file(
        source="family",
        relationship=Relationship.SIBLING,
        consent=Consent.IMPOSSIBLE,
        no_consent=NoConsent.HELD,
        circumstances=(Circumstance.INJURY, Circumstance.CHILD),
        held=True,
        independent_only=True,
        place_type="prison",
        happened_from=date(2026, 11, 1),
        happened_until=date(2026, 11, 3),
        happened_how="approximate",
        people_concerned=3,
        wish="An apology",
        safe_contact="Only in the evening",
    )
    case.refresh_from_db()
    assert (case.source, case.relationship, case.consent, case.no_consent) == (
        "family",
        "sibling",
        "impossible",
        "held",
    )
    assert case.circumstances == ["child", "injury"]
    assert (case.is_held, case.independent_only, case.people_concerned) == (True, True, 3)
    assert (case.happened_from, case.happened_until) == (date(2026, 11, 1), date(2026, 11, 3))
    assert (case.happened_how, case.place_type) == ("approximate", "prison")
    assert set(Text.objects.filter(complaint=case).values_list("kind", flat=True)) == {"narrative", "wish"}


def test_people_are_counted_in_clear_and_named_under_the_identity_key(bahrain):
    case, code = file(
        people=(
            Somebody(PersonRole.CONCERNED, "Karim", gender="male", is_child=True),
            Somebody(PersonRole.COMPLAINED_OF, details="A captain with a scar"),
            Somebody(PersonRole.WITNESS, "Salma"),
            Somebody(PersonRole.WITNESS, "Nur"),
        ),
        safe_contact="Never call at home",
    )
    people = list(Person.objects.filter(complaint=case).order_by("pk"))
    assert [one.role for one in people] == [
        "complainant",
        "concerned",
        "complained_of",
        "witness",
        "witness",
    ]
    assert (people[1].gender, people[1].is_child) == ("male", True)
    by = receipt(state="BH", case=case.pk, seed=receipts.reader_seed(code))
    key = vault.open(state="BH", subject=case.pk, keyring=by.keyring, parts=["identity"]).key("identity")
    words = [key.unseal(one.role, one.identity) for one in people]
    assert "Never call at home" in words[0]
    assert "A captain with a scar" in words[2]


@pytest.mark.parametrize(
    ("told", "grave"),
    [
        ({"circumstances": (Circumstance.DEATH,)}, True),
        ({"circumstances": (Circumstance.DISAPPEARANCE,)}, True),
        ({"circumstances": (Circumstance.SEXUAL_VIOLENCE,)}, True),
        ({"circumstances": (Circumstance.INJURY,), "held": True}, True),
        ({"circumstances": (Circumstance.INJURY,)}, False),
        ({"circumstances": (Circumstance.INJURY, Circumstance.CHILD)}, True),
        ({"circumstances": (Circumstance.CHILD,)}, False),
        ({"circumstances": (Circumstance.REMOVAL,)}, False),
        ({"categories": ("TOR",)}, True),
        ({"allegations": (Alleged("TOR", ill_treatment="torture"),)}, True),
    ],
)
def test_routing_is_asked_the_same_before_and_after_filing(bahrain, told, grave):
    state, bodies = accounts.state("BH"), bodies_of("BH")
    before = route_of(sent(**told), bodies, state.grave_route)
    case, _ = file(**told)
    case.refresh_from_db()
    categories = set(Allegation.objects.filter(complaint=case).values_list("category", flat=True))
    after = facts_of(case, categories=categories, bodies=bodies, grave_route=state.grave_route)
    assert route(after) == before
    assert case.is_grave is grave
    assert case.route == before.rule


def test_removal_and_independent_only_keep_the_ministry_out(bahrain):
    for told in ({"circumstances": (Circumstance.REMOVAL,)}, {"independent_only": True}):
        case, _ = file(**told)
        assert not case.is_released
        assert [row.institution.kind for row in case.docket_set.all()] == ["nhri"]


def test_a_complaint_about_the_directorate_goes_to_the_national_institution_alone(bahrain):
    case, _ = file(subject=Subject.DIRECTORATE_HANDLING, categories=())
    assert case.route == "4a"
    assert [row.institution.kind for row in case.docket_set.all()] == ["nhri"]


def test_a_complaint_about_the_national_institution_goes_to_the_directorate_alone(bahrain):
    case, _ = file(subject=Subject.NHRI_HANDLING, categories=())
    assert [row.institution.kind for row in case.docket_set.all()] == ["authority"]


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"place_state": "EG"}, Refusal.ANOTHER_STATE),
        ({"outside_security": True}, Refusal.OUTSIDE_SECURITY),
    ],
)
def test_what_cannot_be_received_is_refused_and_nothing_stored(bahrain, told, refusal):
    with pytest.raises(NotReceived) as refused:
        file(**told)
    assert refused.value.refusal == refusal
    assert Complaint.objects.count() == 0


def test_what_only_a_body_without_keys_could_take_is_refused_before_it_is_typed(world, client):
    factories.institution("ZZ", "nhri", "nhri", "المؤسسة", "Institution", mandates=["police"])
    for told in ({"categories": ("TOR",)}, {"mode": "confidential"}, {"independent_only": True}):
        with pytest.raises(NotReceived):
            submit(sent=sent(state="ZZ", **told), key=factories.key(), now=NOW)
    assert not Complaint.objects.exists()
    page = client.get("/en/complaints/new/short/?state=ZZ").content.decode()
    assert 'value="confidential"' not in page
    assert "cannot be received here" in page


def test_where_nobody_could_open_it_it_is_not_received(world):
    world.zz.state.grave_route = "prosecution"
    world.zz.state.save()
    prosecution = factories.institution("ZZ", "prosecution", "pp", "النيابة", "Prosecution")
    told = {"state": "ZZ", "categories": ("TOR",), "prosecution_consent": True}
    with pytest.raises(NotReceived):
        submit(sent=sent(**told), key=factories.key(), now=NOW)
    vault.enrol_institution(owner=sealing.content_key(prosecution), holders=[])
    filed = submit(sent=sent(**told), key=factories.key(), now=NOW)
    assert Receipt.objects.filter(lookup=lookup(filed.code)).exists()
    panel = sent(state="ZZ", categories=(), subject=Subject.DIRECTORATE_HANDLING)
    with pytest.raises(NotReceived):
        submit(sent=panel, key=factories.key(), now=NOW)


def test_people_of_every_unit_complained_of_are_excluded(bahrain):
    root = unit("bh-p")
    first, second, other = (unit(f"bh-p-{n}", root) for n in range(3))
    reviewer, second_reviewer = bahrain.people["reviewer"], bahrain.people["reviewer2"]
    supervisor = bahrain.people["supervisor"]
    for person, place in ((reviewer, first), (second_reviewer, other), (supervisor, root)):
        person.unit = place
        person.save()
    case, _ = file(allegations=(Alleged("CON", first.pk), Alleged("MED", second.pk)))
    excluded = set(Exclusion.objects.filter(complaint=case).values_list("user_id", flat=True))
    assert excluded == {reviewer.pk, supervisor.pk}
    assert {(row.category, row.unit_id) for row in Allegation.objects.filter(complaint=case)} == {
        ("CON", first.pk),
        ("MED", second.pk),
    }


def test_the_notice_address_is_stored_apart_and_the_server_alone_reads_it(bahrain, settings):
    case, _ = file(notice_email="amal@example.org")
    row = NoticeAddress.objects.get(complaint=case)
    assert b"amal" not in bytes(row.box)
    assert notices.address_of(case) == "amal@example.org"
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "rotated" * 10
    assert notices.address_of(case) == "amal@example.org"
    settings.SECRET_KEY_FALLBACKS = []
    assert notices.address_of(case) == ""
    notices.forget(case)
    assert notices.address_of(case) == ""


def test_a_clerk_registers_for_somebody_and_the_record_says_who(bahrain):
    clerk = bahrain.actor("intake")
    case, _ = file(by=clerk, channel="post", received_on=date(2026, 11, 18))
    case.refresh_from_db()
    assert (case.registered_by, case.received_on) == (clerk.id, date(2026, 11, 18))
    assert case.filed_on == date(2026, 11, 21)
    assert Entry.objects.get(stream=case.stream).by == clerk.id


def test_who_may_not_register_does_not(bahrain):
    with pytest.raises(Refused):
        file(by=bahrain.actor("reviewer"))
    assert Complaint.objects.count() == 0


def test_files_are_attached_in_the_same_transaction(bahrain):
    token = factories.spooled().token
    with pytest.raises(NotTaken):
        submit(sent=sent(attachments=(token, "none")), key=factories.key(), now=timezone.now())
    assert Complaint.objects.count() == Evidence.objects.count() == 0
    submit(sent=sent(attachments=(token,)), key=factories.key(), now=timezone.now())
    assert Evidence.objects.get().complaint == Complaint.objects.get()


def test_the_same_allegation_counts_once_and_grave_ones_come_first():
    told = sent(allegations=(Alleged("CON"), Alleged("TOR"), Alleged("CON")))
    assert [one.category for one in told.alleged] == ["TOR", "CON"]
