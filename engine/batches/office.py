"""Previews batches, lets them run, and does their items: each its own command, once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from engine.batches.asking import Directory, Trial, active, command_for
from engine.batches.choosing import Chosen, chosen, stands_as_meant, where
from engine.batches.model import (
    KEPT,
    MOST,
    NOTHING,
    Action,
    Asked,
    Batch,
    BatchItem,
    BatchStatus,
    BatchStore,
    Ended,
    ItemStatus,
)
from engine.batches.plain import digest_of
from engine.batches.undoing import undoing
from engine.core import policy
from engine.core.events import IncidentRaised
from engine.core.ids import UserId
from engine.core.people import Person
from engine.dispatcher import CaseChanged, Dispatcher, Outcome
from engine.errors import (
    CommandRejected,
    ConcurrencyConflict,
    InvalidCommand,
    InvalidState,
    NotFound,
    NotPermitted,
    Text,
)
from engine.handlers.case import LiveInstance
from engine.limits import refuse_beyond
from engine.ports import Clock, IdGenerator, Store

SLICE: Final = 20
"""Items of one turn: what is due of other cases has its turn in between."""
LONGEST: Final = 500
_CHANGED: Final = Text(
    zh="预览之后案件有变化，未作处理", en="The case changed after the preview: not touched"
)
_CRASHED: Final = Text(
    zh="程序故障，已记入运行日志", en="A fault of the program: see the log of the server"
)
_log = logging.getLogger("guicheng.batches")


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchTools:
    """What batches are wired with."""

    store: Store
    dispatcher: Dispatcher
    people: Directory
    clock: Clock
    ids: IdGenerator


class Batches:
    """Everybody's batches. Whoever asked for one is who its commands are by."""

    def __init__(self, kept: BatchStore, tools: BatchTools) -> None:
        self._kept, self._tools = kept, tools
        answers = tools.dispatcher.answers
        self._trial = Trial(tools.clock, answers, tools.people, tools.store)

    # --- asking

    def preview(self, asked: Asked, actor: Person) -> Batch:
        """What would be touched, kept for a day; `items` reads it. Raises NotPermitted,
        InvalidCommand, NotFound."""
        self._refuse(asked, actor)
        now = self._tools.clock.now()
        items = tuple(self._items(asked, actor))
        touched = [one for one in items if one.status is ItemStatus.WAITING]
        directory = self._tools.people.person(actor.id)
        own = directory.roles if directory is not None else ()
        batch = Batch(
            id=self._tools.ids.new(),
            by=actor.id,
            asked=asked,
            digest=digest_of(asked, touched),
            made_at=now,
            roles=tuple(role for role in actor.roles if role not in own),
        )
        self._kept.add(batch, items, now - KEPT)
        return self._found(batch.id)

    def run(self, batch_id: str, digest: str, reason: str, actor: Person) -> Batch:
        """Begin to do exactly what was previewed; the worker does it. Only who previewed it runs
        it. Raises NotFound, InvalidState, InvalidCommand."""
        batch = self.one(batch_id, actor)
        if batch.by != actor.id:
            raise NotPermitted("只能执行自己预览的批量操作", "Expected one's own preview")
        reason = reason.strip()
        if not 1 <= len(reason) <= LONGEST:
            raise InvalidCommand(
                f"须写明理由，至多 {LONGEST} 字", f"Expected a reason of 1 to {LONGEST} characters"
            )
        if digest != batch.digest:
            raise InvalidState("预览已不同，请重新预览", "Expected the digest of this preview")
        now = self._tools.clock.now()
        if batch.status is BatchStatus.PREVIEWED and batch.made_at < now - KEPT:
            raise InvalidState("预览已过期，请重新预览", "Expected a preview of the last day")
        if not batch.counts.get(ItemStatus.WAITING):
            raise InvalidState("没有可处理的对象", "Expected something to be done")
        if not self._kept.start(batch_id, reason, now):
            raise InvalidState("已经执行过", f"Expected a preview, {batch_id} is {batch.status}")
        return self._found(batch_id)

    def undo(self, batch_id: str, actor: Person) -> Batch:
        """The preview of what takes the batch back; `run` does it. Raises NotFound, InvalidState,
        and as `preview` does."""
        batch = self.one(batch_id, actor)
        done = self._kept.items(batch_id, ItemStatus.DONE, 0, MOST)
        return self.preview(undoing(batch, done), actor)

    def stop(self, batch_id: str, actor: Person) -> Batch:
        """Leave what is not done yet untouched. Raises NotFound, InvalidState."""
        self.one(batch_id, actor)
        if not self._kept.finish(batch_id, BatchStatus.STOPPED, self._tools.clock.now()):
            raise InvalidState("没有在执行", f"Expected {batch_id} to be running")
        return self._found(batch_id)

    def one(self, batch_id: str, actor: Person) -> Batch:
        """A batch of one's own; administrators see everybody's. Raises NotFound."""
        batch = self._kept.batch(batch_id)
        if batch is None or not (batch.by == actor.id or policy.may_administer(actor)):
            raise NotFound(f"没有批量操作 {batch_id}", f"Expected a batch, got {batch_id!r}")
        return batch

    def listed(self, actor: Person, before: str | None, limit: int) -> list[Batch]:
        """Those that were run, newest first: one's own, of administrators everybody's."""
        return self._kept.batches(None if policy.may_administer(actor) else actor.id, before, limit)

    def running(self) -> int:
        """How many are not at their end."""
        return len(self._kept.running())

    def items(
        self, batch: Batch, status: ItemStatus | None = None, after: int = 0, limit: int = 100
    ) -> list[BatchItem]:
        """Its items in order, from after that number on."""
        return self._kept.items(batch.id, status, after, limit)

    def _found(self, batch_id: str) -> Batch:
        found = self._kept.batch(batch_id)
        assert found is not None  # noqa: S101 -- kept just now
        return found

    def _refuse(self, asked: Asked, actor: Person) -> None:
        if asked.action is Action.RETRY:
            if policy.operated_processes(actor) == frozenset():
                raise NotPermitted("您不能处理异常", "Expected an administrator or process owner")
        elif not policy.may_administer(actor):
            raise NotPermitted("只有管理员可以这样做", "Expected an administrator to do this")
        moving = asked.action is Action.MOVE
        if moving and not (asked.to and asked.selection.element):
            raise InvalidCommand(
                "须指明从哪个环节移到哪个环节", "Expected both elements of the move"
            )
        if asked.action is Action.TRANSFER:
            self._refuse_transfer(asked)
        elif asked.selection.is_open() and asked.action is not Action.RETRY:
            raise InvalidCommand(
                "范围太大：请至少指明流程、环节、文字或案件",
                "Expected a process, an element, a text or cases to choose by",
            )

    def _refuse_transfer(self, asked: Asked) -> None:
        if self._tools.people.person(UserId(asked.of)) is None:
            raise InvalidCommand(f"没有人员 {asked.of}", f"Expected a person, got {asked.of!r}")
        if active(self._tools.people, asked.to).id == asked.of:
            raise InvalidCommand("不能转给本人", "Expected somebody else to take over")

    def _items(self, asked: Asked, actor: Person) -> Iterator[BatchItem]:
        among, number = policy.operated_processes(actor), 0
        for one in chosen(self._tools.store, asked, among):
            live = self._tools.dispatcher.live(one.instance_id)
            if asked.action is not Action.RETRY and not stands_as_meant(live, asked.selection):
                continue
            number += 1
            if number > MOST:
                raise InvalidCommand(
                    f"一次至多 {MOST} 项，请缩小范围",
                    f"Expected at most {MOST} items: narrow the selection",
                )
            yield self._tried(asked, one, live, actor, number)

    def _tried(
        self, asked: Asked, one: Chosen, live: LiveInstance, actor: Person, number: int
    ) -> BatchItem:
        stands = [element for element, _ in live.positions()]
        item = BatchItem(
            number=number,
            instance_id=one.instance_id,
            subject=one.subject,
            version=live.version,
            title=one.title,
            element_id=one.element_id or (stands[0] if stands else ""),
            where=where(live, [one.element_id] if one.element_id else stands),
        )
        try:
            command = command_for(asked, item, live, self._tools.people, "预览 / preview")
        except CommandRejected as refused:
            return replace(item, status=ItemStatus.BARRED, said=refused.text)
        barred = self._trial.refusal(command, live, actor)
        return item if barred is None else replace(item, status=ItemStatus.BARRED, said=barred)

    # --- doing

    def work(self) -> int:
        """Does some items of each batch that runs; how many. Safe to be interrupted anywhere, and
        to be done by several processes at once."""
        return sum(map(self._work, self._kept.running()))

    def finish(self, batch_id: str, actor: Person) -> Batch:
        """Does a batch of one's own to its end, in this thread."""
        while (batch := self.one(batch_id, actor)).status is BatchStatus.RUNNING:
            self._work(batch)
        return batch

    def _work(self, batch: Batch) -> int:
        waiting = self._kept.items(batch.id, ItemStatus.WAITING, 0, SLICE)
        done = 0
        for item in waiting:
            if not self._kept.is_running(batch.id):
                return done
            # Earlier items may have taken the case on: what it waits for now is in its row.
            now = self._kept.items(batch.id, ItemStatus.WAITING, item.number - 1, 1)
            if now and now[0].number == item.number:
                self._kept.end_item(batch.id, now[0], self._do(batch, now[0]))
                done += 1
        if len(waiting) < SLICE:
            self._kept.finish(batch.id, BatchStatus.DONE, self._tools.clock.now())
        return done

    def _do(self, batch: Batch, item: BatchItem) -> Ended:
        at = self._tools.clock.now()
        try:
            done = self._send(batch, item)
        except CaseChanged:
            return Ended(status=ItemStatus.CHANGED, at=at, said=_CHANGED)
        except (CommandRejected, ConcurrencyConflict) as refused:
            return Ended(status=ItemStatus.REFUSED, at=at, said=refused.text)
        except Exception:  # noqa: BLE001 (one case must not keep the others of its batch from it)
            _log.exception("item %s of batch %s", item.number, batch.id)
            return Ended(status=ItemStatus.FAILED, at=at, said=_CRASHED)
        return Ended(status=ItemStatus.DONE, at=at, version=done.version, said=_stuck(done))

    def _send(self, batch: Batch, item: BatchItem) -> Outcome:
        """Perform the item's command. After a crash it is found by its id."""
        tools = self._tools
        command_id = f"batch:{batch.id}:{item.number}"
        earlier = tools.dispatcher.earlier(command_id)
        if earlier is not None:
            return earlier
        actor = self._actor(batch)
        live = tools.dispatcher.live(item.instance_id)
        if live.version != item.version:
            raise CaseChanged(_CHANGED.zh, _CHANGED.en)
        command = command_for(batch.asked, item, live, tools.people, batch.reason)
        refuse_beyond(tools.people.rights, command, (actor, None), tools.store)
        return tools.dispatcher.dispatch(
            command, actor, command_id=command_id, only_at=item.version
        )

    def _actor(self, batch: Batch) -> Person:
        """Who asked for it, as they are now."""
        person = self._tools.people.person(batch.by)
        if person is None or not self._tools.people.is_active(batch.by):
            raise NotPermitted(f"{batch.by} 已离职", f"Expected {batch.by} to be active")
        return replace(person, roles=(*person.roles, *batch.roles))


def _stuck(done: Outcome) -> Text:
    """What was done may have led to an incident: whoever asked wants to know."""
    raised = next((one for one in done.events if isinstance(one, IncidentRaised)), None)
    if raised is None:
        return NOTHING
    return Text(zh=f"已执行，但又停住：{raised.zh}", en=f"Done, but stuck again: {raised.en}")
