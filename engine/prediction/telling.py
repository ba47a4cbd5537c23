"""Reads the events of a run forward: steps, branches, and what depends on values nobody gave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from engine.core import events as ev
from engine.core.definition import Bundle, Element, ProcessDefinition
from engine.core.state import IncidentKind
from engine.errors import Text
from engine.feel import FeelError, compile_expression
from engine.forms.assuming import Assumed, Source
from engine.history.places import Places
from engine.ports import PeopleDirectory
from engine.prediction.deadlines import timeout_in_words
from engine.prediction.model import Branch, Note, Step, Unsure

_WANTING: Final = frozenset(
    {IncidentKind.EXPRESSION, IncidentKind.NO_TRUE_BRANCH, IncidentKind.DECISION}
)
_TOP: Final = str.maketrans({"[": "."})


class Telling:
    """What is told of one run. `unsure` is by the name of the variable, with what made it so."""

    def __init__(self, bundle: Bundle, people: PeopleDirectory) -> None:
        self._bundle = bundle
        self._people = people
        self.places = Places(bundle)
        self.steps: dict[str, Step] = {}
        self.branches: list[Branch] = []
        self.decided: list[ev.DecisionEvaluated] = []
        self.notes: list[Note] = []
        self.unsure: dict[str, frozenset[str]] = {}
        self.given: dict[tuple[str, str], Unsure] = {}
        self.ends: list[str] = []
        self._led: frozenset[str] = frozenset()

    def element(self, element_id: str) -> Element | None:
        """The element with this id, in the process or in what it calls."""
        definition = self.process_with(element_id)
        return definition.elements[element_id] if definition else None

    def process_with(self, element_id: str) -> ProcessDefinition | None:
        """The process that has this element."""
        processes = (self._bundle.process, *self._bundle.called.values())
        return next((one for one in processes if element_id in one.elements), None)

    def name(self, element_id: str) -> Text:
        """What people call the element."""
        element = self.element(element_id)
        return _named(element) if element else Text(zh=element_id, en=element_id)

    def filled(self, element_id: str, assumed: Iterable[Assumed]) -> None:
        """Fields of this element's form that were taken for granted."""
        for one in assumed:
            name = _top(one.path)
            if one.source is Source.KNOWN:
                continue  # as sure as it was before
            self.unsure[name] = self.unsure.get(name, frozenset()) | {one.path}
            self.given[element_id, one.path] = Unsure(
                name=one.path,
                label=one.label,
                element_id=element_id,
                element=self.name(element_id),
                value=one.value,
                source=str(one.source),
            )

    def tell(self, events: Iterable[ev.Event], now: datetime) -> None:
        """Take in the events of one command."""
        for event in events:
            self.places.tell(event)
            if isinstance(event, ev.WorkItemCreated):
                self._step(event, now)
            elif isinstance(event, ev.DeadlinesSet | ev.DueMoved):
                self._due(event)
            elif isinstance(event, ev.FlowTaken) and event.reason is not None:
                self._branch(event, event.reason)
            elif isinstance(event, ev.IncidentRaised):
                self.note(event.element_id, self._stuck(event))
            elif isinstance(event, ev.InstanceCompleted):
                self.ends.extend(event.end_events)
            else:
                self._follow(event)

    def _stuck(self, event: ev.IncidentRaised) -> Text:
        """What would be stuck only for want of what nobody has filled in yet is told so; else
        what an operator would be told."""
        if event.kind not in _WANTING or not self.unsure:
            return Text(zh=event.zh, en=event.en)
        key = self.places.process_of(event)
        element = self.places.element((key, event.element_id))
        name = _named(element) if element else self.name(event.element_id)
        return Text(
            zh=f"“{name.zh}”要看还没有填写的内容，现在推算不了",
            en=f"{name.en} depends on what is not filled in yet",
        )

    def _follow(self, event: ev.Event) -> None:
        """What is written depends on what was read."""
        if isinstance(event, ev.DecisionEvaluated):
            self.decided.append(event)
            self._spread(event.element_id, self._behind(name for name, _ in event.inputs))
        elif isinstance(event, ev.JobCreated):
            self._spread(event.element_id, self._inputs_of(event.element_id))
        elif isinstance(event, ev.WorkItemCompleted):
            self._spread_outputs(event.element_id)

    def note(self, element_id: str, text: Text) -> None:
        """Say what cannot be told at this place."""
        reads = self._inputs_of(element_id)
        element = self.element(element_id)
        for flow in element.outgoing if element else ():
            reads |= self._behind(self._condition_reads(flow))
        self.notes.append(
            Note(element_id=element_id, text=text, depends_on=tuple(sorted(reads | self._led)))
        )

    def _step(self, event: ev.WorkItemCreated, now: datetime) -> None:
        self.steps[event.work_item_id] = Step(
            element_id=event.element_id,
            process=event.process,
            name=Text(zh=event.name, en=event.name_en or event.name),
            people=self.people_of(event.candidates, event.excluded, event.assignee),
            candidates=tuple(event.candidates),
            assignee=event.assignee,
            reason=Text(zh=event.zh, en=event.en),
            starts_at=now,
            due_at=event.due_at,
            depends_on=tuple(sorted(self._led)),
        )

    def _due(self, event: ev.DeadlinesSet | ev.DueMoved) -> None:
        """When the work is due, and what would change the way: nobody doing it in time."""
        step = self.steps.get(event.work_item_id)
        if step is None:
            return
        if isinstance(event, ev.DueMoved):
            self.steps[event.work_item_id] = replace(step, due_at=event.due_at)
            return
        said = timeout_in_words(event)
        if said is not None:
            note = Note(element_id=step.element_id, text=said, depends_on=step.depends_on)
            self.notes.append(note)

    def people_of(
        self, candidates: Iterable[str], excluded: Iterable[str], assignee: str | None
    ) -> tuple[str, ...]:
        """The logins that may do a work item."""
        found: dict[str, None] = {assignee: None} if assignee else {}
        for principal in candidates:
            kind, _, name = principal.partition(":")
            if kind == "user":
                found[name] = None
            elif kind == "role":
                found.update(dict.fromkeys(str(one.id) for one in self._people.holders(name)))
        left = set(excluded)
        return tuple(login for login in found if login not in left)

    def done(self, work_item_id: str, by: str, at: datetime) -> None:
        """Somebody is taken to have done this."""
        step = self.steps.get(work_item_id)
        if step is not None:
            self.steps[work_item_id] = replace(step, by=by, done_at=at)

    def _branch(self, event: ev.FlowTaken, reason: ev.Reason) -> None:
        key = self.places.with_flow(self.places.process_of(event), event.flow_id)
        process = self.places.process(key)
        flow = process.flows[event.flow_id]
        here, there = process.elements[flow.source], process.elements[flow.target]
        behind = self._behind(name for name, _ in reason.reads)
        self._led |= behind
        self.branches.append(
            Branch(
                element_id=flow.source,
                name=_named(here),
                flow_id=flow.id,
                target=_named(there),
                reason=Text(zh=reason.zh or reason.expression, en=reason.en or reason.expression),
                reads=reason.reads,
                depends_on=tuple(sorted(behind)),
            )
        )

    # -- what depends on what ---------------------------------------------------------------------

    def _behind(self, names: Iterable[str]) -> frozenset[str]:
        found = (self.unsure.get(_top(name), frozenset()) for name in names)
        return frozenset().union(*found)

    def _inputs_of(self, element_id: str) -> frozenset[str]:
        element = self.element(element_id)
        texts = [one.source.text for one in element.inputs] if element else []
        return self._behind(name for text in texts for name in _reads(text))

    def _condition_reads(self, flow_id: str) -> frozenset[str]:
        for process in (self._bundle.process, *self._bundle.called.values()):
            flow = process.flows.get(flow_id)
            if flow is not None and flow.condition is not None:
                return _reads(flow.condition.text)
        return frozenset()

    def _spread(self, element_id: str, behind: frozenset[str]) -> None:
        """What an automatic step writes is as unsure as what it read."""
        element = self.element(element_id)
        if element is None or not behind:
            return
        names = [one.name for one in element.outputs]
        for name in (*names, *((element.result_variable,) if element.result_variable else ())):
            self.unsure[name] = self.unsure.get(name, frozenset()) | behind

    def _spread_outputs(self, element_id: str) -> None:
        element = self.element(element_id)
        for one in element.outputs if element else ():
            behind = self._behind(_reads(one.source.text))
            if behind:
                self.unsure[one.name] = self.unsure.get(one.name, frozenset()) | behind


def _named(element: Element) -> Text:
    return Text(zh=element.name or element.id, en=element.name_en or element.name or element.id)


def _top(path: str) -> str:
    return path.translate(_TOP).partition(".")[0]


def _reads(text: str) -> frozenset[str]:
    try:
        return compile_expression(text).reads
    except FeelError:
        return frozenset()
