"""Addresses. `/` chooses a language by the browser, Arabic first; every page has its prefix."""

from importlib import import_module
from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path

from common import views as common
from complaints.guidance import views as guidance
from complaints.intake import custody_views as custody
from complaints.intake import views as intake
from config import doors, health
from config.api import docs


def _where_built(prefix: str, module: str, name: str = "urlpatterns") -> list[URLPattern | URLResolver]:
    """The addresses of a part of the house that this installation has."""
    if find_spec(module) is None or not hasattr(found := import_module(module), name):
        return []
    return [path(prefix, include(getattr(found, name)))]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", doors.root, name="root"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/docs/", doors.api_docs),
    re_path(
        r"^api/(?P<rest>[\s\S]*)$", doors.api
    ),  # whatever stands there, line breaks too, is answered there
    path("accounts/", doors.accounts),
    path("accounts/<path:rest>", doors.accounts),
    *i18n_patterns(
        path("", intake.home, name="home"),
        path("complaints/new/form.pdf", guidance.printed_form, name="printed_form"),
        path("complaints/new/", include("complaints.intake.urls")),
        path("custody/", custody.custody, name="custody"),
        path("complaints/track/", include("complaints.tracking.urls")),
        path("complaints/mine/", include("complaints.mine.urls")),
        path("rights/", include("complaints.guidance.urls")),
        *_where_built("", "accounts.changes.urls", "public"),
        *_where_built("states/", "complaints.states.urls", "public"),
        *_where_built("", "reporting.urls", "public"),
        *_where_built("desk/settings/", "complaints.states.urls", "desk"),
        *_where_built("desk/", "reporting.urls", "desk"),
        path("desk/vault/", include("accounts.keys.urls")),
        path("desk/register/", include("complaints.intake.registering.urls")),
        path("desk/settings/people/", include("accounts.people.urls")),
        path("desk/settings/tokens/", include("accounts.tokens.urls")),
        *_where_built("desk/", "accounts.settings.urls", "desk"),  # after every other page below settings/
        path(
            "desk/", include("complaints.letters.urls")
        ),  # before the actions of the workflow, which take any word
        path("desk/", include("complaints.proceedings.urls")),
        path("desk/transfers/", include("complaints.transfers.urls")),
        *_where_built("desk/", "complaints.casework.urls"),
        path("oversight/", include("complaints.oversight.urls")),
        path("audit/", include("complaints.audit.urls")),
        path("accounts/", include("accounts.urls")),
        path("api/docs/", docs.page, name="api_docs"),
        path("design/", common.design, name="design"),
        path("design/desk/", common.design_desk, name="design_desk"),
        path("exit/", common.leave, name="exit"),
    ),
]

handler400 = "common.views.bad_request"
handler403 = "common.views.forbidden"
handler404 = "common.views.not_found"
handler500 = "common.views.server_error"
