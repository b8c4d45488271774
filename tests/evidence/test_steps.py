"""Files on the nine pages: they go with the draft through errors, back, the other language, and without Redis."""

import errno

import pytest
from django.core.cache import cache
from django.test import Client

from common import storage, tenancy
from complaints.models import Evidence
from tests.evidence.conftest import on_disk, removers, tokens, upload
from tests.intake.conftest import errors, output
from tests.intake.walking import Walker

pytestmark = pytest.mark.django_db


@pytest.fixture
def walker(world):
    cache.clear()
    return Walker(Client(enforce_csrf_checks=True)).go_to("evidence")


def attach(walker, *files, **typed):
    form = {**walker.fields, **typed, "files": list(files)}
    return walker.took(walker.client.post(walker.action, form), walker.action)


def kept():
    with tenancy.within("BH"):
        return Evidence.objects.count()


def test_what_is_refused_is_said_once_and_the_rest_stays(walker, root):
    attach(walker, upload("png", "لقطة.png"), upload("text", "run.exe"))
    assert (walker.slug, walker.answer.status_code) == ("evidence", 422)
    assert errors(walker.answer).count("run.exe") == 1
    assert len(tokens(walker.answer)) == len(on_disk(root)) == 1
    assert "لقطة.png" in walker.go_to("check").page
    walker.send()
    assert output(walker.page, "reference")
    assert kept() == 1


def test_one_is_removed_before_the_rest_goes_on(walker, root):
    attach(walker, upload("png"), upload("text"), go="back")
    walker.get("evidence")
    one, two = removers(walker.answer)
    walker.send(remove_file=one)
    assert (walker.slug, removers(walker.answer), on_disk(root)) == ("evidence", [two], [two])
    walker.file()
    assert kept() == 1


def test_back_and_the_other_language_keep_them(walker):
    attach(walker, upload("pdf", "report.pdf"), go="back")
    assert walker.slug == "people"
    walker.send()
    assert (walker.slug, "report.pdf" in walker.page) == ("evidence", True)
    walker.send(switch="en")
    assert walker.path.startswith("/en/")
    assert "report.pdf" in walker.page
    walker.file()
    assert kept() == 1


@pytest.mark.parametrize("page", ["evidence", "contact", "check"])
def test_lost_by_redis_the_page_brings_them_along(walker, page):
    attach(walker, upload("png"))
    walker.get("evidence").go_to(page)
    cache.clear()
    walker.file()
    assert kept() == 1


def test_without_redis_every_page_carries_them(walker, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
        }
    }
    attach(walker, upload("png", "photo.png"))
    assert "photo.png" in walker.go_to("check").page
    walker.send()
    assert kept() == 1


def test_a_file_that_waits_no_more_is_said_and_the_words_go_without_it(world, root):
    walker = Walker(Client(enforce_csrf_checks=True), "en").go_to("evidence")
    attach(walker, upload("png"))
    walker.go_to("check")
    (name,) = on_disk(root, "spool")
    storage.forget(name)
    walker.send()
    assert (walker.slug, tokens(walker.answer)) == ("evidence", [])
    assert errors(walker.answer).count("waits here no more") == 1
    walker.send()
    assert errors(walker.answer).count("waits here no more") == 1
    walker.send()
    assert (walker.slug, errors(walker.answer)) == ("check", "")
    walker.send()
    assert output(walker.page, "reference")
    assert kept() == 0


def test_a_full_disk_is_told_and_stops_no_words(walker, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr("os.write", full)
        attach(walker, upload("jpeg", "big.jpg"))
    assert (walker.slug, "big.jpg" in walker.page) == ("evidence", True)
    walker.file()
    assert output(walker.page, "reference")
    assert kept() == 0
