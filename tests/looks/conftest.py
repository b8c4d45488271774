"""A real browser in front of Django's test client: no port, no database, the real headers and files."""

from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client


@pytest.fixture(scope="session")
def fonts():
    call_command("build_fonts", verbosity=0, stdout=StringIO())


@pytest.fixture
def shown(settings, fonts):
    """The demonstration's pages, with their fonts."""
    settings.DEMO = True


@pytest.fixture
def open_page(chromium, shown, settings, monkeypatch):
    """Open a path at a width and colour scheme; every request is answered by the test client and noted."""
    # Playwright keeps an event loop in this thread; nothing here is asynchronous on Django's side.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    client = Client(raise_request_exception=False)
    contexts = []

    def open_page(path, width=1280, scheme="light", **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.route("**/*", lambda route: _answer(route, client, settings))
        page.goto(f"http://localhost:1{path}")
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()


def _answer(route, client, settings):
    address = urlsplit(route.request.url)
    if address.path.startswith(settings.STATIC_URL):
        file = Path(settings.BASE_DIR) / "static" / address.path.removeprefix(settings.STATIC_URL)
        route.fulfill(path=file)
        return
    response = client.get(f"{address.path}?{address.query}" if address.query else address.path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    route.fulfill(status=response.status_code, headers=dict(response.headers), body=body)
