"""The product under measurement: an engine on a fresh SQLite file, as a server would run it."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from pathlib import Path
from time import perf_counter_ns
from typing import Any

from bench.models import CHAIN, LOOP, files
from bench.yardstick import Recording, counts
from engine import open_engine
from engine.bootstrap import Options
from engine.core.commands import CompleteWorkItem
from engine.core.ids import InstanceId
from engine.embedding import Engine
from engine.settling import settle

REQUEST = {
    "title": "采购办公椅",
    "amount": Decimal("2800.00"),
    "reason": "会议室椅子损坏，需要更换二十把。" * 4,
}
AGREE = {"decision": "agree", "opinion": "同意，按制度办理。"}
AGAIN = {"decision": "return", "opinion": "再补一次材料。"}


class Subject:
    """One open engine; `database` is its file, or None for memory."""

    def __init__(self, database: Path | None, interpreter: str = "kernel") -> None:
        url = "memory:" if database is None else f"sqlite:///{database}"
        self.path = database
        self.engine: Engine = open_engine(url, options=Options(interpreter=interpreter))
        self.engine.runtime.deploy(files(), self.engine.runtime.person("admin"))
        settle()
        self._actors: dict[str, Any] = {}
        self.open: list[str] = []  # the cases of the block at hand

    def record(self) -> Recording:
        """Keep what the writer commits from now on."""
        return Recording(self.engine.runtime.store.database._writer)  # type: ignore[attr-defined]

    def start(self, process: str = CHAIN) -> str:
        """A new case; its id."""
        requester = self.engine.runtime.person("salesperson")
        return self.engine.runtime.start(process, REQUEST, requester).instance_id

    def command(self, case: str, data: dict[str, str]) -> tuple[CompleteWorkItem, Any]:
        """The completion of the case's open work item, with its actor; made outside the time."""
        live = self.engine.runtime.cache.get(case) or self.engine.runtime.live(case)
        item = next(iter(live.state.work_items.values()))
        login = str(item.assignee or self.engine.runtime.people.holders(_role(item))[0].id)
        actor = self._actors.setdefault(login, self.engine.runtime.person(login))
        made = CompleteWorkItem(instance_id=InstanceId(case), work_item_id=item.id, data=data)
        return made, actor

    def complete(self, case: str, data: dict[str, str]) -> int:
        """Complete the open work item; nanoseconds of the durable command."""
        command, actor = self.command(case, data)
        dispatch = self.engine.runtime.dispatcher.dispatch
        begun = perf_counter_ns()
        dispatch(command, actor)
        return perf_counter_ns() - begun

    def count(self) -> tuple[int, int]:
        """(log rows, work items) of the file."""
        with sqlite3.connect(f"file:{self.path}?mode=ro", uri=True) as connection:
            return counts(connection)

    def close(self) -> None:
        self.engine.close()


def _role(item: Any) -> str:
    return str(item.candidates[0]).partition(":")[2]


__all__ = ["AGAIN", "AGREE", "CHAIN", "LOOP", "Subject"]
