"""Predicts over a wired engine: what would happen if this person started or completed this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from engine.codec import decode_event
from engine.connectors import Connector
from engine.core import events as ev
from engine.core.commands import CompleteWorkItem, StartInstance
from engine.core.ids import InstanceId
from engine.core.people import Person
from engine.core.values import Value
from engine.dispatcher import Dispatcher, Tools
from engine.exchange import ExchangeTools
from engine.ports import PeopleDirectory, Store
from engine.prediction.model import Assumption, Prediction
from engine.prediction.predict import Predictor, Request
from engine.prediction.walk import PredictionTools

_AHEAD: Final = frozenset({ev.JobCreated.__name__, ev.WorkItemCreated.__name__})
"""What a prediction needs to know of what happened: the open ones of these."""


class Wired(Protocol):
    """The part of a runtime that is read."""

    @property
    def store(self) -> Store: ...
    @property
    def people(self) -> PeopleDirectory: ...
    @property
    def connectors(self) -> Mapping[str, Connector]: ...
    @property
    def tools(self) -> Tools: ...
    @property
    def dispatcher(self) -> Dispatcher: ...
    @property
    def exchange(self) -> ExchangeTools: ...


def predict_start(
    wired: Wired,
    process: str,
    variables: Mapping[str, Value],
    actor: Person,
    assumed: Sequence[Assumption] = (),
) -> Prediction:
    """What would happen if this person started the process so. Writes nothing; a form that is not
    filled in yet is filled in as far as can be told. Raises NotFound, NotPermitted."""
    pinned = wired.exchange.pin(process)
    case = wired.tools.cases(pinned)
    command = StartInstance(
        instance_id=InstanceId("ahead"),
        process=case.bundle.process.key,
        variables=variables,
        pinned=pinned,
    )
    request = Request(
        case=case,
        now=wired.tools.clock.now(),
        actor=actor,
        command=command,
        assumed=tuple(assumed),
    )
    return _predictor(wired).predict(request)


def predict_completion(
    wired: Wired,
    work_item_id: str,
    data: Mapping[str, Value],
    actor: Person,
    assumed: Sequence[Assumption] = (),
) -> Prediction:
    """The same for completing a work item. Raises NotFound, NotPermitted, InvalidState."""
    instance_id = InstanceId(work_item_id.split("-", 1)[0])
    live = wired.dispatcher.live(instance_id)
    rows = (row for row in wired.store.rows(instance_id) if row.type in _AHEAD)
    request = Request(
        case=live.case,
        now=wired.tools.clock.now(),
        actor=actor,
        command=CompleteWorkItem(instance_id=instance_id, work_item_id=work_item_id, data=data),
        state=live.state,
        machine=live.machine,
        before=tuple(decode_event(row.type, row.body) for row in rows),
        assumed=tuple(assumed),
    )
    return _predictor(wired).predict(request)


def _predictor(wired: Wired) -> Predictor:
    tools = PredictionTools(
        registers=wired.store,
        answers=wired.tools.answers,
        people=wired.people,
        connectors=wired.connectors,
        lookups=wired.tools.lookups,
    )
    return Predictor(tools)
