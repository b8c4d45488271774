"""What every dynamic answer says to browsers, and what leaving does."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from common import views
from common.middleware import SecurityHeaders


def through(response):
    return SecurityHeaders(lambda request: response)(RequestFactory().get("/"))


def test_a_page_is_kept_nowhere():
    headers = through(HttpResponse("<p>")).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_a_page_with_a_form_may_name_itself_to_its_own_site_only():
    assert through(HttpResponse('<form method="post">')).headers["Referrer-Policy"] == "same-origin"
    assert through(HttpResponse("<p>no form</p>")).headers["Referrer-Policy"] == "no-referrer"
    assert through(StreamingHttpResponse([b"<form"])).headers["Referrer-Policy"] == "no-referrer"


def test_a_view_that_knows_better_is_heard():
    response = HttpResponse("<p>", headers={"Cache-Control": "public, max-age=60"})

    assert through(response).headers["Cache-Control"] == "public, max-age=60"


def test_the_policy_allows_nothing_but_ourselves(shown):
    policy = Client().get("/ar/design/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("language", ["ar", "en"])
def test_leaving_forgets_everything_and_names_nothing(shown, language):
    client = Client()
    client.cookies["draft"] = "something"

    response = client.get(f"/{language}/exit/")

    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response.cookies["draft"]["max-age"] == 0
    assert response.headers["Cache-Control"] == "no-store"
    page = response.content.decode()
    for word in ("شكوى", "شكاوى", "complaint", "rights", "حقوق"):
        assert word not in page


def test_leaving_removes_cookies_that_live_on_their_own_path(shown, settings):
    settings.EXIT_COOKIES = [("receipt", "/ar/complaints/new/receipt/")]

    response = Client().get("/ar/exit/")

    assert response.cookies["receipt"]["path"] == "/ar/complaints/new/receipt/"
    assert response.cookies["receipt"]["max-age"] == 0


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    ("view", "status"),
    [
        (views.bad_request, 400),
        (views.forbidden, 403),
        (views.csrf_failure, 403),
        (views.not_found, 404),
        (views.unprocessable, 422),
        (views.server_error, 500),
    ],
)
def test_an_error_page_is_drawn_without_session_or_database(shown, view, status, language):
    from django.utils import translation

    request = RequestFactory().get(f"/{language}/somewhere/?q=1")  # no session, no user on it
    with translation.override(language):
        response = view(request)

    page = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language}"' in page
    other = {"ar": "en", "en": "ar"}[language]
    assert f'href="/{other}/somewhere/?q=1"' in page


def test_when_even_the_template_fails_there_is_an_answer(shown, monkeypatch):
    monkeypatch.setattr(views.loader, "get_template", lambda name: 1 / 0)

    response = views.server_error(RequestFactory().get("/ar/"))

    assert response.status_code == 500
    assert "تعذّر" in response.content.decode()


def test_leaving_works_while_the_database_does_not(shown, monkeypatch):
    client = Client()
    client.cookies["sessionid"] = "a" * 32

    def unreachable(session):
        raise OperationalError("the database is away")

    monkeypatch.setattr(SessionStore, "flush", unreachable)

    response = client.get("/ar/exit/")

    assert response.status_code == 200
    assert response.cookies["sessionid"]["max-age"] == 0
