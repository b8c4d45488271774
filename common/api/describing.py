"""What the description of the API says of every door: its problems, its parameters."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from common.api.problems import KINDS, MEDIA_TYPE


class FaultShape(serializers.Serializer[Any]):
    pointer = serializers.CharField(help_text="A JSON pointer into the body; `?name` for the query.")
    detail = serializers.CharField()

    class Meta:
        ref_name = "Fault"


class ProblemShape(serializers.Serializer[Any]):
    """Problem details (RFC 9457), in the caller's language."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    reference = serializers.CharField(required=False)
    errors = FaultShape(many=True, required=False)

    class Meta:
        ref_name = "Problem"


ALWAYS = ("not_acceptable", "too_many", "fault")
CALLER = ("unauthenticated", "forbidden", "confirm")
BODY = ("malformed", "unsupported", "invalid", "too_large")


def answers(good: dict[int, Any], *codes: str) -> dict[Any, Any]:
    """Responses of an operation: the good ones, and each problem by its status."""
    found: dict[Any, Any] = dict(good)
    said: dict[int, list[str]] = {}
    for code in (*codes, *ALWAYS):
        said.setdefault(KINDS[code].status, []).append(code)
    for status, listed in sorted(said.items()):
        told = ", ".join(f"`{code}`" for code in listed)
        found[status, MEDIA_TYPE] = OpenApiResponse(ProblemShape, description=f"Problem: {told}.")
    return found


def query(name: str, told: str, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, description=told, required=False, **more)


LANGUAGE = OpenApiParameter(
    "Accept-Language",
    str,
    OpenApiParameter.HEADER,
    description="Language of sentences: ar or en.",
    enum=["ar", "en"],
)
