"""Plays trials for the owner of a process, with the same answers as the real rooms give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from fastapi import UploadFile

from api import acting, files, reading, show
from api.assigned import reason_about
from api.auth import Visit
from api.catalogue import start_form, view_of
from api.deps import House
from api.rights import may_begin
from api.schemas import trials as shapes
from api.schemas.cases import HistoryItem
from api.schemas.definitions import StoredFile
from api.schemas.work import CompleteRequest, WorkItemDetail
from api.wire import to_variables
from engine.core.people import SYSTEM, Person
from engine.core.state import Waiting
from engine.embedding import OpenItem
from engine.errors import InvalidState, NotFound, Text
from engine.exchange import Message
from engine.trials import Trial
from engine.trials.scripts import script_of
from engine.views import DefinitionView

_SENT: Final = frozenset({"MessageThrown", "SignalThrown", "InstanceCopied"})
_OUTSIDE: Final = "register."
"""What connectors that write only the log are called."""
_TOLD: Final = frozenset(
    {
        "InstanceStarted", "InstanceCompleted", "InstanceTerminated", "WorkItemCreated",
        "WorkItemCompleted", "WorkItemSkipped", "WorkItemCanceled", "WorkItemReturned",
        "DecisionEvaluated", "TimerScheduled", "TimerFired", "DeadlinePassed", "ApprovalDecided",
        "BpmnErrorThrown", "EscalationThrown", "MessageAwaited", "MessageReceived",
        "SignalAwaited", "IncidentRaised",
    }
)  # fmt: skip


def state(visit: Visit, key: str) -> shapes.Trial:
    """How the visitor's trial of the process stands."""
    trial = visit.house.trials.find(visit.person, key)
    view = visit.house.runtime.store.definition(key)
    return _none(key, view) if trial is None else _told(visit, trial)


def begin(visit: Visit, key: str, body: shapes.TrialBegin) -> shapes.Trial:
    """A new trial in the place of an earlier one."""
    runtime = visit.house.runtime
    script = script_of(runtime, key, body.version, draft=body.draft)
    at = body.at or runtime.clock.now()
    return _told(visit, visit.house.trials.begin(visit.person, script, at))


def end(visit: Visit, key: str) -> None:
    """Forget it."""
    visit.house.trials.end(visit.person, key)


def start(visit: Visit, key: str, body: shapes.TrialStart) -> shapes.Trial:
    """Begin the case as somebody."""

    def perform(trial: Trial) -> None:
        inside = _inside(visit, trial, body.by)
        trial.began(acting.start(inside, body.variables, None).id)

    return _performed(visit, key, perform)


def complete(visit: Visit, key: str, body: shapes.TrialCompletion) -> shapes.Trial:
    """Finish a work item as somebody who is asked."""

    def perform(trial: Trial) -> None:
        inside = _at_item(_inside(visit, trial, body.by), trial, body.item)
        acting.complete(inside, CompleteRequest(data=body.data, opinion=body.opinion))
        trial.settle()

    return _performed(visit, key, perform)


def move_clock(visit: Visit, key: str, body: shapes.TrialClock) -> shapes.Trial:
    """Let time pass."""

    def perform(trial: Trial) -> None:
        if body.minutes is not None:
            trial.pass_to(trial.clock.now() + timedelta(minutes=body.minutes))
            return
        due = trial.next_due()
        if due is None:
            raise NotFound("没有要等的定时", "Expected something that happens by itself")
        trial.pass_to(max(due, trial.clock.now()))

    return _performed(visit, key, perform)


def receive(visit: Visit, key: str, body: shapes.TrialMessage) -> shapes.Trial:
    """Have a message or signal arrive that the case waits for."""

    def perform(trial: Trial) -> None:
        found = next((one for one in _subscriptions(trial) if one.id == body.id), None)
        if found is None:
            raise InvalidState("案件不再等这个消息", "Expected a message that is waited for")
        data = to_variables(body.variables)
        if found.kind == "signal":
            trial.engine.broadcast(found.name, data, by=SYSTEM.id)
        else:
            new = trial.engine.runtime.ids.new()
            message = Message(id=new, name=found.name, key=found.key, data=data)
            trial.engine.send_message(message, by=SYSTEM.id)
        trial.settle()

    return _performed(visit, key, perform)


def task(visit: Visit, key: str, asked: tuple[str, str]) -> WorkItemDetail:
    """A work item with its form, as this person would get it."""
    trial, (item, by) = _trial(visit, key), asked
    with trial.lock:
        return reading.work_item_detail(_at_item(_inside(visit, trial, by), trial, item))


def upload(visit: Visit, key: str, given: tuple[UploadFile, str]) -> StoredFile:
    """Keep a file in the trial alone, as this person's."""
    trial, (file, by) = _trial(visit, key), given
    with trial.lock:
        trial.upload_allowed(file.size or 0)
        return files.upload(_inside(visit, trial, by), file)


def _performed(visit: Visit, key: str, perform: Callable[[Trial], None]) -> shapes.Trial:
    trial = _trial(visit, key)
    with trial.lock:
        perform(trial)
    return _told(visit, trial)


def _trial(visit: Visit, key: str) -> Trial:
    trial = visit.house.trials.find(visit.person, key)
    if trial is None:
        raise InvalidState("这次试跑已经结束，请重新开始", "Expected a trial that is still there")
    return trial


def _inside(visit: Visit, trial: Trial, by: str) -> Visit:
    """A visit of this person to the house of the trial, where nothing real is."""
    runtime = trial.engine.runtime
    house = House.of(runtime, visit.house.settings)
    view = runtime.definition(trial.process)
    return Visit(house=house, actor=runtime.person(by), definition=view)


def _at_item(inside: Visit, trial: Trial, item: str) -> Visit:
    found = next((one for one in _open_items(trial) if one.id == item), None)
    if found is None:
        raise NotFound("没有这项待办，它可能已经办完", "Expected an open work item of the trial")
    return replace(inside, item=found.view)


def _open_items(trial: Trial) -> tuple[OpenItem, ...]:
    return trial.engine.worklist(instance=trial.open_case())


# -- what is told ---------------------------------------------------------------------------------


def _none(key: str, view: DefinitionView | None) -> shapes.Trial:
    return shapes.Trial(
        standing="none", key=key, name=view.name if view else key,
        name_en=view.name_en if view else key, version=None,
        draft=False, lenient=False, now=None, next_due=None, lives_until=None, starters=[],
        form=None, case=None, items=[], awaited=[], incidents=[], diagram=None, told=[], sent=[],
    )  # fmt: skip


def _told(visit: Visit, trial: Trial) -> shapes.Trial:
    with trial.lock:
        runtime, script = trial.engine.runtime, trial.script
        view = runtime.definition(trial.process)
        assert view is not None  # noqa: S101 -- the trial has deployed it
        facts: dict[str, Any] = {
            **_none(script.key, view).model_dump(),
            "version": script.version,
            "draft": script.draft,
            "lenient": trial.lenient,
            "now": trial.clock.now(),
            "next_due": trial.next_due(),
            "lives_until": visit.house.trials.lives_until(trial),
        }
        inside = Visit(
            house=House.of(runtime, visit.house.settings), actor=_ALL_SEEING, definition=view
        )
        return shapes.Trial(
            **facts | (_ready(inside) if trial.case is None else _played(inside, trial))
        )


_ALL_SEEING: Final = Person(id=SYSTEM.id, name="", roles=("administrator",))
"""Reads the trial's case whole: there is nothing in it that its owner has not put there."""


def _ready(inside: Visit) -> dict[str, Any]:
    view, people = view_of(inside), inside.house.runtime.people
    starters = [one for one in people.people() if may_begin(replace(inside, actor=one), view)]
    return {
        "standing": "ready",
        "starters": [_person(one) for one in starters],
        "form": start_form(inside).form,
    }


def _played(inside: Visit, trial: Trial) -> dict[str, Any]:
    house, case = inside.house, show.case_of(inside.house, trial.open_case())
    seen = replace(inside, case=case)
    history = reading.history(seen).items
    incidents = house.runtime.store.incidents(instance_id=case.id)
    return {
        "standing": "running" if case.ended_at is None else "ended",
        "case": show.instance(house, case),
        "items": [_item(house, one) for one in _open_items(trial)],
        "incidents": reading.incidents_seen(seen, case.id, incidents),
        "diagram": reading.diagram(seen),
        "told": [one for one in history if one.type in _TOLD or one.data.get("reason")],
        "sent": [one for one in history if _is_sent(one)],
        "awaited": [_awaited(one) for one in _subscriptions(trial)],
    }


def _subscriptions(trial: Trial) -> tuple[Waiting, ...]:
    live = trial.engine.runtime.live(trial.open_case())
    return tuple(live.state.subscriptions.values())


def _awaited(one: Waiting) -> shapes.TrialAwaited:
    kind = "signal" if one.kind == "signal" else "message"
    return shapes.TrialAwaited(id=one.id, kind=kind, name=one.name, element_id=one.element_id)


def _is_sent(one: HistoryItem) -> bool:
    """What would leave the house; what connectors of registers write would not."""
    if one.type == "JobCreated":
        return not str(one.data["connector"]).startswith(_OUTSIDE)
    return one.type in _SENT


def _item(house: House, one: OpenItem) -> shapes.TrialItem:
    view = one.view
    late = view.due_at is not None and view.due_at < house.runtime.clock.now()
    logins = (one.assignee,) if one.assignee else one.candidates
    people = (house.runtime.person(login) for login in logins)
    reason = reason_about(house, Text(zh=view.reason_zh, en=view.reason_en), logins)
    return shapes.TrialItem(
        id=one.id,
        element_id=one.element_id,
        name=view.name,
        name_en=view.name_en,
        reason_zh=reason.zh,
        reason_en=reason.en,
        due_at=view.due_at,
        overdue=late,
        people=[_person(person) for person in people],
    )


def _person(person: Person) -> shapes.TrialPerson:
    return shapes.TrialPerson(
        id=person.id, name=person.name, name_en=person.name_en, position=person.position
    )
