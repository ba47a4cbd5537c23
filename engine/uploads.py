"""Who may attach a file: its owner, and who reads it in the case that it is attached to."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import BinaryIO, Final

import filetype

from engine.access import AccessStore, UploadRow
from engine.core import policy
from engine.core.commands import Command
from engine.core.ids import Digest, UserId
from engine.core.people import Person
from engine.core.values import Value
from engine.errors import InvalidCommand
from engine.forms import file_digests
from engine.inspection import inspect, pieces
from engine.ports import BlobStore

UNKNOWN: Final = "application/octet-stream"
MAX_NAME: Final = 200
SIGNATURES: Final = frozenset({"image/png", "image/jpeg"})
"""What a handwritten signature may be: no format that can hold more than a picture."""
MAX_SIGNATURE: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What a person says of a content that they upload, and when."""

    owner: UserId
    name: str
    at: datetime


class Uploads:
    """The owners of contents. Knowing a digest is no right: only an upload or a case gives one."""

    def __init__(
        self,
        access: AccessStore,
        blobs: BlobStore,
        reads_in: Callable[[str, Person], Mapping[str, Value]],
    ) -> None:
        self._access = access
        self._blobs = blobs
        self._reads_in = reads_in

    def keep(self, content: bytes, given: Upload) -> UploadRow:
        """Keep a content and who uploaded it; durable when it returns."""
        return self.own(self._blobs.put_pieces([content]), len(content), type_of(content), given)

    def keep_file(self, file: BinaryIO, given: Upload, allowed: frozenset[str]) -> UploadRow:
        """Keep a file that was looked into, without ever holding all of it. Raises InvalidCommand
        with the reason why it is not kept."""
        kind = inspect(file, allowed)
        size = file.seek(0, 2)
        return self.own(self._blobs.put_pieces(pieces(file)), size, kind, given)

    def own(self, digest: Digest, size: int, kind: str, given: Upload) -> UploadRow:
        """Record the owner of a content that the blob store holds already."""
        row = UploadRow(
            digest=digest,
            owner=given.owner,
            name=plain_name(given.name),
            size=size,
            type=kind,
            at=given.at,
        )
        self._access.add_upload(row)
        return row

    def attachable(
        self, instance_id: str, actor: Person, digests: frozenset[Digest]
    ) -> frozenset[Digest]:
        """Those of the contents that this person may attach to this case.

        What somebody else uploaded, and this person may not read in the case, answers like what
        was never uploaded. The engine itself passes on what the case gives it.
        """
        if not digests:
            return digests
        here = frozenset(digest for digest in digests if self._blobs.has(digest))
        if policy.is_system(actor):
            return here
        own = self._access.uploaded(actor.id, here)
        if own == here:
            return own
        return own | (here & file_digests(dict(self._reads_in(instance_id, actor))))

    def attaching(
        self, command: Command, actor: Person
    ) -> Callable[[frozenset[Digest]], frozenset[Digest]]:
        """What this person may attach with the command. Raises InvalidCommand where its signature
        is no image that they have uploaded."""
        signature = getattr(command, "signature", "")
        if signature:
            self._refuse_signature(Digest(signature), actor)
        return partial(self.attachable, command.instance_id, actor)

    def _refuse_signature(self, digest: Digest, actor: Person) -> None:
        row = self._access.upload(actor.id, digest)
        if row is None or row.type not in SIGNATURES or row.size > MAX_SIGNATURE:
            raise InvalidCommand(
                "签名须是您自己上传的 PNG 或 JPEG 图片，不超过 1 MB",
                f"Expected a PNG or JPEG of at most {MAX_SIGNATURE} bytes that you have uploaded",
            )


def type_of(content: bytes) -> str:
    """The media type by the content's own marks; the beginning of a content is enough."""
    kind = filetype.guess(content)
    if kind is not None:
        return str(kind.mime)
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        return UNKNOWN
    return UNKNOWN if "\0" in text else "text/plain"


def plain_name(name: str) -> str:
    """The last part of a name, without what could mislead or break a line."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in last if c.isprintable() and not "\ud800" <= c <= "\udfff")
    kept = kept.strip()[-MAX_NAME:]
    return kept if kept.strip(". ") else "file"
