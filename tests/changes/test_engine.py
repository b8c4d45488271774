"""Changes: proposed, made at once or after a second signature, refused, withdrawn, stale, recorded, published."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.actor import Refused
from accounts.changes import selectors, services
from accounts.changes.kinds import Unacceptable
from accounts.changes.models import Change, Standing
from accounts.models import InstitutionKind
from accounts.roles import Role
from common import tenancy
from record.models import Entry
from record.verification import verify
from tests import factories

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def propose(by, count, state="BH", kind="chairs", **more):
    return services.propose(
        kind=kind, state=state, after={"count": count}, reason="لأن القاعة ضاقت", by=by, now=NOW, **more
    )


def written(state="BH"):
    with tenancy.within(state):
        return list(
            Entry.objects.filter(stream=f"settings:{state}").order_by("seq").values_list("what", flat=True)
        )


@pytest.fixture
def admin(world, chairs):
    return world.bh.actor("admin")


@pytest.fixture
def head(world):
    return world.bh.actor("head")


@pytest.fixture
def secretariat(world):
    body = factories.institution("XX", InstitutionKind.SECRETARIAT, "gs", "الأمانة", "Secretariat")
    return factories.staff(factories.person("region", body, Role.REGIONAL_ADMINISTRATOR))


def test_a_better_rule_holds_at_once(admin, chairs):
    change = propose(admin, 6)
    assert change.standing is Standing.APPLIED
    assert not change.needs_second
    assert chairs.current("BH", "", TODAY) == {"count": 6}
    assert written() == ["change_proposed", "change_made"]


def test_a_weaker_rule_waits_for_the_national_institution(admin, head, chairs):
    change = propose(admin, 2)
    waited = chairs.current("BH", "", TODAY)
    signed = services.confirm(change=change.pk, by=head, now=NOW)
    assert change.standing is Standing.WAITING
    assert waited == {"count": 4}
    assert signed.standing is Standing.APPLIED
    assert chairs.current("BH", "", TODAY) == {"count": 2}
    assert written() == ["change_proposed", "change_confirmed", "change_made"]


def test_nobody_else_signs_for_less_protection(world, admin, secretariat):
    change = propose(admin, 2)
    second = factories.staff(factories.person("admin2", world.bh.moi, Role.ADMINISTRATOR))
    others = [admin, second, secretariat, world.eg.actor("head"), world.eg.actor("admin")]
    others += [world.bh.actor(name) for name in world.bh.people if name not in ("head", "admin")]
    for actor in others:
        with pytest.raises(Refused):
            services.confirm(change=change.pk, by=actor, now=NOW)
        with pytest.raises(Refused):
            services.refuse(change=change.pk, reason="لا", by=actor, now=NOW)
        assert selectors.to_sign(actor) == []
    assert Change.objects.get().standing is Standing.WAITING


def test_a_head_at_the_ministry_is_no_independent_body(world, admin):
    """The role alone does not do: it is the institution that is outside."""
    inside = factories.staff(factories.person("odd", world.bh.moi, Role.NHRI_HEAD))
    change = propose(admin, 2)
    with pytest.raises(Refused):
        services.confirm(change=change.pk, by=inside, now=NOW)


def test_without_an_independent_body_the_region_signs_after_a_notice(world, chairs, secretariat):
    admin = world.zz.actor("admin")
    with pytest.raises(Unacceptable):
        propose(admin, 2, state="ZZ", holds_from=TODAY + timedelta(days=27))
    change = propose(admin, 2, state="ZZ")
    assert change.holds_from == TODAY + timedelta(days=28)
    assert selectors.to_sign(secretariat) == [change]
    services.confirm(change=change.pk, by=secretariat, now=NOW)
    assert chairs.current("ZZ", "", TODAY + timedelta(days=27)) == {"count": 4}
    assert chairs.current("ZZ", "", TODAY + timedelta(days=28)) == {"count": 2}


def test_nobody_signs_twice(world, admin):
    """Somebody with both offices proposes; their own signature beside it counts for nothing."""
    both = factories.person("both", world.bh.nhri, Role.NHRI_HEAD)
    both.memberships.create(
        role=Role.ADMINISTRATOR, since=date(2020, 1, 1), granted_by="user:1", confirmed_by="user:2"
    )
    actor = factories.staff(both)
    change = propose(actor, 2)
    with pytest.raises(Refused):
        services.confirm(change=change.pk, by=actor, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(confirmed_by=actor.id, confirmed_at=NOW)


def test_the_database_makes_nothing_weaker_without_a_signature(admin):
    change = propose(admin, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(applied_by="user:9", applied_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(needs_second=False)


def test_a_refused_change_is_never_made(admin, head, chairs):
    change = propose(admin, 2)
    services.refuse(change=change.pk, reason="تضيق القاعة بالناس", by=head, now=NOW)
    with pytest.raises(services.Ended):
        services.confirm(change=change.pk, by=head, now=NOW)
    assert chairs.current("BH", "", TODAY) == {"count": 4}
    assert written() == ["change_proposed", "change_refused"]


def test_the_proposer_takes_it_back(admin, head):
    change = propose(admin, 2)
    with pytest.raises(Refused):
        services.withdraw(change=change.pk, by=head, now=NOW)
    assert services.withdraw(change=change.pk, by=admin, now=NOW).standing is Standing.WITHDRAWN
    assert propose(admin, 3).standing is Standing.WAITING


def test_one_proposal_waits_at_a_time(admin):
    propose(admin, 2)
    with pytest.raises(services.AlreadyWaiting):
        propose(admin, 3)


def test_what_changed_meanwhile_is_not_signed_over(admin, head, chairs):
    change = propose(admin, 2)
    chairs.made["BH"] = [(TODAY, 9)]
    with pytest.raises(services.Stale):
        services.confirm(change=change.pk, by=head, now=NOW)
    assert Change.objects.get().standing is Standing.WAITING
    assert written() == ["change_proposed"]


def test_what_was_previewed_is_what_is_made(admin, chairs):
    ahead = services.preview(
        kind="chairs", state="BH", after={"count": 6}, holds_from=None, by=admin, now=NOW
    )
    chairs.made["BH"] = [(TODAY, 5)]
    with pytest.raises(services.Stale):
        propose(admin, 6, seen=ahead.mark)


def test_a_late_signature_makes_nothing_in_the_past(admin, head, chairs):
    change = propose(admin, 2)
    signed = services.confirm(change=change.pk, by=head, now=NOW + timedelta(days=9))
    assert signed.holds_from == TODAY + timedelta(days=9)
    assert chairs.current("BH", "", TODAY + timedelta(days=8)) == {"count": 4}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"count": -1}, "count"),
        ({"count": 4}, ""),
        ({"count": 6, "holds_from": TODAY - timedelta(days=1)}, "holds_from"),
        ({"count": 6, "holds_from": TODAY + timedelta(days=2000)}, "holds_from"),
    ],
)
def test_what_cannot_be_is_said(admin, given, field):
    with pytest.raises(Unacceptable) as refused:
        propose(admin, **given)
    assert refused.value.field == field
    assert Change.objects.count() == 0


@pytest.mark.parametrize("reason", ["", "  \u200b ", "س" * 2001])
def test_a_change_says_why(admin, reason):
    with pytest.raises(Unacceptable) as refused:
        services.propose(kind="chairs", state="BH", after={"count": 6}, reason=reason, by=admin, now=NOW)
    assert refused.value.field == "reason"


def test_only_the_states_administrator_proposes(world, chairs):
    for country, name in [("eg", "admin"), ("bh", "head"), ("bh", "supervisor"), ("bh", "auditor")]:
        with pytest.raises(Refused):
            propose(getattr(world, country).actor(name), 6)


def test_the_record_holds_together_and_no_words(admin, head):
    change = propose(admin, 2)
    services.confirm(change=change.pk, by=head, now=NOW)
    found = verify(state="BH", stream="settings:BH")
    with tenancy.within("BH"):
        kept = " ".join(Entry.objects.filter(stream="settings:BH").values_list("details", flat=True))
    assert found.entries == 3
    assert found.breaks == ()
    assert "القاعة" not in kept
    assert services.digest(Change.objects.get()) in kept


# --- the public log ---------------------------------------------------------------------------------


def test_everybody_reads_what_was_changed(client, admin, head):
    propose(admin, 2)
    page = client.get("/en/changes/").content.decode()
    assert "Chairs" in page
    assert "protects less" in page
    assert "Waits for a second signature" in page


def test_of_people_the_public_reads_nothing(client, admin):
    propose(admin, 6, kind="secret_chairs")
    page = client.get("/en/changes/").content.decode()
    assert "No rule was changed yet" in page
    assert admin.id not in page


def test_the_log_names_nobody(client, admin, head, world):
    change = propose(admin, 2)
    services.confirm(change=change.pk, by=head, now=NOW)
    page = client.get("/ar/changes/?state=bh").content.decode()
    for user in world.bh.people.values():
        assert str(user.pk) not in page
        assert user.name_ar not in page


def test_pages_of_the_log_follow_each_other(client, admin, chairs, django_assert_max_num_queries):
    for number in range(60):
        services.propose(
            kind="chairs",
            state="BH",
            after={"count": 5 + number},
            reason="سبب",
            by=admin,
            now=NOW + timedelta(seconds=number // 2),
        )
    seen, address, turns = [], reverse("changes"), []
    while address:
        with django_assert_max_num_queries(3):
            answer = client.get(address)
        seen += [shown.change.pk for shown in answer.context["changes"]]
        turns.append(answer)
        address = answer.context["next_url"] and reverse("changes") + answer.context["next_url"]
    assert len(seen) == len(set(seen)) == 60
    assert len(turns) == 3
    back = client.get(reverse("changes") + turns[2].context["previous_url"])
    assert [shown.change.pk for shown in back.context["changes"]] == seen[25:50]
    first = client.get(reverse("changes") + back.context["previous_url"])
    assert [shown.change.pk for shown in first.context["changes"]] == seen[:25]
    assert first.context["previous_url"] == ""


def test_a_made_up_address_shows_the_log(client, admin):
    propose(admin, 6)
    for query in ("?after=x", "?state=QQ", "?before=a~b:c", "?state=%00"):
        assert "Chairs" in client.get("/en/changes/" + query).content.decode()
