"""The desks of Bahrain, and the room's stories."""

from tests.oversight.conftest import desk, room  # noqa: F401
