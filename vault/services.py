"""Who can open what. Subjects, parts and recipients are opaque ids; nothing here knows people or cases.

Source: the key table of docs/threat-model.md. A task never holds a keyring.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db.models import Value

from common import boxes
from vault.models import Grant, KeyBox, KeyPair

PADDING = {"identity": 512}  # bytes; everything else in steps of 4 KB
TEXT_PADDING = 4096


class Locked(Exception):
    """Whoever asks holds no key to this compartment at this moment. Every screen has a form for it."""

    def __init__(self, part: str = "") -> None:
        super().__init__(part)
        self.part = part


Held = tuple[str, int]  # owner and epoch
Public = tuple[int, bytes]  # epoch and public key


class Keyring:
    """The private keys somebody holds at this moment, fetched when first needed."""

    def __init__(self, fetch: Callable[[], Mapping[Held, bytes]] = dict) -> None:
        self._fetch = fetch

    @cached_property
    def keys(self) -> Mapping[Held, bytes]:
        return self._fetch()


NO_KEYS = Keyring()


def closed() -> bytes | None:
    """What a vault that nobody opened yields."""
    return None


def keyring_of(
    owner: str, *, unlock: bytes | None = None, opened: Callable[[], bytes | None] = closed
) -> Keyring:
    """The keys of one person and, through them, of their institution; empty while the vault is closed.

    `opened` yields the unlock key of a vault with a passphrase, asked for when a key is first needed;
    `unlock` is the key of those that have none, in the demonstration.
    """

    def fetch() -> dict[Held, bytes]:
        own: dict[Held, bytes] = {}
        shared: list[tuple[Held, bytes]] = []
        for of, epoch, box, suite, is_shared in _boxes_of(owner):
            if is_shared:
                shared.append(((of, epoch), bytes(box)))
                continue
            key = opened() if suite else unlock
            # A passphrase changed in another browser closes the vault in this one.
            with suppress(boxes.Tampered):
                if key is not None:
                    own[of, epoch] = boxes.unwrap(bytes(box), key=key, context=(owner,))
        return own | _shared_keys(own, shared)

    return Keyring(fetch)


def _boxes_of(owner: str) -> Iterable[tuple[str, int, bytes | memoryview, int, bool]]:
    """Somebody's wrapped keys, by epoch, and what was sealed to them of their institution's, in one statement."""
    own = KeyPair.objects.filter(owner=owner).annotate(is_shared=Value(False))
    boxed = KeyBox.objects.filter(recipient=owner).annotate(suite=Value(0), is_shared=Value(True))
    rows = own.values_list("owner", "epoch", "wrapped", "kdf_suite", "is_shared")
    return rows.union(boxed.values_list("owner", "epoch", "box", "suite", "is_shared"), all=True).order_by(
        "epoch"
    )


def _shared_keys(own: Mapping[Held, bytes], boxed: Iterable[tuple[Held, bytes]]) -> dict[Held, bytes]:
    """The institution's keys that were handed to somebody, opened with their own newest."""
    if not own:
        return {}
    private = own[max(own)]
    return {held: boxes.open_with(private, box) for held, box in boxed}


def keyring_from_seed(owner: str, seed: bytes) -> Keyring:
    """The keyring of a receipt: its private key is derived from the code and stored nowhere."""
    return Keyring(lambda: {(owner, 1): boxes.keypair_from_seed(seed).private})


def enrol(*, owner: str, unlock: bytes) -> None:
    """Give somebody a key pair whose private half only `unlock` opens. Does nothing where they have one."""
    if not KeyPair.objects.filter(owner=owner).exists():
        pair = boxes.keypair()
        wrapped = boxes.wrap(pair.private, key=unlock, context=(owner,))
        KeyPair.objects.create(owner=owner, public=pair.public, wrapped=wrapped)


def enrol_receipt(*, owner: str, seed: bytes) -> Public:
    """Publish the public half of a receipt's key."""
    public = boxes.keypair_from_seed(seed).public
    return KeyPair.objects.create(owner=owner, public=public).epoch, public


def enrol_same(*, owner: str, like: str) -> None:
    """Let the holder of one public key be known by another id as well: one receipt code for two cases."""
    for pair in KeyPair.objects.filter(owner=like):
        KeyPair.objects.create(owner=owner, epoch=pair.epoch, public=pair.public)


def enrol_institution(*, owner: str, holders: Iterable[str]) -> None:
    """Make an institution's key pair and seal its private half to the people who may use it."""
    pair = boxes.keypair()
    KeyPair.objects.create(owner=owner, public=pair.public)
    publics = newest(holders)
    KeyBox.objects.bulk_create(
        KeyBox(owner=owner, epoch=1, recipient=holder, box=boxes.seal_to(public, pair.private))
        for holder, (_, public) in publics.items()
    )


def has_key(owner: str) -> bool:
    """Whether anything can be sealed to somebody."""
    return KeyPair.objects.filter(owner=owner).exists()


def with_keys(owners: Iterable[str]) -> set[str]:
    """Those of these owners to whom anything can be sealed, in one query."""
    return set(KeyPair.objects.filter(owner__in=set(owners)).values_list("owner", flat=True))


def newest(owners: Iterable[str]) -> dict[str, Public]:
    """The newest epoch and public key of each owner; owners without one are left out."""
    pairs = KeyPair.objects.filter(owner__in=set(owners)).order_by("owner", "epoch")
    return {pair.owner: (pair.epoch, bytes(pair.public)) for pair in pairs}


@dataclass(frozen=True, slots=True)
class CaseKey:
    """The opened key of one compartment."""

    state: str
    subject: UUID
    part: str
    secret: bytes = field(repr=False)

    def _context(self, name: str, version: int) -> tuple[str, ...]:
        return (str(self.subject), name, str(version), self.state)

    def seal(self, name: str, text: str, *, version: int = 1) -> bytes:
        """Ciphertext of a field, padded so that its length tells little."""
        pad = PADDING.get(self.part.partition(".")[0], TEXT_PADDING)
        return boxes.seal(text.encode(), key=self.secret, context=self._context(name, version), pad_to=pad)

    def unseal(self, name: str, box: bytes | memoryview, *, version: int = 1) -> str:
        """The field's text. Raises `boxes.Tampered` where it was moved or changed."""
        return boxes.unseal(bytes(box), key=self.secret, context=self._context(name, version)).decode()


def create(
    *,
    state: str,
    subject: UUID,
    parts: Mapping[str, Iterable[str]],
    publics: Mapping[str, Public] | None = None,
) -> dict[str, CaseKey]:
    """New keys for the compartments of a case, each sealed to its recipients.

    `publics` are the newest public keys of all who may be among them, where the caller has read them.
    """
    keys = {part: CaseKey(state, subject, part, boxes.new_key()) for part in parts}
    pairs = [(keys[part], recipient) for part, recipients in parts.items() for recipient in recipients]
    _seal_to(pairs, publics)
    return keys


def grant(*, key: CaseKey, recipients: Iterable[str]) -> None:
    """Seal an opened key to more recipients. Somebody without a key pair gets none."""
    _seal_to([(key, recipient) for recipient in recipients])


def grant_all(*, keys: Iterable[CaseKey], publics: Mapping[str, Public]) -> None:
    """Seal several opened keys to several recipients, whose newest public keys the caller has read."""
    _seal_to([(key, recipient) for key in keys for recipient in publics], publics)


def _seal_to(pairs: list[tuple[CaseKey, str]], known: Mapping[str, Public] | None = None) -> None:
    publics = newest(recipient for _, recipient in pairs) if known is None else known
    Grant.objects.bulk_create(
        [
            Grant(
                state=key.state,
                subject=key.subject,
                part=key.part,
                recipient=recipient,
                epoch=publics[recipient][0],
                box=boxes.seal_to(publics[recipient][1], key.secret),
            )
            for key, recipient in dict.fromkeys(pairs)
            if recipient in publics
        ],
        ignore_conflicts=True,
    )


def revoke(*, subject: UUID, recipients: Iterable[str], parts: Iterable[str] | None = None) -> None:
    """Withdraw grants. Whoever opened the text before may have kept it; nobody new can."""
    grants = Grant.objects.filter(subject=subject, recipient__in=list(recipients))
    (grants if parts is None else grants.filter(part__in=list(parts))).delete()


def erase(*, subject: UUID, parts: Iterable[str]) -> None:
    """Remove every grant of these compartments: what is sealed under their keys opens for nobody any more."""
    Grant.objects.filter(subject=subject, part__in=list(parts)).delete()


def holders(subject: UUID) -> dict[str, set[str]]:
    """Who holds a grant of each compartment: people by their own key, institutions by theirs."""
    found: dict[str, set[str]] = {}
    for part, recipient in Grant.objects.filter(subject=subject).values_list("part", "recipient"):
        found.setdefault(part, set()).add(recipient)
    return found


def behind(owners: Iterable[str]) -> dict[str, set[str]]:
    """The people to whom the private key of each of these institutions is sealed."""
    found: dict[str, set[str]] = {}
    rows = KeyBox.objects.filter(owner__in=set(owners)).values_list("owner", "recipient")
    for owner, recipient in rows:
        found.setdefault(owner, set()).add(recipient)
    return found


def regrant(*, rows: Iterable[Grant], to: str, keyring: Keyring) -> int:
    """Seal the keys of grants that the keyring opens to one more recipient. Returns how many were opened.

    A box that does not open is passed over. Raises `Locked` where the recipient has no key pair.
    """
    keys: list[tuple[CaseKey, str]] = []
    if to not in newest([to]):
        raise Locked(to)
    for row in rows:
        private = keyring.keys.get((row.recipient, row.epoch))
        with suppress(boxes.Tampered):
            if private is not None:
                secret = boxes.open_with(private, bytes(row.box))
                keys.append((CaseKey(row.state, row.subject, row.part, secret), to))
    _seal_to(keys)
    return len(keys)


@dataclass(frozen=True, slots=True)
class Opened:
    """The compartments of one case that a keyring opened."""

    keys: Mapping[str, CaseKey]

    def key(self, part: str) -> CaseKey:
        """Raises `Locked`."""
        try:
            return self.keys[part]
        except KeyError:
            raise Locked(part) from None

    def __contains__(self, part: str) -> bool:
        return part in self.keys


def open_each(*, state: str, subjects: Iterable[UUID], keyring: Keyring, part: str) -> dict[UUID, CaseKey]:
    """One compartment of several cases as far as the keyring reaches, in one statement."""
    if not keyring.keys:
        return {}
    owners = {owner for owner, _ in keyring.keys}
    grants = Grant.objects.filter(subject__in=list(subjects), recipient__in=owners, part=part)
    return {
        row.subject: CaseKey(state, row.subject, row.part, boxes.open_with(private, bytes(row.box)))
        for row in grants
        if (private := keyring.keys.get((row.recipient, row.epoch)))
    }


def open(*, state: str, subject: UUID, keyring: Keyring, parts: Iterable[str]) -> Opened:  # noqa: A001
    """Open the named compartments of a case as far as the keyring reaches; `Opened.key` raises `Locked`."""
    if not keyring.keys:
        return Opened({})
    owners = {owner for owner, _ in keyring.keys}
    grants = Grant.objects.filter(subject=subject, recipient__in=owners, part__in=list(parts))
    return Opened(
        {
            row.part: CaseKey(state, subject, row.part, boxes.open_with(private, bytes(row.box)))
            for row in grants
            if (private := keyring.keys.get((row.recipient, row.epoch)))
        }
    )


def open_many(wanted: Mapping[UUID, tuple[str, Iterable[str]]], *, keyring: Keyring) -> dict[UUID, Opened]:
    """Open named compartments of many cases (subject → state and names) as far as the keyring reaches, in one
    statement."""
    found: dict[UUID, dict[str, CaseKey]] = {subject: {} for subject in wanted}
    owners = {owner for owner, _ in keyring.keys} if wanted else set()
    for row in Grant.objects.filter(subject__in=list(wanted), recipient__in=owners) if owners else ():
        state, names = wanted[row.subject]
        private = keyring.keys.get((row.recipient, row.epoch))
        if private and row.part in names:
            secret = boxes.open_with(private, bytes(row.box))
            found[row.subject][row.part] = CaseKey(state, row.subject, row.part, secret)
    return {subject: Opened(keys) for subject, keys in found.items()}
