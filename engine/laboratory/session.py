"""One try of a diagram: an engine in memory, a clock that is moved by hand, everybody's right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from engine.bootstrap import MEMORY, Options, shipped_organisation
from engine.clock import CountingIds, FixedClock
from engine.core.definition import AssignmentKind, ProcessDefinition
from engine.core.ids import UserId
from engine.core.people import STAND_IN
from engine.embedding import Engine, open_engine
from engine.errors import Finding, NotFound, Text
from engine.laboratory.files import gather
from engine.scenarios.player import Player

TESTER: Final = "admin"
"""Who acts where a step does not say who: may do everybody's work here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A deployed diagram and who plays with it."""

    engine: Engine
    clock: FixedClock
    player: Player
    process: ProcessDefinition
    findings: tuple[Finding, ...]

    def instances(self) -> list[str]:
        """Every case so far, in the order of their beginnings."""
        return sorted(self.engine.runtime.store.instance_ids(), key=_number)


def _number(instance_id: str) -> tuple[int, str]:
    return len(instance_id), instance_id


def open_session(diagram: Path, key: str | None, at: datetime) -> Session:
    """Deploy the diagram as a draft into an empty engine whose clock stands at `at`.

    `key` names the process where the file has several. Raises DeploymentRefused, NotFound.
    """
    gathered = gather(diagram)
    process = _chosen(gathered.processes, key)
    clock = FixedClock(at)
    engine = open_engine(MEMORY, options=_options(clock, gathered.processes))
    deployment = engine.runtime.deploy(gathered.files, engine.runtime.person(TESTER), draft=True)
    player = Player(engine, clock, by=TESTER)
    return Session(
        engine=engine,
        clock=clock,
        player=player,
        process=process,
        findings=deployment.findings,
    )


def _chosen(processes: tuple[ProcessDefinition, ...], key: str | None) -> ProcessDefinition:
    """The process with this key; without one the first that a person can start."""
    found = [one for one in processes if key in (None, one.key)]
    startable = [one for one in found if one.begins_at()]
    if not found:
        raise NotFound(f"文件中没有流程 {key or ''}", f"Expected a process {key or ''} in the file")
    return (startable or found)[0]


def _options(clock: FixedClock, processes: Iterable[ProcessDefinition]) -> Options:
    """An organisation in which the tester may do everything and holds what nobody else does."""
    people = shipped_organisation()
    missing = sorted(_roles(processes) - people.role_ids())
    tester = people.members[UserId(TESTER)]
    tester = replace(tester, roles=(*tester.roles, STAND_IN, *missing))
    people = replace(
        people,
        members={**people.members, tester.id: tester},
        roles={**people.roles, **{role: Text(zh=role, en=role) for role in missing}},
    )
    return Options(clock=clock, ids=CountingIds("c"), organisation=people, quick_passwords=True)


def _roles(processes: Iterable[ProcessDefinition]) -> set[str]:
    return {
        assignment.literal
        for process in processes
        for element in process.elements.values()
        if element.user_task is not None
        for assignment in element.user_task.assignments
        if assignment.kind is AssignmentKind.ROLE and assignment.literal is not None
    }
