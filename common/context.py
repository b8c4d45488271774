"""What every page's frame needs: direction, the other language's address, whether this is a demonstration."""

from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info, gettext_lazy

OWN_NAMES = {"ar": "العربية", "en": "English"}
SERVICE_NAME = gettext_lazy("Human rights complaints in security work")


class Language(TypedDict):
    """One language of the site: its code, its own name, and this page's address in it."""

    code: str
    name: str
    url: str
    is_current: bool


def portal(request: HttpRequest | None) -> dict[str, object]:
    """Context processor. Touches neither session nor database, so that error pages can use it too."""
    current = get_language() or settings.LANGUAGE_CODE
    languages = [_language(request, code, current) for code, _name in settings.LANGUAGES]
    return {
        "service_name": SERVICE_NAME,
        "language_code": current,
        "direction": "rtl" if get_language_info(current)["bidi"] else "ltr",
        "languages": languages,
        "other_languages": [language for language in languages if not language["is_current"]],
        "is_demo": settings.DEMO,
    }


def _language(request: HttpRequest | None, code: str, current: str) -> Language:
    return {
        "code": code,
        "name": OWN_NAMES[code],
        "url": _address(request, code),
        "is_current": code == current,
    }


def _address(request: HttpRequest | None, code: str) -> str:
    """This page in another language: only the prefix differs. A page under no language leads to the first."""
    path = request.get_full_path() if request else "/"
    prefix, _slash, rest = path.removeprefix("/").partition("/")
    return f"/{code}/{rest}" if prefix in OWN_NAMES else f"/{code}/"
