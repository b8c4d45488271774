"""Boxes: authenticated encryption for one field, sealed boxes for one recipient, wrapping of private keys.

PyNaCl (libsodium) only. Every box starts with a suite byte, so that a later suite can be told from this one:
suite 1 is XChaCha20-Poly1305-IETF for fields and wraps, X25519 sealed boxes for recipients.
"""

from typing import NamedTuple

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.utils import random

SUITE = b"\x01"
KEY_BYTES = 32
IDENTITY_STEP = 512
"""Bytes: every identity box is a multiple of this, so that its length doesn't tell a name's."""
TEXT_STEP = 4096
"""Bytes: the same for narratives, messages and released texts."""

_NONCE_BYTES = 24
_TAG_BYTES = 16
_FIELD = "field"
_WRAP = "wrap"


class Tampered(Exception):
    """The box was altered, belongs to another place (context), or the key is not the one it was made with."""


class KeyPair(NamedTuple):
    """An X25519 pair, 32 bytes each. The private half never leaves memory unwrapped."""

    private: bytes
    public: bytes


def new_key() -> bytes:
    """A random 32-byte key for one kind of text of one complaint."""
    return random(KEY_BYTES)


def seal(plaintext: bytes, *, key: bytes, context: tuple[str, ...], pad_to: int) -> bytes:
    """Encrypt one field and bind it to its place.

    `context` is (case, field, version, state): the box opens nowhere else. `pad_to` is the step in bytes to
    whose multiple the text is padded (`IDENTITY_STEP`, `TEXT_STEP`).
    """
    return _encrypt(_padded(plaintext, pad_to), key, _FIELD, context)


def unseal(box: bytes, *, key: bytes, context: tuple[str, ...]) -> bytes:
    """The plaintext of `seal`; raises `Tampered`."""
    return _unpadded(_decrypt(box, key, _FIELD, context))


def wrap(secret: bytes, *, key: bytes, context: tuple[str, ...]) -> bytes:
    """A private key encrypted under a 32-byte key (passphrase-derived, cookie or demo); not padded."""
    return _encrypt(secret, key, _WRAP, context)


def unwrap(box: bytes, *, key: bytes, context: tuple[str, ...]) -> bytes:
    """The secret of `wrap`; raises `Tampered`."""
    return _decrypt(box, key, _WRAP, context)


def keypair() -> KeyPair:
    """A random X25519 pair."""
    return _pair(PrivateKey.generate())


def keypair_from_seed(seed: bytes) -> KeyPair:
    """The X25519 pair that belongs to a 32-byte seed, always the same (see `receipts.reader_seed`)."""
    return _pair(PrivateKey.from_seed(seed))


def public_of(private: bytes) -> bytes:
    """The public half of a private key."""
    return _pair(PrivateKey(private)).public


def seal_to(public: bytes, secret: bytes) -> bytes:
    """Encrypt a key for one recipient: the box doesn't tell who sealed it, and the sealer can't reopen it."""
    return SUITE + SealedBox(PublicKey(public)).encrypt(secret)


def open_with(private: bytes, box: bytes) -> bytes:
    """What was sealed to the public half of `private`; raises `Tampered`."""
    sealed = SealedBox(PrivateKey(private))
    try:
        return sealed.decrypt(_body(box))
    # PyNaCl reports a box shorter than its header as a wrong value, not as a failed opening.
    except (CryptoError, ValueError) as error:
        raise Tampered from error


def _pair(private: PrivateKey) -> KeyPair:
    return KeyPair(private=bytes(private), public=bytes(private.public_key))


def _encrypt(plaintext: bytes, key: bytes, purpose: str, context: tuple[str, ...]) -> bytes:
    _check_key(key)
    nonce = random(_NONCE_BYTES)
    bound = _additional_data(purpose, context)
    return SUITE + nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, bound, nonce, key)


def _decrypt(box: bytes, key: bytes, purpose: str, context: tuple[str, ...]) -> bytes:
    _check_key(key)
    body = _body(box)
    nonce, ciphertext = body[:_NONCE_BYTES], body[_NONCE_BYTES:]
    # libsodium's binding would compute a negative length instead of refusing.
    if len(ciphertext) < _TAG_BYTES:
        raise Tampered
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(
            ciphertext, _additional_data(purpose, context), nonce, key
        )
    except CryptoError as error:
        raise Tampered from error


def _body(box: bytes) -> bytes:
    if box[:1] != SUITE:
        raise Tampered
    return box[1:]


def _check_key(key: bytes) -> None:
    # A wrong length is a mistake of the caller, not a sign of tampering.
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(key)}")


def _additional_data(purpose: str, context: tuple[str, ...]) -> bytes:
    # Length before each part: ("ab", "c") and ("a", "bc") must not be the same place.
    parts = [part.encode() for part in (purpose, *context)]
    return SUITE + b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def _padded(plaintext: bytes, step: int) -> bytes:
    if step < 1:
        raise ValueError("the padding step is at least one byte")
    marked = plaintext + b"\x80"
    return marked + b"\x00" * (-len(marked) % step)


def _unpadded(padded: bytes) -> bytes:
    marked = padded.rstrip(b"\x00")
    if not marked.endswith(b"\x80"):
        raise Tampered
    return marked[:-1]
