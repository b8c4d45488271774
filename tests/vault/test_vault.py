"""Who can open what: nothing in clear, nothing for the ministry that it must not have, nothing moved."""

from datetime import timedelta

import pytest
import redis
from django.conf import settings as project
from django.db import connection

from common import tenancy
from common.boxes import Tampered
from complaints.casework.services import Given, advance
from complaints.models import Complaint, Docket, Person, Text
from complaints.vocabulary import Part
from tests.workflow.scene import NOW, filed, holder
from vault import services as vault
from vault.models import Grant, KeyBox, KeyPair

PLANTS = (
    "زينب بلانتد",
    "Zaynab Plantedname",
    "planted@mail.example",
    "+97300011122",
    "السرداب المزروع",
    "planted cellar",
)


def dump():
    """Every column of every row that the app can see in Bahrain, as text; bytes in hexadecimal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT coalesce(string_agg(t::text, '|'), '') FROM {table} t")
            yield table, cursor.fetchone()[0]


def planted(haystack):
    lower = haystack.lower()
    return [plant for plant in PLANTS if plant.lower() in lower or plant.encode().hex() in lower]


def secret_case(number):
    anonymous = number % 2
    return filed(
        mode="anonymous" if anonymous else "confidential",
        name="" if anonymous else f"{PLANTS[0]} {PLANTS[1]}",
        email="" if anonymous else PLANTS[2],
        phone="" if anonymous else PLANTS[3],
        narrative=f"{PLANTS[4]} {PLANTS[5]} {PLANTS[0]} {PLANTS[1]} " * 5,
        categories=("TOR",) if number % 3 else ("FRC",),
    )


def test_two_hundred_cases_leave_nothing_in_clear(world):
    with tenancy.within("BH"):
        cases = [secret_case(number) for number in range(200)]
        for case, done in cases[:10]:
            amal = holder("BH", case, done.code)
            for action, given in (
                ("write", Given(message=f"{PLANTS[4]} {PLANTS[5]}")),
                ("report_reprisal", Given(message=f"{PLANTS[0]} threatened")),
            ):
                advance(case=case, action=action, by=amal, now=NOW, given=given)
            person = world.bh.people["nhri"].pk
            advance(
                case=case, action="assign", by=world.bh.actor("head"), now=NOW, given=Given(person=person)
            )
            given = Given(reason=f"{PLANTS[1]} was there", message=f"{PLANTS[5]}?")
            for action in ("note", "acknowledge", "ask_complainant"):
                advance(case=case, action=action, by=world.dalia, now=NOW, given=given)
        found = {table: planted(text) for table, text in dump()}
        assert found["complaints_text"] == []
        assert {table for table, plants in found.items() if plants} == set()
        codes = [done.code.replace("-", "") for _, done in cases]
        everything = "".join(text for _, text in dump()).replace("-", "")
        assert not [code for code in codes if code in everything or code.encode().hex() in everything]
    keys = redis.from_url(project.REDIS_URL)
    for key in keys.scan_iter():
        kept = keys.dump(key) or b""
        assert not [plant for plant in PLANTS if plant.encode() in kept + key]


def test_the_search_for_plants_would_find_them(world):
    """The check above can fail: a named case's name and words are where they may be."""
    with tenancy.within("BH"):
        filed(narrative="planted cellar")
        assert any("plant" in text and "cellar" in text for _, text in dump())


def test_no_ministry_account_opens_a_confidential_identity(world):
    tried = 0
    with tenancy.within("BH"):
        people = [
            world.bh.actor(name) for name in ("registry", "reviewer", "reviewer2", "supervisor", "admin")
        ]
        head = world.bh.actor("head")
        for number in range(60):
            case, _ = filed(mode="confidential", categories=("FRC",) if number % 2 else ("TOR",))
            if number % 4 > 1:
                advance(case=case, action="release", by=head, now=NOW, given=Given(text="No names"))
                given = Given(person=world.bh.people["reviewer"].pk)
                advance(case=case, action="assign", by=world.bh.actor("supervisor"), now=NOW, given=given)
            for actor in people:
                opened = vault.open(state="BH", subject=case, keyring=actor.keyring, parts=list(Part))
                for part in (Part.IDENTITY, Part.ORIGINAL):
                    with pytest.raises(vault.Locked):
                        opened.key(part)
                    tried += 1
                assert (Part.RELEASED in opened) == (
                    number % 4 > 1
                    and actor.user_id in {world.bh.people[n].pk for n in ("reviewer", "supervisor")}
                )
        for case in Complaint.objects.all():
            key = vault.open(state="BH", subject=case.pk, keyring=head.keyring, parts=[Part.IDENTITY]).key(
                Part.IDENTITY
            )
            box = Person.objects.get(complaint=case).identity
            assert "Amal Example" in key.unseal("complainant", box)
    assert tried >= 500


def test_outside_the_demo_every_vault_stays_locked(world, settings):
    with tenancy.within("BH"):
        case, done = filed()
        settings.DEMO = False
        for name in world.bh.people:
            opened = vault.open(
                state="BH", subject=case, keyring=world.bh.actor(name).keyring, parts=list(Part)
            )
            for part in Part:
                with pytest.raises(vault.Locked):
                    opened.key(part)
        given = Given(message="Words")
        before = Text.objects.count()
        settings.DEMO = True
        advance(
            case=case,
            action="assign",
            by=world.bh.actor("supervisor"),
            now=NOW,
            given=Given(person=world.bh.people["reviewer"].pk),
        )
        settings.DEMO = False
        with pytest.raises(vault.Locked):
            advance(case=case, action="write", by=world.basil, now=NOW, given=given)
        assert Text.objects.count() == before
        # The complainant's key is their code and needs no vault.
        advance(case=case, action="write", by=holder("BH", case, done.code), now=NOW, given=given)


def test_only_the_own_code_opens_a_case(world):
    with tenancy.within("BH"):
        (mine, done), (other, _) = filed(), filed()
        for case, opens in ((mine, True), (other, False)):
            ring = holder("BH", mine, done.code).keyring
            opened = vault.open(state="BH", subject=case, keyring=ring, parts=list(Part))
            assert all((part in opened) is opens for part in Part)


def test_an_exclusion_withdraws_the_grants(world):
    with tenancy.within("BH"):
        case, _ = filed()
        user = world.bh.people["supervisor"]
        assert Grant.objects.filter(subject=case, recipient=f"user:{user.pk}").exists()
        given = Given(person=user.pk, reason="A brother of the officer")
        advance(case=case, action="exclude", by=world.bh.actor("head"), now=NOW, given=given)
        assert not Grant.objects.filter(subject=case, recipient=f"user:{user.pk}").exists()


def test_boxes_open_nowhere_else(world):
    with tenancy.within("BH"):
        (case, done), (other, _) = filed(), filed()
        key = vault.open(
            state="BH", subject=case, keyring=holder("BH", case, done.code).keyring, parts=list(Part)
        ).key(Part.RELEASED)
        text, foreign = Text.objects.get(complaint=case), Text.objects.get(complaint=other)
        assert "kicked" in key.unseal(f"text:{text.pk}", text.body)
        moved = {
            "another case": vault.CaseKey("BH", other, key.part, key.secret),
            "another state": vault.CaseKey("EG", case, key.part, key.secret),
        }
        for name, wrong in moved.items():
            with pytest.raises(Tampered):
                wrong.unseal(f"text:{text.pk}", text.body)
            assert name
        for name, box, version in (
            (f"text:{foreign.pk}", text.body, 1),
            (f"text:{text.pk}", foreign.body, 1),
            (f"text:{text.pk}", text.body, 2),
            ("complainant", text.body, 1),
        ):
            with pytest.raises(Tampered):
                key.unseal(name, box, version=version)
        for place in (0, 1, 30, len(text.body) - 1):
            broken = bytearray(text.body)
            broken[place] ^= 1
            with pytest.raises(Tampered):
                key.unseal(f"text:{text.pk}", bytes(broken))


def test_lengths_tell_little(world):
    with tenancy.within("BH"):
        short, _ = filed(narrative="a", name="Bo")
        long, _ = filed(narrative="a" * 4000, name="Bo " * 60)
        for model, field in ((Text, "body"), (Person, "identity")):
            lengths = {len(getattr(model.objects.get(complaint=case), field)) for case in (short, long)}
            assert len(lengths) == 1


def test_private_keys_are_stored_wrapped(world):
    for pair in KeyPair.objects.filter(owner__startswith="institution:"):
        assert bytes(pair.wrapped) == b""
    dalia = world.dalia.keyring.keys
    stored = [bytes(pair.wrapped) for pair in KeyPair.objects.all()]
    stored += [bytes(box.box) for box in KeyBox.objects.all()]
    assert len(dalia) == 3
    assert not [secret for secret in dalia.values() if any(secret in kept for kept in stored)]


def test_a_key_box_is_for_its_holder(world):
    """The liaison and the clerk of the NHRI hold none of its keys."""
    for name, number in (("nhri", 3), ("head", 3), ("liaison", 1), ("intake", 1), ("auditor", 1)):
        assert len(world.bh.actor(name).keyring.keys) == number


def test_grants_end_with_the_case_for_the_ministry_and_begin_again_with_release(world):
    with tenancy.within("BH"):
        case, done = filed()
        head = world.bh.actor("head")
        advance(
            case=case,
            action="recategorise",
            by=head,
            now=NOW,
            given=Given(categories=("DTH",), reason="He died"),
        )
        users = [f"user:{user.pk}" for user in world.bh.people.values()]
        assert not Grant.objects.filter(subject=case, recipient__in=users).exists()
        advance(case=case, action="consent_to_release", by=holder("BH", case, done.code), now=NOW)
        later = NOW + timedelta(days=1)
        advance(case=case, action="release", by=head, now=later, given=Given(text="A death"))
        parts = Grant.objects.filter(subject=case, recipient__in=users).values_list("part", flat=True)
        assert set(parts) == {"released.2"}  # what the ministry lost is not opened by the new key
        assert Docket.objects.get(complaint=case, institution=world.bh.moi).standing == "authority"
