"""What our vocabulary says about the time of a user task: reminders, escalation, timeout."""

from __future__ import annotations

from typing import Final

from engine.bpmn.reader import expressions
from engine.bpmn.reader.approvals import wrong
from engine.bpmn.reader.names import Node
from engine.bpmn.reader.problems import Problems
from engine.core.deadlines import HAND_OVER, Deadlines, TimeoutAction
from engine.core.definition import Expression

_PLAIN: Final = frozenset({TimeoutAction.REMIND, TimeoutAction.PASS, TimeoutAction.REJECT})
_NAMES: Final = ("reminder", "escalation", "timeout", "timeoutAction", "timeoutData")


def read_deadlines(node: Node, problems: Problems) -> Deadlines | None:
    """The five attributes; None where there is none of them."""
    if all(expressions.ours(node, name) is None for name in _NAMES):
        return None
    return Deadlines(
        reminder=_feel(node, "reminder", problems),
        escalation=_feel(node, "escalation", problems),
        timeout=_feel(node, "timeout", problems),
        action=_action(node, problems),
        data=_feel(node, "timeoutData", problems),
    )


def _feel(node: Node, name: str, problems: Problems) -> Expression | None:
    text = expressions.ours(node, name)
    return None if text is None else expressions.feel(node, text, problems)


def _action(node: Node, problems: Problems) -> str:
    found = (expressions.ours(node, "timeoutAction") or "").strip()
    usual = TimeoutAction.REMIND.value
    if not found or found in _PLAIN or (found.startswith(HAND_OVER) and found != HAND_OVER):
        return found or usual
    wrong(
        node,
        f"timeoutAction 应为 remind、pass、reject 或 {HAND_OVER}<角色>，实际为“{found}”",
        f"timeoutAction is remind, pass, reject or {HAND_OVER}<role id>, not '{found}'",
        problems,
    )
    return usual
