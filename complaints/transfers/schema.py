"""The shape of what travels, checked field by field before anything is made of it. Version 1; docs/adr/0022.

What a package holds was written elsewhere: a field that is missing, of another kind, too long or outside its list
is named, and nothing of the package is taken. Fields that are not known here are refused like wrong ones, because
nobody here could say what they mean.
"""

from base64 import b64decode
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from complaints import vocabulary as words
from complaints.transfers.parcel import INSTITUTION, RECEIPT, TAKEN

Check = Callable[[Any], bool]
LONGEST_BOX = 200_000  # characters of one box: the longest text, padded and written in letters
SITES = ("https://", "http://localhost", "http://127.0.0.1")  # what a complainant's browser may be led to
MOST = 1_000  # rows of one kind


def line(longest: int = 200) -> Check:
    return lambda value: isinstance(value, str) and len(value) <= longest and value.isprintable()


def one_of(*codes: str) -> Check:
    return lambda value: isinstance(value, str) and value in codes


def some(check: Check) -> Check:
    """A line that is not empty as well."""
    return lambda value: bool(value) and check(value)


def box(length: int | None = None) -> Check:
    """Bytes written in base 64: so many, where that is fixed."""

    def holds(value: Any) -> bool:
        if not isinstance(value, str) or len(value) > LONGEST_BOX:
            return False
        try:
            return len(b64decode(value, validate=True)) == (length or len(b64decode(value))) > 0
        except ValueError:
            return False

    return holds


def _read(parse: Callable[[str], object]) -> Check:
    def holds(value: Any) -> bool:
        try:
            return isinstance(value, str) and parse(value) is not None
        except ValueError:
            return False

    return holds


def whole(least: int, most: int) -> Check:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def maybe(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _truth(value: Any) -> bool:
    return isinstance(value, bool)


def _moment(value: str) -> datetime | None:
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else None


def _codes(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= 20
        and all(one in words.Circumstance.values for one in value)
    )


ident, day, moment = _read(UUID), _read(date.fromisoformat), _read(_moment)
state = _read(lambda value: value if len(value) == 2 and value.isascii() and value.isupper() else None)
Shape = dict[str, Any]  # name → check, shape, or [shape] for rows

ENVELOPE: Shape = {
    "format": one_of("complaint-transfer"),
    "version": whole(1, 1),
    "package": ident,
    "made_at": moment,
    "from": {
        "institution": some(line(40)),
        "state": state,
        "name_ar": some(line()),
        "name_en": some(line()),
        "signing_key": box(32),
    },
    "to": {"institution": some(line(40)), "state": state, "content_key": box(32)},
    "key": box(),
    "body": lambda value: isinstance(value, str),  # its length is that of the package, which was looked at
    "signature": box(64),
}
PARCEL: Shape = {
    "case": ident,
    "to": {"institution": some(line(40)), "state": state},
    "content_key": box(32),
    "identity_key": box(32),
    "receipt": box(32),
    "reference": some(line(60)),
    "filed_on": day,
    "sealed_at": moment,
    "mode": one_of(words.Mode.CONFIDENTIAL, words.Mode.ANONYMOUS),
    "facts": {
        "matter": one_of(words.Matter.COMPLAINT, words.Matter.ASSISTANCE),
        "assistance_kind": one_of("", *words.AssistanceKind.values),
        "source": one_of(*words.Source.values),
        "gender": one_of(*words.Gender.values),
        "language": some(line(5)),
        "circumstances": _codes,
        "relationship": one_of("", *words.Relationship.values),
        "consent": one_of("", *words.Consent.values),
        "no_consent": one_of("", *words.NoConsent.values),
        "people_concerned": whole(1, 32_767),
        "place_type": one_of("", *words.PlaceType.values),
        "happened_from": maybe(day),
        "happened_until": maybe(day),
        "happened_how": one_of("", *words.When.values),
        "service": line(20),
        "is_danger": _truth,
        "is_held": _truth,
    },
    "allegations": [
        {
            "category": one_of(*words.Category.values),
            "ill_treatment": one_of("", *words.IllTreatment.values),
        }
    ],
    "keys": [
        {"part": one_of(*words.Part.values), "for": one_of(RECEIPT, INSTITUTION), "box": box()},
    ],
    "texts": [
        {"id": ident, "kind": one_of(*TAKEN), "at": moment, "own": _truth, "box": box()},
    ],
    "people": [
        {
            "role": one_of(*words.PersonRole.values),
            "gender": one_of(*words.Gender.values),
            "is_child": _truth,
            "box": box(),
        }
    ],
    "files": [
        {
            "id": ident,
            "kind": one_of(*words.FileKind.values),
            "at": moment,
            "blob": _read(lambda value: value if len(value) == 32 and bytes.fromhex(value) else None),
            "size": whole(1, 2**31 - 1),
            "box": box(),
        }
    ],
}
CARD: Shape = {
    "format": one_of("complaint-transfer-card"),
    "version": whole(1, 1),
    "institution": some(line(40)),
    "state": state,
    "name_ar": some(line()),
    "name_en": some(line()),
    "site": _read(lambda value: value if value.startswith(SITES) and line()(value) else None),
    "content_key": box(32),
    "identity_key": box(32),
    "signing_key": box(32),
    "signature": box(64),
}


def faults(found: Any, shape: Shape, path: str = "") -> list[str]:
    """The fields that are not as the shape says, by their path; none where all is well."""
    if not isinstance(found, dict):
        return [path or "."]
    wrong = [_join(path, name) for name in (found.keys() ^ shape.keys())]
    for name in found.keys() & shape.keys():
        wrong += _faults_of(found[name], shape[name], _join(path, name))
    return sorted(wrong)


def _faults_of(value: Any, check: Any, path: str) -> list[str]:
    if isinstance(check, dict):
        return faults(value, check, path)
    if isinstance(check, list):
        if not isinstance(value, list) or len(value) > MOST:
            return [path]
        return [fault for at, row in enumerate(value) for fault in faults(row, check[0], f"{path}.{at}")]
    return [] if check(value) else [path]


def _join(path: str, name: Any) -> str:
    shown = str(name)[:40]
    return f"{path}.{shown}" if path else shown


def disagreements(parcel: dict[str, Any]) -> list[str]:
    """What each field alone allows and all of them together do not."""
    facts, wrong = parcel["facts"], []
    if bool(parcel["allegations"]) != (facts["matter"] == words.Matter.COMPLAINT):
        wrong.append("allegations")
    if facts["assistance_kind"] and facts["matter"] != words.Matter.ASSISTANCE:
        wrong.append("facts.assistance_kind")
    if (facts["consent"] == words.Consent.IMPOSSIBLE) == (facts["no_consent"] == ""):
        wrong.append("facts.no_consent")
    if facts["happened_until"] and not (facts["happened_from"] or "9") <= facts["happened_until"]:
        wrong.append("facts.happened_until")
    if any(one["ill_treatment"] and one["category"] != "TOR" for one in parcel["allegations"]):
        wrong.append("allegations")
    wanted = {(part.value, who) for part in words.Part for who in (RECEIPT, INSTITUTION)}
    if {(one["part"], one["for"]) for one in parcel["keys"]} != wanted or len(parcel["keys"]) != len(wanted):
        wrong.append("keys")
    if not any(one["kind"] == "narrative" for one in parcel["texts"]):
        wrong.append("texts")
    return wrong
