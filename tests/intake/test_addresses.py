"""Addresses that lead to a language, errors in both, and the two health pages."""

import pytest
from django.db import DatabaseError
from django.test import Client

from config import health


@pytest.mark.parametrize(
    ("accepts", "language"),
    [("", "ar"), ("ar", "ar"), ("en-GB,en;q=0.9", "en"), ("fr-FR", "ar"), ("en;q=0.5,ar", "ar"), ("*", "ar")],
)
def test_the_root_goes_by_the_browser_arabic_first(accepts, language):
    answer = Client().get("/", headers={"Accept-Language": accepts})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("rest", ["login/", "", "password/reset/key/1-set/", "nowhere/at/all/"])
def test_unprefixed_accounts_lead_under_the_language(rest):
    answer = Client().get(f"/accounts/{rest}?next=/ar/desk/", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/en/accounts/{rest}?next=/ar/desk/")
    assert Client().post(f"/accounts/{rest}").status_code == 307


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_is_not_there_is_said_in_the_language(language, client):
    answer = client.get(f"/{language}/nowhere/")
    assert answer.status_code == 404
    assert f'<html lang="{language}"' in answer.content.decode()


def test_alive_needs_nothing(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_names_what_failed(client, monkeypatch):
    def broken():
        raise DatabaseError("never shown")

    monkeypatch.setitem(health.CHECKS, "worker", lambda: True)
    assert client.get("/readyz").json() == dict.fromkeys(("database", "broker", "worker", "disk"), "ok")
    monkeypatch.setitem(health.CHECKS, "database", broken)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "failed"
    assert b"never shown" not in answer.content


@pytest.mark.django_db
def test_without_a_worker_it_is_not_ready(client):
    assert client.get("/readyz").json()["worker"] == "failed"


@pytest.mark.parametrize("path", ["", "complaints/new/", "complaints/new/short/", "complaints/track/"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_public_pages_need_no_session(language, path, world, client):
    answer = client.get(f"/{language}/{path}")
    assert answer.status_code == 200
    assert not answer.cookies


def test_a_choice_of_state_that_is_none_is_no_error(world, client):
    for state in ("QQ", "\x00", "%ED%A0%80", "BH' --"):
        assert client.get(f"/ar/complaints/new/?state={state}").status_code == 200
