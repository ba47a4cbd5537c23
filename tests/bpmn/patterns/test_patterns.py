"""The twenty control-flow patterns, each a diagram with traces that it must follow."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.bpmn.reader import read_bpmn
from engine.bpmn.rules import check
from engine.bundles import names_of
from engine.core import advance as adv
from engine.core.definition import Bundle
from engine.errors import Family
from engine.fuzz.drive import Driven
from engine.kernel import Kernel

HERE = Path(__file__).parent
PATTERNS = yaml.safe_load((HERE / "traces.yaml").read_text(encoding="utf-8"))
TRACES = [
    pytest.param(one["number"], trace, id=f"{one['number']:02}-{place}")
    for one in PATTERNS
    for place, trace in enumerate(one["traces"])
]


def diagram(number: int) -> Path:
    (path,) = HERE.glob(f"{number:02}-*.bpmn")
    return path


def begun(number: int) -> Driven:
    """The pattern's process, prepared."""
    (definition,) = read_bpmn(diagram(number).read_bytes())
    names = names_of([definition], ()) | {"activationCount"}
    kernel = Kernel()
    prepared = kernel.prepare(Bundle(process=definition, names=names))
    return Driven(interpreter=kernel, prepared=prepared)


def test_every_pattern_has_its_diagram_and_traces():
    assert [one["number"] for one in PATTERNS] == list(range(1, 21))
    assert len(list(HERE.glob("*.bpmn"))) == 20


@pytest.mark.parametrize("number", range(1, 21))
def test_pattern_breaks_no_rule_of_structure(number: int):
    (definition,) = read_bpmn(diagram(number).read_bytes())

    found = [one for one in check(definition) if one.family is Family.STRUCTURE]
    assert [one for one in found if one.severity == "error"] == []


@pytest.mark.parametrize(("number", "trace"), TRACES)
def test_pattern_follows_its_trace(number: int, trace: list[str]):
    case = begun(number)
    for line in trace:
        step, expected = line.split(" -> ")
        take(case, step)
        case.restart()
        assert waiting(case) == Counter(expected.split(" + ")), line
    assert case.replay() == ""


def waiting(case: Driven) -> Counter[str]:
    """What waits now in the words of a trace."""
    if case.waiting.outcome != "active":
        return Counter([case.waiting.outcome])
    counted = case.waiting.counted()
    return Counter({f"{kind} {element}": n for (kind, element), n in counted.items()})


def take(case: Driven, step: str) -> None:
    """One step of a trace."""
    words, _, data = step.partition(" {")
    given = _values(yaml.safe_load("{" + data)) if data else {}
    match words.split():
        case ["begin"]:
            case.tell(adv.Begin(variables=given))
        case ["choose", holder, element]:
            token = case.waiting.found["task", holder][0]
            case.tell(adv.AdHocActivated(token=token, element_id=element, by="li"))
        case ["finish", holder]:
            token = case.waiting.found["task", holder][0]
            case.tell(adv.AdHocFinished(token=token, by="li"))
        case [kind, element]:
            case.come((kind, element), 0, given)


def _values(plain: dict[str, Any]) -> dict[str, Any]:
    return {name: Decimal(one) if type(one) is int else one for name, one in plain.items()}
