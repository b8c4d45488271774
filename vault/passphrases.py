"""From a passphrase to the key that unwraps a person's private key: Argon2id, its parameters kept beside.

Suite 1 is Argon2id (libsodium) with a 16-byte salt. The parameters of settings.VAULT_ARGON2 hold for what is
made from now on; what was made before keeps its own.
"""

import unicodedata
from dataclasses import dataclass, field

from django.conf import settings
from nacl.pwhash import argon2id
from nacl.utils import random

from common import boxes

SUITE = 1
SALT = argon2id.SALTBYTES


@dataclass(frozen=True, slots=True)
class Derivation:
    """How one wrapping key is derived; memory in KiB."""

    passes: int
    memory: int
    salt: bytes = field(repr=False)
    suite: int = SUITE


def fresh() -> Derivation:
    """Today's parameters with a new salt."""
    passes, memory = settings.VAULT_ARGON2
    return Derivation(passes, memory, random(SALT))


def normal(passphrase: str) -> str:
    """The passphrase as it is meant: however a keyboard writes its letters, capitals, digits and spaces."""
    plain = unicodedata.normalize("NFKC", passphrase).casefold()
    western = "".join(
        str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in plain if sign.isprintable()
    )
    return " ".join(western.split())


def unlock_key(passphrase: str, how: Derivation) -> bytes:
    """The 32-byte wrapping key; takes about a quarter of a second on purpose."""
    if how.suite != SUITE:
        raise ValueError(f"suite {how.suite} is not known here")
    return argon2id.kdf(
        boxes.KEY_BYTES,
        normal(passphrase).encode(),
        how.salt,
        opslimit=how.passes,
        memlimit=how.memory * 1024,
    )
