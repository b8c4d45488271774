"""No page of the site is forgotten by the tests that walk all of them, nor by `make screenshots`."""

from django.urls import get_resolver

from tests.pages.register import EXCUSED, PAGES


def named(resolver):
    """The names of all addresses."""
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from named(pattern)
        elif pattern.name:
            yield pattern.name


def test_every_address_is_in_the_register_or_excused():
    shown = {page.url for page in PAGES}

    assert set(named(get_resolver())) - shown - set(EXCUSED) == set()


def test_nobody_is_excused_who_is_shown_or_gone():
    # A page that is missing stands for no address: it is shown under that of the root.
    shown = {page.url for page in PAGES} - {"root"}

    assert set(EXCUSED) & shown == set()
    assert set(EXCUSED) <= set(named(get_resolver()))


def test_every_page_has_a_name_and_every_excuse_a_reason():
    names = [page.name for page in PAGES]

    assert len(names) == len(set(names))
    assert all(len(reason) > 5 for reason in EXCUSED.values())
