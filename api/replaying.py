"""Tells a case step by step to a person, without what they may not see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from api.decided import Tables, decided, reads, tables_of
from api.reading import case_of
from api.redacting import redacted
from api.schemas import replay as shapes
from api.schemas.definitions import Clause
from api.show import person_name
from api.visit import Visit
from api.wire import to_json
from api.wording import called, labels_for
from engine.codec import decode_event
from engine.core import events as ev
from engine.core.definition import Bundle
from engine.core.people import Person
from engine.core.values import Value
from engine.errors import Text
from engine.handlers.case import LiveInstance
from engine.history.headline import headline
from engine.history.places import Spot
from engine.history.playback import Playback, Standing, Step, Way, number_at, play
from engine.history.sentences import Names, sentence
from engine.views import LogRow
from engine.visibility import hidden_variables


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A case as one reader may have it told."""

    visit: Visit
    live: LiveInstance
    rows: Sequence[LogRow]
    see: Callable[[ev.Event], ev.Event]

    @property
    def bundle(self) -> Bundle:
        """What the case is pinned to."""
        return self.live.case.bundle

    def play(self, first: int = 1, limit: int | None = None) -> Playback:
        """Its steps, with what they stand on."""
        return play(self.bundle, self.rows, self.see, first, limit)

    def names(self, playback: Playback) -> Names:
        """What people call what is in these steps."""
        person = partial(person_name, self.visit.house)
        return playback.places.names(Names(person=person, belongs=playback.belongs))


def told(visit: Visit) -> Told:
    """The case that the door has looked up."""
    runtime, view = visit.house.runtime, case_of(visit)
    live, rows = runtime.live(view.id), runtime.store.rows(view.id)
    items = runtime.store.work_items_of(view.id)
    hidden = hidden_variables(live, items, visit.person, visit.seen_as)
    gone = _taken_back(rows)

    def see(event: ev.Event) -> ev.Event:
        if isinstance(event, ev.CommentAdded) and event.comment_id in gone:
            return replace(event, text="", mentions=())
        return redacted(event, hidden, live.case.bundle)

    return Told(visit=visit, live=live, rows=rows, see=see)


def _taken_back(rows: Iterable[LogRow]) -> frozenset[str]:
    name = ev.CommentWithdrawn.__name__
    events = (decode_event(row.type, row.body) for row in rows if row.type == name)
    return frozenset(one.comment_id for one in events if isinstance(one, ev.CommentWithdrawn))


def replay(visit: Visit, asked: shapes.ReplayQuery) -> shapes.Replay:
    """The steps that were asked for."""
    case = told(visit)
    at = number_at(case.rows, asked.at) if asked.at else None
    first = asked.first if at is None else (at - 1) // asked.limit * asked.limit + 1
    playback = case.play(first, asked.limit)
    names = case.names(playback)
    cited = dict.fromkeys(clause for step in playback.steps for clause in step.clauses)
    known, data, tables = visit.house.clauses, data_of(playback), tables_of(case.bundle)
    return shapes.Replay(
        total=playback.total,
        at=at,
        before=_standing(playback.before, case.bundle.process.key),
        steps=[_step(step, names, tables, case.bundle.process.key) for step in playback.steps],
        clauses=[Clause.of(known[one]) for one in cited if one in known],
        labels=labels_for(case.bundle, data),
        called=called(visit.house, data),
    )


def data_of(playback: Playback) -> list[tuple[str, Value]]:
    """Whatever data a playback tells of, by its names."""
    told = list(playback.before.variables.items())
    for step in playback.steps:
        told += [(one.name, one.after) for one in step.changes]
        told += [pair for one in step.ways for pair in one.reason.reads]
        decided = (f.event for f in step.facts if isinstance(f.event, ev.DecisionEvaluated))
        told += [pair for one in decided for pair in (*one.inputs, ("", one.output))]
    return told


def _counted(counts: Mapping[Spot, int], own: str) -> dict[str, dict[str, int]]:
    """By process, the case's own by its key."""
    found: dict[str, dict[str, int]] = {}
    for (process, name), count in counts.items():
        found.setdefault(process or own, {})[name] = count
    return found


def _listed(spots: Iterable[Spot], own: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for process, name in spots:
        found.setdefault(process or own, []).append(name)
    return found


def _standing(standing: Standing, own: str) -> shapes.ReplayStanding:
    return shapes.ReplayStanding(
        positions=_counted(standing.positions, own),
        flows=_counted(standing.flows, own),
        visits=_counted(standing.visits, own),
        variables=to_json(standing.variables),
    )


def _step(step: Step, names: Names, tables: Tables, own: str) -> shapes.ReplayStep:
    said = what(step, names)
    decisions = [one.event for one in step.facts if isinstance(one.event, ev.DecisionEvaluated)]
    return shapes.ReplayStep(
        number=step.number,
        part=step.part,
        seq=step.row.seq,
        version=step.row.version,
        at=step.envelope.at,
        actor=someone(step.envelope.actor),
        on_behalf_of=_or_none(step.envelope.on_behalf_of),
        command=type(step.envelope.command).__name__,
        zh=said.zh,
        en=said.en,
        element_id=step.element_id,
        process=step.process or own,
        facts=[_said(fact.version, fact.event, fact.element_id, names) for fact in step.facts],
        ways=[way(one, names) for one in step.ways],
        decisions=[decided(one, names, tables) for one in decisions],
        changes=[
            shapes.ReplayChange(
                scope=one.scope,
                name=one.name,
                before=to_json(one.before),
                after=to_json(one.after),
                known=one.known,
                by=one.by,
            )
            for one in step.changes
        ],
        flows=_listed(step.flows, own),
        visited=_listed(step.visited, own),
        clauses=list(step.clauses),
        positions=_counted(step.positions, own),
        has_form=step.part == 0 and shows_form(step),
    )


def what(step: Step, names: Names) -> Text:
    """What the step was about, in one sentence."""
    event = headline(step.facts)
    if event is not None:
        return sentence(event, names)
    name = type(step.envelope.command).__name__
    return Text(zh=name, en=name)


_WITH_FORM = (ev.InstanceStarted, ev.WorkItemCompleted, ev.WorkItemFailed)


def shows_form(step: Step) -> bool:
    """Whether somebody filled in a form in this step."""
    return any(isinstance(one.event, _WITH_FORM) for one in step.facts)


def someone(person: Person) -> shapes.Someone:
    """Somebody by the name that they had."""
    return shapes.Someone(login=person.id, name=person.name, name_en=person.name_en or person.name)


def _or_none(person: Person | None) -> shapes.Someone | None:
    return None if person is None else someone(person)


def _said(version: int, event: ev.Event, element_id: str | None, names: Names) -> shapes.Said:
    said = sentence(event, names)
    return shapes.Said(
        version=version,
        type=type(event).__name__,
        zh=said.zh,
        en=said.en,
        element_id=element_id,
    )


def way(one: Way, names: Names) -> shapes.ReplayWay:
    """A choice in words."""
    names = names.within(one.process)
    here, there = names.element(one.element_id), names.element(one.target)
    return shapes.ReplayWay(
        flow_id=one.flow_id,
        element_id=one.element_id,
        element=here.zh,
        element_en=here.en,
        target=there.zh,
        target_en=there.en,
        zh=one.reason.zh,
        en=one.reason.en,
        expression=one.reason.expression,
        reads=reads(one.reason.reads),
        result=to_json(one.reason.result),
    )
