"""Opening a state: said what is missing, set up as a recorded change, received only when somebody can read."""

import pytest
from django.utils import timezone

from accounts.answering import Mandate, SupervisedService
from accounts.changes import services as changes
from accounts.changes.kinds import Unacceptable
from accounts.changes.models import Change
from accounts.models import InstitutionKind, State, User, Weekend
from accounts.opening import readiness, services
from accounts.people.models import Invitation
from accounts.roles import Role
from common import tenancy
from complaints.bodies import bodies_of
from complaints.intake.selectors import places
from complaints.intake.services import Submission, submit
from complaints.models import Complaint
from tests import factories

HERE = "/en/desk/settings/states/"
FORM = {
    "weekend": ["5", "6"],
    "weekend_source": "Letter of the ministry, 2 Nov 2026",
    "emergency_number": "١٩٧",
    "grave_route": "none",
    "service_police": "assumed",
    "service_prisons": "tn-justice",
    "service_gendarmerie": "-",
    "service_border_guard": "assumed",
    "service_customs": "-",
    "service_coast_guard": "-",
    "service_intelligence": "-",
    "mandate_tn-hchr": ["police", "prisons"],
    "source": "Letter of the committee, 3 Nov 2026",
}


@pytest.fixture
def region(world):
    """The General Secretariat with its administrator."""
    State.objects.create(code="XX", name_ar="المنطقة", name_en="Region", zone="UTC")
    body = factories.institution("XX", InstitutionKind.SECRETARIAT, "secretariat", "الأمانة", "Secretariat")
    return factories.person("admin", body, Role.REGIONAL_ADMINISTRATOR)


@pytest.fixture
def tunisia(db):
    """A state with institutions that nobody works at yet."""
    state = State.objects.create(
        code="TN", name_ar="تونس", name_en="Tunisia", zone="Africa/Tunis", months="maghreb", languages=["ar"]
    )
    for kind, short in (
        (InstitutionKind.AUTHORITY, "moi"),
        (InstitutionKind.AUTHORITY, "justice"),
        (InstitutionKind.NHRI, "hchr"),
    ):
        factories.institution("TN", kind, short, short, short)
    return state


@pytest.fixture
def desk(region, client):
    client.force_login(region)
    return client


def set_up(desk, **other):
    page = desk.post(f"{HERE}tn/", FORM | other)
    return desk.post(f"{HERE}tn/", FORM | other | {"seen": page.context["ahead"].mark})


def staff_it(state):
    """People with keys: administrators, supervisors at both authorities, the NHRI's readers."""
    bodies = {row.code.partition("-")[2]: row for row in bodies_of(state.code).all}
    for number, short in enumerate(("moi", "hchr")):
        factories.person(f"admin{number}", bodies[short], Role.ADMINISTRATOR)
    for short in ("moi", "justice"):
        factories.person(f"supervisor.{short}", bodies[short], Role.SUPERVISOR)
    factories.person("head", bodies["hchr"], Role.NHRI_HEAD)
    factories.enrol_institution(bodies["hchr"])


def test_a_state_is_set_up_previewed_and_recorded(desk, tunisia):
    assert desk.get(f"{HERE}tn/").status_code == 200
    preview = desk.post(f"{HERE}tn/", FORM)
    assert Change.objects.count() == 0
    assert "Saturday" in preview.content.decode()
    assert set_up(desk).status_code == 303
    tunisia.refresh_from_db()
    assert (tunisia.prepared_on is not None, tunisia.is_open, tunisia.emergency_number) == (
        True,
        False,
        "197",
    )
    assert Weekend.objects.get(state="TN").days == [5, 6]
    assert bodies_of("TN").independent("prisons") is None  # nobody there could read it yet
    bodies = bodies_of("TN").as_mandated()
    assert bodies.authority("prisons").code == "tn-justice"
    assert bodies.authority("police").code == "tn-moi"
    assert bodies.independent("prisons").code == "tn-hchr"
    assert bodies.independent("border_guard") is None
    assert set(bodies.supervised) == {"police", "prisons", "border_guard"}
    assert Change.objects.get().kind == "state_setup"


def test_intake_begins_only_when_somebody_can_read(desk, region, tunisia):
    set_up(desk)
    assert {lack.code for lack in readiness.missing(State.objects.get(pk="TN"))} == {
        "administrators",
        "ministry",
        "key:tn-hchr",
        "reader:tn-justice",
    }
    by = factories.staff(region)
    with pytest.raises(Unacceptable):
        services.receive(state="TN", opens=True, reason="Ready", by=by, now=timezone.now())
    assert not State.objects.get(pk="TN").is_open
    staff_it(tunisia)
    answer = desk.post(f"{HERE}tn/intake/", {"open": "yes", "reason": "Everything is there"})
    assert answer.status_code == 303
    assert "TN" in {place.state.code for place in places()}
    sent = Submission(
        state="TN",
        mode="named",
        matter="complaint",
        narrative="كسر يده",
        language="ar",
        categories=("CON",),
        name="أمل",
        service="prisons",
    )
    filed = submit(sent=sent, key=factories.key(), now=timezone.now())
    with tenancy.within("TN"):
        case = Complaint.objects.get(reference=filed.reference)
        assert {d.institution.code for d in case.docket_set.select_related("institution")} == {
            "tn-justice",
            "tn-hchr",
        }


def test_pausing_waits_for_the_second_signature_of_the_independent_body(desk, region, tunisia):
    set_up(desk)
    staff_it(tunisia)
    desk.post(f"{HERE}tn/intake/", {"open": "yes", "reason": "Everything is there"})
    desk.post(f"{HERE}tn/intake/", {"open": "no", "reason": "Nobody works there"})
    assert State.objects.get(pk="TN").is_open
    waiting = Change.objects.get(kind="state_intake", applied_at=None)
    assert (waiting.weakens, waiting.needs_second) == (True, True)
    head = factories.staff(User.objects.get(email="head@tn.test"))
    changes.confirm(change=waiting.pk, by=head, now=timezone.now())
    state = State.objects.get(pk="TN")
    assert (state.is_open, state.closed_on is not None) == (False, True)
    assert "paused" in desk.get("/en/states/").content.decode()


def test_the_first_two_administrators_are_invited_from_the_page(desk, tunisia, mailoutbox):
    page = desk.get(f"{HERE}tn/").content.decode()
    assert f'action="{HERE}tn/invite/"' in page
    same = desk.post(f"{HERE}tn/invite/", {"first": "a@moi.test", "second": "A@moi.test"})
    assert (same.status_code, Invitation.objects.count()) == (422, 0)
    both = {"first": "a@moi.test", "second": "b@hchr.test"}
    answer = desk.post(f"{HERE}tn/invite/", both, follow=True)
    assert "a@moi.test is invited" in answer.content.decode()
    assert [letter.to for letter in mailoutbox] == [["a@moi.test"], ["b@hchr.test"]]
    made = Invitation.objects.values_list("email", "institution__code", "roles", "is_sent")
    assert sorted(made) == [
        ("a@moi.test", "tn-moi", ["administrator"], True),
        ("b@hchr.test", "tn-hchr", ["administrator"], True),
    ]
    again = desk.post(f"{HERE}tn/invite/", both, follow=True)
    assert "was invited before" in again.content.decode()
    assert len(mailoutbox) == 2
    staff_it(tunisia)
    done = desk.post(f"{HERE}tn/invite/", {"first": "c@moi.test", "second": "d@hchr.test"}, follow=True)
    assert "has its two administrators" in done.content.decode()
    assert f'action="{HERE}tn/invite/"' not in done.content.decode()


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"weekend": []}, "weekend"),
        ({"weekend": [str(day) for day in range(7)]}, "weekend"),
        ({"weekend_source": ""}, "weekend_source"),
        ({"source": " "}, "source"),
        ({"emergency_number": "police"}, "emergency_number"),
        ({"grave_route": "another_body"}, "grave_route"),
        ({"service_prisons": "eg-moi"}, "service_prisons"),
        ({"mandate_tn-hchr": ["navy"]}, "mandate_tn-hchr"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(desk, tunisia, other, field):
    page = desk.post(f"{HERE}tn/", FORM | other)
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert Change.objects.count() == 0


def test_a_state_that_receives_complaints_is_not_set_up_over_its_administrators(desk):
    page = desk.post(f"{HERE}bh/", {**FORM, "service_prisons": "assumed", "mandate_bh-nhri": ["police"]})
    assert page.status_code == 422
    assert Mandate.objects.filter(institution__state="BH", is_confirmed=True).count() == 0
    assert SupervisedService.objects.filter(state="BH", source__gt="").count() == 0


def test_nobody_else_gets_here(world, region, client):
    for name in (*world.bh.people,):
        client.force_login(world.bh.people[name])
        for path in (HERE, f"{HERE}bh/"):
            assert client.get(path).status_code == 403, (name, path)
        assert client.post(f"{HERE}bh/intake/", {"open": "no", "reason": "x"}).status_code == 403
        assert client.post(f"{HERE}bh/invite/", {"first": "a@b.test"}).status_code == 403
    client.force_login(region)
    assert client.get(HERE).status_code == 200
    assert client.get(f"{HERE}qq/").status_code == 404
    assert client.get(f"{HERE}xx/").status_code == 404
