"""An invitation: sent by who may, worth one account for 72 hours, its link nowhere but in the letter."""

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from accounts.actor import Refused
from accounts.changes import services as changes
from accounts.changes.models import Change
from accounts.models import Membership, User
from accounts.people import services
from accounts.people.models import Invitation, Standing
from accounts.people.services import Newcomer, Worthless
from accounts.roles import Role
from common import tenancy
from record.models import Entry
from tests.people.conftest import NOW, PASSWORD

NEW = "Layla.New@example.org"
# at, roles → who may invite
INVITERS = {
    ("ministry", "reviewer"): "supervisor admin admin2",
    ("ministry", "administrator"): "admin admin2",
    ("nhri", "nhri_reviewer"): "head admin admin2",
    ("nhri", "nhri_head"): "head admin admin2",
    ("ombudsman", "nhri_reviewer"): "admin admin2",
    ("region", "analyst"): "regional",
}
SAID = {
    "name_ar": "ليلى الجديدة",
    "name_en": "Layla New",
    "language": "ar",
    "password": PASSWORD,
    "again": PASSWORD,
}


def invited(office, at="ministry", role="reviewer", by="supervisor", email=NEW, now=NOW):
    return services.invite(email=email, at=office.at[at], roles=[Role(role)], by=office.actor(by), now=now)


def accepted(token, now=NOW):
    return services.accept(token=token, newcomer=Newcomer("ليلى", "Layla", "ar", PASSWORD), now=now)


def test_who_invites_whom(office):
    cells = 0
    for (at, role), inviters in INVITERS.items():
        for name in office.people:
            if name in inviters.split():
                invited(office, at, role, name, f"{name}-{at}-{role}@example.org")
            else:
                with pytest.raises(Refused):
                    invited(office, at, role, name, f"{name}-{at}-{role}@example.org")
            cells += 1
    assert cells >= 100


def test_the_first_two_administrators_of_a_state_are_the_regional_administrators_to_name(office):
    at = office.world.zz.moi
    Membership.objects.filter(user__institution=at, role="administrator").delete()
    for number in (1, 2):
        made = services.invite(
            email=f"a{number}@zz.org", at=at, roles=[Role.ADMINISTRATOR], by=office.actor("regional"), now=NOW
        )
        user = accepted(made.token)
        assert user.memberships.get().role == "administrator"
    with pytest.raises(Refused):
        services.invite(
            email="a3@zz.org", at=at, roles=[Role.ADMINISTRATOR], by=office.actor("regional"), now=NOW
        )
    with pytest.raises(Refused):
        services.invite(
            email="s@zz.org", at=at, roles=[Role.SUPERVISOR], by=office.actor("regional"), now=NOW
        )


def test_the_regional_administrators_page_offers_states_without_two_administrators(office):
    from accounts.models import Institution

    Institution.objects.filter(pk=office.world.zz.moi.pk).update(is_interior=True)
    client = Client()
    client.force_login(office.people["regional"])
    address = "/en/desk/settings/people/invitations/new/"
    page = client.get(address).content.decode()
    assert "State without an institution · " in page
    assert f'value="{office.at["ministry"].code}"' not in page  # Bahrain has two
    said = {"email": NEW, "institution": office.world.zz.moi.code}
    assert client.post(address, said | {"roles": ["supervisor"]}).status_code == 422
    assert client.post(address, said | {"roles": ["administrator"]}).status_code == 303


def test_two_of_three_links_name_the_first_two_administrators(office):
    """Links sent while there was room are not worth more than the room there is."""
    at = office.world.zz.moi
    Membership.objects.filter(user__institution=at, role="administrator").delete()
    regional = office.actor("regional")
    links = [
        services.invite(email=f"a{n}@zz.org", at=at, roles=[Role.ADMINISTRATOR], by=regional, now=NOW).token
        for n in range(3)
    ]
    held = [accepted(link).memberships.count() for link in links]
    assert held == [1, 1, 0]


def test_the_link_is_nowhere_but_in_the_letter(office):
    made = invited(office)
    row = Invitation.objects.get()
    stored = json.dumps({name: str(value) for name, value in vars(row).items()})
    assert made.token not in stored
    with tenancy.within("BH"):
        entry = Entry.objects.get(what="invited")
    for word in (made.token, row.digest, NEW.lower()):
        assert word not in entry.details


def test_accepting_opens_the_account_and_proposes_the_role(office):
    user = accepted(invited(office).token)
    assert (user.email, user.institution) == (NEW.lower(), office.at["ministry"])
    assert user.check_password(PASSWORD)
    assert not user.memberships.exists()
    change = Change.objects.get(kind="role")
    assert change.proposed_by == office.actor("supervisor").id

    changes.confirm(change=change.pk, by=office.actor("admin"), now=NOW)

    assert user.memberships.get().role == "reviewer"


def test_the_inviter_lost_the_right_in_the_meantime(office):
    made = invited(office)
    office.people["supervisor"].memberships.all().delete()
    user = accepted(made.token)
    assert user.is_active
    assert not Change.objects.filter(kind="role").exists()


@pytest.mark.parametrize("ending", ["used", "revoked", "over", "sent_again", "unknown"])
def test_a_link_is_worth_one_account(office, ending):
    made, now, expected = invited(office), NOW, None
    pk, by = made.invitation.pk, office.actor("supervisor")
    if ending == "used":
        accepted(made.token)
        expected = Standing.ACCEPTED
    if ending == "revoked":
        services.revoke(invitation=pk, by=by, now=NOW)
        expected = Standing.REVOKED
    if ending == "over":
        now, expected = NOW + timedelta(hours=72), Standing.OVER
    if ending == "sent_again":
        newer = services.send_again(invitation=pk, by=by, now=NOW)
    token = "x" * 43 if ending == "unknown" else made.token

    with pytest.raises(Worthless) as worthless:
        accepted(token, now)

    assert worthless.value.standing == expected
    assert User.objects.filter(email=NEW.lower()).count() == (1 if ending == "used" else 0)
    if ending == "sent_again":
        assert accepted(newer.token).email == NEW.lower()


def test_an_hour_before_its_end_it_is_worth_all(office):
    assert accepted(invited(office).token, NOW + timedelta(hours=71)).is_active


def test_sent_again_after_its_time_it_is_worth_72_hours_more(office):
    made, late = invited(office), NOW + timedelta(days=10)
    again = services.send_again(invitation=made.invitation.pk, by=office.actor("supervisor"), now=late)
    assert accepted(again.token, late + timedelta(hours=71)).is_active


def test_twice_the_same_address_is_one_invitation(office):
    invited(office)
    with pytest.raises(services.AlreadyInvited):
        invited(office, email=NEW.upper())
    assert Invitation.objects.count() == 1


def test_an_address_with_an_account_elsewhere_is_invited_like_any_other(office):
    """Whoever invites must not learn who has an account in another state, or as a complainant."""
    client = Client()
    client.force_login(office.people["supervisor"])
    answers = []
    for email in ("nobody@example.org", office.world.eg.people["nhri"].email):
        sent = client.post(
            "/en/desk/settings/people/invitations/new/",
            {"email": email, "institution": office.at["ministry"].code, "roles": ["reviewer"]},
            follow=True,
        )
        answers.append(
            (sent.status_code, sent.content.decode().replace(email, "")[-9000:].count("on its way"))
        )
    assert answers[0] == answers[1] == (200, 1)
    assert len(mail.outbox) == 2
    link = re.search(r"/ar/accounts/invitation/\S+", mail.outbox[1].body)[0]
    assert Client().post(link, SAID).status_code == 410


@pytest.mark.parametrize("name", ["reviewer", "head", "auditor", "stranger"])
@pytest.mark.parametrize("use", [services.send_again, services.revoke])
def test_others_neither_send_again_nor_revoke(office, name, use):
    made = invited(office)
    with pytest.raises(Refused):
        use(invitation=made.invitation.pk, by=office.actor(name), now=NOW)


# --- the pages --------------------------------------------------------------------------------------


@pytest.fixture
def letter(office):
    """The link in the letter that the supervisor's page sent."""
    client = Client()
    client.force_login(office.people["supervisor"])
    sent = client.post(
        "/en/desk/settings/people/invitations/new/",
        {"email": NEW, "institution": office.at["ministry"].code, "roles": ["reviewer"]},
    )
    assert sent.status_code == 303
    assert Invitation.objects.get().is_sent
    return re.search(r"/ar/accounts/invitation/\S+", mail.outbox[0].body)[0]


def test_from_the_letter_to_the_second_step(letter, settings):
    settings.STAFF_SECOND_FACTOR = True
    client = Client()
    assert "وزارة الداخلية BH" in client.get(letter).content.decode()
    done = client.post(letter, SAID)
    assert (done.status_code, done.headers["Location"]) == (303, "/ar/accounts/2fa/")
    assert client.get("/ar/desk/").headers["Location"].startswith("/ar/accounts/2fa/")
    assert client.get("/ar/accounts/2fa/totp/activate/").status_code == 200
    assert client.post(letter, SAID).status_code == 410


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name_ar", "Layla", "يُكتب الاسم بحروف عربية"),
        ("name_en", "ليلى", "يُكتب الاسم بحروف لاتينية"),
        ("name_ar", "", ""),
        ("password", "123456789012", ""),
        ("password", "short", ""),
        ("password", "layla.new@example.org", ""),
        ("again", "something else entirely", ""),
        ("language", "fr", ""),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(letter, field, value, sentence):
    page = Client().post(letter, SAID | {field: value})
    assert page.status_code == 422
    words = page.content.decode()
    assert 'id="error-summary"' in words
    assert PASSWORD not in words
    if field != "name_en":
        assert "Layla New" in words
    assert not User.objects.filter(email=NEW.lower()).exists()


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("ending", ["unknown", "over", "revoked", "used"])
def test_a_worthless_link_says_what_to_do(letter, office, ending, language):
    address, status = letter.replace("/ar/", f"/{language}/"), 410
    row = Invitation.objects.get()
    if ending == "unknown":
        address, status = address[:-3] + "/", 404
    if ending == "over":
        Invitation.objects.update(valid_until=row.invited_at)
    if ending == "revoked":
        services.revoke(invitation=row.pk, by=office.actor("supervisor"), now=NOW)
    if ending == "used":
        Client().post(letter, SAID)
    page = Client().get(address)
    assert page.status_code == status
    assert NEW.lower() not in page.content.decode()
    assert "<h1>" in page.content.decode()


def test_a_letter_that_could_not_be_sent_is_told(office, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client = Client()
    client.force_login(office.people["supervisor"])
    page = client.post(
        "/en/desk/settings/people/invitations/new/",
        {"email": NEW, "institution": office.at["ministry"].code, "roles": ["reviewer"]},
        follow=True,
    )
    assert "could not be sent" in page.content.decode()
    assert "The letter was not sent" in page.content.decode()
