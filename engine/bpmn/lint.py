"""Checks a set of BPMN, DMN and form files together, as a deployment would, without storing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from engine.bpmn.reader import Draft, import_draft, inspect_bpmn
from engine.bpmn.reader.dmn import read_dmn
from engine.bpmn.rules import check
from engine.core.definition import Bundle, Element, ProcessDefinition
from engine.core.values import Value
from engine.dmn import table_findings
from engine.errors import DeploymentRefused, Finding, Text
from engine.forms import Form, read_form
from engine.parameters import read_parameters

Source = Path | tuple[str, bytes]
PARAMETERS: Final = "parameters.yaml"
SUFFIXES: Final = frozenset({".bpmn", ".dmn", ".form"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the organisation and the installation know; None: not known, rules left out."""

    roles: frozenset[str] | None = None
    connectors: frozenset[str] | None = None
    clauses: frozenset[str] | None = None


@dataclass(slots=True, kw_only=True)
class _Files:
    """What the files define, and what is wrong with each by itself."""

    processes: dict[str, tuple[str, ProcessDefinition]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)  # keys of processes that were not understood
    forms: dict[str, Form] = field(default_factory=dict)
    decisions: dict[str, object] = field(default_factory=dict)
    parameters: Mapping[str, Value] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)  # kind:key -> file


def lint_files(sources: Iterable[Source], known: Known | None = None) -> list[Finding]:
    """All findings by file and line. Folders are searched. A set that holds forms or decisions is
    taken as complete, so that what is named but not in it is an error; a set of diagrams alone
    is checked without looking for them."""
    files = _Files()
    for name, content in _contents(sources):
        _read(name, content, files)
    for file, definition in files.processes.values():
        if definition.key not in files.broken:
            files.findings += _check(file, definition, files, known or Known())
    return sorted(files.findings, key=lambda f: (f.file or "", f.line or 0, f.rule))


def check_draft(
    name: str, content: bytes, known: Known | None = None
) -> tuple[Draft, list[Finding]]:
    """A file of any tool, with everything that is missing before it can run, by line.

    Raises DeploymentRefused for what is no BPMN 2.0 file at all.
    """
    draft = import_draft(content, file=name)
    found = list(draft.findings)
    for definition in draft.definitions:
        found += _check(name, definition, _Files(), known or Known())
    return draft, sorted(found, key=lambda f: (f.line or 0, f.rule))


def as_line(finding: Finding) -> str:
    """`file:line: rule: sentence`, as editors and terminals understand it."""
    place = f"{finding.file or '-'}:{finding.line or 1}"
    mark = "" if finding.severity == "error" else f" [{finding.severity}]"
    fix = f" → {finding.fix}" if finding.fix is not None else ""
    return f"{place}: {finding.rule}:{mark} {finding.text}{fix}"


def _contents(sources: Iterable[Source]) -> Iterator[tuple[str, bytes]]:
    for source in sources:
        if isinstance(source, tuple):
            yield source
        elif source.is_dir():
            inner = (p for p in sorted(source.rglob("*")) if _is_ours(p))
            yield from ((str(path), path.read_bytes()) for path in inner)
        else:
            yield str(source), source.read_bytes()


def _is_ours(path: Path) -> bool:
    return path.suffix in SUFFIXES or path.name == PARAMETERS


def _read(name: str, content: bytes, files: _Files) -> None:
    path = Path(name)
    readers = {".bpmn": _read_processes, ".dmn": _read_decisions, ".form": _read_form}
    try:
        if path.suffix in readers:
            readers[path.suffix](name, content, files)
        elif path.name == PARAMETERS:
            files.parameters = read_parameters(content)
    except DeploymentRefused as refused:
        files.findings += [replace(f, file=f.file or name) for f in refused.findings]


def _read_decisions(name: str, content: bytes, files: _Files) -> None:
    model = read_dmn(content, file=name)
    files.findings += [replace(finding, file=name) for finding in table_findings(model)]
    for decision in model.decision_ids():
        if _is_new(name, "decision", decision, files):
            files.decisions[decision] = model


def _read_form(name: str, content: bytes, files: _Files) -> None:
    form = read_form(content, file=name)
    if _is_new(name, "form", form.id, files):
        files.forms[form.id] = form


def _read_processes(name: str, content: bytes, files: _Files) -> None:
    reading = inspect_bpmn(content, file=name)
    files.findings += reading.findings
    is_broken = any(finding.severity == "error" for finding in reading.findings)
    for definition in reading.definitions:
        if _is_new(name, "process", definition.key, files):
            files.processes[definition.key] = (name, definition)
        if is_broken:
            files.broken.add(definition.key)


def _is_new(file: str, kind: str, key: str, files: _Files) -> bool:
    """Remembers the definition; a second one of the same name is a finding."""
    first = files.places.get(f"{kind}:{key}")
    if first is None:
        files.places[f"{kind}:{key}"] = file
        return True
    files.findings.append(
        Finding(
            rule="defined-twice",
            severity="error",
            text=Text(
                zh=f"{_KINDS[kind]} {key} 已在 {first} 中定义",
                en=f"The {kind} {key} is already defined in {first}",
            ),
            element_id=key,
            file=file,
            fix=Text(zh="改用另一个 id，或删除其中一个", en="Use another id or remove one of them"),
        )
    )
    return False


def _check(
    file: str, definition: ProcessDefinition, files: _Files, known: Known
) -> Iterator[Finding]:
    found = check(
        definition,
        _bundle(definition, files) if files.forms or files.decisions else None,
        roles=known.roles,
        connectors=known.connectors,
        clauses=known.clauses,
    )
    return (replace(finding, file=file) for finding in found)


def _bundle(definition: ProcessDefinition, files: _Files) -> Bundle:
    called = _called(definition, files)
    processes = [definition, *called.values()]
    return Bundle(
        process=definition,
        called=called,
        forms=files.forms,
        decisions=files.decisions,
        calendar=_ANY_CALENDAR,
        parameters=files.parameters,
        names=_names(processes, files),
    )


def _called(definition: ProcessDefinition, files: _Files) -> dict[str, ProcessDefinition]:
    """What the process calls, directly and through others."""
    found: dict[str, ProcessDefinition] = {}
    queue = [definition]
    while queue:
        for element in queue.pop().elements.values():
            key, name = element.called_element, element.called_name
            if key in files.processes and name not in found and name != definition.key:
                found[name] = files.processes[key][1]
                queue.append(found[name])
    return found


def _names(processes: list[ProcessDefinition], files: _Files) -> frozenset[str]:
    """Every variable that these processes and their forms may create."""
    names: set[str] = set()
    for process in processes:
        names.update(process.variables)
        names.update(item.name for item in process.data.values())
        for element in process.elements.values():
            names.update(mapping.name for mapping in (*element.inputs, *element.outputs))
            names.add(element.result_variable or "")
            form = files.forms.get(_form_of(element) or "")
            names.update(form.keys() if form is not None else ())
    return frozenset(names - {""})


def _form_of(element: Element) -> str | None:
    return element.user_task.form_id if element.user_task is not None else element.form_id


_ANY_CALENDAR: Final = object()
"""Lint takes for granted that a working calendar will be deployed."""

_KINDS: Final = {"process": "流程", "form": "表单", "decision": "决策"}
