"""What programs send: JSON of a bounded size and depth, given to the same forms as a page's fields."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.utils.datastructures import MultiValueDict
from rest_framework.parsers import JSONParser
from rest_framework.serializers import Serializer

from common.api.problems import Problem

S = TypeVar("S", bound=Serializer[Any])


class Json(JSONParser):
    """JSON, no larger than any other form, and never so deep that reading it fails."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            length = int(parser_context["request"].META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise Problem("too_large")
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise Problem("malformed") from None


def read(shape: type[S], data: Any) -> dict[str, Any]:
    """What was sent, as its shape has it. Raises the framework's `ValidationError`."""
    found = shape(data=data)
    found.is_valid(raise_exception=True)
    typed: dict[str, Any] = found.validated_data
    return typed


def as_form(sent: Mapping[str, Any]) -> "MultiValueDict[str, Any]":
    """A JSON object as the fields of a page's form: true is a ticked box, null and false are left out."""
    fields: MultiValueDict[str, Any] = MultiValueDict()
    for name, value in sent.items():
        if isinstance(value, list):
            fields.setlist(name, [str(one) for one in value])
        elif value is True:
            fields[name] = "on"
        elif value is not None and value is not False:
            fields[name] = str(value)
    return fields
