"""An independent body's keys outside the demonstration: made by two, handed on, renewed, recovered."""

from datetime import timedelta
from io import StringIO
from itertools import permutations

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.actor import Refused
from accounts.keys import selectors, services
from accounts.keys.owners import content_key, identity_key
from common import tenancy
from complaints.models import Complaint, Person, Text
from complaints.vocabulary import Part
from record.models import Entry
from tests.casework.conftest import NARRATIVE, Desks
from tests.vault.conftest import PHRASES
from vault import institutions
from vault import services as vault
from vault.models import Grant, KeyBox, KeyPair, RecoveryBox, RecoveryStep


def filed(real, mode="confidential"):
    from tests import factories

    return Desks(factories.World(real.country, real.country, real.country)).file(mode=mode)


def opened(real, name, case):
    with tenancy.within("BH"):
        return vault.open(state="BH", subject=case.pk, keyring=real.actor(name).keyring, parts=list(Part))


def mark(real, name):
    body = real.country.nhri
    return next(
        one.mark for one in selectors.holders(body, real.actor("head")) if one.user == real.user(name)
    )


def hand(real, giver, to):
    return services.hand_on(to=real.user(to), mark=mark(real, to), by=real.actor(giver), now=timezone.now())


def told(what):
    with tenancy.within("BH"):
        return list(Entry.objects.filter(what=what, stream="access:bh-nhri"))


def test_two_people_make_the_keys_once(real):
    real.enrol("head")
    with pytest.raises(services.NotEnough):
        services.make_keys(by=real.actor("head"), now=timezone.now())
    real.enrol("nhri")
    with pytest.raises(vault.Locked):
        services.make_keys(by=real.closed("head"), now=timezone.now())
    assert services.make_keys(by=real.actor("head"), now=timezone.now()) == 2
    with pytest.raises(institutions.Exists):
        services.make_keys(by=real.actor("nhri"), now=timezone.now())
    assert len(told("keys_made")) == 1
    case = filed(real)
    for name in ("head", "nhri"):
        assert set(opened(real, name, case).keys) == set(Part)
    for name in ("supervisor", "liaison", "auditor", "intake", "nhri2"):
        assert not opened(real, name, case).keys


@pytest.mark.parametrize("name", ["liaison", "intake", "auditor", "supervisor", "reviewer", "admin"])
def test_nobody_else_makes_or_hands_on_keys(real, name):
    real.make_keys("head", "nhri").enrol("nhri2")
    if name != "admin":
        real.enrol(name)
    for act in (
        lambda: services.make_keys(by=real.actor(name), now=timezone.now()),
        lambda: hand(real, name, "nhri2"),
        lambda: services.renew(by=real.actor(name), now=timezone.now()),
    ):
        with pytest.raises((Refused, services.NotEnough)):
            act()
    assert real.actor("nhri2").keyring.keys.keys() == {(real.actor("nhri2").id, 1)}
    desk = real.desk(name)
    pages = ["institution/", f"hand/{real.user('nhri2').pk}/", "epoch/", "officers/"]
    assert {desk.post(f"/en/desk/vault/{page}").status_code for page in pages} == {403}


def test_a_reviewer_hands_on_texts_and_the_head_identities(real):
    real.make_keys("head", "nhri").enrol("nhri2")
    case = filed(real)
    assert hand(real, "nhri", "nhri2") == ["content"]
    assert set(opened(real, "nhri2", case).keys) == {Part.ORIGINAL, Part.RELEASED}
    assert hand(real, "head", "nhri2") == ["identity"]
    assert set(opened(real, "nhri2", case).keys) == set(Part)
    with pytest.raises(Refused):
        hand(real, "head", "nhri2")
    assert [entry.by for entry in told("keys_handed_on")] == [real.actor("nhri").id, real.actor("head").id]


def test_without_a_head_who_holds_them_a_reviewer_hands_on_both(real):
    real.make_keys("nhri", "nhri2").enrol("head")
    assert hand(real, "nhri", "head") == ["content", "identity"]


def test_keys_go_to_the_key_that_was_looked_at(real):
    real.make_keys("head", "nhri").enrol("nhri2")
    seen = mark(real, "nhri2")
    services.start_over(
        user=real.user("nhri2"),
        passphrase="thirteen red stones roll down",
        by=real.closed("nhri2"),
        now=timezone.now(),
    )
    with pytest.raises(services.Changed):
        services.hand_on(to=real.user("nhri2"), mark=seen, by=real.actor("head"), now=timezone.now())
    page = real.desk("head").post(f"/en/desk/vault/hand/{real.user('nhri2').pk}/", {"mark": seen})
    assert page.status_code == 422
    assert "changed in the meantime" in page.content.decode()
    assert not KeyBox.objects.filter(recipient=real.closed("nhri2").id).exists()


def test_a_closed_vault_hands_nothing_on_and_the_page_asks_for_the_passphrase(real):
    real.make_keys("head", "nhri").enrol("nhri2")
    url = f"/en/desk/vault/hand/{real.user('nhri2').pk}/"
    fields = {"mark": mark(real, "nhri2")}
    page = real.desk("head").post(url, fields)
    assert page.status_code == 422
    assert 'name="vault_passphrase"' in page.content.decode()
    page = real.desk("head").post(url, fields | {"vault_passphrase": "not this one at all"})
    assert "does not open this vault" in page.content.decode()
    done = real.desk("head").post(url, fields | {"vault_passphrase": PHRASES["head"]})
    assert done.status_code == 303
    assert len(real.actor("nhri2").keyring.keys) == 3


# --- epochs ---------------------------------------------------------------------------------------


def test_a_new_epoch_rewraps_and_leaves_out_who_left(real, monkeypatch):
    real.make_keys("head", "nhri").enrol("nhri2")
    hand(real, "head", "nhri2")
    cases = [filed(real) for _ in range(6)]
    before = real.actor("nhri2").keyring
    assert before.keys
    gone = real.user("nhri2")
    gone.memberships.update(until=timezone.localdate() - timedelta(days=1))
    services.renew(by=real.actor("head"), now=timezone.now())
    # Broken off after the first batch of two: nothing is lost, and it goes on.
    monkeypatch.setattr(services, "BATCH", 2)
    real_rewrap, calls = institutions.rewrap, []

    def breaks(**options):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real_rewrap(**options)

    monkeypatch.setattr(institutions, "rewrap", breaks)
    with pytest.raises(KeyboardInterrupt):
        services.rewrap(by=real.actor("head"))
    monkeypatch.setattr(institutions, "rewrap", real_rewrap)
    with tenancy.within("BH"):
        left = institutions.waiting(content_key(real.country.nhri))
    assert 0 < left < 12
    for case in cases:
        assert set(opened(real, "nhri", case).keys) == set(Part)
    assert services.rewrap(by=real.actor("nhri")) == left + 6
    with tenancy.within("BH"):
        for owner in (content_key(real.country.nhri), identity_key(real.country.nhri)):
            assert institutions.waiting(owner) == 0
            assert set(Grant.objects.filter(recipient=owner).values_list("epoch", flat=True)) == {2}
    after = filed(real)
    for case in [*cases, after]:
        assert set(opened(real, "nhri", case).keys) == set(Part)
        with tenancy.within("BH"):
            held = vault.open(state="BH", subject=case.pk, keyring=before, parts=list(Part))
        assert not held.keys  # the keys they may have kept open nothing that is stored now
    assert not KeyBox.objects.filter(recipient=f"user:{gone.pk}").exists()
    with pytest.raises(vault.Locked):
        services.renew(by=real.closed("head"), now=timezone.now())


def test_a_damaged_box_is_left_and_does_not_stop_the_others(real):
    real.make_keys("head", "nhri")
    cases = [filed(real) for _ in range(3)]
    owner = content_key(real.country.nhri)
    with tenancy.within("BH"):
        Grant.objects.filter(recipient=owner, subject=cases[1].pk, part="original").update(box=b"\x01broken")
    services.renew(by=real.actor("head"), now=timezone.now())
    services.rewrap(by=real.actor("head"))
    with tenancy.within("BH"):
        assert institutions.waiting(owner) == 1
    assert set(opened(real, "head", cases[2]).keys) == set(Part)


def test_the_page_begins_an_epoch_and_says_what_is_left(real):
    real.make_keys("head", "nhri")
    filed(real)
    real.open("head")
    desk = real.desk("head")
    assert "Begin a new epoch" in desk.get("/en/desk/vault/epoch/").content.decode()
    assert desk.post("/en/desk/vault/epoch/", {"begin": "on"}).status_code == 303
    assert "3 keys were wrapped anew" in desk.get("/en/desk/vault/epoch/").content.decode()
    assert set(KeyPair.objects.filter(owner__startswith="institution").values_list("epoch", flat=True)) == {
        1,
        2,
    }


def test_the_command_asks_for_the_passphrase(real, monkeypatch):
    real.make_keys("head", "nhri")
    case = filed(real)
    asked = iter(["wrong words altogether", PHRASES["head"]])
    monkeypatch.setattr("getpass.getpass", lambda prompt="": next(asked))
    options = {"institution": "bh-nhri", "user": "head@bh.test", "stdout": StringIO()}
    with pytest.raises(CommandError):
        call_command("rotate_keys", **options)
    call_command("rotate_keys", **options)
    assert "3 rewrapped" in options["stdout"].getvalue()
    assert set(opened(real, "nhri", case).keys) == set(Part)


# --- recovery -------------------------------------------------------------------------------------

OFFICERS = ("liaison", "auditor", "intake")


@pytest.fixture
def entrusted(real):
    real.make_keys("head", "nhri").enrol(*OFFICERS)
    chosen = [real.user(name) for name in OFFICERS]
    services.entrust(officers=chosen, by=real.actor("head"), now=timezone.now())
    return real


@pytest.mark.parametrize("pair", list(permutations(OFFICERS, 2)), ids="-".join)
def test_any_two_officers_recover_the_keys(entrusted, pair):
    case = filed(entrusted)
    now = timezone.now()
    for name in ("head", "nhri"):
        entrusted.unlocks[name] = services.start_over(
            user=entrusted.user(name),
            passphrase="nothing but new morning air",
            by=entrusted.closed(name),
            now=now,
        )
    assert not opened(entrusted, "head", case).keys
    first, second = pair
    head = entrusted.user("head")
    with pytest.raises(vault.Locked):
        services.complete_recovery(to=head, by=entrusted.actor(second), now=now)
    services.begin_recovery(to=head, by=entrusted.actor(first), now=now)
    with pytest.raises(vault.Locked):  # one alone does not do both
        services.complete_recovery(to=head, by=entrusted.actor(first), now=now)
    with pytest.raises(vault.Locked):
        services.complete_recovery(to=head, by=entrusted.actor(second), now=now + timedelta(days=2))
    services.complete_recovery(to=head, by=entrusted.actor(second), now=now)
    assert set(opened(entrusted, "head", case).keys) == set(Part)
    assert not opened(entrusted, first, case).keys
    assert not RecoveryStep.objects.exists()
    assert len(told("recovery_begun")) == len(told("recovery_completed")) == 1


def test_one_officers_box_opens_nothing_alone(entrusted):
    from common import boxes

    for row in RecoveryBox.objects.all():
        for name in OFFICERS:
            private = entrusted.actor(name).keyring.keys[entrusted.actor(name).id, 1]
            if row.second == entrusted.actor(name).id:
                with pytest.raises(boxes.Tampered):
                    boxes.open_with(private, bytes(row.box))
            if row.first == entrusted.actor(name).id:
                inner = boxes.open_with(private, bytes(row.box))
                with pytest.raises(boxes.Tampered):
                    boxes.open_with(private, inner)


def test_the_drill_proves_it_and_fails_when_it_must(entrusted, monkeypatch):
    def drill(*names):
        asked = iter([PHRASES[name] for name in names])
        monkeypatch.setattr("getpass.getpass", lambda prompt="": next(asked))
        out = StringIO()
        officers = [f"--officer={name}@bh.test" for name in names]
        call_command("recovery_drill", "--institution=bh-nhri", *officers, stdout=out)
        return out.getvalue()

    assert "open" in drill("liaison", "auditor")
    assert "open" in drill("intake", "liaison", "auditor")
    with pytest.raises(CommandError):
        drill("liaison")
    with pytest.raises(CommandError):
        drill("liaison", "head")
    other = RecoveryBox.objects.filter(owner=content_key(entrusted.country.nhri)).first()
    RecoveryBox.objects.update(box=other.box)
    with pytest.raises(CommandError):
        drill("liaison", "auditor")


def test_administrators_and_the_ministry_are_no_officers(real):
    real.make_keys("head", "nhri").enrol("liaison", "auditor", "supervisor", "reviewer")
    for chosen in (("liaison", "auditor", "supervisor"), ("liaison", "auditor", "liaison"), ("liaison",)):
        with pytest.raises(Refused):
            services.entrust(
                officers=[real.user(name) for name in chosen], by=real.actor("head"), now=timezone.now()
            )
    assert not RecoveryBox.objects.exists()


# --- the ministry and a confidential identity ------------------------------------------------------


def test_no_ministry_account_opens_a_confidential_identity_by_any_path(entrusted):
    real, ministry = entrusted, ("supervisor", "reviewer", "reviewer2", "registry")
    real.enrol(*ministry)
    tried = 0
    case = filed(real)
    body, person = real.country.nhri, real.user
    for name in (*ministry, "admin"):
        by, desk = real.actor(name), real.desk(name)
        if name != "admin":
            real.open(name)
        assert not opened(real, name, case).keys
        attempts = [
            lambda by=by: services.make_keys(by=by, now=timezone.now()),
            lambda by=by, name=name: services.hand_on(to=person(name), mark="", by=by, now=timezone.now()),
            lambda by=by: services.renew(by=by, now=timezone.now()),
            lambda by=by: services.begin_recovery(to=person("head"), by=by, now=timezone.now()),
            lambda by=by: services.complete_recovery(to=person("head"), by=by, now=timezone.now()),
            lambda by=by: services.entrust(
                officers=[person(one) for one in OFFICERS], by=by, now=timezone.now()
            ),
        ]
        for attempt in attempts:
            with pytest.raises((Refused, vault.Locked)):
                attempt()
        for path in (
            f"{case.reference}/open/identity/",
            f"{case.reference}/open/original/",
            f"{case.reference}/",
            f"vault/hand/{person('nhri').pk}/",
            f"handover/keys/{person('nhri').pk}/",
            f"handover/person/{person('nhri').pk}/",
            f"handover/person/{person('nhri').pk}/move/",
            "vault/recovery/",
            "vault/officers/",
        ):
            for answer in (
                desk.get(f"/en/desk/{path}"),
                desk.post(f"/en/desk/{path}", {"reason": "because " * 5}),
            ):
                tried += 1
                assert answer.status_code in (403, 404, 405), path
                assert "أمل السالم" not in answer.content.decode()
    # A key box of the body sealed by hand to a ministry account needs the key; there is none to seal.
    with pytest.raises(vault.Locked):
        institutions.hand_on(
            owner=identity_key(body), to=real.actor("supervisor").id, keyring=real.actor("supervisor").keyring
        )
    assert tried == 90
    key = opened(real, "head", case).key(Part.IDENTITY)
    with tenancy.within("BH"):
        assert "أمل السالم" in key.unseal("complainant", Person.objects.get(complaint=case).identity)
        text = Text.objects.get(complaint=case)
        assert NARRATIVE in opened(real, "nhri", case).key(Part.ORIGINAL).unseal(f"text:{text.pk}", text.body)
        assert Complaint.objects.count() == 1
