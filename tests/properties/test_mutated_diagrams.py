"""Shipped diagrams, broken at random: each is clearly refused, or deploys and starts; never a
crash, a hang or a half-stored deployment. Failure prints the seed and what was done."""

from __future__ import annotations

import copy
import hashlib
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.errors import CommandRejected, DeploymentRefused
from engine.history.verify import verify_log
from engine.scenarios import open_registers
from engine.shipped import shipped_files
from tests.scenarios.runner import KEPT

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
BUDGET_SECONDS = 20.0
"""Of processor time: ten times what the slowest takes, so that more of it is a hang."""
MUTATED = ("seal-use.bpmn", "seal-takeout.bpmn", "office-supplies-request.bpmn")
LONG = range(40, 1_000, 60)
DIAGRAMS = [(name, content) for name, content in shipped_files() if name in MUTATED]
VALUES = ("", "x", "-1", "= 1 +", "${x}", "null", "审批", "a" * 300, "end", "P1D", '"', "= [")
PAPER = b"A contract."
_LINE = {"item": "硒鼓", "unit": "支", "qty": Decimal(1), "unit_price": Decimal(160)}
_FILE = {
    "digest": f"sha256:{hashlib.sha256(PAPER).hexdigest()}",
    "name": "a.txt",
    "size": Decimal(len(PAPER)),
    "type": "text/plain",
}
STARTS: dict[str, dict[str, Any]] = {
    "office-supplies-request": {
        "kind": "buy",
        "department": "sales",
        "end_user": "salesperson",
        "items": [{**_LINE, "spec": "通用", "purpose": "打印合同"}],
        "reason": "打印机硒鼓用完",
    },
    "seal-use": {
        "seal_no": "YZ-01",
        "doc_title": "第三季度统计报表",
        "doc_kind": "report",
        "copies": Decimal(1),
        "scope": "external",
        "purpose": "向统计局上报季度报表",
        "attachment": [_FILE],
    },
    "seal-takeout": {
        "seal_no": "YZ-01",
        "reason": "赴市政务中心现场办理资质变更登记",
        "place": "市政务中心三楼",
        "documents": [{"title": "申请书", "copies": Decimal(3)}],
        "start_at": "2026-11-24T09:00",
        "back_at": "2026-11-24T17:00",
    },
}
AGREE = {"decision": "agree"}
MOST_COMPLETIONS = 4
Mutation = Callable[[random.Random, list[Any]], str]


def _owned(chance: random.Random, nodes: list[Any]) -> Any:
    return chance.choice([node for node in nodes if node.getparent() is not None])


def delete_element(chance: random.Random, nodes: list[Any]) -> str:
    node = _owned(chance, nodes)
    node.getparent().remove(node)
    return f"deleted {node.tag} {dict(node.attrib)}"


def duplicate_element(chance: random.Random, nodes: list[Any]) -> str:
    node = _owned(chance, nodes)
    node.addnext(copy.deepcopy(node))
    return f"doubled {node.tag} {dict(node.attrib)}"


def rename_element(chance: random.Random, nodes: list[Any]) -> str:
    node, other = _owned(chance, nodes), chance.choice(nodes)
    before, node.tag = node.tag, other.tag
    return f"renamed {before} to {node.tag} {dict(node.attrib)}"


def move_element(chance: random.Random, nodes: list[Any]) -> str:
    node, other = _owned(chance, nodes), chance.choice(nodes)
    if node in (other, *other.iterancestors()):
        return "nothing"
    other.append(node)
    return f"moved {node.tag} into {other.tag}"


def _with_attributes(chance: random.Random, nodes: list[Any]) -> Any:
    return chance.choice([node for node in nodes if node.attrib])


def delete_attribute(chance: random.Random, nodes: list[Any]) -> str:
    node = _with_attributes(chance, nodes)
    name = chance.choice(list(node.attrib))
    return f"deleted {name}={node.attrib.pop(name)} of {node.tag}"


def change_attribute(chance: random.Random, nodes: list[Any]) -> str:
    node, other = _with_attributes(chance, nodes), _with_attributes(chance, nodes)
    name = chance.choice(list(node.attrib))
    node.set(name, chance.choice([*VALUES, *other.attrib.values()]))
    return f"set {name}={node.get(name)} of {node.tag}"


def rename_attribute(chance: random.Random, nodes: list[Any]) -> str:
    node, other = _with_attributes(chance, nodes), _with_attributes(chance, nodes)
    name, new = chance.choice(list(node.attrib)), chance.choice(list(other.attrib))
    node.set(new, node.attrib.pop(name))
    return f"renamed {name} to {new} of {node.tag}"


def change_text(chance: random.Random, nodes: list[Any]) -> str:
    node, other = chance.choice(nodes), chance.choice(nodes)
    node.text = chance.choice([*VALUES, other.text])
    return f"set the text of {node.tag} to {node.text!r}"


MUTATIONS: tuple[Mutation, ...] = (
    delete_element,
    duplicate_element,
    rename_element,
    move_element,
    delete_attribute,
    change_attribute,
    rename_attribute,
    change_text,
)


def mutated(chance: random.Random, content: bytes) -> tuple[bytes, list[str]]:
    """The file after one or two mutations of its model, and what they were."""
    root = etree.fromstring(content)
    done = []
    for _ in range(chance.randint(1, 2)):
        nodes = [
            node for node in root.iter("*") if "/DI}" not in node.tag and "/DC}" not in node.tag
        ]
        if len(nodes) > 1:  # else the only element there was is deleted already
            done.append(chance.choice(MUTATIONS)(chance, nodes))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8"), done


@pytest.fixture
def engine() -> Iterator[Engine]:
    with open_engine(
        "memory:", clock=FixedClock(NOW), options=Options(kept=KEPT.beside())
    ) as engine:
        engine.deploy_shipped(by="admin")
        open_registers(engine, by="admin")
        for person in engine.runtime.people.people():
            engine.upload(PAPER, "paper.txt", by=person.id)
        yield engine


def try_it(engine: Engine, name: str, content: bytes) -> str:
    """`refused`, or `started`, or `not started`: what a file that deploys comes to."""
    store = engine.runtime.store
    before = (store.generation(), store.definitions())
    try:
        deployment = engine.runtime.deploy([(name, content)], engine.runtime.person("admin"))
    except DeploymentRefused as refused:
        assert (store.generation(), store.definitions()) == before
        errors = [one for one in refused.findings if one.severity == "error"]
        assert errors
        assert all(one.text.zh and one.text.en and one.file for one in errors)
        assert all(one.line is not None for one in errors), errors
        return "refused"
    return start_each(engine, [one.key for one in deployment.definitions])


def start_each(engine: Engine, keys: list[str]) -> str:
    for key in keys:
        try:
            case = engine.start(key, STARTS.get(key, {}), by="sales-manager")
        except CommandRejected:
            return "not started"
        engine.run_due()
        go_on(engine, case.id)
        assert engine.replay(case.id).equal
    return "started"


def go_on(engine: Engine, case: str) -> None:
    """Complete what simple data completes."""
    for _ in range(MOST_COMPLETIONS):
        for item in engine.worklist(instance=case):
            if item.candidates:
                with suppress(CommandRejected):
                    engine.complete(item.id, AGREE, by=item.candidates[0])
        engine.run_due()


def check(engine: Engine, seeds: range) -> dict[str, int]:
    outcomes: dict[str, int] = {}
    for seed in seeds:
        chance = random.Random(seed)
        name, original = chance.choice(DIAGRAMS)
        content, done = mutated(chance, original)
        begun = time.process_time()
        try:
            outcome = try_it(engine, name, content)
        except Exception as error:
            raise AssertionError(f"seed {seed}, {name}: {done}") from error
        assert time.process_time() - begun < BUDGET_SECONDS, f"seed {seed}, {name}: {done}"
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    return outcomes


@pytest.mark.parametrize(
    "seeds",
    [range(40), *(pytest.param(range(n, n + 60), marks=pytest.mark.long) for n in LONG)],
    ids=str,
)
def test_mutated_diagram_is_refused_or_runs(engine: Engine, seeds: range) -> None:
    outcomes = check(engine, seeds)

    assert outcomes["refused"] > len(seeds) // 4
    assert outcomes["started"] > len(seeds) // 12
    assert verify_log(engine.runtime.store).ok
