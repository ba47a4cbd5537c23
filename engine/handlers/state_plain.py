"""Instance state <-> plain JSON, for snapshots only (the log holds events, never states)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from engine.core.ids import UserId
from engine.core.people import Person
from engine.core.state import (
    Incident,
    IncidentKind,
    InstanceState,
    InstanceStatus,
    Waiting,
    WorkItem,
    WorkItemState,
)
from engine.handlers.moves_plain import plain_moves, read_moves
from engine.handlers.pending_plain import plain_pending, read_pending
from engine.handlers.round_plain import plain_round, read_round

_OPEN = ("work_items", "timers", "jobs", "subscriptions", "incidents")


def plain_state(state: InstanceState) -> dict[str, Any]:
    """The state as JSON that `read_state` reads back to an equal state."""
    plain = {f.name: getattr(state, f.name) for f in fields(state)}
    plain["initiator"] = asdict(state.initiator)
    plain["started_at"] = state.started_at.isoformat()
    plain["ended_at"] = state.ended_at.isoformat() if state.ended_at else None
    plain["copies"] = dict(state.copies)
    plain["moves"] = plain_moves(state.moves)
    plain["performers"] = {name: list(who) for name, who in state.performers.items()}
    plain["approvals"] = [plain_round(one) for one in state.approvals.values()]
    for name in _OPEN:
        plain[name] = [_plain_item(item) for item in getattr(state, name).values()]
    return plain


def _plain_item(item: Any) -> dict[str, Any]:
    plain = asdict(item)
    if "deadlines" in plain:
        plain["deadlines"] = plain_pending(item.deadlines)
    if plain.get("due_at") is not None:
        plain["due_at"] = plain["due_at"].isoformat()
    if plain.get("urged_at") is not None:
        plain["urged_at"] = plain["urged_at"].isoformat()
    return plain


def read_state(plain: Mapping[str, Any]) -> InstanceState:
    """The state of a `plain_state`."""
    rest = {name: value for name, value in plain.items() if name not in _OPEN}
    rest["initiator"] = _person(rest["initiator"])
    rest["status"] = InstanceStatus(rest["status"])
    rest["started_at"] = datetime.fromisoformat(rest["started_at"])
    rest["ended_at"] = datetime.fromisoformat(rest["ended_at"]) if rest["ended_at"] else None
    rest["end_events"] = tuple(rest["end_events"])
    rest["searchable"] = tuple(rest["searchable"])
    rest["performers"] = {k: tuple(UserId(u) for u in v) for k, v in rest["performers"].items()}
    rest["comments"] = {k: UserId(v) for k, v in rest.get("comments", {}).items()}
    rest["approvals"] = {p["id"]: read_round(p) for p in rest.get("approvals", ())}
    rest["moves"] = read_moves(rest.get("moves"))
    return InstanceState(
        **rest,
        work_items={p["id"]: _work_item(p) for p in plain["work_items"]},
        timers={p["id"]: _waiting(p) for p in plain["timers"]},
        jobs={p["id"]: _waiting(p) for p in plain["jobs"]},
        subscriptions={p["id"]: _waiting(p) for p in plain["subscriptions"]},
        incidents={p["id"]: _incident(p) for p in plain["incidents"]},
    )


def _person(plain: Mapping[str, Any]) -> Person:
    texts = {name: tuple(plain.get(name, ())) for name in ("roles", "heads", "groups", "offices")}
    superiors = tuple((login, roles) for login, roles in plain.get("superiors", ()))
    return Person(**{**plain, **texts, "superiors": superiors})


def _work_item(plain: Mapping[str, Any]) -> WorkItem:
    urged, due = plain["urged_at"], plain.get("due_at")
    return WorkItem(
        **{
            **plain,
            "state": WorkItemState(plain["state"]),
            "candidates": tuple(plain["candidates"]),
            "excluded": tuple(plain["excluded"]),
            "unresolved": tuple((kind, value) for kind, value in plain["unresolved"]),
            "urged_at": datetime.fromisoformat(urged) if urged else None,
            "due_at": datetime.fromisoformat(due) if due else None,
            "deadlines": read_pending(plain.get("deadlines")),
        }
    )


def _waiting(plain: Mapping[str, Any]) -> Waiting:
    due = plain["due_at"]
    return Waiting(**{**plain, "due_at": datetime.fromisoformat(due) if due else None})


def _incident(plain: Mapping[str, Any]) -> Incident:
    return Incident(**{**plain, "kind": IncidentKind(plain["kind"])})
