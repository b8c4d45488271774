"""Addresses. `/` chooses a language by the browser, Arabic first; every page has its prefix."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    *i18n_patterns(
        path("accounts/", include("allauth.account.urls")),
    ),
]
