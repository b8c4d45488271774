"""A kind of change for the engine's own tests: how many chairs a waiting room has. Fewer is worse."""

import pytest

from accounts.changes import kinds
from accounts.changes.kinds import Kind, Row, Unacceptable


class Chairs(Kind):
    code = "chairs"
    name = "Chairs"
    applies_to = "Visits that start later."

    def __init__(self):
        self.made = {}

    def current(self, state, target, on):
        held = [value for since, value in sorted(self.made.get(state, [])) if since <= on]
        return {"count": held[-1] if held else 4}

    def clean(self, state, target, after):
        if after["count"] < 0:
            raise Unacceptable("Chairs are counted from none.", "count")
        return after

    def apply(self, change):
        self.made.setdefault(change.state, []).append((change.holds_from, change.after["count"]))

    def weakens(self, before, after):
        return after["count"] < before["count"]

    def rows(self, target, before, after):
        return [Row("Chairs", str(before["count"]), str(after["count"]))]


class Names(Chairs):
    """A kind about people, which no stranger reads of."""

    code = "secret_chairs"
    is_public = False

    def needs_second(self, before, after):
        return True


@pytest.fixture
def chairs(monkeypatch):
    kind = Chairs()
    monkeypatch.setitem(kinds._KINDS, kind.code, kind)
    monkeypatch.setitem(kinds._KINDS, Names.code, Names())
    return kind
