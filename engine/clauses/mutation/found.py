"""Finds what carries out a clause, and every mutation of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from engine.clauses.citations import Citation
from engine.clauses.mutation.applicable import is_about
from engine.clauses.mutation.elements import element_changes, is_restricted
from engine.clauses.mutation.fields import field_changes
from engine.clauses.mutation.figures import neighbours
from engine.clauses.mutation.model import Aspect, Change, File, Mutant
from engine.clauses.mutation.stage import Stage
from engine.clauses.mutation.tables import rule_changes
from engine.core.clause import Clause
from engine.core.definition import ACTIVITIES, ProcessDefinition
from engine.core.values import Value
from engine.errors import Text
from engine.starts import starting_elements

PARAMETERS: Final = File("parameters", "parameters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Everything that may carry clauses out, and what it is read from."""

    stage: Stage
    citations: Sequence[Citation]
    figures: Mapping[str, Sequence[str]]
    """Parameter -> the clauses that it is the figure of."""

    def mutants(self, clause: Clause) -> Iterator[Mutant]:
        """Every mutation of what carries out the clause, each once, in the order of the files."""
        seen: set[str] = set()
        for mutant in (*self._cited(clause), *self._of_figures(clause.id)):
            if mutant.key not in seen:
                seen.add(mutant.key)
                yield mutant

    def places(self, clause: str) -> tuple[str, ...]:
        """Every place that carries out the clause, whether or not it can be altered."""
        cited = [_place(one) for one in self.citations if one.clause == clause and one.element]
        named = [f"parameters.{name}" for name, of in self.figures.items() if clause in of]
        return tuple(dict.fromkeys((*cited, *named)))

    def _cited(self, clause: Clause) -> Iterator[Mutant]:
        for one in self.citations:
            if one.clause != clause.id or not one.element:
                continue
            file, changes = self._at(one)
            element = self._process(one.process).elements[one.element]
            choosing = element.kind not in ACTIVITIES
            for change in changes:
                if is_about(clause.kind, change.aspect, choosing=choosing):
                    yield Mutant(place=_place(one), file=file, change=change)

    def _at(self, cited: Citation) -> tuple[File, Iterator[Change]]:
        process = self._process(cited.process)
        element = process.elements[cited.element]
        decision, _, rule = cited.place.partition("/")
        if rule:
            file = File("decision", decision)
            return file, rule_changes(self.stage.read(file), decision, rule)
        if cited.place != cited.element:
            form, _, field = cited.place.partition(".")
            file = File("form", form)
            return file, field_changes(self.stage.read(file), field, cited.clause)
        changes = element_changes(process, element, self.stage.logins)
        file = File("process", process.key)
        return file, (one for one in changes if not one.begins or _matters(one, process))

    def _of_figures(self, clause: str) -> Iterator[Mutant]:
        parameters: Mapping[str, Value] = self.stage.read(PARAMETERS)
        for name, clauses in self.figures.items():
            if clause not in clauses:
                continue
            begins = self._begins_cases(name)
            for aspect, value in neighbours(parameters[name]):
                how = Text(zh=f"改为 {_shown(value)}", en=f"becomes {_shown(value)}")
                apply = partial(_with, name=name, value=value)
                change = Change(aspect=aspect, how=how, apply=apply, begins=begins)
                yield Mutant(place=f"parameters.{name}", file=PARAMETERS, change=change)

    def _begins_cases(self, parameter: str) -> bool:
        """Whether a timer that begins cases reads it."""
        name = f"parameters.{parameter}"
        keys = {one.process for one in self.citations}
        events = (event for key in keys for _, event in starting_elements(self._process(key)))
        return any(event.timer is not None and name in event.timer.text for event in events)

    def _process(self, key: str) -> ProcessDefinition:
        read = self.stage.read(File("process", key))
        return next(one for one in read if one.key == key)  # type: ignore[no-any-return]


def _matters(change: Change, process: ProcessDefinition) -> bool:
    return change.aspect is not Aspect.WHO or is_restricted(process)


def _place(cited: Citation) -> str:
    inside = cited.place == cited.element
    return f"{cited.process}:{cited.place}" if inside else cited.place


def _with(parameters: Mapping[str, Any], name: str, value: Value) -> Mapping[str, Any]:
    return {**parameters, name: value}


def _shown(value: Value) -> str:
    return "[" + ", ".join(map(_shown, value)) + "]" if isinstance(value, list) else str(value)
