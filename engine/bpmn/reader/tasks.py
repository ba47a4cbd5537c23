"""What our vocabulary says about activities: people, forms, rights, data handed over and back."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, TypeVar

from engine.bpmn.reader import expressions
from engine.bpmn.reader.approvals import extensions_of, read_actions, read_approval, wrong
from engine.bpmn.reader.deadlines import read_deadlines
from engine.bpmn.reader.names import Node, line_of, local_of
from engine.bpmn.reader.problems import Problems
from engine.core.ballot import OpinionNeed, SignatureNeed
from engine.core.definition import (
    Access,
    Assignment,
    AssignmentKind,
    Expression,
    SameAsInitiator,
    SamePerson,
    UserTask,
    VariableMapping,
)
from engine.core.pressing import HIGHEST, USUAL

_FORM_FIELDS: Final = frozenset(
    {AssignmentKind.FIELD, AssignmentKind.INITIATOR_CHOICE, AssignmentKind.PREVIOUS_CHOICE}
)
"""Kinds whose value is the name of the variable that holds the login."""
_NEEDS_VALUE: Final = _FORM_FIELDS | {
    AssignmentKind.USER,
    AssignmentKind.ROLE,
    AssignmentKind.GROUP,
    AssignmentKind.POSITION,
    AssignmentKind.CONNECTOR,
}
T = TypeVar("T", bound=StrEnum)


def read_user_task(node: Node, problems: Problems) -> UserTask:
    """The human side of a user task; a missing form id is left empty for the rules to name."""
    due, skipped = expressions.ours(node, "due"), expressions.ours(node, "skipData")
    return UserTask(
        form_id=expressions.ours(node, "formId") or "",
        assignments=_assignments(node, problems),
        separate_from=expressions.words(node, "separateFrom"),
        nobody_found=_nobody_found(node, problems),
        same_as_initiator=_one_of(node, "sameAsInitiator", SameAsInitiator, problems),
        same_person=_one_of(node, "samePerson", SamePerson, problems),
        skip_data=None if skipped is None else expressions.feel(node, skipped, problems),
        due=None if due is None else expressions.feel(node, due, problems),
        priority=_priority(node, problems),
        default_access=_default_access(node, problems),
        access=_access(node, problems),
        approval=read_approval(node, problems),
        opinion=_one_of(node, "opinion", OpinionNeed, problems),
        signature=_one_of(node, "signature", SignatureNeed, problems),
        deadlines=read_deadlines(node, problems),
        actions=read_actions(node, problems),
    )


def read_mappings(node: Node, local: str, problems: Problems) -> tuple[VariableMapping, ...]:
    """The `guicheng:input` or `guicheng:output` children in their order."""
    found: dict[str, VariableMapping] = {}
    for child in extensions_of(node, local):
        name = (child.get("name") or "").strip()
        raw = child.get("value")
        if not name or raw is None:
            wrong(
                child,
                f"guicheng:{local} 需要 name 和 value",
                f"guicheng:{local} needs name and value",
                problems,
            )
            continue
        if not expressions.is_name(child, f"guicheng:{local}", name, problems):
            continue
        if name in found:
            wrong(child, f"{name} 出现了两次", f"{name} is given twice", problems)
        source = expressions.value(child, raw, problems)
        if source is not None:
            found[name] = VariableMapping(name=name, source=source)
    return tuple(found.values())


def _assignments(node: Node, problems: Problems) -> tuple[Assignment, ...]:
    found = (_assignment(child, problems) for child in extensions_of(node, "assignment"))
    return tuple(assignment for assignment in found if assignment is not None)


def _assignment(node: Node, problems: Problems) -> Assignment | None:
    raw_kind = (node.get("kind") or "").strip()
    if raw_kind not in set(AssignmentKind):
        allowed = ", ".join(AssignmentKind)
        wrong(
            node,
            f"kind 应为 {allowed} 之一，实际为“{raw_kind}”",
            f"kind is one of {allowed}, not '{raw_kind}'",
            problems,
        )
        return None
    kind = AssignmentKind(raw_kind)
    text = (node.get("value") or "").strip()
    if not text and kind in _NEEDS_VALUE:
        wrong(node, f"kind={kind} 需要 value", f"kind={kind} needs a value", problems)
        return None
    if text and kind is AssignmentKind.INITIATOR:
        wrong(node, "kind=initiator 没有 value", "kind=initiator has no value", problems)
        return None
    if kind is AssignmentKind.SUPERIORS:
        return Assignment(kind=kind, expression=Expression(text="superior", line=line_of(node)))
    if kind in _FORM_FIELDS and not text.startswith("="):
        text = f"= {text}"
    if not text.startswith("="):
        return _literal(node, kind, text, problems)
    source = expressions.feel(node, text, problems)
    return None if source is None else Assignment(kind=kind, expression=source)


def _literal(node: Node, kind: AssignmentKind, text: str, problems: Problems) -> Assignment | None:
    """Reads the text as FEEL would first, so that `${...}` is named as such."""
    if expressions.value(node, text, problems) is None:
        return None
    return Assignment(kind=kind, literal=text or None)


def _one_of(node: Node, name: str, kinds: type[T], problems: Problems) -> T:
    """The attribute's value; the first of the kinds when it is absent."""
    found = expressions.ours(node, name)
    if found is None:
        return next(iter(kinds))
    if found in set(kinds):
        return kinds(found)
    allowed = ", ".join(kinds)
    wrong(
        node,
        f"{name} 应为 {allowed} 之一，实际为“{found}”",
        f"{name} is one of {allowed}, not '{found}'",
        problems,
    )
    return next(iter(kinds))


def _nobody_found(node: Node, problems: Problems) -> str:
    found = expressions.ours(node, "nobodyFound") or "incident"
    chooses = local_of(node) == "adHocSubProcess"  # nothing to pass over: people choose in it
    named = found.startswith("role:") and found != "role:"
    if named or found in {"incident", "administrator", *(() if chooses else ("skip",))}:
        return found
    wrong(
        node,
        f"nobodyFound 应为 incident、administrator、skip 或 role:<角色>，实际为“{found}”",
        f"nobodyFound is incident, administrator, skip or role:<role id>, not '{found}'",
        problems,
    )
    return "incident"


def _priority(node: Node, problems: Problems) -> int | Expression:
    found = expressions.ours(node, "priority")
    if found is None:
        return USUAL
    if found.lstrip().startswith("="):
        return expressions.feel(node, found, problems) or USUAL
    if found.isascii() and found.isdigit() and int(found) <= HIGHEST:
        return int(found)
    wrong(
        node,
        f"priority 应为 0 到 100 的整数或以 = 开头的 FEEL，实际为“{found}”",
        f"priority is a whole number from 0 to 100 or FEEL after a =, not '{found}'",
        problems,
    )
    return USUAL


def _default_access(node: Node, problems: Problems) -> Access:
    rights = extensions_of(node, "fieldRights")
    if len(rights) > 1:
        wrong(rights[1], "fieldRights 只能有一个", "There is only one fieldRights", problems)
    if not rights:
        return Access.READ
    return _access_named(rights[0], rights[0].get("default") or "", problems)


def _access(node: Node, problems: Problems) -> dict[str, Access]:
    found: dict[str, Access] = {}
    for right in extensions_of(node, "fieldRight"):
        name = (right.get("field") or "").strip()
        if not name or name in found:
            wrong(
                right,
                f"fieldRight 的 field 缺失或重复：“{name}”",
                f"The field of a fieldRight is missing or repeated: '{name}'",
                problems,
            )
            continue
        found[name] = _access_named(right, right.get("access") or "", problems)
    return found


def _access_named(node: Node, name: str, problems: Problems) -> Access:
    if name in set(Access):
        return Access(name)
    wrong(
        node,
        f"权限应为 edit、read 或 hide，实际为“{name}”",
        f"A right is edit, read or hide, not '{name}'",
        problems,
    )
    return Access.READ
