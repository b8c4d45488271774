"""What programs send and get, as the description of the API says it."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from common.context import OWN_NAMES
from complaints.intake.forms import NARRATIVE_LIMIT
from complaints.vocabulary import (
    AssistanceKind,
    Category,
    Channel,
    Circumstance,
    Consent,
    Gender,
    Matter,
    Mode,
    NoConsent,
    ReadBack,
    Relationship,
    Source,
    Stage,
)

MATTERS = [choice for choice in Matter.choices if choice[0] != Matter.CUSTODY]
CHANNELS = [choice for choice in Channel.choices if choice[0] != Channel.WEB]
LONGEST_LINE = 500  # characters


class Words(serializers.CharField):
    """Words of a person. Strings alone: a number is no name."""

    def __init__(self, *, limit: int, **kwargs: Any) -> None:
        super().__init__(max_length=limit, trim_whitespace=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


def optional(limit: int, **kwargs: Any) -> Words:
    return Words(limit=limit, required=False, allow_blank=True, default="", **kwargs)


class Strict(serializers.Serializer[Any]):
    """What is not known is refused: a misspelt field would be lost in silence."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = {
                str(name): [ErrorDetail("unknown", code="unknown")]
                for name in data
                if name not in self.fields
            }
            if unknown:
                raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)


class Intake(Strict):
    """A complaint or request that somebody brought to the institution."""

    mode = serializers.ChoiceField(Mode.choices, help_text="How the person is known, and to whom.")
    matter = serializers.ChoiceField(MATTERS)
    narrative = Words(
        limit=NARRATIVE_LIMIT, help_text="What happened, in the person's own words. Sealed at once."
    )
    language = serializers.ChoiceField(list(OWN_NAMES.items()), help_text="Of the answers.")
    source = serializers.ChoiceField(Source.choices, help_text="Who brings it.")
    channel = serializers.ChoiceField(CHANNELS, help_text="How it came in.")
    received_on = serializers.DateField(help_text="The day it came in, in the state.")
    read_back = serializers.ChoiceField(
        ReadBack.choices, help_text="Whether what was written was read back to the person."
    )
    incoming = optional(40, help_text="Its number in the register of incoming letters.")
    categories = serializers.ListField(
        child=serializers.ChoiceField(Category.choices), required=False, default=list, max_length=22
    )
    danger = serializers.BooleanField(required=False, default=False)
    held = serializers.BooleanField(required=False, default=False)
    name = optional(200)
    email = optional(254)
    phone = optional(60)
    safe_contact = optional(LONGEST_LINE, help_text="When and how the person may be reached safely.")
    wish = optional(2000, help_text="What the person wants to come of it.")
    assistance_kind = serializers.ChoiceField(
        AssistanceKind.choices, required=False, allow_blank=True, default=""
    )
    gender = serializers.ChoiceField(Gender.choices, required=False, default=Gender.NOT_STATED.value)
    service = optional(20, help_text="Code of the security service, where it is known.")
    governorate = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=2**31 - 1
    )
    people_concerned = serializers.IntegerField(required=False, default=1, min_value=1, max_value=9999)
    circumstances = serializers.ListField(
        child=serializers.ChoiceField(Circumstance.choices), required=False, default=list, max_length=10
    )
    independent_only = serializers.BooleanField(required=False, default=False)
    relationship = serializers.ChoiceField(Relationship.choices, required=False, allow_blank=True, default="")
    consent = serializers.ChoiceField(Consent.choices, required=False, allow_blank=True, default="")
    no_consent = serializers.ChoiceField(NoConsent.choices, required=False, allow_blank=True, default="")
    happened_from = serializers.DateField(required=False, allow_null=True, default=None)
    happened_until = serializers.DateField(required=False, allow_null=True, default=None)


class Receipt(serializers.Serializer[Any]):
    """What is given once: the code opens the case for the person it concerns, and nobody can show it again later."""

    reference = serializers.CharField()
    receipt_code = serializers.CharField(
        allow_null=True,
        help_text="Null where the institution acts by itself: then nobody is given a receipt.",
    )
    stage = serializers.ChoiceField(Stage.choices)


class Row(serializers.Serializer[Any]):
    """A case in one line, as the queue has it. No words of anybody."""

    reference = serializers.CharField()
    stage = serializers.ChoiceField(Stage.choices)
    matter = serializers.ChoiceField(Matter.choices)
    mode = serializers.ChoiceField(Mode.choices)
    categories = serializers.ListField(child=serializers.ChoiceField(Category.choices))
    governorate = serializers.IntegerField(allow_null=True)
    is_open = serializers.BooleanField()
    is_danger = serializers.BooleanField()
    is_held = serializers.BooleanField()
    is_grave = serializers.BooleanField()
    arrived_at = serializers.DateTimeField(
        help_text="At this institution; an anonymous case keeps the day alone."
    )
    due_at = serializers.DateTimeField(allow_null=True, help_text="The nearest deadline that runs.")
    holder = serializers.UUIDField(allow_null=True, help_text="Who of the institution holds it.")
    tags = serializers.ListField(child=serializers.CharField())


class Listed(serializers.Serializer[Any]):
    """One page; `next` and `previous` are whole addresses, null at the ends."""

    results = Row(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class ClockOf(serializers.Serializer[Any]):
    kind = serializers.CharField()
    started_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class AllegationOf(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    category = serializers.ChoiceField(Category.choices)
    finding = serializers.CharField(allow_blank=True)
    disposition = serializers.CharField(allow_blank=True)


class HolderOf(serializers.Serializer[Any]):
    institution = serializers.CharField(help_text="Its code.")
    standing = serializers.CharField()


class TextOf(serializers.Serializer[Any]):
    kind = serializers.CharField()
    at = serializers.DateTimeField()
    words = serializers.CharField(allow_null=True, help_text="Null where the stored text is damaged.")


class LockedOf(serializers.Serializer[Any]):
    part = serializers.CharField()
    why = serializers.ChoiceField(["reason", "assigned", "key"])


class EventOf(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    what = serializers.CharField(help_text="A sentence in the caller's language.")
    stage = serializers.CharField(allow_blank=True)


class File(Row):
    """One case: facts, clocks, findings; words only where the caller's keys open them, which no token's do."""

    route = serializers.CharField()
    stage_since = serializers.DateTimeField()
    outcome = serializers.CharField(allow_blank=True)
    institutions = HolderOf(many=True)
    clocks = ClockOf(many=True)
    allegations = AllegationOf(many=True)
    texts = TextOf(many=True)
    locked = LockedOf(many=True)
    history = EventOf(many=True)
    moves = serializers.ListField(
        child=serializers.CharField(), help_text="Actions this caller may try now; see moves/."
    )


class FieldOf(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()
    required = serializers.BooleanField()
    many = serializers.BooleanField()
    choices = serializers.ListField(
        child=serializers.CharField(), allow_null=True, help_text="Null where words are written freely."
    )


class MoveOf(serializers.Serializer[Any]):
    action = serializers.CharField()
    label = serializers.CharField()
    asks = FieldOf(many=True)


class Moves(serializers.Serializer[Any]):
    results = MoveOf(many=True)


class Moved(serializers.Serializer[Any]):
    reference = serializers.CharField()
    action = serializers.CharField()
    stage = serializers.ChoiceField(Stage.choices)


class Message(Strict):
    """With `receipt_code` it is what the person of that code writes; without, what the institution writes to them."""

    message = Words(limit=20_000)
    receipt_code = optional(60)


class Sent(serializers.Serializer[Any]):
    reference = serializers.CharField()
    stage = serializers.ChoiceField(Stage.choices)


class Evidence(serializers.Serializer[Any]):
    """Files of the person whose code is given: JPEG PNG HEIC PDF MP4 M4A OGG MP3 and plain text."""

    receipt_code = serializers.CharField()
    files = serializers.ListField(child=serializers.FileField())


class Package(serializers.Serializer[Any]):
    """A package that another installation sealed to this institution."""

    file = serializers.FileField()


class Arrived(serializers.Serializer[Any]):
    reference = serializers.CharField()


MOVE_SCHEMA = {
    "application/json": {
        "type": "object",
        "description": "The action, and the fields it asks (see the list of moves).",
        "properties": {"action": {"type": "string"}},
        "required": ["action"],
        "additionalProperties": {
            "oneOf": [
                {"type": "string"},
                {"type": "boolean"},
                {"type": "integer"},
                {"type": "null"},
                {"type": "array", "items": {"type": "string"}},
            ]
        },
    }
}
