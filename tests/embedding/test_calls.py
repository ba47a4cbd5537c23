"""Versions of called processes, from the file to the case."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.errors import DeploymentRefused

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:test">'
)


def file(key: str, body: str, attributes: str = "") -> bytes:
    return (
        f'{HEAD}<process id="{key}" name="{key}" isExecutable="true" guicheng:nameEn="{key}" '
        f"{attributes}>{body}</process></definitions>"
    ).encode()


def wait(ref: str) -> str:
    return (
        f'<intermediateCatchEvent id="{ref}" name="{ref}"><timerEventDefinition>'
        '<timeDuration>duration("P1D")</timeDuration></timerEventDefinition>'
        "</intermediateCatchEvent>"
    )


def flow(source: str, target: str) -> str:
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}"/>'


def waiting(step: str, attributes: str = "") -> bytes:
    body = f"{wait(step)}{flow('qs', step)}{flow(step, 'qe')}"
    return file(
        "q", f'<startEvent id="qs" name="qs"/>{body}<endEvent id="qe" name="qe"/>', attributes
    )


@pytest.fixture
def engine() -> Iterator[Engine]:
    with open_engine("memory:") as engine:
        yield engine


def caller(attributes: str) -> bytes:
    body = f'<callActivity id="c" name="c" calledElement="q" {attributes}/>'
    ends = '<startEvent id="s" name="s"/><endEvent id="e" name="e"/>'
    return file("p", f"{ends}{body}{flow('s', 'c')}{flow('c', 'e')}")


def called_step(engine: Engine) -> str:
    case = engine.start("p", {}, by="salesperson")
    return engine.runtime.live(case.id).positions()[-1][0]


@pytest.mark.parametrize(
    ("attributes", "step"),
    [
        ("", "three"),
        ('guicheng:version="1"', "one"),
        ('guicheng:version="2"', "two"),
        ('guicheng:versionTag="spring"', "two"),
        ('guicheng:binding="tag" guicheng:versionTag="winter"', "three"),
    ],
)
def test_call_runs_the_version_that_it_is_bound_to(
    engine: Engine, attributes: str, step: str
) -> None:
    engine.deploy(waiting("one", 'guicheng:versionTag="winter"'), by="admin")
    engine.deploy(waiting("two", 'guicheng:versionTag="spring"'), by="admin")
    engine.deploy(waiting("three", 'guicheng:versionTag="winter"'), by="admin")
    engine.deploy(caller(attributes), by="admin")

    assert called_step(engine) == step


def test_case_keeps_the_version_that_was_newest_when_it_started(engine: Engine) -> None:
    engine.deploy(waiting("one"), caller(""), by="admin")
    case = engine.start("p", {}, by="salesperson")
    engine.deploy(waiting("two"), by="admin")

    assert engine.runtime.live(case.id).positions()[-1][0] == "one"
    assert called_step(engine) == "two"
    assert engine.replay(case.id).equal


@pytest.mark.parametrize("attributes", ['guicheng:version="2"', 'guicheng:versionTag="x"'])
def test_call_of_a_version_that_does_not_exist_is_refused(engine: Engine, attributes: str) -> None:
    engine.deploy(waiting("one"), by="admin")

    with pytest.raises(DeploymentRefused) as refused:
        engine.deploy(caller(attributes), by="admin")
    assert "process-exists" in {finding.rule for finding in refused.value.findings}


def test_nested_calls_are_bounded_by_the_setting() -> None:
    with open_engine("memory:", options=Options(max_calls=3)) as engine:
        again = caller("").replace(b'calledElement="q"', b'calledElement="p"')
        engine.deploy(again, by="admin", draft=True)  # published it is refused
        case = engine.start("p", {}, by="admin")

        (incident,) = engine.incidents(case.id)
        assert "3" in incident.en
        assert engine.replay(case.id).equal
