"""Deploying what is broken: refused with every finding, and nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options, open_runtime
from engine.clock import FixedClock
from engine.errors import DeploymentRefused, Family, Finding
from tests.dmn.files import decision, definitions, table
from tests.properties.office import form, process

Files = list[tuple[str, bytes]]
SIMPLE = '<startEvent id="begin" name="开始"/><endEvent id="done" name="完成"/>'
FLOWS = "f1 begin done"
DOCTYPE = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
FIELD = {"type": "textfield", "key": "a", "label": "a"}
DEEP_YAML = b"parameters: " + b"[" * 3000 + b"]" * 3000
BOMB = b"parameters:\n  a: &a {value: [x, x]}\n  b: {value: [*a, *a]}\n"


def simple(key: str, name: str = "x") -> bytes:
    return process(key, SIMPLE.replace('"开始"', f'"{name}"'), FLOWS)


@pytest.fixture
def engine() -> Iterator[Engine]:
    clock = FixedClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    with open_engine("memory:", clock=clock) as engine:
        yield engine


def refused(engine: Engine, files: Files) -> Finding:
    """The first finding of a refusal that stored nothing."""
    before = (engine.runtime.store.generation(), engine.runtime.store.definitions())
    with pytest.raises(DeploymentRefused) as caught:
        engine.runtime.deploy(files, engine.runtime.person("admin"))
    assert (engine.runtime.store.generation(), engine.runtime.store.definitions()) == before
    for finding in caught.value.findings:
        assert finding.text.zh
        assert finding.text.en
    return caught.value.findings[0]


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ([], "some-file"),
        ([("a.bpmn", simple("p")), ("b.bpmn", simple("p", "y"))], "defined-once"),
        ([("a.form", form("f", FIELD)), ("b.form", form("f", FIELD, FIELD))], "form-key-duplicate"),
        ([("a.form", form("f", FIELD)), ("b.form", form("f"))], "defined-once"),
        ([("a.bpmn", simple("p" * 201))], "name-length"),
        ([("parameters.yaml", DEEP_YAML)], "parameters"),
        ([("parameters.yaml", BOMB)], "parameters"),
        ([("parameters.yaml", b"parameters: {1: {value: 2}}")], "parameters"),
        ([("parameters.yaml", b"parameters: {a: {value: 2026-01-01}}")], "parameters"),
        ([("calendar.yaml", DEEP_YAML)], "calendar"),
        ([("a.bpmn", simple("p").replace(b"<definitions", DOCTYPE + b"<definitions"))], "doctype"),
        ([("a.exe", b"MZ")], "known-file-kind"),
        ([("a.bpmn", simple("p")), ("b.bpmn", b"no xml")], "not-xml"),
    ],
)
def test_broken_deployment_is_refused_and_nothing_is_stored(
    engine: Engine, files: Files, rule: str
) -> None:
    assert refused(engine, files).rule == rule


@pytest.mark.parametrize(
    "bad",
    [
        process("p", "", ""),
        simple("p").replace(b"isExecutable", b'guicheng:startableBy="nobody-has-it" isExecutable'),
        simple("p" * 201),
    ],
)
def test_finding_about_the_process_itself_names_it_and_its_line(engine: Engine, bad: bytes) -> None:
    found = refused(engine, [("a.bpmn", bad)])

    assert found.element_id
    assert found.element_id.startswith("p")
    assert found.line == 5


def test_clause_that_nobody_wrote_is_refused(engine: Engine) -> None:
    cited = simple("p").replace(b"isExecutable", b'guicheng:clauses="NO-SUCH-1" isExecutable')

    found = refused(engine, [("a.bpmn", cited)])

    assert (found.rule, found.family) == ("clause-exists", Family.HOUSE)


def test_clauses_of_the_company_itself_may_be_cited() -> None:
    cited = simple("p").replace(b"isExecutable", b'guicheng:clauses="OWN-1" isExecutable')
    runtime = open_runtime("memory:", Options(clauses=frozenset({"OWN-1"})))

    runtime.deploy([("a.bpmn", cited)], runtime.person("admin"))

    assert runtime.store.definition("p").clauses == ("OWN-1",)
    runtime.close()


TWO_STEPS = """<startEvent id="begin" name="开始"/><manualTask id="check" name="检查"/>
<manualTask id="file" name="归档"/><endEvent id="done" name="完成"/>"""
IN_A_ROW = "f1 begin check\nf2 check file\nf3 file done"


def citing(key: str, *tasks: tuple[str, str]) -> bytes:
    """A process of two tasks, with the clause of each task that has one."""
    body = TWO_STEPS
    for task, clause in tasks:
        body = body.replace(f'id="{task}"', f'id="{task}" guicheng:clauses="{clause}"')
    return process(key, body, IN_A_ROW)


def test_process_whose_clause_lost_its_element_is_refused(engine: Engine) -> None:
    engine.deploy(citing("p", ("check", "PROC-001"), ("file", "PROC-002")), by="admin")
    without = citing("p", ("check", "PROC-002"))

    with pytest.raises(DeploymentRefused) as caught:
        engine.runtime.deploy([("a.bpmn", without)], engine.runtime.person("admin"))

    [found] = [one for one in caught.value.findings if one.severity == "error"]
    assert (found.rule, found.family, found.file) == ("clause-lost", Family.HOUSE, "a.bpmn")
    assert (found.element_id, found.line) == ("p", 5)
    assert "PROC-001" in found.text.en
    engine.deploy(without, by="admin", draft=True)  # replaces nothing


def test_clause_is_not_lost_that_moved_or_is_waived(engine: Engine) -> None:
    """Moved to another element, or to another process of the deployment or published before."""
    engine.deploy(citing("p", ("check", "PROC-001"), ("file", "SEAL-35")), by="admin")

    engine.deploy(citing("p", ("file", "PROC-001")), by="admin")
    engine.deploy(citing("p"), citing("q", ("check", "PROC-001")), by="admin")
    engine.deploy(citing("r", ("file", "PROC-001")), by="admin")
    engine.deploy(citing("q"), by="admin")

    assert [one.clauses for one in engine.runtime.store.definitions()] == [(), (), ("PROC-001",)]


def test_table_with_two_answers_for_one_input_is_refused(engine: Engine) -> None:
    rows = [("<= 5", "1"), (">= 5", "2")]
    table_file = definitions(decision("d", table(["x"], ["y"], rows)))

    found = refused(engine, [("d.dmn", table_file)])

    assert (found.rule, found.family, found.file) == ("dmn-overlap", Family.SOUNDNESS, "d.dmn")


def test_draft_of_a_table_with_two_answers_is_warned_of(engine: Engine) -> None:
    table_file = definitions(decision("d", table(["x"], ["y"], [("<= 5", "1"), (">= 5", "2")])))

    deployed = engine.runtime.deploy(
        [("d.dmn", table_file)], engine.runtime.person("admin"), draft=True
    )

    assert [(one.rule, one.severity) for one in deployed.findings] == [("dmn-overlap", "warning")]


def test_same_content_twice_makes_no_new_version(engine: Engine) -> None:
    engine.deploy(simple("p"), by="admin")
    engine.deploy(simple("p"), by="admin")

    assert engine.runtime.store.definition("p").version == 1


def test_process_that_calls_itself_for_ever_is_stopped_and_can_be_ended(engine: Engine) -> None:
    body = SIMPLE + '<callActivity id="again" name="再来" calledElement="p"/>'
    endless = process("p", body, "f1 begin again\nf2 again done")
    assert refused(engine, [("p.bpmn", endless)]).rule == "endless-recursion"
    engine.deploy(endless, by="admin", draft=True)

    case = engine.start("p", {}, by="admin")
    engine.runtime.cache.discard(case.id)

    assert [one.element_id for one in engine.incidents(case.id)] == ["again"]
    engine.terminate(case.id, reason="无止境", by="admin")
    assert engine.case(case.id).status == "terminated"
    assert engine.replay(case.id).equal


def test_form_that_a_deployed_process_cannot_use_is_refused(engine: Engine) -> None:
    gate = "f1 begin which\nf2 which done a = 1\nf3 which other a = 2"
    body = SIMPLE.replace('id="begin"', 'id="begin" guicheng:formId="f"')
    body += '<exclusiveGateway id="which" name="哪个?"/><endEvent id="other" name="另一个"/>'
    engine.runtime.deploy(
        [("p.bpmn", process("p", body, gate)), ("f.form", form("f", FIELD))],
        engine.runtime.person("admin"),
    )

    found = refused(engine, [("f.form", form("f", {**FIELD, "key": "b"}))])

    assert (found.element_id, found.file) == ("f2", "p.bpmn")
    assert found.line
