"""Caller × operation: matrix.csv says what status each of them gets for a request that is right in itself.

Held against docs/api.md and the table of roles in docs/domain.md. Bahrain's ministry leads the case, its reviewer
holds it; `token …` is a program of the ministry with that scope alone. 422 in the row of packages: past the door,
and what was sent is none.
"""

import csv
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.actor import SYSTEM
from accounts.models import Institution, InstitutionKind
from accounts.roles import Role
from accounts.scopes import Scope
from accounts.tokens.models import ApiToken
from common import tenancy
from config.api import docs, schema
from reporting import plan_file, plan_loading
from reporting.models import Measure
from tests import factories
from tests.api.conftest import NOW, V1, Program, brought
from tests.api.test_cases import assigned
from tests.reporting import attacks
from tests.reporting.conftest import PLAN
from tests.workflow.scene import trial

FILE = Path(__file__).parent / "matrix.csv"
METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
TAKEN = ("get", "head", "post")


def matrix():
    with FILE.open() as file:
        return {row.pop("operation"): row for row in csv.DictReader(file)}


def operations():
    return {one.id: one for one in docs.operations(schema.description())}


@pytest.fixture
def place(world, settings, tmp_path):
    """The case everybody is asked about, the plan, a closed quarter: what each request needs to be right."""
    settings.FILES_ROOT = tmp_path
    plan_loading.load(plan_file.read(PLAN), by=SYSTEM, now=NOW)
    with tenancy.within("BH"):
        attacks.store("BH", now=NOW)
    reference, code = assigned(world)
    return {"reference": reference, "code": code, "state": "bh", "slug": "2025-10"}


@pytest.fixture
def callers(world, program, person, place):
    """Column → somebody who asks."""
    made = {f"token {scope.value}": program("moi", [scope]) for scope in Scope}
    made |= {"token nhri": program("nhri"), "token egypt": program("moi", country="eg")}
    made |= {name: _dead(program, name) for name in ("ended", "expired")}
    made["left"] = _left(world, program)
    secretariat = factories.institution("XX", InstitutionKind.SECRETARIAT, "gs", "الأمانة", "Secretariat")
    world.bh.people["analyst"] = factories.person("analyst", secretariat, Role.ANALYST)
    made |= {name: person(name) for name in next(iter(matrix().values())) if name in world.bh.people}
    made["stranger"] = person("reviewer", "eg")
    unproven = person("reviewer")
    made["unproven"] = Program({**unproven.headers, "X-CSRFToken": "x"}, unproven.client)
    return {"nobody": Program({}, Client()), **made}


def _dead(program, how):
    """A token that opened everything until it was ended, or until its last day was over."""
    made, now = program("moi"), timezone.now()
    over = {
        "ended": {"ended_at": now, "ended_by": "user:x"},
        "expired": {"until": now.date() - timedelta(days=2)},
    }
    with tenancy.within("BH"):
        ApiToken.objects.filter(pk=ApiToken.objects.latest("given_at").pk).update(**over[how])
    return made


def _left(world, program):
    """A token of a body that takes part no longer."""
    body = world.zz.moi
    made = program("moi", country="zz")
    Institution.objects.filter(pk=body.pk).update(is_active=False)
    return made


def ask(one, who, place):
    """The operation's request, right in itself."""
    path = one.path.format(**place)
    if one.method == "GET":
        return who.get(path)
    if one.id in ("evidence_add", "transfers_take"):
        return who.client.post(path, _files(one.id, place), headers=who.headers)
    if one.id == "complaints_file":
        return who.file(brought())
    return who.post(path, _body(one.id, place))


def _files(operation, place):
    if operation == "transfers_take":
        return {"file": SimpleUploadedFile("case.package", b"no package")}
    return {"receipt_code": place["code"], "files": [SimpleUploadedFile("note.txt", b"What I saw")]}


def _body(operation, place):
    return {
        "moves_make": {"action": "acknowledge"},
        "messages_write": {"message": "عاد", "receipt_code": place["code"]},
        "activities_enter": {
            "kind": "training",
            "title_ar": "دورة",
            "title_en": "Course",
            "start": "2026-03-01",
            "measures": [Measure.objects.first().code],
        },
    }[operation]


def test_every_operation_stands_in_the_matrix():
    """A new one is described by itself; here it must be decided who gets what."""
    assert set(matrix()) == set(operations())
    for name, cells in matrix().items():
        assert all(status.isdigit() for status in cells.values()), name


def test_every_caller_gets_what_the_matrix_says(callers, place):
    cells = 0
    for name, row in matrix().items():
        assert set(row) == set(callers)
        for caller, status in row.items():
            with trial():
                answer = ask(operations()[name], callers[caller], place)
            assert answer.status_code == int(status), (name, caller, answer.status_code, answer.content)
            if answer.status_code >= 400:
                assert answer.headers["Content-Type"] == "application/problem+json", (name, caller)
                assert json.loads(answer.content)["status"] == int(status)
            cells += 1
    assert cells >= 300


def test_methods_that_are_not_described_are_not_taken(callers, place):
    """By whoever has every scope: neither refused for lack of one, nor done."""
    who = callers["token nhri"]
    taken = {}
    for one in operations().values():
        taken.setdefault(one.path, set()).add(one.method.lower())
    for path, known in taken.items():
        for method in set(METHODS) - known - ({"head"} if "get" in known else set()):
            answer = who.client.generic(method.upper(), path.format(**place), headers=who.headers)
            assert answer.status_code == 405, (method, path, answer.status_code)
    assert V1 + "transfers/" in taken
