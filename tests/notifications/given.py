"""A small office whose work is told: a user task offered to a role, due in an hour or some day."""

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


def _errand(key: str, due: str) -> bytes:
    task = user_task("do", "errand", 'kind="role" value="sales-manager"', extra=due)
    body = f'<startEvent id="begin" name="开始"/>{task}<endEvent id="done" name="完成"/>'
    return process(key, body, "f1 begin do\nf2 do done")


ERRAND = _errand("errand", 'guicheng:due="= now() + duration(&quot;PT1H&quot;)"')
SOMEDAY = _errand("someday", "")
FORM = form("errand", {"type": "textfield", "key": "said", "label": "回复"})


def office(url: str, clock: FixedClock, settings: NotificationSettings | None = None) -> Engine:
    """The office, open."""
    given = settings or NotificationSettings()
    engine = open_engine(url, clock=clock, options=Options(notifications=given))
    files = [("errand.bpmn", ERRAND), ("someday.bpmn", SOMEDAY), ("errand.form", FORM)]
    engine.runtime.deploy(files, engine.runtime.person("admin"))
    return engine


def at_path(folder: Path) -> str:
    return f"sqlite:///{folder / 'office.db'}"


def told(engine: Engine, login: str) -> list[str]:
    """What the person was told, oldest first."""
    found = engine.runtime.notifications.of(UserId(login), limit=100)
    return [one.kind.value for one in reversed(found)]
