"""What a first visit to a page costs over the wire: itself, sheets, scripts and both weights of the typeface."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find

from tests.pages.register import PAGES

KB = 1024
BY_NAME = {page.name: page for page in PAGES}
# Source: figures.md of the design: 60 KB for whoever complains, 90 KB for the desk, 15 KB of script, 8 requests.
PUBLIC = ("home", "start", "step-before", "short", "custody", "rights", "track", "track-received", "receipt")


def weight(html):
    """Bytes of everything, bytes of script, and requests."""
    files = [Path(find(name)) for name in re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"', html)]
    sent = {file: len(gzip.compress(file.read_bytes())) for file in dict.fromkeys(files)}
    sheets = "".join(file.read_text() for file in sent if file.suffix == ".css")
    fonts = {Path(find(f"fonts/{name}")) for name in re.findall(r"fonts/(portal-[\w.-]+woff2)", sheets)}
    script = sum(size for file, size in sent.items() if file.suffix == ".js")
    whole = len(gzip.compress(html.encode())) + sum(sent.values()) + sum(f.stat().st_size for f in fonts)
    return whole, script, 1 + len(sent) + len(fonts)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    ("name", "most"), [*((one, 60) for one in PUBLIC), ("queue", 90), ("case-decided", 90)]
)
def test_a_first_visit_is_light(scene, name, most, language):
    whole, script, requests = weight(BY_NAME[name].show(scene, language).content.decode())

    print(f"{name} {language}: {whole / KB:.1f} KB, {script / KB:.1f} KB script, {requests} requests")
    assert whole <= most * KB
    assert script <= 15 * KB
    assert requests <= (8 if most == 60 else 10)
