"""Tells what lies ahead of a start or a work item, without what this person may not see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from api import show
from api.assigned import reason_about
from api.auth import Visit
from api.reading import item_of
from api.redacting import NOT_SHOWN, touches
from api.schemas.prediction import (
    BranchAhead,
    ChangeAhead,
    EndAhead,
    NoteAhead,
    PersonAhead,
    Prediction,
    PredictionRequest,
    StepAhead,
    UnsureValue,
)
from api.wire import to_json, to_variables
from engine import prediction as ahead
from engine.core.definition import Bundle
from engine.visibility import hidden_variables, reads_hidden


def of_start(visit: Visit, body: PredictionRequest) -> Prediction:
    """What would happen if this person started the process so."""
    assert visit.definition is not None  # noqa: S101 -- only the route of a process asks
    found = ahead.predict_start(
        visit.house.runtime,
        show.key_of(visit.definition),
        to_variables(body.data),
        visit.person,
        _assumed(body),
    )
    return _answer(visit, found, frozenset())


def of_work_item(visit: Visit, body: PredictionRequest) -> Prediction:
    """What would happen if this person completed the work item so."""
    view, runtime = item_of(visit), visit.house.runtime
    data = to_variables(body.data)
    person = visit.absent or visit.person
    found = ahead.predict_completion(runtime, view.id, data, person, _assumed(body))
    live = runtime.live(view.instance_id)
    items = runtime.store.work_items_of(view.instance_id)
    return _answer(
        visit, found, hidden_variables(live, items, visit.person, visit.seen_as), live.case.bundle
    )


def _assumed(body: PredictionRequest) -> Sequence[ahead.Assumption]:
    return [
        ahead.Assumption(
            element_id=one.element_id, data=to_variables(one.data), by=one.by, at=one.at
        )
        for one in body.assumed
    ]


def _answer(
    visit: Visit, found: ahead.Prediction, hidden: frozenset[str], bundle: Bundle | None = None
) -> Prediction:
    read = {name for step in found.steps for name in step.depends_on}
    read |= {name for note in found.notes for name in note.depends_on}
    return Prediction(
        steps=[_step(visit, one) for one in found.steps],
        branches=[_branch(one, hidden) for one in found.branches],
        unsure=[
            _unsure(one)
            for one in found.unsure
            if one.name in read and not reads_hidden([one.name], hidden)
        ],
        changes=[
            _change(visit, one) for one in found.changes if not reads_hidden([one.name], hidden)
        ],
        notes=[_note(one, hidden, bundle) for one in found.notes],
        complete=found.complete,
        ends=[
            EndAhead(element_id=one.element_id, name=one.name.zh, name_en=one.name.en)
            for one in found.ends
        ],
        ends_at=found.ends_at,
    )


def _people(visit: Visit, logins: Iterable[str]) -> list[PersonAhead]:
    return [_person(visit, login) for login in logins]


def _person(visit: Visit, login: str) -> PersonAhead:
    return PersonAhead(id=login, name=show.person_name(visit.house, login).zh)


def _step(visit: Visit, one: ahead.Step) -> StepAhead:
    reason = one.reason
    if visit.person.id not in one.people:
        reason = reason_about(visit.house, reason, one.people)
    return StepAhead(
        element_id=one.element_id,
        process=one.process,
        name=one.name.zh,
        name_en=one.name.en,
        people=_people(visit, one.people),
        reason_zh=reason.zh,
        reason_en=reason.en,
        starts_at=one.starts_at,
        due_at=one.due_at,
        done_at=one.done_at,
        by=_person(visit, one.by) if one.by else None,
        depends_on=list(one.depends_on),
    )


def _branch(one: ahead.Branch, hidden: frozenset[str]) -> BranchAhead:
    """A branch that reads what this person may not see is told without why."""
    secret = reads_hidden((name for name, _ in one.reads), hidden)
    return BranchAhead(
        element_id=one.element_id,
        name=one.name.zh,
        name_en=one.name.en,
        flow_id=one.flow_id,
        target=one.target.zh,
        target_en=one.target.en,
        reason_zh="" if secret else one.reason.zh,
        reason_en="" if secret else one.reason.en,
        reads={} if secret else {name: to_json(value) for name, value in one.reads},
        depends_on=list(one.depends_on),
    )


def _unsure(one: ahead.Unsure) -> UnsureValue:
    return UnsureValue(
        name=one.name,
        label=one.label.zh,
        label_en=one.label.en,
        element_id=one.element_id,
        element=one.element.zh,
        element_en=one.element.en,
        value=to_json(one.value),
        source=one.source,
    )


def _change(visit: Visit, one: ahead.Change) -> ChangeAhead:
    return ChangeAhead(
        name=one.name,
        now=to_json(one.now),
        condition=one.condition,
        tried=to_json(one.tried),
        element=one.element.zh,
        element_en=one.element.en,
        added=[name.zh for name in one.added],
        added_en=[name.en for name in one.added],
        dropped=[name.zh for name in one.dropped],
        dropped_en=[name.en for name in one.dropped],
        people=_people(visit, one.people),
    )


def _note(one: ahead.Note, hidden: frozenset[str], bundle: Bundle | None) -> NoteAhead:
    secret = bundle is not None and touches(one.element_id, hidden, bundle)
    return NoteAhead(
        element_id=one.element_id,
        zh=NOT_SHOWN["zh"] if secret else one.text.zh,
        en=NOT_SHOWN["en"] if secret else one.text.en,
        depends_on=list(one.depends_on),
    )
