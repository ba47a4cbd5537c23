"""What the system does with work that nobody does in time, in words beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from engine.core.calendar import OFFICE_ZONE
from engine.core.deadlines import HAND_OVER, DeadlineKind, TimeoutAction
from engine.core.events import DeadlinesSet
from engine.errors import Text

_ACTIONS: Final[Mapping[str, Text]] = {
    TimeoutAction.PASS: Text(zh="系统自动通过", en="the system passes it"),
    TimeoutAction.REJECT: Text(zh="系统自动拒绝", en="the system refuses it"),
}


def timeout_in_words(event: DeadlinesSet) -> Text | None:
    """None where the course does not change by it: people are only reminded."""
    action = _ACTIONS.get(event.action)
    if event.action.startswith(HAND_OVER):
        role = event.action.removeprefix(HAND_OVER)
        action = Text(zh=f"转给角色 {role}", en=f"it goes to the role {role}")
    moments = [at for kind, at in event.moments if kind == DeadlineKind.TIMEOUT]
    if action is None or not moments or not isinstance(moments[0], datetime):
        return None
    at = f"{moments[0].astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"
    return Text(zh=f"若到 {at} 仍未办理，{action.zh}", en=f"If it is not done by {at}, {action.en}")
