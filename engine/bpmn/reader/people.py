"""BPMN's own words for who does a user task (10.3.1) -> assignments."""

from __future__ import annotations

import re
from typing import Final

from engine.bpmn.reader import expressions
from engine.bpmn.reader.names import Node, children, elements_of, local_of, reference, text_of
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.roots import Roots
from engine.core.definition import Assignment, AssignmentKind, Expression
from engine.errors import Text

_ROLES: Final = ("humanPerformer", "potentialOwner")
_CALL: Final = re.compile(r"(user|role)\s*\((.+)\)", re.DOTALL)
_QUOTED: Final = re.compile(r'"([^"\\]+)"')


def read_performers(node: Node, roots: Roots, problems: Problems) -> tuple[Assignment, ...]:
    """The candidates that `humanPerformer` and `potentialOwner` name, in file order."""
    found: list[Assignment] = []
    for child in elements_of(node):
        if local_of(child) in _ROLES:
            assignment = _by_resource(child, roots, problems) or _by_expression(child, problems)
            if assignment is None:
                _refuse(child, problems)
            else:
                found.append(assignment)
    return tuple(found)


def _by_resource(node: Node, roots: Roots, problems: Problems) -> Assignment | None:
    """A resource stands for one of the organisation's roles: `guicheng:role`."""
    for ref in children(node, "resourceRef"):
        resource = roots.resources.get(reference(ref, text_of(ref)))
        if resource is None:
            problems.dangling(ref, "resourceRef", text_of(ref))
            return None
        role = expressions.ours(resource, "role")
        return None if role is None else Assignment(kind=AssignmentKind.ROLE, literal=role)
    return None


def _by_expression(node: Node, problems: Problems) -> Assignment | None:
    """`user(...)` or `role(...)` around a FEEL expression that gives the login or role id."""
    for holder in children(node, "resourceAssignmentExpression"):
        for one in elements_of(holder):
            match = _CALL.fullmatch(text_of(one))
            if match is None:
                continue
            source = expressions.body(one, problems)
            return None if source is None else _assignment(match, source.line)
    return None


def _assignment(match: re.Match[str], line: int) -> Assignment:
    kind, text = AssignmentKind(match[1]), match[2].strip()
    quoted = _QUOTED.fullmatch(text)
    if quoted is not None:
        return Assignment(kind=kind, literal=quoted[1])
    return Assignment(kind=kind, expression=Expression(text=text, line=line))


def _refuse(node: Node, problems: Problems) -> None:
    problems.error(
        "resource-role",
        node,
        Text(
            zh=f"{local_of(node)} 须写为 user(…) 或 role(…)，或指向有 guicheng:role 的 resource",
            en=f"A {local_of(node)} is user(...) or role(...), or names a resource that has a "
            "guicheng:role",
        ),
        Text(zh="改用 guicheng:assignment", en="Use guicheng:assignment"),
    )
