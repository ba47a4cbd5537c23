"""Substitution over HTTP: name a substitute, end it, see who acts for whom."""

from __future__ import annotations

from api import show
from api.auth import Visit
from api.schemas.substitution import Substitution, SubstitutionList, SubstitutionRequest
from engine.core.ids import SUBSTITUTION_STREAM
from engine.people_records import SubstitutionRow, Wish


def listed(visit: Visit, everybody: bool) -> SubstitutionList:
    """One's own, of both kinds; everybody's for administrators."""
    rows = visit.house.runtime.substitutions.listed(visit.person, everybody=everybody)
    return SubstitutionList(items=[_shown(visit, row) for row in rows])


def name(visit: Visit, body: SubstitutionRequest) -> Substitution:
    """Name a substitute."""
    wish = Wish(
        person=body.person or visit.person.id,
        substitute=body.substitute,
        begins_at=body.begins_at,
        ends_at=body.ends_at,
        processes=tuple(body.processes),
        reason=body.reason,
    )
    return _shown(visit, visit.house.runtime.substitutions.name(wish, visit.person))


def end(visit: Visit, substitution_id: str, reason: str) -> Substitution:
    """End it before its time."""
    stream = SUBSTITUTION_STREAM + substitution_id
    return _shown(visit, visit.house.runtime.substitutions.end(stream, visit.person, reason))


def _shown(visit: Visit, row: SubstitutionRow) -> Substitution:
    house = visit.house
    return Substitution(
        id=row.id.removeprefix(SUBSTITUTION_STREAM),
        person=row.person,
        person_name=show.person_name(house, row.person).zh,
        substitute=row.substitute,
        substitute_name=show.person_name(house, row.substitute).zh,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        processes=list(row.processes),
        in_effect=row.is_on(house.runtime.clock.now()),
        made_by=row.made_by,
        made_by_name=show.person_name(house, row.made_by).zh,
        made_at=row.made_at,
        ended_by=row.ended_by,
        ended_at=row.ended_at,
    )
