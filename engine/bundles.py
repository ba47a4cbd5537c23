"""Deployed files -> bundles and prepared cases, parsed and compiled once per digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from engine.core.calendar import WorkingCalendar
from engine.core.definition import (
    SUB_PROCESSES,
    Bundle,
    Element,
    EventDefinition,
    Expression,
    Kind,
    ProcessDefinition,
    Trigger,
)
from engine.core.ids import Digest
from engine.core.numbering import NumberPart, read_template
from engine.dmn import DmnError
from engine.errors import DeploymentRefused, Family, Finding, NotFound, Text
from engine.feel import Compiled, compile_expression
from engine.feel.working_time import working_time
from engine.handlers.case import PreparedCase
from engine.kept import Kept
from engine.ports import Interpreter
from engine.views import DRAFT

ALWAYS = frozenset({"initiator", "parameters", "result"})
"""Names that every expression may read besides the variables."""


class Files(Protocol):
    """Where the newest files and their contents come from: the catalogue, or a new deployment
    laid over it."""

    def latest(self, kind: str, name: str) -> Digest | None: ...

    def content(self, digest: Digest) -> bytes: ...

    def versions(self, process: str) -> Iterable[tuple[int | None, Digest]]:
        """Published versions of a process, newest first; None: not published yet."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """The functions that read each kind of file; wired by bootstrap."""

    bpmn: Callable[[bytes], tuple[ProcessDefinition, ...]]
    draft: Callable[[bytes], tuple[ProcessDefinition, ...]]
    dmn: Callable[[bytes], Any]
    form: Callable[[bytes], Any]
    calendar: Callable[[bytes], Any]
    parameters: Callable[[bytes], Mapping[str, Any]]
    decision: Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Closure:
    draft: bool = False
    pinned: dict[str, Digest] = field(default_factory=dict)
    missing: list[Finding] = field(default_factory=list)


def digest_of(pinned: Mapping[str, Digest]) -> Digest:
    """One digest for a whole set of pinned files."""
    text = json.dumps(sorted(pinned.items()), separators=(",", ":"))
    return Digest("sha256:" + hashlib.sha256(text.encode()).hexdigest())


class Bundles:
    """Reads, compiles and keeps bundles. Safe between threads."""

    def __init__(
        self,
        files: Files,
        readers: Readers,
        interpreter: Interpreter,
        kept: Kept | None = None,
    ) -> None:
        self._files = files
        self._readers = readers
        self._interpreter = interpreter
        self._shared = kept
        self._kept = kept or Kept()

    def over(self, files: Files) -> Bundles:
        """The same readers over other files: a deployment before it is stored."""
        kept = self._shared or self._kept.beside()
        return Bundles(files, self._readers, self._interpreter, kept)

    def on(self, interpreter: Interpreter, kept: Kept | None = None) -> Bundles:
        """The same files for another interpreter, compiled anew, or into what is kept for it; read
        anew unless that is shared. A pair is named as its first: never what serves that one."""
        own = kept or (self._shared.beside() if self._shared else None)
        return Bundles(self._files, self._readers, interpreter, own)

    def case(self, pinned: Mapping[str, Digest]) -> PreparedCase:
        """The prepared case of a pinned set. Raises DeploymentRefused if it cannot run."""
        return self._kept.case(
            self._interpreter.name, digest_of(pinned), lambda: self._prepare(self.bundle(pinned))
        )

    def latest(self, process: str, *, draft: bool = False) -> Mapping[str, Digest]:
        """What a case of this process started now is pinned to. Raises NotFound, or
        DeploymentRefused when something it refers to does not exist.

        A draft uses other drafts first, then what is published; `draft:<key>` beside
        `process:<key>` says that a process is one. It does without forms that do not exist.
        """
        closure = _Closure(draft=draft)
        self._close(f"process:{process}", closure)
        if f"process:{process}" not in closure.pinned:
            raise NotFound(f"没有流程 {process}", f"Expected a deployed process, got {process!r}")
        closure.pinned[f"case:{process}"] = closure.pinned[f"process:{process}"]
        if closure.missing:
            raise DeploymentRefused(tuple(closure.missing))
        return closure.pinned

    def definition(self, process: str, digest: Digest, *, draft: bool = False) -> ProcessDefinition:
        """The process with this key, as Element.called_name, in the file with this digest."""
        key = process.partition("@")[0]
        for definition in self._parsed("draft" if draft else "process", digest):
            if definition.key == key:
                return definition  # type: ignore[no-any-return]
        raise NotFound(f"文件中没有流程 {process}", f"Expected process {process} in its file")

    def drawn(self, process: str, digest: Digest) -> ProcessDefinition:
        """The same of a file that may be a draft."""
        try:
            return self.definition(process, digest)
        except DeploymentRefused:
            return self.definition(process, digest, draft=True)

    def calendar(self) -> WorkingCalendar | None:
        """The newest working calendar; None where there is none."""
        digest = self._files.latest("calendar", "calendar")
        if digest is None:
            return None
        found: WorkingCalendar = self._parsed("calendar", digest)
        return found

    def bundle(self, pinned: Mapping[str, Digest]) -> Bundle:
        """Everything the pinned set means, parsed."""
        kinds: dict[str, dict[str, Digest]] = {
            kind: {} for kind in ("case", "process", "form", "decision", "draft")
        }
        for key, digest in pinned.items():
            kind, _, name = key.partition(":")
            if kind in kinds:
                kinds[kind][name] = digest
        processes = {
            k: self.definition(k, d, draft=k in kinds["draft"]) for k, d in kinds["process"].items()
        }
        main = processes[next(iter(kinds["case"]))]
        forms = {name: self._parsed("form", d) for name, d in kinds["form"].items()}
        names = names_of(processes.values(), forms.values())
        calendar = self._single("calendar", pinned)
        functions = working_time(calendar) if calendar is not None else {}
        decisions = {}
        for name, d in kinds["decision"].items():
            model = self._parsed("decision", d)
            try:
                decisions[name] = self._readers.decision(
                    model, name, names=None if main.draft else names, functions=functions
                )
            except DmnError as error:
                raise DeploymentRefused(_unusable(name, error, processes.values())) from error
        return Bundle(
            process=main,
            called={k: p for k, p in processes.items() if k != main.key},
            forms=forms,
            decisions=decisions,
            calendar=calendar,
            parameters=self._single("parameters", pinned) or {},
            pinned=dict(pinned),
            digest=digest_of(pinned),
            names=names,
        )

    def _single(self, kind: str, pinned: Mapping[str, Digest]) -> Any:
        return self._parsed(kind, pinned[kind]) if kind in pinned else None

    def _prepare(self, bundle: Bundle) -> PreparedCase:
        return PreparedCase(
            bundle=bundle,
            executable=self._interpreter.prepare(bundle),
            interpreter=self._interpreter,
            title=_compiled(bundle, bundle.process.title),
            summary=_compiled(bundle, bundle.process.summary),
            number=tuple(
                (part, _compiled(bundle, part.expression))
                for part in _number_parts(bundle.process.case_number)
            ),
        )

    def read(self, kind: str, content: bytes, read: Callable[[], Any]) -> Any:
        """A file that is to be deployed, of a kind that Files knows, read by `read` unless it was
        before. Raises what that raises."""
        digest = Digest("sha256:" + hashlib.sha256(content).hexdigest())
        return self._kept.parsed(kind, digest, lambda _kind, _digest: read())

    def _parsed(self, kind: str, digest: Digest) -> Any:
        return self._kept.parsed(kind, digest, self._parse)

    def _parse(self, kind: str, digest: Digest) -> Any:
        content = self._files.content(digest)
        reader = {
            "process": self._readers.bpmn,
            "draft": self._readers.draft,
            "form": self._readers.form,
            "decision": self._readers.dmn,
            "calendar": self._readers.calendar,
            "parameters": self._readers.parameters,
        }[kind]
        parsed = reader(content)
        return tuple(map(_as_tried_out, parsed)) if kind == "draft" else parsed

    def _close(self, key: str, closure: _Closure, by: Finding | None = None) -> None:
        if key in closure.pinned:
            return
        kind, _, name = key.partition(":")
        drafted = self._files.latest(DRAFT + kind, name or kind) if closure.draft else None
        digest = drafted or self._meant(kind, name)
        if digest is None:
            if by is not None and not (closure.draft and kind == "form"):
                closure.missing.append(by)
            return
        closure.pinned[key] = digest
        if kind != "process":
            return
        if drafted:
            closure.pinned[f"draft:{name}"] = drafted
        self._close_process(self.definition(name, digest, draft=bool(drafted)), closure)

    def _meant(self, kind: str, name: str) -> Digest | None:
        """The newest file of this kind and name, of a process also that of a version or tag."""
        key, pinned, version = name.partition("@")
        if kind != "process" or not pinned:
            return self._files.latest(kind, name or kind)  # of single files the kind is the name
        tag = version.removeprefix("tag:")
        for number, digest in self._files.versions(key):
            if tag == version and str(number) == version:
                return digest
            if tag != version and self.definition(key, digest).version_tag == tag:
                return digest
        return None

    def _close_process(self, definition: ProcessDefinition, closure: _Closure) -> None:
        for key, finding in references(definition):
            self._close(key, closure, finding)
        for single in ("calendar", "parameters"):
            self._close(single, closure)


def _as_tried_out(draft: ProcessDefinition) -> ProcessDefinition:
    """As it runs: what does not say what it does is an abstract task (BPMN 2.0.2, 10.3.3), and
    what a message or signal brings becomes variables where nothing else is said."""
    filled = {one.scope for one in draft.elements.values()}
    elements = {
        one.id: replace(one, kind=Kind.TASK, event=EventDefinition(), inputs=(), outputs=())
        if _says_nothing(one) or (one.kind in SUB_PROCESSES and one.id not in filled)
        else replace(one, keeps_data=_is_brought_something(one))
        for one in draft.elements.values()
    }
    return replace(draft, elements=elements)


def _says_nothing(element: Element) -> bool:
    """Whether automatic work does not say what is to be done."""
    said = {
        Kind.SERVICE_TASK: element.connector,
        Kind.SEND_TASK: element.event.message,
        Kind.BUSINESS_RULE_TASK: element.decision_id,
    }
    return element.kind in said and not said[element.kind]


def _is_brought_something(element: Element) -> bool:
    """Whether a message or signal comes to it whose data go nowhere yet."""
    catches = element.kind in (
        Kind.START_EVENT,
        Kind.CATCH_EVENT,
        Kind.BOUNDARY_EVENT,
        Kind.RECEIVE_TASK,
    )
    brings = element.event.trigger in (Trigger.MESSAGE, Trigger.SIGNAL)
    brings = brings or element.kind is Kind.RECEIVE_TASK
    return catches and brings and not (element.outputs or element.data_outputs)


_WORDS = {"form": "表单", "decision": "决策", "process": "流程"}


def references(definition: ProcessDefinition) -> Iterable[tuple[str, Finding]]:
    """What a process refers to outside its file, each with the finding if it does not exist."""
    for element in definition.elements.values():
        task = element.user_task if element.kind is Kind.USER_TASK else None
        named = (
            ("form", element.form_id if task is None else task.form_id),
            ("decision", element.decision_id),
            ("process", element.called_name),
        )
        for kind, name in named:
            if name:
                finding = Finding(
                    rule=f"{kind}-exists",
                    family=Family.HOUSE if kind == "form" else Family.STRUCTURE,
                    severity="error",
                    text=Text(
                        zh=f"元素 {element.id} 引用的{_WORDS[kind]} {name} 不存在",
                        en=f"Element {element.id} refers to {kind} {name}, which does not exist",
                    ),
                    element_id=element.id,
                    line=element.line,
                    fix=Text(
                        zh=f"一并发布该{_WORDS[kind]}，或改正引用",
                        en=f"Deploy the {kind} together with this file, or correct the reference",
                    ),
                )
                yield f"{kind}:{name}", finding


def _unusable(
    decision: str, error: DmnError, processes: Iterable[ProcessDefinition]
) -> tuple[Finding, ...]:
    """A decision that cannot be compiled with these variables, at each task that asks for it."""
    return tuple(
        Finding(
            rule="decision-compiles",
            severity="error",
            text=Text(
                zh=f"元素 {element.id} 引用的决策 {decision} 无法使用：{error.text.zh}",
                en=f"Element {element.id} refers to decision {decision}, which is not usable: "
                f"{error.text.en}",
            ),
            element_id=element.id,
            line=element.line,
        )
        for process in processes
        for element in process.elements.values()
        if element.decision_id == decision
    )


def names_of(processes: Iterable[ProcessDefinition], forms: Iterable[Any]) -> frozenset[str]:
    """Every variable name that these processes and forms may create."""
    names: set[str] = set(ALWAYS)
    for form in forms:
        names.update(form.keys())
    for process in processes:
        names.update(process.variables)
        names.update(item.name for item in process.data.values())
        for element in process.elements.values():
            names.update(mapping.name for mapping in (*element.inputs, *element.outputs))
            if element.result_variable:
                names.add(element.result_variable)
    return frozenset(names)


def _compiled(bundle: Bundle, expression: Expression | None) -> Compiled | None:
    names = None if bundle.is_open else bundle.names
    return None if expression is None else compile_expression(expression.text, names=names)


def _number_parts(template: str) -> tuple[NumberPart, ...]:
    return read_template(template) if template else ()
