"""What our vocabulary says about how a user task is decided, and what may be done with it."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from engine.bpmn.reader import expressions
from engine.bpmn.reader.names import Node, children, elements_of, guicheng
from engine.bpmn.reader.problems import Problems
from engine.core.ballot import ACTIONS, CONTINUE, END, INITIATOR, NODE, Approval, Mode, share
from engine.core.definition import Expression
from engine.errors import Text

T = TypeVar("T", bound=StrEnum)


def extensions_of(node: Node, local: str) -> list[Node]:
    """The elements of our vocabulary with this name in the node's extensionElements."""
    return [
        child
        for extensions in children(node, "extensionElements")
        for child in elements_of(extensions)
        if child.tag == guicheng(local)
    ]


def read_approval(node: Node, problems: Problems) -> Approval | None:
    """The `guicheng:approval` child; the first of several, which are reported."""
    found = extensions_of(node, "approval")
    if len(found) > 1:
        wrong(found[1], "approval 只能有一个", "There is only one approval", problems)
    return _approval(found[0], problems) if found else None


def _approval(node: Node, problems: Problems) -> Approval:
    threshold, threshold_feel = _threshold(node, problems)
    weights = _attribute(node, "weights")
    decision = _attribute(node, "decision") or ""
    result = _attribute(node, "resultVariable") or ""
    for name, value in (("decision", decision), ("resultVariable", result)):
        if value:
            expressions.is_name(node, f"guicheng:approval {name}", value, problems)
    return Approval(
        mode=_mode(node, problems),
        threshold=threshold,
        threshold_feel=threshold_feel,
        weights=None if weights is None else expressions.feel(node, weights, problems),
        decision=decision,
        agree=tuple((_attribute(node, "agree") or "true").split()),
        on_reject=_on_reject(node, problems),
        result_variable=result,
    )


def _attribute(node: Node, name: str) -> str | None:
    """An attribute of one of our own elements, trimmed; None when it is absent or empty."""
    found = node.get(name)
    return found.strip() or None if found is not None else None


def _mode(node: Node, problems: Problems) -> Mode:
    found = _attribute(node, "mode") or Mode.SINGLE
    if found in set(Mode):
        return Mode(found)
    allowed = ", ".join(Mode)
    wrong(
        node,
        f"mode 应为 {allowed} 之一，实际为“{found}”",
        f"mode is one of {allowed}, not '{found}'",
        problems,
    )
    return Mode.SINGLE


def _threshold(node: Node, problems: Problems) -> tuple[str, Expression | None]:
    found = _attribute(node, "threshold") or ""
    if found.startswith("="):
        return "", expressions.feel(node, found, problems)
    if found and share(found) is None:
        wrong(
            node,
            f"threshold 应为大于 0、不超过 1 的比例，如 2/3、60% 或 0.6，实际为“{found}”",
            f"threshold is a share above 0 and at most 1 (2/3, 60%, 0.6), not '{found}'",
            problems,
        )
        return "", None
    return found, None


def _on_reject(node: Node, problems: Problems) -> str:
    found = _attribute(node, "onReject") or CONTINUE
    if found in {CONTINUE, END, INITIATOR} or (found.startswith(NODE) and found != NODE):
        return found
    wrong(
        node,
        f"onReject 应为 continue、end、initiator 或 node:<元素>，实际为“{found}”",
        f"onReject is continue, end, initiator or node:<element id>, not '{found}'",
        problems,
    )
    return CONTINUE


def read_actions(node: Node, problems: Problems) -> tuple[str, ...] | None:
    """The `guicheng:actions`; None when the task does not say. `none` alone allows nothing."""
    if expressions.ours(node, "actions") is None:
        return None
    found = expressions.words(node, "actions")
    if found == ("none",):
        return ()
    for name in found:
        if name not in ACTIONS:
            allowed = ", ".join(sorted(ACTIONS))
            wrong(
                node,
                f"actions 中没有“{name}”，可写 {allowed}，或只写 none",
                f"actions has {allowed}, or none alone, not '{name}'",
                problems,
            )
    return tuple(dict.fromkeys(name for name in found if name in ACTIONS))


def wrong(node: Node, zh: str, en: str, problems: Problems) -> None:
    """Report a value that the vocabulary does not have."""
    problems.error(
        "vocabulary-value",
        node,
        Text(zh=zh, en=en),
        Text(
            zh="参见 docs/reference/extension-vocabulary.md",
            en="See docs/reference/extension-vocabulary.md",
        ),
    )
