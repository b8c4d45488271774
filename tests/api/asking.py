"""Asks the API what its own description allows, and what it does not, as every kind of caller."""

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass

import hypothesis
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from accounts.scopes import Scope
from config.api.schema import description
from tests.workflow.scene import trial

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
STAFF = ("registry", "reviewer", "supervisor", "intake", "nhri", "head", "liaison", "auditor", "admin")
CALLERS = ("nobody", "program:moi", "program:nhri", *(f"program:{scope.value}" for scope in Scope), *STAFF)
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


KEPT = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)


@dataclass(frozen=True)
class Caller:
    """Who asks, with what they send every time."""

    name: str
    headers: dict
    cookies: dict


def caller(name, program, person):
    """One of `CALLERS`."""
    if name == "nobody":
        return Caller(name, {}, {})
    if name.startswith("program:"):
        what = name.removeprefix("program:")
        made = program(what) if what in ("moi", "nhri") else program("moi", [Scope(what)])
        return Caller(name, made.headers, {})
    signed_in = person(name)
    # Apart from the headers: where the transport knows no cookies of its own, it takes away those written there.
    kept = {key: morsel.value for key, morsel in signed_in.client.cookies.items() if key in KEPT}
    return Caller(name, signed_in.headers, kept)


def ask(callers, references, *, examples, seed=0):
    """Every operation in both modes, so many times each, each time as every caller.

    Returns how many answers there were by caller and status. What is asked costs more than asking it.
    """
    told = Counter()
    schema = schemathesis.openapi.from_dict(description())
    schema.app = get_wsgi_application()
    with _one_connection():
        for found in schema.get_all_operations():
            for mode in MODES:
                strategy = found.ok().as_strategy(generation_mode=mode)
                _walk(strategy, callers, references, (examples, seed), told)
    return told


def by_status(told):
    """How many answers there were of each status."""
    found = Counter()
    for (_caller, status), count in told.items():
        found[status] += count
    return dict(sorted(found.items()))


def unheard(callers, told):
    """Callers who were told to say who they are, as nobody is: then nothing was tried as them."""
    return [(one.name, told[one.name, 401]) for one in callers[1:] if told[one.name, 401]]


@contextmanager
def _one_connection():
    """As Django's own client does: a request neither begins nor ends with closing the test's connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def _walk(strategy, callers, references, how, told):
    examples, seed = how

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=strategy)
    def once(case):
        place = told.total()
        if "reference" in (case.path_parameters or {}) and place % 3:
            case.path_parameters["reference"] = references[place % len(references)]
        made_up = case.headers.pop("Authorization", None)
        for one in callers:
            if made_up is not None and one.name == "nobody":
                case.headers["Authorization"] = made_up  # goes before a session: nobody else sends it
            else:
                case.headers.pop("Authorization", None)
            with trial():
                answer = case.call(headers=one.headers, cookies=one.cookies)
            told[one.name, answer.status_code] += 1
            case.validate_response(answer, checks=CHECKS)

    try:
        once()
    except hypothesis.errors.Unsatisfiable:
        return  # nothing about this operation can be wrong
