"""Tells what a decision table was asked and what it gave, in the words of its rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.schemas import replay as shapes
from api.wire import to_json
from engine.core import events as ev
from engine.core.definition import Bundle
from engine.core.values import Value
from engine.dmn import CompiledDecision
from engine.history.sentences import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What the tables of a bundle say of themselves: rule -> its description, element -> the
    variable that its answer goes to."""

    rules: Mapping[str, str]
    results: Mapping[str, str]


def tables_of(bundle: Bundle) -> Tables:
    """Those of its processes."""
    compiled = (one for one in bundle.decisions.values() if isinstance(one, CompiledDecision))
    tables = (table for one in compiled for table in one.tables())
    return Tables(
        rules={rule.id or "": rule.description for table in tables for rule in table.rules},
        results={
            element.id: element.result_variable
            for process in (bundle.process, *bundle.called.values())
            for element in process.elements.values()
            if element.result_variable
        },
    )


def decided(event: ev.DecisionEvaluated, names: Names, tables: Tables) -> shapes.ReplayDecision:
    """One answer."""
    here = names.here(event).element(event.element_id)
    return shapes.ReplayDecision(
        element_id=event.element_id,
        element=here.zh,
        element_en=here.en,
        zh=event.zh,
        en=event.en,
        reads=reads(event.inputs),
        about=tables.results.get(event.element_id, ""),
        result=to_json(event.output),
        rules=list(event.rule_ids),
        said=[tables.rules[one] for one in event.rule_ids if tables.rules.get(one)],
    )


def reads(pairs: Iterable[tuple[str, Value]]) -> list[shapes.ReplayRead]:
    """What was read, by its names."""
    return [shapes.ReplayRead(name=name, value=to_json(value)) for name, value in pairs]
