"""What the worker does between cases: start by timers, deliver what is kept, let it expire."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from engine.core.definition import Trigger
from engine.errors import AmbiguousMessage, CommandRejected, ConcurrencyConflict
from engine.exchange.conditions import judge
from engine.exchange.gathering import gather_all, occur
from engine.exchange.messages import deliver_kept, expire
from engine.exchange.signals import deliver_open
from engine.exchange.tools import ExchangeTools, Occurrence
from engine.starts import following
from engine.views import KeptMessage, StartTimer

BATCH: Final = 64

_log = logging.getLogger("guicheng.exchange")


def due_turns(tools: ExchangeTools, now: datetime) -> list[Callable[[], int]]:
    """What is due now; each turn tells how many commands it was."""
    store = tools.store
    turns: list[Callable[[], int]] = []
    if store.is_idle(now):  # nearly always, and asked after every command
        return turns
    turns += [partial(_start, tools, timer) for timer in store.due_starts(now, BATCH)]
    turns += [partial(judge, tools, one) for one in store.start_conditions()]
    turns.append(partial(gather_all, tools))
    turns += [partial(_expire, tools, kept) for kept in store.expired_messages(now, BATCH)]
    turns += [partial(_signal, tools, kept) for kept in store.open_signals(BATCH)]
    turns += [partial(_deliver, tools, kept) for kept in store.awaited_messages(now, BATCH)]
    return turns


def _start(tools: ExchangeTools, timer: StartTimer) -> int:
    """One occurrence starts one case; its command id names the moment, so that neither a crash
    nor a new version with the same times starts it again."""
    place = f"{timer.process}:{timer.element_id}:{timer.number}"
    occurred = Occurrence(
        process=timer.process,
        element_id=timer.element_id,
        command_id=f"start:{place}:{timer.due_at.isoformat()}",
        payload={},
        part=f"{Trigger.TIMER}:{timer.number}",
    )
    started = 0
    try:
        begun = occur(tools, occurred)
        started = 0 if begun is not None and begun.repeated else 1
    except ConcurrencyConflict as conflict:
        _log.info("%s postponed: %s", occurred.command_id, conflict)
        return 0
    except CommandRejected as rejected:  # recorded as a refusal; the next occurrence may do better
        _log.warning("%s refused: %s", occurred.command_id, rejected)
    tools.store.move_start(timer, following(timer))
    return started


def _expire(tools: ExchangeTools, kept: KeptMessage) -> int:
    return expire(tools, kept)


def _signal(tools: ExchangeTools, kept: KeptMessage) -> int:
    return deliver_open(tools, kept).new


def _deliver(tools: ExchangeTools, kept: KeptMessage) -> int:
    try:
        return deliver_kept(tools, kept)
    except AmbiguousMessage as ambiguous:  # kept on: its one receiver may be clear in time
        _log.info("%s stays: %s", kept.id, ambiguous)
    except CommandRejected as rejected:
        _log.info("%s was not taken: %s", kept.id, rejected)
    except ConcurrencyConflict as conflict:
        _log.info("%s postponed: %s", kept.id, conflict)
    return 0
