"""Examples of the description: invented people, invented cases."""

from drf_spectacular.utils import OpenApiExample

INTAKE = OpenApiExample(
    "A mother at the counter",
    request_only=True,
    value={
        "mode": "confidential",
        "matter": "complaint",
        "narrative": "أُخذ ابني من البيت مساء الأحد ولم نُبلّغ بمكانه.",
        "language": "ar",
        "source": "family",
        "channel": "visit",
        "received_on": "2026-03-14",
        "read_back": "agreed",
        "categories": ["LIB"],
        "relationship": "parent",
        "held": True,
    },
)
RECEIPT = OpenApiExample(
    "The receipt",
    response_only=True,
    status_codes=["201"],
    value={
        "reference": "BH-7K2M-9QXT",
        "receipt_code": "0123-4567-89AB-CDEF-GHJK-MNPQ-RS00",
        "stage": "received",
    },
)
ROW = {
    "reference": "BH-7K2M-9QXT",
    "stage": "screening",
    "matter": "complaint",
    "mode": "confidential",
    "categories": ["LIB"],
    "governorate": None,
    "is_open": True,
    "is_danger": False,
    "is_held": True,
    "is_grave": False,
    "arrived_at": "2026-03-14T09:30:00Z",
    "due_at": "2026-03-19T20:59:59Z",
    "holder": None,
    "tags": [],
}
LISTED = OpenApiExample(
    "A page",
    response_only=True,
    status_codes=["200"],
    value={"results": [ROW], "next": None, "previous": None},
)
MOVE = OpenApiExample("Acknowledging", request_only=True, value={"action": "acknowledge"})
MESSAGE = OpenApiExample(
    "For the person at the counter",
    request_only=True,
    value={
        "message": "عاد ابني إلى البيت اليوم.",
        "receipt_code": "0123-4567-89AB-CDEF-GHJK-MNPQ-RS00",
    },
)
