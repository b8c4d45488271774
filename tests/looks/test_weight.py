"""What a first page costs over the wire, and that each file named in a sheet exists, hashed."""

import gzip
import re

import pytest
from django.core.management import call_command
from django.test import Client

KB = 1024


@pytest.fixture
def collected(settings, fonts, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_the_frame_of_a_page_leaves_room_in_the_budget(collected, settings):
    page = Client().get("/ar/design/").content
    addresses = set(re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', page.decode()))
    sheets = {collected / address for address in addresses}
    fonts = {
        collected / "fonts" / name
        for sheet in sheets
        for name in re.findall(r"fonts/(portal-[\w.-]+woff2)", sheet.read_text())
    }

    sent = {file.name: len(gzip.compress(file.read_bytes())) for file in sheets}
    fonts_sent = sum(file.stat().st_size for file in fonts)
    script = sum(size for name, size in sent.items() if name.endswith(".js"))
    total = sum(sent.values()) + fonts_sent + len(gzip.compress(page))

    assert len(fonts) == 2
    assert fonts_sent < 45 * KB
    assert script < 15 * KB
    assert total < 60 * KB, sent  # the gallery's own page is longer than any page of the intake
    assert len(sheets) + len(fonts) + 1 <= 8


def test_the_fonts_are_made_once(settings, fonts):
    file = settings.BASE_DIR / "static" / "fonts" / "portal-400.woff2"
    before = file.stat().st_mtime_ns

    call_command("build_fonts", verbosity=0)

    assert file.stat().st_mtime_ns == before


def test_the_licence_travels_with_the_fonts(settings, fonts):
    assert (
        "SIL OPEN FONT LICENSE"
        in (settings.BASE_DIR / "static" / "fonts" / "LICENSE.txt").read_text().upper()
    )
