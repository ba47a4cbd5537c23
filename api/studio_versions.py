"""What was published of a process, with who wrote and who approved it, and the way back."""

from __future__ import annotations

from api.auth import Visit
from api.schemas.studio import (
    NotedRequest,
    StudioRecord,
    StudioRelease,
    StudioVersion,
    StudioVersionFiles,
    StudioVersions,
)
from api.studio import as_view, released
from engine.errors import InvalidState
from engine.studio.model import Act, PublishedVersion, Record

_PUBLICATIONS = (Act.PUBLISHED, Act.ROLLED_BACK)


def versions(visit: Visit, key: str) -> StudioVersions:
    """The newest first; records too."""
    store = visit.house.runtime.studio.tools.store
    records = tuple(store.records(key))
    return StudioVersions(
        items=[_version(visit, one, records) for one in store.versions(key)],
        records=[
            StudioRecord(at=one.at, by=one.by, act=one.act, note=one.note, version=one.version)
            for one in reversed(records)
        ],
    )


def _version(visit: Visit, one: PublishedVersion, records: tuple[Record, ...]) -> StudioVersion:
    found = next((r for r in records if r.version == one.version and r.act in _PUBLICATIONS), None)
    publishing = visit.house.runtime.studio.publishing
    return StudioVersion(
        version=one.version,
        digest=one.digest,
        at=one.at,
        by=one.by,
        note=found.note if found else "",
        authors=list(found.authors) if found else [one.by],
        reviewer=publishing.reviewer_of(records, found) if found else "",
        rolled_back=found is not None and found.act is Act.ROLLED_BACK,
    )


def files(visit: Visit, key: str, version: int) -> StudioVersionFiles:
    """As they were until the next version."""
    drafts = visit.house.runtime.studio.drafts
    found = drafts.files_of(key, drafts.version(key, version))
    return StudioVersionFiles(
        version=version, files=[as_view(visit, one, own=False) for one in found]
    )


def roll_back(visit: Visit, key: str, version: int, body: NotedRequest) -> StudioRelease:
    """Raises InvalidState when another version was published meanwhile."""
    studio = visit.house.runtime.studio
    newest = studio.tools.store.versions(key)
    if not newest or newest[0].version != body.version:
        raise InvalidState("已有更新的版本，请刷新", "Expected the newest version as seen")
    return released(visit, studio.publishing.roll_back(key, visit.person, version, body.note))
