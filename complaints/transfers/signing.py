"""The key with which an institution signs what it sends: Ed25519, its private half a compartment of the vault.

Whoever holds the institution's content key can sign; the server alone can't. Renewing the content key carries the
signing key along like every other grant.
"""

from datetime import datetime

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey as Signer
from nacl.signing import VerifyKey

from accounts.actor import Actor
from accounts.models import Institution
from complaints import sealing
from complaints.models import SigningKey
from record import services as record
from vault import services as vault

PART = "signing"


def public_key(of: Institution) -> bytes | None:
    """None where nobody of the institution has made one yet. Inside its state's context."""
    row = SigningKey.objects.filter(state=of.state, institution=of).first()
    return bytes(row.public) if row else None


def make(*, by: Actor, now: datetime) -> bytes:
    """Make the institution's signing key, once. Returns the public half. Raises `vault.Locked`."""
    body = by.institution
    assert body is not None  # noqa: S101  # the door asked
    if known := public_key(body):
        return known
    if not any(owner == sealing.content_key(body) for owner, _epoch in by.keyring.keys):
        raise vault.Locked(PART)
    keys = vault.create(state=by.state, subject=body.pk, parts={PART: [sealing.content_key(body)]})
    public = bytes(Signer(keys[PART].secret).verify_key)
    SigningKey.objects.create(state=by.state, institution=body, public=public, made_at=now, made_by=by.id)
    record.write(
        state=by.state,
        stream=f"settings:{by.state}",
        what="signing_key_made",
        by=by.id,
        at=now,
        details={"institution": body.code, "key": public.hex()},
    )
    return public


def sign(message: bytes, *, by: Actor) -> bytes:
    """The signature of the actor's institution: 64 bytes. Raises `vault.Locked`."""
    body = by.institution
    assert body is not None  # noqa: S101  # the door asked
    opened = vault.open(state=by.state, subject=body.pk, keyring=by.keyring, parts=[PART])
    return Signer(opened.key(PART).secret).sign(message).signature


def is_signed(message: bytes, *, signature: bytes, public: bytes) -> bool:
    """Whether this signature is of this message by the holder of this key."""
    try:
        VerifyKey(public).verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True
