"""How files arrive: each part of a form goes, a piece at a time, into an encrypted file of the spool."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponseBase

from common import storage
from common.storage import NoRoom, Stored, Writer
from complaints.evidence.kinds import MB, Limits, NotTaken, Refusal, kind_of, most

FIELD = "files"
"""Name of the one field whose files are taken."""
LONGEST = 400 * MB
"""Bytes of one form. What comes behind is not read: words stand before files in every form."""
View = Callable[..., HttpResponseBase]


if TYPE_CHECKING:
    _UploadedFile = UploadedFile[bytes]
else:
    _UploadedFile = UploadedFile


class Upload(_UploadedFile):
    """One file as it arrived: in the spool, or refused already. Left alone, it is gone with its request."""

    def __init__(
        self, name: str, size: int, digest: str, stored: Stored | None, refusal: Refusal | None
    ) -> None:
        super().__init__(name=name, size=size)
        self.digest, self.stored, self.refusal = digest, stored, refusal
        self.is_claimed = False

    def close(self) -> None:
        """Called at the end of the request: nothing stays of what no view has claimed."""
        if self.stored and not self.is_claimed:
            storage.forget(self.stored.name)


class SpoolHandler(FileUploadHandler):
    """Encrypts while it reads, so that neither memory nor disk ever holds a whole file in clear."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._limits: Limits = most()
        self._taken = self._total = self._bytes = 0
        self._writer: Writer | None = None
        self._refusal: Refusal | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._abandon()
        self._bytes, self._hash, self._refusal = 0, hashlib.sha256(), self._refused_unread()
        if self._refusal is None and self.field_name == FIELD:
            try:
                self._writer = Writer()
            except NoRoom:
                self._refusal = Refusal.DISK

    def _refused_unread(self) -> Refusal | None:
        if self._taken >= self._limits.files:
            return Refusal.TOO_MANY
        try:
            kind_of(self.file_name or "")
        except NotTaken as not_taken:
            return not_taken.refusal
        return None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._bytes += len(raw_data)
        self._total += len(raw_data)
        if self._total > LONGEST:
            raise StopUpload(connection_reset=True)
        if self._bytes > self._limits.file:
            self._refusal = self._refusal or Refusal.TOO_LARGE
            self._abandon()
        if self._writer is None:
            return
        self._hash.update(raw_data)
        try:
            self._writer.write(raw_data)
        except NoRoom:
            self._refusal, self._writer = Refusal.DISK, None

    def file_complete(self, file_size: int) -> Upload | None:
        if self.field_name != FIELD:
            self._abandon()
            return None
        stored = None
        if self._writer is not None:
            try:
                stored = self._writer.close()
                self._taken += 1
            except NoRoom:
                self._refusal = Refusal.DISK
        self._writer = None
        return Upload(self.file_name or "", self._bytes, self._hash.hexdigest(), stored, self._refusal)

    def upload_interrupted(self) -> None:
        self._abandon()

    def upload_complete(self) -> None:
        self._abandon()

    def _abandon(self) -> None:
        if self._writer is not None:
            self._writer.discard()
            self._writer = None


def takes_files(view: View) -> View:
    """The one way files come in: on this view they are encrypted as they are read, on others they are dropped."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            request.upload_handlers = [SpoolHandler(request)]
        return view(request, *args, **kwargs)

    return door
