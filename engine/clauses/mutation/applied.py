"""Puts a mutation on stage: what is read instead of the file, and which rules would refuse it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from engine.bootstrap import check_definition
from engine.bundles import ALWAYS, names_of, references
from engine.clauses.mutation.altered import Overrides
from engine.clauses.mutation.model import File, Mutant
from engine.clauses.mutation.republishing import republished
from engine.clauses.mutation.stage import Scene, Stage
from engine.clock import FixedClock
from engine.connectors import BUILT_IN
from engine.core.definition import ProcessDefinition
from engine.dmn import table_findings
from engine.errors import Finding
from engine.shipped import shipped_clauses


@dataclass(kw_only=True)
class Applied:
    """One mutation of one stage. Everything raises DeploymentRefused for what cannot be read."""

    stage: Stage
    mutant: Mutant

    @cached_property
    def scene(self) -> Scene:
        """Where scenarios meet it."""
        if self.mutant.change.begins:
            return republished(self.stage, self.mutant, self._overrides)
        return self.stage.scene(self._overrides)

    def refusals(self) -> tuple[str, ...]:
        """The rules that would refuse to publish it."""
        found = (one.rule for one in self._findings() if one.severity == "error")
        return tuple(dict.fromkeys(found))

    @cached_property
    def _changed(self) -> Any:
        before = self.stage.read(self.mutant.file)
        if self.mutant.file.kind != "process":
            return self.mutant.change.apply(before)
        return tuple(
            self._process(one) if one.key == self.mutant.file.name else one for one in before
        )

    @cached_property
    def _overrides(self) -> Overrides:
        file = self.mutant.file
        return {
            (file.kind, self.stage.digest(file)): self._changed,
            **(self._declaring() if file.kind == "form" else {}),
        }

    def _declaring(self) -> Overrides:
        """The processes that refer to a form, still knowing the variables of its lost fields."""
        lost = self.stage.read(self.mutant.file).keys() - self._changed.keys()
        files = {File("process", key) for key in self._readers()} if lost else ()
        return {
            ("process", self.stage.digest(file)): tuple(
                _declaring(one, lost) for one in self.stage.read(file)
            )
            for file in files
        }

    def _process(self, before: ProcessDefinition) -> ProcessDefinition:
        """What is left may still read the variables that nothing sets any more: they are null."""
        after: ProcessDefinition = self.mutant.change.apply(before)
        return _declaring(after, self._names(before) - self._names(after) - ALWAYS)

    def _names(self, process: ProcessDefinition) -> frozenset[str]:
        named = (key.split(":", 1) for key, _ in references(process) if key.startswith("form:"))
        return names_of([process], [self.stage.read(File(*one)) for one in named])

    def _findings(self) -> Iterator[Finding]:
        if self.mutant.file.kind == "decision":
            yield from table_findings(self._changed)
        bundles = self.stage.runtime(self.scene, FixedClock(self.stage.published_at)).bundles
        for key in self._readers():
            bundle = bundles.bundle(bundles.latest(key))
            yield from check_definition(
                bundle.process,
                bundle,
                roles=self.stage.organisation.role_ids(),
                connectors=frozenset(BUILT_IN),
                clauses=frozenset(shipped_clauses()),
            )

    def _readers(self) -> Iterator[str]:
        """The processes whose diagrams refer to the file. A figure breaks no rule of a diagram."""
        file = self.mutant.file
        if file.kind == "process":
            yield file.name
        elif file.kind != "parameters":
            for view in self.stage.deployment.definitions:
                read = self.stage.read(File("process", view.key))
                process = next(one for one in read if one.key == view.key)
                if f"{file.kind}:{file.name}" in dict(references(process)):
                    yield view.key


def _declaring(process: ProcessDefinition, names: frozenset[str]) -> ProcessDefinition:
    return replace(process, variables=(*process.variables, *sorted(names)))
