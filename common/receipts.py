"""The receipt code, which is the complainant's only key, and the public reference of a case.

A code has 26 Crockford base-32 characters (130 bits) and 2 check characters. It is derived, never stored: the
database keeps a keyed hash to find the case (`lookup`), and a key pair grown from the code opens it
(`reader_seed`). A reference names a case to everybody and opens nothing.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata

from common.languages import digits

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L, O (read as 1, 1, 0) and U."""
CODE_LENGTH = 28
GROUP = 4
MAX_TYPED = 200
"""Characters of a typed code or reference that are looked at; anything longer is none."""

_DATA = 26
# The largest prime below 32²: every single wrong character and every swap of two neighbours is noticed.
_CHECK_PRIME = 1021
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_LOOKALIKES = str.maketrans("OIL", "011")
_IGNORED = re.compile(r"[\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\-_.‐‑‒–—−ـ]+")
_REFERENCE = re.compile(f"([A-Z]{{2}})([{ALPHABET}OIL]{{8}})")


def code_for(submission_key: bytes, *, secret: bytes) -> str:
    """The receipt code of one submission, in groups of four.

    The same raw single-use key gives the same code, so a repeated post can show the same receipt without the
    code being stored anywhere. `secret` is the server's; without it the key alone tells nothing.
    """
    derived = int.from_bytes(_keyed(secret, b"receipt code 1", submission_key), "big")
    value = derived >> (256 - 5 * _DATA)
    return grouped(_base32(value, _DATA) + _base32(value % _CHECK_PRIME, 2))


def normalise(text: str) -> str | None:
    """The code somebody typed, as `code_for` writes it; None when it can't be one.

    Takes Arabic-Indic and Persian digits, lower case, blanks, hyphens and the direction marks that copying
    brings along, O for 0, I and L for 1.
    """
    code = _plain(text).translate(_LOOKALIKES)
    if len(code) != CODE_LENGTH or not _VALUES.keys() >= set(code):
        return None
    return grouped(code) if _value(code[:_DATA]) % _CHECK_PRIME == _value(code[_DATA:]) else None


def lookup(code: str, *, pepper: bytes) -> bytes:
    """What the database keeps to find the case of a code: 32 bytes under a pepper that it doesn't have."""
    return _keyed(pepper, b"receipt lookup 1", _canonical(code))


def lookup_of_key(public: bytes, *, pepper: bytes) -> bytes:
    """The same, made from the public half of the code's key pair alone.

    A case that came from another installation brings that half along: the code itself is never sent, and opens
    the case here all the same.
    """
    return _keyed(pepper, b"receipt key lookup 1", public)


def reader_seed(code: str) -> bytes:
    """The 32-byte seed of the key pair to which the complainant's own copies are sealed."""
    return _keyed(b"receipt", b"receipt reader 1", _canonical(code))


def grouped(code: str) -> str:
    """A code in groups of four with hyphens, as people copy it."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def new_reference(state: str) -> str:
    """A public reference like BH-7K3M-9Q2P: random (40 bits), so it tells neither order nor number of cases.

    The caller holds it unique; a collision is drawn again.
    """
    if not re.fullmatch("[A-Z]{2}", state):
        raise ValueError("a state is two capital letters")
    return f"{state}-{grouped(''.join(secrets.choice(ALPHABET) for _ in range(8)))}"


def normalise_reference(text: str) -> str | None:
    """The reference somebody typed, as `new_reference` writes it; None when it can't be one."""
    found = _REFERENCE.fullmatch(_plain(text))
    # The state keeps its letters: OM, IQ and LB are no numbers.
    return f"{found[1]}-{grouped(found[2].translate(_LOOKALIKES))}" if found else None


def _keyed(key: bytes, purpose: bytes, message: bytes) -> bytes:
    return hmac.new(key, purpose + b"\x00" + message, hashlib.sha256).digest()


def _canonical(code: str) -> bytes:
    known = normalise(code)
    if known is None:
        raise ValueError("not a receipt code: normalise what was typed first")
    return known.encode()


def _plain(text: str) -> str:
    if len(text) > MAX_TYPED:
        return ""
    return _IGNORED.sub("", digits(unicodedata.normalize("NFKC", text), arabic=False)).upper()


def _base32(value: int, length: int) -> str:
    return "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(length)))


def _value(characters: str) -> int:
    value = 0
    for character in characters:
        value = value << 5 | _VALUES[character]
    return value
