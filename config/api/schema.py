"""The description of the API (OpenAPI 3), made from its views once a process."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer

ABOUT = (
    "Cases, plan, reports and activities for institutions' own programs. A token opens no vault: narratives, names and "
    "files stay sealed for it. Every refusal is a problem (RFC 9457) in the caller's language, Arabic or English."
)


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token of an institution's program."}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        told = "Somebody signed in; what is not GET carries the header X-CSRFToken."
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": told}


@cache
def description() -> dict[str, Any]:
    """The whole description."""
    from config.api.urls import v1

    return described(v1)


def described(patterns: Any) -> dict[str, Any]:
    """What the views behind these addresses say of themselves."""
    with GENERATOR_STATS.silence(), override("en"):  # one description, whoever asks first
        found: dict[str, Any] = SchemaGenerator(patterns=patterns, api_version="1").get_schema(
            request=None, public=True
        )
    found["info"] = {
        "title": "Human rights complaints in security work",
        "version": "1",
        "description": ABOUT,
    }
    return found


@require_safe
def as_view(request: HttpRequest) -> HttpResponse:
    """JSON, or YAML where that is asked for."""
    wants_yaml = "yaml" in request.headers.get("Accept", "") or request.GET.get("format") == "yaml"
    renderer = OpenApiYamlRenderer() if wants_yaml else OpenApiJsonRenderer()
    body = renderer.render(description(), renderer_context={})
    response = HttpResponse(body, content_type=f"{renderer.media_type}; charset=utf-8")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
