"""Asks the API what its own description allows, and what it does not, as every kind of caller."""

from contextlib import contextmanager

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


def headers_of(caller, program, person):
    """What this caller sends with every request."""
    if caller == "nobody":
        return {}
    if caller.startswith("program:"):
        what = caller.removeprefix("program:")
        made = program(what) if what in ("moi", "nhri") else program("moi", [Scope(what)])
        return made.headers
    signed_in = person(caller)
    cookies = {name: morsel.value for name, morsel in signed_in.client.cookies.items()}
    told = "; ".join(f"{name}={value}" for name, value in cookies.items() if name in KEPT)
    return {**signed_in.headers, "Cookie": told}


KEPT = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)


def ask(callers, references, *, examples, seed=0):
    """Every operation in both modes, so many times each, each time as every caller: by status how many answers.

    `callers` are the headers of each: what is asked costs more than asking it.
    """
    told = {}
    schema = schemathesis.openapi.from_dict(description())
    schema.app = get_wsgi_application()
    with _one_connection():
        for found in schema.get_all_operations():
            for mode in MODES:
                strategy = found.ok().as_strategy(generation_mode=mode)
                _walk(strategy, callers, references, (examples, seed), told)
    return told


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
        place = sum(told.values())
        if "reference" in (case.path_parameters or {}) and place % 3:
            case.path_parameters["reference"] = references[place % len(references)]
        for headers in callers:
            with trial():
                answer = case.call(headers=headers)
            told[answer.status_code] = told.get(answer.status_code, 0) + 1
            case.validate_response(answer, checks=CHECKS)

    try:
        once()
    except hypothesis.errors.Unsatisfiable:
        return  # nothing about this operation can be wrong
