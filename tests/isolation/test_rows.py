"""One state's rows and no others, whatever the code above forgets."""

import os
import random
import threading
import uuid
from datetime import timedelta

import psycopg
import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, IntegrityError, connection, connections, models, transaction

from accounts.models import Institution
from accounts.tokens.models import ApiToken
from common import tenancy
from complaints.casework.queue.finding import Search
from complaints.casework.queue.narrowing import Wanted
from complaints.casework.selectors import visible_to
from complaints.models import (
    CaseTag,
    Clock,
    Complaint,
    Departure,
    Docket,
    Notice,
    NoticeAddress,
    RegisterNumber,
    RegisterRow,
    Registration,
    SavedSearch,
    SearchText,
    Tag,
    Transfer,
)
from reporting.models import (
    Activity,
    Comment,
    Document,
    Dossier,
    Narrative,
    Report,
    ReportFile,
    Snapshot,
)
from tests import factories
from tests.workflow.scene import NOW, filed, recuse, scene, trial


def tenant_tables():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity ORDER BY relname")
        return [name for (name,) in cursor.fetchall()]


def count(table, where=""):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} {where}")
        return cursor.fetchone()[0]


@pytest.fixture
def both(world):
    """Cases in both states, with a row in every table that has a policy."""
    with tenancy.within("BH"):
        at = scene(world, "ministry")
        at.move("acknowledge", "reviewer")
        at.move("admit", "reviewer")
        at.move("request_answer", "nhri", at.given(at_asks("request_answer"), "nhri"))
        at.link()
        at.move("withdraw", "amal")
        at.move("add_evidence", "amal", at.given(at_asks("add_evidence"), "amal"))
        recuse(at.case, world.bh.people["reviewer2"])
        user = world.bh.people["head"]
        Notice.objects.create(state="BH", complaint_id=at.case, user=user, what="x", cause="x", at=NOW)
        NoticeAddress.objects.create(state="BH", complaint_id=at.case, box=b"x")
        Departure.objects.create(
            state="BH", institution=world.bh.moi, user=user, begun_at=NOW, begun_by="user:x"
        )
        Registration.objects.create(
            state="BH",
            complaint_id=at.case,
            by="user:x",
            institution=world.bh.moi,
            registered_on=NOW.date(),
            received_on=NOW.date(),
            channel="phone",
            read_back="agreed",
        )
        tag = Tag.objects.create(
            state="BH", institution=world.bh.moi, name="x", made_at=NOW, made_by="user:x"
        )
        CaseTag.objects.create(state="BH", complaint_id=at.case, tag=tag, by="user:x", at=NOW)
        SavedSearch.objects.create(state="BH", institution=world.bh.moi, user=user, name="x", filters="q=x")
        RegisterRow.objects.create(state="BH", institution="bh-moi", reference="1", received_on=NOW.date())
        ApiToken.objects.create(
            state="BH",
            institution=world.bh.moi,
            name="x",
            scopes=["read"],
            until=NOW.date(),
            given_by="user:x",
            signed_by="user:y",
            given_at=NOW,
        )
        fill_the_empty()
    with tenancy.within("EG"):
        foreign, _ = filed("EG")
    return at, foreign


PLAIN = {
    models.CharField: "x",
    models.TextField: "x",
    models.IntegerField: 1,
    models.FloatField: 1.0,
    models.BooleanField: False,
    models.BinaryField: b"x",
    models.DateField: NOW.date(),
    models.DateTimeField: NOW,
    models.JSONField: {},
    ArrayField: [],
    models.UUIDField: uuid.UUID(int=1),
    models.DurationField: timedelta(days=1),
}
# What a constraint of the table wants besides.
BESIDES = {
    RegisterNumber: lambda: {"year": NOW.year},
    Transfer: lambda: {"to_institution": Institution.objects.get(code="eg-nhri")},
    Document: lambda: {"activity": Activity.objects.create(**dict(plain(Activity)))},
    Comment: lambda: {"dossier": dossier()},
    Narrative: lambda: {"dossier": dossier()},
    Report: lambda: {"dossier": dossier(), "snapshot": figures()},
    ReportFile: lambda: {"report": Report.objects.create(**dict(plain(Report)))},
}


def fill_the_empty():
    """A row of no meaning in each table that no step above brought one to."""
    waiting = [
        model
        for model in apps.get_models()
        if model._meta.db_table in set(tenant_tables()) and not count(model._meta.db_table)
    ]
    while waiting:
        ready = [model for model in waiting if not {*parents(model)} & {*waiting}]
        for model in ready:
            model._base_manager.create(**dict(plain(model)))
            waiting.remove(model)


def parents(model):
    return [
        field.related_model
        for field in model._meta.concrete_fields
        if field.is_relation and not field.null and field.related_model is not model
    ]


def plain(model):
    besides = BESIDES.get(model, dict)()
    yield from besides.items()
    for field in model._meta.concrete_fields:
        if field.name in besides:
            continue
        if field.name == "state":
            yield "state", "BH"
        elif field.is_relation and not field.null:
            yield field.name, field.related_model._base_manager.first()
        elif not (field.null or field.blank or field.has_default() or field.primary_key):
            kind = next(kind for kind in (*type(field).__mro__,) if kind in PLAIN)
            yield field.name, field.choices[0][0] if field.choices else PLAIN[kind]


def figures():
    return Snapshot.objects.first() or Snapshot.objects.create(**dict(plain(Snapshot)))


def dossier():
    return Dossier.objects.first() or Dossier.objects.create(**dict(plain(Dossier)), internal=figures())


def at_asks(action):
    from complaints import workflow

    return next(row.asks for row in workflow.MOVES if row.action == action)


def test_without_a_context_no_table_shows_a_row(both):
    with tenancy.within("BH"):
        full = {table: count(table) for table in tenant_tables()}
    assert len(full) >= 14
    assert min(full.values()) > 0, full  # otherwise nothing was tried
    assert {table: count(table) for table in full} == dict.fromkeys(full, 0)


def test_without_any_filter_only_the_own_states_rows_are_seen_changed_or_removed(both):
    at, foreign = both
    with tenancy.within("BH"):
        for table in tenant_tables():
            assert count(table, "WHERE state <> 'BH'") == 0
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in (f"UPDATE {table} SET state = state", f"DELETE FROM {table}"):
                    if table.startswith("record_"):
                        continue
                    cursor.execute(f"{statement} WHERE state <> 'BH'")
                    assert cursor.rowcount == 0
        assert not Complaint.objects.filter(pk=foreign).exists()
        assert Complaint.objects.filter(pk=at.case).exists()


def test_nothing_is_written_into_another_state(both):
    at, foreign = both
    with tenancy.within("BH"):
        for state, case in (("EG", foreign), ("EG", at.case)):
            row = Clock(state=state, complaint_id=case, kind="x", started_at=NOW, due_at=NOW)
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                row.save()
        with pytest.raises(DatabaseError), transaction.atomic():
            Complaint.objects.filter(pk=at.case).update(state="EG")


CHILDREN = (
    "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND array_length(conkey, 1) = 2"
)


def test_no_child_belongs_to_a_parent_of_another_state(both):
    _, foreign = both
    with connection.cursor() as cursor:
        cursor.execute(CHILDREN)
        held = {name for (name,) in cursor.fetchall()}
    assert {f"complaints_{name}" for name in ("clock", "text", "docket", "person", "request")} <= held
    with tenancy.within("BH"):
        clock = Clock(state="BH", complaint_id=foreign, kind="x", started_at=NOW, due_at=NOW)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            clock.save()


def test_each_stranger_finds_nothing_through_the_selectors(both, world):
    with tenancy.within("BH"):
        for actor in (world.carim, world.eg.actor("head"), world.eg.actor("supervisor")):
            assert not visible_to(actor).exists()
    with tenancy.within("EG"):
        assert visible_to(world.eg.actor("head")).count() == 1
        assert not visible_to(world.dalia).exists()


def test_exact_figures_and_files_stay_in_their_state_and_public_ones_do_not(world):
    """The edition decides of figures; of files, which carry words too, whether the report is published."""
    prints = {}
    with tenancy.within("BH"):
        made = {
            edition: Snapshot.objects.create(**{**dict(plain(Snapshot)), "edition": edition})
            for edition in ("internal", "public")
        }
        row = Dossier.objects.create(**dict(plain(Dossier)), **made)
        for language, edition in (("ar", "internal"), ("en", "public"), ("ar", "public")):
            report = Report.objects.create(
                state="BH",
                dossier=row,
                language=language,
                edition=edition,
                snapshot=made[edition],
                asked_by="user:x",
                asked_at=NOW,
                rendered_at=NOW,
            )
            file = ReportFile.objects.create(
                state="BH", report=report, kind="pdf", body=b"x", sha256="x", size=1
            )
            prints[language, edition] = file.pk
        report.published_at = NOW
        report.save()
    for context in ("", "EG", "XX"):
        with tenancy.within(context):
            assert set(Snapshot.objects.values_list("edition", flat=True)) == {"public"}, context
            assert set(ReportFile.objects.values_list("pk", flat=True)) == {prints["ar", "public"]}, context
            assert Snapshot.objects.update(sha256="y") == ReportFile.objects.update(size=2) == 0, context
    with tenancy.within("BH"):
        assert (Snapshot.objects.count(), ReportFile.objects.count()) == (2, 3)
        assert set(Snapshot.objects.values_list("sha256", flat=True)) == {"x"}


def test_a_report_stands_on_no_figures_of_another_state(world):
    with tenancy.within("BH"):
        figures = Snapshot.objects.create(**{**dict(plain(Snapshot)), "edition": "public"})
    with tenancy.within("EG"):
        row = Dossier(**{**dict(plain(Dossier)), "state": "EG"}, public=figures)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


# --- search -------------------------------------------------------------------------------------


def found(words, most=100):
    with connection.cursor() as cursor:
        cursor.execute("SELECT complaint FROM complaints_found(%s, %s)", [words, most])
        return [row[0] for row in cursor.fetchall()]


def asked(actor, words):
    return [row.complaint_id for row in Search(actor, Wanted(words=words, status="all"), NOW).page().rows]


def test_search_knows_no_state_but_the_context(both, world):
    assert found("kicked") == []
    with tenancy.within("BH"):
        ours = found("kicked")
        assert len(ours) >= 1
        assert asked(world.bh.actor("supervisor"), "kicked")
        assert asked(world.eg.actor("supervisor"), "kicked") == []
        # Excluded people find nothing by searching either.
        assert both[0].case not in asked(world.bh.actor("reviewer2"), "kicked")
    with tenancy.within("EG"):
        assert len(found("kicked")) == 1
        assert not set(found("kicked")) & set(ours)


def test_search_bears_any_limit_and_any_words(both, world):
    with tenancy.within("BH"):
        everything = found("kicked")
        for most in (-1, 0, 1, -2147483648):
            assert len(found("kicked", most)) == 1
        assert found("kicked", 2147483647) == everything
        for words in (
            "x') OR true --",
            "'; DROP TABLE complaints_docket; --",
            "kicked | !",
            "!!",
            "(",
            "a:*:",
        ):
            try:
                with transaction.atomic():
                    found(words)
            except DatabaseError:
                continue
        assert count("complaints_docket") > 0
        supervisor = world.bh.actor("supervisor")
        for words in ("'", "a & | !", "x') --", "كلمة'", "%", "\\", "\x00", "<->", ":*", "🙂" * 300):
            asked(supervisor, words)


def copied(row, **changed):
    """An unsaved row like another."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.fields if not field.primary_key
    }
    return type(row)(**values | changed)


def test_search_walks_past_its_probe(world):
    """More rows than the first walk looks at: the second way must find what the first did not."""
    with tenancy.within("BH"):
        case, _ = filed()
        needle = Docket.objects.get(complaint=case, institution=world.bh.moi)
        Docket.objects.filter(pk=needle.pk).update(sort_due=NOW + timedelta(days=900))
        pattern, row = Complaint.objects.get(pk=case), needle
        Complaint.objects.bulk_create(
            copied(pattern, pk=uuid.UUID(int=n), reference=f"x{n}", submission=str(n).encode())
            for n in range(1500)
        )
        Docket.objects.bulk_create(
            copied(row, pk=None, complaint_id=uuid.UUID(int=n), sort_due=NOW) for n in range(1500)
        )
        assert asked(world.bh.actor("supervisor"), "kicked") == [needle.complaint_id]
        assert asked(world.bh.actor("supervisor"), "nowhere") == []


def test_the_app_cannot_become_the_searcher(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(current_user, 'portal_searcher', 'member')")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
        for role in ("portal_searcher", "portal_owner", "portal_maintenance"):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(f"SET ROLE {role}")
        cursor.execute(
            "SELECT count(*) FROM pg_proc"
            " WHERE prosecdef AND proconfig IS NULL AND pronamespace = 'public'::regnamespace"
        )
        assert cursor.fetchone() == (0,)  # each definer function has its search path fixed


def test_search_texts_are_not_read_past_the_context(both):
    assert not SearchText.objects.exists()
    with tenancy.within("EG"):
        assert SearchText.objects.count() == 1


# --- the context itself -------------------------------------------------------------------------


def test_contexts_nest_and_come_back(both):
    at, foreign = both

    def seen():
        return {pk for pk in (at.case, foreign) if Complaint.objects.filter(pk=pk).exists()}

    with tenancy.within("BH"):
        assert seen() == {at.case}
        with tenancy.within("EG"):
            assert seen() == {foreign}
            with pytest.raises(ZeroDivisionError), tenancy.within("BH"):
                1 / 0  # noqa: B018
            assert seen() == {foreign}
            with tenancy.within(""):
                assert seen() == set()
            with trial(), tenancy.within("BH"):
                assert seen() == {at.case}
            assert seen() == {foreign}
        assert seen() == {at.case}
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        assert seen() == {at.case}
    assert seen() == set()
    assert tenancy.current() == ""


READS = 10_000


class Reader(threading.Thread):
    """One connection of the pool, switched between states without rest."""

    def __init__(self, seed, own):
        super().__init__()
        self.random, self.own, self.reads, self.leaks = random.Random(seed), own, 0, []

    def run(self):
        try:
            while self.reads < READS / 4:
                self.turn(self.random.choice(("BH", "EG", "")), depth=0)
        finally:
            connections.close_all()

    def look(self, state):
        self.reads += 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT state, count(*) FROM complaints_complaint GROUP BY state")
            seen = dict(cursor.fetchall())
        if seen != ({state: self.own[state]} if state else {}):
            self.leaks.append((state, seen))

    def turn(self, state, depth):
        how = self.random.random()
        if not state and depth == 0:
            self.look("")
            return
        try:
            with tenancy.within(state):
                self.look(state)
                if how < 0.2 and depth < 3:
                    self.turn(self.random.choice(("BH", "EG", "")), depth + 1)
                    self.look(state)
                elif how < 0.3:
                    with transaction.atomic(), connection.cursor() as cursor:
                        cursor.execute("SELECT 1 / 0")
                elif how < 0.4:
                    raise RuntimeError
                elif how < 0.45 and depth == 0:
                    transaction.set_rollback(True)
        except (DatabaseError, RuntimeError):
            if depth:
                raise
        if depth == 0:
            self.look("")


@pytest.mark.django_db(transaction=True)
def test_ten_thousand_reads_over_four_connections_leak_nothing(settings):
    settings.DEMO, settings.DEMO_VAULT_KEY = True, factories.UNLOCK.hex()
    factories.world()
    own = {"BH": 3, "EG": 2}
    for state, number in own.items():
        for _ in range(number):
            filed(state)
    readers = [Reader(seed, own) for seed in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert sum(reader.reads for reader in readers) >= READS
    assert [leak for reader in readers for leak in reader.leaks] == []


@pytest.mark.django_db(transaction=True)
def test_the_owner_is_bound_by_the_policies_too(settings):
    settings.DEMO, settings.DEMO_VAULT_KEY = True, factories.UNLOCK.hex()
    factories.world()
    filed()
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for table in tenant_tables():
            assert owner.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
