"""What a try led to: each case with its trace, its variables and its outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from engine.codec import decode_envelope, decode_event, is_command
from engine.core import events as ev
from engine.core.calendar import OFFICE_ZONE
from engine.core.values import Value
from engine.errors import Text
from engine.history.places import Places
from engine.history.sentences import Names, belongings, sentence
from engine.laboratory.session import Session
from engine.outcome import outcome_of
from engine.views import IncidentView, LogRow

_WAY: Final = (
    ev.ElementActivated,
    ev.ElementPassed,
    ev.ElementCompleted,
    ev.ElementCanceled,
    ev.FlowTaken,
    ev.VariablesChanged,
    ev.IncidentRaised,
    ev.TimerFired,
    ev.InstanceCompleted,
    ev.InstanceTerminated,
)
"""What is shown without --trace: the way through the diagram."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceLine:
    """One event of a case, with its sentence."""

    at: datetime
    type: str
    text: Text
    event: ev.Event

    @property
    def on_the_way(self) -> bool:
        """Whether it is part of the way through the diagram."""
        return isinstance(self.event, _WAY)

    def __str__(self) -> str:
        local = self.at.astimezone(OFFICE_ZONE)
        return f"{local:%m-%d %H:%M:%S}  {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One case as it stands now."""

    id: str
    process: str
    outcome: str
    end_events: tuple[str, ...]
    variables: Mapping[str, Value]
    open: tuple[str, ...]  # element ids of the open work items
    waiting: tuple[str, ...]  # element ids that wait for a timer, a message or a signal
    incidents: tuple[IncidentView, ...]
    trace: tuple[TraceLine, ...]


def result_of(session: Session, instance_id: str) -> Result:
    """The case as it stands now."""
    engine = session.engine
    case, live = engine.case(instance_id), engine.runtime.live(instance_id)
    stuck = engine.incidents(instance_id)
    waiting = (*live.state.timers.values(), *live.state.subscriptions.values())
    return Result(
        id=instance_id,
        process=case.process,
        outcome=outcome_of(case.status, stuck),
        end_events=tuple(case.end_events),
        variables=engine.variables(instance_id),
        open=tuple(item.element_id for item in engine.worklist(instance=instance_id)),
        waiting=tuple(one.element_id for one in waiting),
        incidents=tuple(stuck),
        trace=tuple(_trace(session, instance_id)),
    )


def _trace(session: Session, instance_id: str) -> Iterator[TraceLine]:
    rows = session.engine.runtime.store.rows(instance_id)
    names = _names(session, instance_id, rows)
    at = session.clock.now()
    for row in rows:
        if is_command(row.type):
            at = decode_envelope(row.body).at
        else:
            event = decode_event(row.type, row.body)
            yield TraceLine(at=at, type=row.type, text=_said(event, names), event=event)


def _said(event: ev.Event, names: Names) -> Text:
    """The sentence; of a flow also its id and why it was taken, of variables their values."""
    said = sentence(event, names)
    if isinstance(event, ev.FlowTaken):
        why = f" ({event.reason.expression})" if event.reason and event.reason.expression else ""
        return Text(zh=f"→ {event.flow_id}{why}", en=said.en)
    if isinstance(event, ev.VariablesChanged):
        values = ", ".join(f"{name} = {value!s}" for name, value in event.new.items())
        return Text(zh=f"数据更新：{values}", en="Data changed")
    return said


def _names(session: Session, instance_id: str, rows: Sequence[LogRow]) -> Names:
    bundle = session.engine.runtime.live(instance_id).case.bundle
    events = [decode_event(row.type, row.body) for row in rows if not is_command(row.type)]
    return Places(bundle, events).names(Names(belongs=belongings(events)))
