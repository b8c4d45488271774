"""A visitor's browser in front of the real server, with and without JavaScript."""

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.fixture
def site(settings, transactional_db, world, live_server):
    """The address of the running site, in which Bahrain and Egypt receive complaints."""
    call_command("build_fonts", verbosity=0, stdout=StringIO())
    return live_server.url


@pytest.fixture
def browse(chromium, site):
    """Open a page in a fresh browser; what its console complains of and where it reached out is kept."""
    contexts = []

    def browse(path, width=360, script=True, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=script, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints, page.asked = [], []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(site + path)
        return page

    yield browse
    for context in contexts:
        context.close()
