"""Two cases of one process side by side, to a person who sees both."""

from __future__ import annotations

from api import show
from api.auth import Need
from api.reading import case_of
from api.replaying import data_of, someone, told, way, what
from api.rights import NEEDS
from api.schemas import replay as shapes
from api.visit import Visit
from api.wire import to_json
from api.wording import called, labels_for
from engine.core.values import Value
from engine.errors import InvalidCommand
from engine.history.comparison import MOST, Pair, aligned
from engine.history.places import Spot
from engine.history.playback import Playback, Step
from engine.history.sentences import Names


def compare(visit: Visit, other: str) -> shapes.Comparison:
    """The case that the door has looked up on the left. Raises NotFound for one that the person
    does not see; InvalidCommand for cases of two processes."""
    sees, _ = NEEDS[Need.SEE_CASE]
    seen = sees(visit, other)
    left, right = told(visit), told(seen)
    if case_of(visit).process != case_of(seen).process:
        raise InvalidCommand("只能比较同一流程的案件", "Expected two cases of one process")
    ours, theirs = left.play(1, MOST), right.play(1, MOST)
    names = left.names(ours), right.names(theirs)
    data = [*data_of(ours), *data_of(theirs)]
    own = case_of(visit).process
    rows = [_row(pair, names, own) for pair in aligned(ours.steps, theirs.steps)]
    return shapes.Comparison(
        left=_head(visit),
        right=_head(seen),
        rows=rows,
        values=_values(ours, theirs),
        labels=labels_for(left.bundle, data),
        called=called(visit.house, data),
        same=sum(row.kind == "same" for row in rows),
        cut=max(ours.total, theirs.total) > MOST,
    )


def _head(visit: Visit) -> shapes.Compared:
    case = case_of(visit)
    return shapes.Compared(
        id=case.id,
        title=case.title,
        number=case.number,
        status=case.status,
        started_at=case.started_at,
        ended_at=case.ended_at,
        initiator_name=case.initiator_name,
        initiator_name_en=show.english_name(visit.house, case.initiator, case.initiator_name),
    )


def _row(pair: Pair, names: tuple[Names, Names], own: str) -> shapes.ComparedStep:
    ours, theirs = names
    return shapes.ComparedStep.model_validate(
        {
            "kind": pair.kind,
            "left": pair.left and _short(pair.left, ours),
            "right": pair.right and _short(pair.right, theirs),
            "ways": [
                _other_way(
                    (process or own, place),
                    [way(one, ours) for one in left],
                    [way(one, theirs) for one in right],
                )
                for (process, place), left, right in pair.parted
            ],
        }
    )


def _other_way(
    place: Spot, left: list[shapes.ReplayWay], right: list[shapes.ReplayWay]
) -> shapes.OtherWay:
    said = (left or right)[0]  # only where at least one of them chose are they apart
    return shapes.OtherWay(
        process=place[0],
        element_id=place[1],
        element=said.element,
        element_en=said.element_en,
        left=left,
        right=right,
    )


def _short(step: Step, names: Names) -> shapes.StepShort:
    said = what(step, names)
    return shapes.StepShort(
        number=step.number,
        at=step.envelope.at,
        actor=someone(step.envelope.actor),
        zh=said.zh,
        en=said.en,
        element_id=step.element_id,
    )


def _values(left: Playback, right: Playback) -> list[shapes.ComparedValue]:
    """What the cases ended with differently, as far as it was told."""
    ours, theirs = _last(left), _last(right)
    return [
        shapes.ComparedValue(
            name=name, left=to_json(ours.get(name)), right=to_json(theirs.get(name))
        )
        for name in dict.fromkeys((*ours, *theirs))
        if ours.get(name) != theirs.get(name)
    ]


def _last(playback: Playback) -> dict[str, Value]:
    changes = (change for step in playback.steps for change in step.changes)
    return {change.name: change.after for change in changes if change.scope == 0}
