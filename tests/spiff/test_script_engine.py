"""Nothing of a diagram reaches Python: hostile texts are refused as FEEL, or stay data."""

from __future__ import annotations

import builtins

import pytest

from engine.core.advance import Begin
from engine.core.definition import TimerKind
from engine.errors import DeploymentRefused
from engine.spiff import SpiffInterpreter
from engine.spiff.failures import BeyondWitness
from engine.spiff.script_engine import FeelScriptEngine
from tests.builders import (
    boundary,
    bundle,
    message_catch,
    moment,
    process,
    service,
    start,
    timer_event,
    user,
    xor,
)

HOSTILE = (
    "__import__('os').system('true')",
    "().__class__.__base__.__subclasses__()",
    "exec('x = 1')",
    "eval('1')",
    "open('/etc/passwd').read()",
    "datetime.sys.modules['os']",
    "[x for x in ().__class__.__mro__]",
    "(lambda: 1)()",
    "f'{open}'",
    "globals()",
    "x := 1",
    "import os",
)


def places(text):
    """A diagram for each place that SpiffWorkflow would evaluate, with the text there."""
    cycle = timer_event(text, TimerKind.CYCLE)
    return (
        process(
            "p", start(), xor("g"), user("a"), user("b"), flows=f"start g; g>a: {text}; g>b: else"
        ),
        process(
            "p", start(), user("a"), user("b"), user("c"), flows=f"start a; a>b: {text}; a>c: else"
        ),
        process("p", start(), user("a"), boundary("t", "a", cycle), flows="start a"),
        process("p", start(), message_catch("m", "hello", text), flows="start m"),
        process("p", start(), service("s", inputs={"v": text}), flows="start s"),
        process("p", start(), user("a", outputs={"v": text}), flows="start a"),
    )


@pytest.fixture
def no_python(monkeypatch):
    """Fails the test when anything is evaluated or executed as Python while it runs."""

    def never(*given, **_):
        raise AssertionError(f"Python was asked to run {given[0]!r}")

    for name in ("eval", "exec"):
        monkeypatch.setattr(builtins, name, never)


@pytest.mark.usefixtures("no_python")
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_refused_in_every_place(text):
    for definition in places(text):
        with pytest.raises(DeploymentRefused):
            SpiffInterpreter().prepare(bundle(definition, names=["v"]))


@pytest.mark.usefixtures("no_python")
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_value_stays_data(text):
    flows = "start g; g>a: v = null; g>s: else"
    task = service("s", inputs={"v": "v"})
    definition = process("p", start(), xor("g"), user("a"), task, flows=flows)
    spiff = SpiffInterpreter()
    executable = spiff.prepare(bundle(definition, names=["v"]))
    answer = spiff.advance(executable, None, Begin(variables={"v": text}), moment())

    assert [one.inputs for one in answer.happened if hasattr(one, "inputs")] == [{"v": text}]


def test_script_engine_runs_no_text():
    engine = FeelScriptEngine(lambda task, key: True)
    assert engine.evaluate(None, "key") is True
    with pytest.raises(BeyondWitness):
        engine.execute(None, "x = 1")
    with pytest.raises(BeyondWitness):
        engine.call_service(None)
    with pytest.raises(BeyondWitness):
        _ = engine.environment
