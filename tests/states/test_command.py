"""`open_state`: says what it would do, goes on where it stopped, and opens nothing that nobody could read."""

import re
from email import message_from_bytes, policy
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.answering import SupervisedService
from accounts.changes.models import Change
from accounts.models import Membership, State, User, Weekend
from accounts.people.models import Invitation
from complaints.bodies import bodies_of
from tests import factories
from tests.states.test_opening import region, staff_it, tunisia  # noqa: F401  # fixtures

SAID = {"source": "Letter of the ministry, 2 Nov 2026"}


def run(*args, **options):
    out = StringIO()
    call_command("open_state", *args, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def known(tunisia):  # noqa: F811
    """Tunisia with a weekend and a police from the data files."""
    SupervisedService.objects.create(
        state="TN", service="police", valid_from="2000-01-01", name_ar="الشرطة", name_en="Police"
    )
    Weekend.objects.create(
        state="TN", valid_from="2000-01-01", days=[5, 6], source="CLDR", is_confirmed=False
    )
    return tunisia


def test_a_dry_run_says_what_is_missing_and_changes_nothing(region, known):  # noqa: F811
    said = run("TN", dry_run=True, **SAID)
    assert "missing" in said
    assert Change.objects.count() == 0
    assert not State.objects.get(pk="TN").prepared_on


def test_it_goes_on_where_it_stopped(region, known):  # noqa: F811
    assert "does not receive complaints yet" in run("tn", **SAID)
    assert State.objects.get(pk="TN").prepared_on
    assert Weekend.objects.get(state="TN").is_confirmed
    staff_it(known)
    assert "receives complaints from now on" in run("TN")
    assert State.objects.get(pk="TN").is_open
    assert "TN receives complaints." in run("TN")


def test_nobody_stands_behind_a_state_without_a_source(region, known):  # noqa: F811
    assert "not set up" in run("TN")
    assert not State.objects.get(pk="TN").prepared_on


def test_it_needs_a_state_and_a_regional_administrator(region, known):  # noqa: F811
    with pytest.raises(CommandError):
        run("FR")
    with pytest.raises(CommandError):
        run("TN", administrator="nobody@xx.test")
    with pytest.raises(CommandError):
        run("TN", administrators=["a@x.test", "a@x.test"], **SAID)
    second = factories.person("second", region.institution, factories.Role.REGIONAL_ADMINISTRATOR)
    with pytest.raises(CommandError):
        run("TN")
    assert "missing" in run("TN", administrator=second.email, dry_run=True)


def test_a_weekend_that_is_not_known_must_be_said_on_the_page(region, tunisia):  # noqa: F811
    with pytest.raises(CommandError, match="cannot be set up"):
        run("TN", **SAID)


BOTH = ["first@moi.test", "second@hchr.test"]


def letters(folder):
    """Address → the link in the letter, of every letter in a folder."""
    found = {}
    for file in folder.iterdir():
        letter = message_from_bytes(file.read_bytes(), policy=policy.default)
        links = set(re.findall(r"https://\S+", letter.get_content()))
        assert len(links) == 1
        found[letter["To"]] = links.pop()
    return found


def test_a_state_is_opened_by_its_two_invited_administrators(region, known, client, settings, tmp_path):  # noqa: F811
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    said = run("TN", administrators=BOTH, site="https://complaints.test/", **SAID)
    assert "first@moi.test: invited" in said
    assert "missing: Two administrators" in said
    assert "was invited before" in run("TN", administrators=BOTH, site="https://complaints.test")
    links = letters(settings.EMAIL_FILE_PATH)
    assert sorted(links) == BOTH
    for number, email in enumerate(BOTH):
        path = links[email].removeprefix("https://complaints.test")
        form = {"name_ar": "سلمى", "name_en": "Salma", "language": "en"}
        password = f"nine slow boats {number}"
        answer = client.post(path, {**form, "password": password, "again": password})
        assert answer.status_code == 303
    held = Membership.objects.filter(user__email__in=BOTH, role="administrator")
    assert sorted(row.user.institution.code for row in held) == ["tn-hchr", "tn-moi"]
    bodies = {row.code: row for row in bodies_of("TN").all}
    factories.person("supervisor", bodies["tn-moi"], factories.Role.SUPERVISOR)
    factories.person("head", bodies["tn-hchr"], factories.Role.NHRI_HEAD)
    factories.enrol_institution(bodies["tn-hchr"])
    assert "receives complaints from now on" in run("TN")


def test_letters_need_an_address_to_begin_with(region, known, settings):  # noqa: F811
    with pytest.raises(CommandError, match="--site"):
        run("TN", administrators=BOTH, site="", **SAID)
    assert not Invitation.objects.exists()


def test_a_state_with_administrators_invites_by_itself(region, known):  # noqa: F811
    staff_it(known)
    with pytest.raises(CommandError, match="has its administrators"):
        run("TN", administrators=BOTH, site="https://complaints.test", **SAID)
    assert not User.objects.filter(email__in=BOTH).exists()
