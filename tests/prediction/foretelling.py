"""Plays scenarios, and asks before each step what it will lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from engine.core import events as ev
from engine.core.commands import (
    CompleteJob,
    CompleteWorkItem,
    Envelope,
    FailJob,
    FireTimer,
    StartInstance,
)
from engine.embedding import Engine
from engine.prediction import Prediction
from engine.scenarios import Step
from tests.scenarios.runner import Run

FORETOLD = {"start", "complete"}
NOT_FORETOLD: Mapping[str, str] = {
    "expect": "nobody does anything",
    "claim": "leads to nothing",
    "clock": "time passes: whom a timer asks is compared in the next step, and over the whole way",
    "begun": "nobody began it: a message or timer of another case did",
    "message": "comes from outside",
    "signal": "comes from outside",
    "error": "ends a work item otherwise than by its form",
    "escalate": "ends a work item otherwise than by its form",
    "activate": "a choice among what an ad-hoc sub-process offers",
    "finish": "a choice among what an ad-hoc sub-process offers",
    "retry": "an operator's",
    "terminate": "an operator's",
    "parameters": "an administrator's, before anything begins",
    "release": "leads to nothing",
    "urge": "leads to nothing",
    "copy": "leads to nothing",
    "read-copy": "leads to nothing",
    "substitute": "says who acts for somebody, in whatever case",
    "advise": "a person was asked for an opinion, which is none that the diagram asks for",
    "transfer": "a person chose who does the work",
    "delegate": "a person chose who is asked",
    "add-sign": "a person chose who is asked",
    "remove-sign": "a person chose who is not asked any more",
    "return": "a person sent the case back",
    "take-back": "a person took their work back",
    "withdraw": "a person ended the case",
}
"""Why a step is not foretold. One that is refused leads to nothing; what a substitute does is
foretold as what the absent person does, who is asked for it."""
LEFT_LYING = "somebody lets a task lie and never does it: each is taken to do it once it is there"
"""Why the whole way is foretold only until a timer fires over work that nobody does any more."""
OWN = (StartInstance, CompleteWorkItem, CompleteJob, FailJob, FireTimer)
"""What a prediction carries out; from anything else on, the case was told something new."""


def is_foretold(step: Step) -> bool:
    return step.verb in FORETOLD and not step.refused


def play_foretelling(run: Run) -> None:
    """All steps; each leads to what was foretold right before it."""
    player = run.player
    for step in run.scenario.steps:
        if not is_foretold(step):
            player.play(step)
            continue
        before = Before(run, step)
        predicted = before.foretell()

        player.play(step)

        rows = list(after(player.engine, player.cases[step.case], before.version))
        happened = [row for row in rows if isinstance(row, ev.WorkItemCreated)]
        ahead = asked(predicted)[before.open :]
        assert ahead[: len(happened)] == [as_asked(one) for one in happened], step
        assert flows(predicted)[: len(taken(rows))] == taken(rows), step


class Before:
    """The case as it is before a step."""

    def __init__(self, run: Run, step: Step) -> None:
        self.engine, self.step = run.player.engine, step
        self.values = run.player._values(step.data, step.by)
        self.about, self.version, self.open = str(step.about), 0, 0
        self.who = step.absent or step.by
        if step.verb == "complete":
            run.player._now_at = step.case
            self.about = run.player.item(step.about, step.nth, self.who).id
            self.version = self.engine.runtime.store.version(run.player.case)
            self.open = len(self.engine.worklist(instance=run.player.case)) - 1

    def foretell(self) -> Prediction:
        return self.engine.predict(self.about, self.values, by=self.who)


def after(engine: Engine, case: str, version: int) -> Iterator[Any]:
    """The events of the step, until the case was told something from outside."""
    rows = [row.content for row in engine.history(case) if row.version > version]
    return takewhile(is_its_own, rows)


def is_its_own(row: Any) -> bool:
    return not isinstance(row, Envelope) or isinstance(row.command, OWN)


def until_left_lying(rows: Sequence[Any]) -> list[Any]:
    """The way of a case, until time passed over open work after the last thing that people did."""
    acts = [at for at, row in enumerate(rows) if is_by_person(row)]
    lying: set[str] = set()
    for at, row in enumerate(rows):
        if isinstance(row, ev.WorkItemCreated):
            lying.add(row.work_item_id)
        elif isinstance(row, ev.WorkItemCompleted | ev.WorkItemCanceled):
            lying.discard(row.work_item_id)
        elif at > acts[-1] and lying and is_timer(row):
            return list(rows[:at])
    return list(rows)


def is_by_person(row: Any) -> bool:
    return isinstance(row, Envelope) and isinstance(row.command, StartInstance | CompleteWorkItem)


def is_timer(row: Any) -> bool:
    return isinstance(row, Envelope) and isinstance(row.command, FireTimer)


def asked(predicted: Prediction) -> list[tuple[object, ...]]:
    return [
        (one.element_id, one.assignee, one.candidates, one.due_at, one.reason.zh)
        for one in predicted.steps
    ]


def flows(predicted: Prediction) -> list[str]:
    return [one.flow_id for one in predicted.branches]


def taken(rows: list[object]) -> list[str]:
    return [row.flow_id for row in rows if isinstance(row, ev.FlowTaken) and row.reason]


def as_asked(created: ev.WorkItemCreated) -> tuple[object, ...]:
    """What happened, as `asked` tells what is foretold."""
    candidates = tuple(created.candidates)
    return (created.element_id, created.assignee, candidates, created.due_at, created.zh)
