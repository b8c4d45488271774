"""What every page's frame needs: direction, the other language's address, whether this is the demonstration."""

from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info, gettext_lazy

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
    path = request.get_full_path() if request else f"/{current}/"
    url = translate_url(path, code)
    # A page that stands under no language (or a missing page) has no translation: the home page is the honest target.
    known = url != path or code == current
    return {
        "code": code,
        "name": get_language_info(code)["name_local"],
        "url": url if known else _home(path, code),
        "is_current": code == current,
    }


def _home(path: str, code: str) -> str:
    prefixes = tuple(f"/{language}/" for language, _name in settings.LANGUAGES)
    rest = path.split("/", 2)[2] if path.startswith(prefixes) else ""
    return f"/{code}/{rest}"
