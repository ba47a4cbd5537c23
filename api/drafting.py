"""Drafts of forms over HTTP: only one's own, of what one may start or do."""

from __future__ import annotations

from api import show
from api.auth import Visit
from api.schemas.drafts import Draft, DraftPlace, DraftPlaces, DraftRequest
from api.wire import to_json, to_variables
from engine.drafts import ITEM, START, Place
from engine.errors import InvalidState


def place_of(visit: Visit) -> Place:
    """The place of this person's draft of the work item or process that the door has looked up."""
    if visit.item is not None:
        return Place(user=visit.person.id, kind=ITEM, subject=visit.item.id)
    assert visit.definition is not None  # noqa: S101 -- only such routes ask
    return Place(user=visit.person.id, kind=START, subject=show.key_of(visit.definition))


def listed(visit: Visit) -> DraftPlaces:
    """The processes whose start form I have begun to fill in, newest first."""
    runtime = visit.house.runtime
    known = {view.key: view for view in runtime.store.definitions()}
    found = runtime.drafts.starts(visit.person.id)
    return DraftPlaces(
        items=[
            DraftPlace(key=key, name=known[key].name, name_en=known[key].name_en, saved_at=saved_at)
            for key, saved_at in found
            if key in known
        ]
    )


def read(visit: Visit) -> Draft:
    """What I typed last; nothing once the work item is done."""
    found = None if _is_done(visit) else visit.house.runtime.drafts.read(place_of(visit))
    if found is None:
        return Draft(version=0, saved_at=None, data={})
    return Draft(version=found.version, saved_at=found.saved_at, data=to_json(found.data))


def save(visit: Visit, body: DraftRequest) -> Draft:
    """Keep what I typed."""
    if _is_done(visit):
        raise InvalidState("待办已经办结，草稿不再保存", "Expected an open work item for a draft")
    runtime, data = visit.house.runtime, to_variables(body.data)
    saved = runtime.drafts.save(place_of(visit), data, version=body.version, at=runtime.clock.now())
    return Draft(version=saved.version, saved_at=saved.saved_at, data=to_json(saved.data))


def drop(visit: Visit) -> None:
    """Forget what I typed."""
    visit.house.runtime.drafts.drop(place_of(visit))


def _is_done(visit: Visit) -> bool:
    return visit.item is not None and visit.item.ended_at is not None
