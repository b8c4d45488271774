"""The opaque names under which keys are kept."""

from uuid import UUID

from accounts.models import Institution

CONTENT, IDENTITY = "content", "identity"
PURPOSES = (CONTENT, IDENTITY)


def person(user: UUID) -> str:
    """A person's own key pair."""
    return f"user:{user}"


def content_key(institution: Institution) -> str:
    """An independent body's key for original and released texts."""
    return f"institution:{institution.code}:{CONTENT}"


def identity_key(institution: Institution) -> str:
    """An independent body's key for identities."""
    return f"institution:{institution.code}:{IDENTITY}"


def keys_of(institution: Institution) -> dict[str, str]:
    """Purpose → name of the key, for an independent body; a ministry's people hold grants of their own."""
    if not institution.is_independent:
        return {}
    return {CONTENT: content_key(institution), IDENTITY: identity_key(institution)}
