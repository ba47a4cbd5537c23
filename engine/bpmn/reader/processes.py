"""A `process` element with everything in it -> a process definition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.bpmn.reader import expressions
from engine.bpmn.reader.flow_nodes import (
    File,
    Surroundings,
    documentation_of,
    read_element,
    read_flow,
)
from engine.bpmn.reader.grammar import is_executable
from engine.bpmn.reader.lanes import read_lanes
from engine.bpmn.reader.names import (
    BPMN,
    Node,
    elements_of,
    line_of,
    tag_of,
)
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.shape import READ_KINDS
from engine.core.definition import (
    SUB_PROCESSES,
    Element,
    Expression,
    ProcessDefinition,
    SequenceFlow,
)
from engine.core.ids import Digest
from engine.core.moves import Withdrawal
from engine.core.numbering import TemplateError, read_template
from engine.errors import Text

_KINDS = READ_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The flow elements of one process in document order."""

    lanes: dict[str, str]
    elements: dict[str, Element]
    flows: dict[str, SequenceFlow]


def read_process(node: Node, file: File, digest: Digest) -> ProcessDefinition:
    """The definition as far as it could be understood; what could not is in the problems."""
    problems = file.problems
    _check_executable(node, problems)
    body = _read_body(node, file)
    return ProcessDefinition(
        key=node.get("id") or "",
        name=(node.get("name") or "").strip(),
        name_en=expressions.ours(node, "nameEn") or "",
        documentation=documentation_of(node),
        family=expressions.ours(node, "family") or "",
        version_tag=expressions.ours(node, "versionTag") or "",
        withdraw=_withdrawal(node, problems),
        reviewed=_is_reviewed(node, problems),
        digest=digest,
        placeholder=expressions.flag(node, "placeholder", problems),
        startable_by=expressions.words(node, "startableBy"),
        title=_shown(node, "title", problems),
        summary=_shown(node, "summary", problems),
        case_number=_case_number(node, problems),
        searchable=_names(node, "searchable", problems),
        clauses=expressions.words(node, "clauses"),
        elements=body.elements,
        flows=body.flows,
        lanes=body.lanes,
        variables=_names(node, "variables", problems),
        data=file.data.items_of(node),
        draft=problems.draft,
        line=line_of(node),
    )


def read_global_task(node: Node, file: File, digest: Digest) -> ProcessDefinition:
    """A task that others call: a process of this one task, which nobody starts."""
    task = read_element(node, None, Surroundings(), file)
    return ProcessDefinition(
        key=task.id,
        name=task.name,
        name_en=task.name_en,
        documentation=task.documentation,
        digest=digest,
        startable_by=("-",),
        clauses=task.clauses,
        elements={task.id: task},
        data=file.data.items_of(node),
        draft=file.problems.draft,
        line=task.line,
    )


def _read_body(node: Node, file: File) -> Body:
    flows = {
        flow.id: flow
        for flow in (read_flow(n, file.problems) for n in _nested(node, {"sequenceFlow"}))
    }
    lanes = read_lanes(node)
    around = Surroundings(
        lanes=lanes, incoming=_by_end(flows, "target"), outgoing=_by_end(flows, "source")
    )
    elements: dict[str, Element] = {}
    for found in _nested(node, _KINDS):
        scope = elements.get(_parent_id(found))
        element = read_element(found, scope, around, file)
        elements[element.id] = element
    return Body(lanes=lanes.names, elements=elements, flows=flows)


def _nested(process: Node, tags: frozenset[str] | set[str]) -> Iterator[Node]:
    """Flow elements of the process and of its sub-processes, in document order."""
    for child in elements_of(process):
        namespace, local = tag_of(child)
        if namespace != BPMN:
            continue
        if local in tags:
            yield child
        if local in SUB_PROCESSES:
            yield from _nested(child, tags)


def _parent_id(node: Node) -> str:
    parent = node.getparent()
    return "" if parent is None else parent.get("id") or ""


def _by_end(flows: dict[str, SequenceFlow], end: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for flow in flows.values():
        node = flow.source if end == "source" else flow.target
        found[node] = (*found.get(node, ()), flow.id)
    return found


def _shown(node: Node, attribute: str, problems: Problems) -> Expression | None:
    found = expressions.ours(node, attribute)
    return None if found is None else expressions.value(node, found, problems)


def _case_number(node: Node, problems: Problems) -> str:
    template = expressions.ours(node, "caseNumber") or ""
    try:
        if template:
            read_template(template)
    except TemplateError as wrong:
        text = Text(
            zh=f"guicheng:caseNumber 的模板“{template}”有误：{wrong.zh}",
            en=f"Expected a template in guicheng:caseNumber, got {template!r}: {wrong.en}",
        )
        problems.error("vocabulary-value", node, text)
        return ""
    return template


def _names(node: Node, attribute: str, problems: Problems) -> tuple[str, ...]:
    parts = (expressions.ours(node, attribute) or "").split(";")
    names = [" ".join(part.split()) for part in parts if part.strip()]
    what = f"guicheng:{attribute}"
    return tuple(name for name in names if expressions.is_name(node, what, name, problems))


def _withdrawal(node: Node, problems: Problems) -> Withdrawal:
    usual = Withdrawal.UNTIL_FIRST_DECISION
    return Withdrawal(_one_of(node, "withdraw", (usual, *Withdrawal), problems))


def _is_reviewed(node: Node, problems: Problems) -> bool:
    return _one_of(node, "review", ("none", "second-person"), problems) == "second-person"


def _one_of(node: Node, attribute: str, words: Sequence[str], problems: Problems) -> str:
    """The first of the words where nothing is said, or something else is."""
    found = expressions.ours(node, attribute)
    if found is None or found in words:
        return found or words[0]
    allowed = ", ".join(dict.fromkeys(words))
    problems.error(
        "vocabulary-value",
        node,
        Text(
            zh=f"{attribute} 应为 {allowed} 之一，实际为“{found}”",
            en=f"{attribute} is one of {allowed}, not '{found}'",
        ),
        Text(
            zh="参见 docs/reference/extension-vocabulary.md",
            en="See docs/reference/extension-vocabulary.md",
        ),
    )
    return words[0]


def _check_executable(node: Node, problems: Problems) -> None:
    if is_executable(node):
        return
    problems.error(
        "not-executable",
        node,
        Text(
            zh="流程没有标为可执行（isExecutable）",
            en="The process is not marked as executable (isExecutable)",
        ),
        Text(zh='写为 isExecutable="true"', en='Write isExecutable="true"'),
    )
