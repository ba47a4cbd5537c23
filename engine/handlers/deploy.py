"""Publishes files together: read, check everything, then store atomically or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from engine.bundles import Bundles, Files
from engine.clauses.edited import to_review, touched
from engine.clauses.lost import lost_clauses
from engine.clauses.marks import ClauseMarks
from engine.core import policy
from engine.core.clause import FILE, Clause, edits
from engine.core.definition import Bundle, ProcessDefinition
from engine.core.people import Person
from engine.core.rights import Right
from engine.errors import DeploymentRefused, Family, Finding, NotPermitted, Text
from engine.handlers.deploy_names import doubled_names
from engine.handlers.deploy_overlay import overlay_of
from engine.handlers.deploy_review import changed_by, refuse_unreviewed
from engine.handlers.deploy_views import view_of
from engine.ports import Catalog, Clock, Exchange, IdGenerator
from engine.starts import (
    doubled_starts,
    refused_starts,
    start_timers,
    start_triggers,
    starts_by_timer,
)
from engine.views import Artifact, Deployment, StartTimer

Check = Callable[[ProcessDefinition, Bundle], tuple[Finding, ...]]
SINGLE = ("calendar", "parameters")
CLAUSES = "clauses"
SHARED = {f"{one}.yaml": one for one in SINGLE} | {FILE: CLAUSES}
"""Files of which there is one each, by their names."""
STORED = {"process": "bpmn", "decision": "dmn", "form": "form"} | {v: v for v in SHARED.values()}
"""What a file defines -> the kind of artifact that it is stored as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """One file of the deployment, understood: its kind and what it defines."""

    kind: str
    artifact: Artifact
    names: tuple[str, ...]
    processes: tuple[ProcessDefinition, ...] = ()
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    warnings: tuple[Finding, ...] = ()


def file_kind(name: str) -> str | None:
    """The kind of a file by its name; None when it is none of ours."""
    path = PurePosixPath(name)
    by_suffix = {".bpmn": "process", ".dmn": "decision", ".form": "form"}
    if path.suffix in by_suffix:
        return by_suffix[path.suffix]
    return SHARED.get(path.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Wired by bootstrap."""

    catalog: Catalog
    exchange: Exchange
    files: Files
    bundles: Bundles
    check: Check
    required: Callable[[], frozenset[str]]
    """The written clauses that need an element: all that are not waived."""
    read: Callable[[str, bytes, str], Any]
    """(kind, content, file name) -> what the reader gives."""
    warn: Callable[[str, bytes], tuple[Finding, ...]]
    """(file name, content of a draft) -> what the reader found missing."""
    inspect: Callable[[str, Any], tuple[Finding, ...]]
    """(kind, what the reader gave) -> what is wrong with it by itself, with counter-examples."""
    marks: ClauseMarks
    clock: Clock
    ids: IdGenerator
    reviewed: bool = False
    """Whether another owner has approved these very files."""

    def deploy(
        self, files: Sequence[tuple[str, bytes]], actor: Person, *, draft: bool = False
    ) -> Deployment:
        """Publish the files, or keep them as a draft to be tried out, whose rules about anything
        but the structure only warn. Raises NotPermitted, or DeploymentRefused with every finding.
        """
        if not (policy.may_deploy(actor) or policy.is_responsible(actor, Right.OWN)):
            raise NotPermitted(
                "只有流程负责人或管理员可以发布流程",
                "Expected a process owner or administrator to deploy",
            )
        read, findings = self._read_all(files, draft=draft)
        findings += doubled_names(read) if files else [_NO_FILE]
        if findings:
            raise DeploymentRefused(tuple(findings))
        if not policy.may_deploy(actor):
            self._refuse_foreign(read, actor, draft=draft)
        if not (draft or self.reviewed):
            refuse_unreviewed(changed_by(read, self.catalog, self.files, self.bundles))
        warnings = self._check_all(read, draft=draft)
        if draft:
            ours = (one.artifact for one in read if one.kind == "process")
            warnings += tuple(f for one in ours for f in self.warn(one.name, one.content))
        else:  # before it is stored: what is marked in vain is harmless, what is not would be lost
            self._mark_edited(read, actor)
            warnings += tuple(self._to_review(read))
        deployment = replace(self._deployment(read, actor), draft=draft)
        saved = self.catalog.save(deployment)
        return replace(deployment, definitions=saved, findings=warnings)

    def examine(self, files: Sequence[tuple[str, bytes]]) -> tuple[Finding, ...]:
        """Everything that publishing the files would say, errors and warnings; stores nothing."""
        read, findings = self._read_all(files, draft=False)
        findings += doubled_names(read) if files else [_NO_FILE]
        if findings:
            return tuple(findings)
        try:
            found = self._check_all(read, draft=False)
        except DeploymentRefused as refused:
            found = refused.findings
        return (*found, *self._to_review(read))

    def asks_review(self, files: Sequence[tuple[str, bytes]]) -> bool:
        """Whether another owner must approve the files; not of what cannot be understood."""
        read, _ = self._read_all(files, draft=False)
        changed = changed_by(read, self.catalog, self.files, self.bundles)
        return any(definition.reviewed for definition in changed)

    def _mark_edited(self, read: Sequence[ReadFile], actor: Person) -> None:
        """What the new wording of clauses leaves to be reviewed, also in processes that are not of
        this deployment."""
        after = next((file.clauses for file in read if file.kind == CLAUSES), None)
        digest = self.files.latest(CLAUSES, CLAUSES)
        if after is None or digest is None:
            return
        edited = edits(self.read(CLAUSES, self.files.content(digest), FILE), after)
        if not edited:
            return
        bundles = self.bundles.over(overlay_of(self.files, read, draft=False))
        keys = {view.key for view in self.catalog.definitions()}
        keys |= {definition.key for definition, _ in _processes(read)}
        found = (bundles.bundle(bundles.latest(key)) for key in sorted(keys))
        self.marks.record(touched(edited, found), actor)

    def _to_review(self, read: Sequence[ReadFile]) -> Iterator[Finding]:
        """A warning for each open mark: of these processes; with the clauses, of every one."""
        ours = {definition.key: (definition, file) for definition, file in _processes(read)}
        every = any(file.kind == CLAUSES for file in read)
        for mark in self.marks.open():
            if every or mark.process in ours:
                definition, file = ours.get(mark.process, (None, ""))
                yield to_review(mark.clause, mark.process, mark.element, (definition, file))

    def _refuse_foreign(self, read: Sequence[ReadFile], actor: Person, *, draft: bool) -> None:
        """Who owns some processes changes these only, and no file that others share with them."""
        keys = {definition.key for definition, _ in _processes(read)}
        if not draft:
            bundles = self.bundles.over(overlay_of(self.files, read, draft=False))
            keys |= {definition.key for definition, _ in self._touched(read, bundles)}
        keys |= {file.kind for file in read if file.kind in SHARED.values()}
        foreign = sorted(key for key in keys if not policy.may_deploy(actor, key))
        if foreign:
            raise NotPermitted(
                f"您不是 {'、'.join(foreign)} 的负责人，不能发布影响到它的文件",
                f"Expected the owner of {', '.join(foreign)}: these files change it",
            )

    def _read_all(
        self, files: Sequence[tuple[str, bytes]], *, draft: bool
    ) -> tuple[list[ReadFile], list[Finding]]:
        read: list[ReadFile] = []
        findings: list[Finding] = []
        for name, content in files:
            try:
                read.append(self._read_one(name, content, draft=draft))
            except DeploymentRefused as refused:
                found = (replace(f, file=f.file or name) for f in refused.findings)
                findings.extend(f for f in found if f.severity == "error")
        return read, findings

    def _read_one(self, name: str, content: bytes, *, draft: bool) -> ReadFile:
        kind = file_kind(name)
        if kind is None:
            raise DeploymentRefused((_unknown_file(name),))
        artifact = _artifact(kind, name, content)
        parsed = self.read("draft" if draft and kind == "process" else kind, content, name)
        wrong = self.inspect(kind, parsed)
        wrong = tuple(map(_only_warned, wrong)) if draft else wrong
        if any(finding.severity == "error" for finding in wrong):
            raise DeploymentRefused(wrong)
        if kind == "process":
            keys = tuple(definition.key for definition in parsed)
            return ReadFile(kind=kind, artifact=artifact, names=keys, processes=parsed)
        if kind == "decision":
            names = tuple(parsed.decision_ids())
            return ReadFile(kind=kind, artifact=artifact, names=names, warnings=wrong)
        if kind == CLAUSES:
            return ReadFile(kind=kind, artifact=artifact, names=(kind,), clauses=parsed)
        names = (parsed.id,) if kind == "form" else (kind,)
        return ReadFile(kind=kind, artifact=artifact, names=names)

    def _check_all(self, read: Sequence[ReadFile], *, draft: bool) -> tuple[Finding, ...]:
        """The warnings. Raises DeploymentRefused."""
        bundles = self.bundles.over(overlay_of(self.files, read, draft=draft))
        findings = [replace(one, file=file.artifact.name) for file in read for one in file.warnings]
        touched = () if draft else self._touched(read, bundles)
        for definition, file in (*_processes(read), *touched):
            findings.extend(
                replace(finding, file=finding.file or file)
                for finding in self._check_one(definition, bundles)
            )
        if not draft:
            findings += self._doubled_starts(read)
            findings += lost_clauses(
                _processes(read),
                self.catalog.definitions(),
                self.required,
                lambda key: bundles.bundle(bundles.latest(key)),
            )
        if any(finding.severity == "error" for finding in findings):
            raise DeploymentRefused(tuple(findings))
        return tuple(findings)

    def _doubled_starts(self, read: Sequence[ReadFile]) -> Iterator[Finding]:
        """Messages that would start two things, here or in what is published already."""
        ours = {definition.key for definition, _ in _processes(read)}
        triggers = [t for definition, _ in _processes(read) for t in start_triggers(definition)]
        names = {one.name for one in triggers if one.kind == "message"}
        deployed = (one for name in names for one in self.exchange.start_triggers("message", name))
        others = [
            one
            for one in deployed
            if one.process not in ours and self.catalog.definition(one.process) is not None
        ]
        files = {definition.key: file for definition, file in _processes(read)}
        for process, finding in doubled_starts(triggers, others):
            yield replace(finding, file=files[process])

    def _touched(
        self, read: Sequence[ReadFile], bundles: Bundles
    ) -> Iterator[tuple[ProcessDefinition, str]]:
        """The processes deployed before that would use a new file from now on, each with the name
        of its file: what fits their diagrams no more is refused now, not when somebody starts."""
        ours = {definition.key for definition, _ in _processes(read)}
        new = {file.artifact.digest for file in read}
        for view in self.catalog.definitions():
            if view.key in ours:
                continue
            pinned = bundles.latest(view.key)
            if not new.isdisjoint(pinned.values()):
                digest = pinned[f"process:{view.key}"]
                artifact = self.catalog.artifact(digest)
                yield bundles.definition(view.key, digest), artifact.name if artifact else ""

    def _check_one(self, definition: ProcessDefinition, bundles: Bundles) -> Sequence[Finding]:
        try:
            pinned = bundles.latest(definition.key, draft=definition.draft)
            bundle = bundles.bundle(pinned)
            found = self.check(definition, bundle)
            if definition.draft:
                found = tuple(map(_only_warned, found))
            if any(finding.severity == "error" for finding in found):
                return found
            bundles.case(pinned)  # compiles every expression; refuses what cannot run
        except DeploymentRefused as refused:
            return refused.findings
        return (*found, *refused_starts(bundle, self.clock.now()))

    def _deployment(self, read: Sequence[ReadFile], actor: Person) -> Deployment:
        now = self.clock.now()
        deployment_id = self.ids.new()
        definitions = [definition for definition, _ in _processes(read)]
        return Deployment(
            id=deployment_id,
            at=now,
            by=actor.id,
            artifacts=tuple(file.artifact for file in read),
            definitions=tuple(
                view_of(definition, file, deployment_id, (now, actor))
                for file in read
                for definition in file.processes
            ),
            forms=_names(read, "form"),
            decisions=_names(read, "decision"),
            triggers={one.key: start_triggers(one) for one in definitions},
            timers={
                one.key: self._timers(one, read) if starts_by_timer(one) else ()
                for one in definitions
            },
        )

    def _timers(
        self, definition: ProcessDefinition, read: Sequence[ReadFile]
    ) -> tuple[StartTimer, ...]:
        draft = definition.draft
        bundles = self.bundles.over(overlay_of(self.files, read, draft=draft))
        pinned = bundles.latest(definition.key, draft=draft)
        return start_timers(bundles.bundle(pinned), self.clock.now())


def _only_warned(finding: Finding) -> Finding:
    """As a draft has it: what is not about the structure may still be missing."""
    if finding.family is Family.STRUCTURE:
        return finding
    return replace(finding, severity="warning")


_NO_FILE = Finding(
    rule="some-file",
    severity="error",
    text=Text(zh="没有要发布的文件", en="Expected at least one file to deploy"),
)


def _processes(read: Sequence[ReadFile]) -> list[tuple[ProcessDefinition, str]]:
    return [(one, file.artifact.name) for file in read for one in file.processes]


def _artifact(kind: str, name: str, content: bytes) -> Artifact:
    """Of calendar, parameters and clauses there is one each, so the kind is the name."""
    return Artifact(
        digest="sha256:" + hashlib.sha256(content).hexdigest(),
        kind=STORED[kind],
        name=kind if kind in SHARED.values() else name,
        content=content,
    )


def _names(read: Sequence[ReadFile], kind: str) -> dict[str, str]:
    return {
        name: file.artifact.digest
        for file in read
        if file.artifact.kind == STORED[kind]
        for name in file.names
    }


def _unknown_file(name: str) -> Finding:
    return Finding(
        rule="known-file-kind",
        severity="error",
        text=Text(
            zh=f"不认识的文件 {name}：应为 .bpmn、.dmn、.form、{'、'.join(SHARED)}",
            en=f"Expected .bpmn, .dmn, .form, {', '.join(SHARED)}, got {name}",
        ),
        file=name,
    )
