"""A small office whose work is told: one user task, offered to a role, due in an hour."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.core.ids import UserId
from engine.notifications.settings import NotificationSettings
from tests.properties.office import form, process, user_task

MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ERRAND = process(
    "errand",
    '<startEvent id="begin" name="开始"/>'
    + user_task(
        "do",
        "errand",
        'kind="role" value="sales-manager"',
        extra='guicheng:due="= now() + duration(&quot;PT1H&quot;)"',
    )
    + '<endEvent id="done" name="完成"/>',
    "f1 begin do\nf2 do done",
)
FORM = form("errand", {"type": "textfield", "key": "said", "label": "回复"})


def office(url: str, clock: FixedClock, settings: NotificationSettings | None = None) -> Engine:
    """The office, open."""
    given = settings or NotificationSettings()
    engine = open_engine(url, clock=clock, options=Options(notifications=given))
    files = [("errand.bpmn", ERRAND), ("errand.form", FORM)]
    engine.runtime.deploy(files, engine.runtime.person("admin"))
    return engine


def at_path(folder: Path) -> str:
    return f"sqlite:///{folder / 'office.db'}"


def told(engine: Engine, login: str) -> list[str]:
    """What the person was told, oldest first."""
    found = engine.runtime.notifications.of(UserId(login), limit=100)
    return [one.kind.value for one in reversed(found)]
