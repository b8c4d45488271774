"""The link of the letter by which somebody confirms an address before an account exists.

It holds the address, encrypted, and an end. Nothing is stored: who never opens the letter leaves no trace.
"""

from datetime import datetime, timedelta

from common import tokens

PURPOSE = "confirm address"
LASTS = timedelta(hours=24)


def make(email: str, *, now: datetime) -> str:
    """What the letter's address ends with."""
    return tokens.make(email, purpose=PURPOSE, now=now, lasts=LASTS)


def read(token: str, *, now: datetime) -> str:
    """The confirmed address. Raises `common.tokens.NoToken`."""
    return tokens.read(token, purpose=PURPOSE, now=now)
