"""Somebody with files, at the short form and on the page that follows a case; desks from casework's tests."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.casework.conftest import desk, led, now, protected  # noqa: F401
from tests.evidence.samples import name, sample
from tests.intake.conftest import amal, client  # noqa: F401


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    """Where the files of this test lie."""
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT


def upload(kind="jpeg", named=None, data=None):
    return SimpleUploadedFile(named or name(kind), sample(kind) if data is None else data)


def tokens(answer):
    return re.findall('name="attached" value="([^"]+)"', answer.content.decode())


def removers(answer):
    return re.findall('name="remove_file" value="([^"]+)"', answer.content.decode())


def on_disk(root, folder=""):
    return sorted(path.name for path in (root / folder).rglob("*") if path.is_file())
