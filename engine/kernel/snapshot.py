"""The kernel's state as plain JSON without floats, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, Final

from engine.core.values import from_plain, to_plain
from engine.errors import IntegrityViolation
from engine.kernel.state import (
    Completed,
    Inside,
    JoinKey,
    KernelState,
    Phase,
    Queues,
    Repetition,
    Scope,
    Status,
    Token,
    Watch,
    WatchKind,
)

FORMAT: Final = 1


def dump(state: KernelState) -> dict[str, Any]:
    """Everything but what can be derived."""
    return {
        "format": FORMAT,
        "serial": state.serial,
        "tokens": [_plain(token) for token in state.tokens.values()],
        "scopes": [_plain(scope) for scope in state.scopes.values()],
        "watches": [_plain(watch) for watch in state.watches.values()],
        "ready": list(state.ready),
        "ended": list(state.ended),
        "done": [
            {"scope": scope, **_plain(one)} for scope, all_ in state.done.items() for one in all_
        ],
        "joins": [
            [scope, element, {flow: list(line) for flow, line in lines.items()}]
            for (scope, element), lines in state.joins.items()
        ],
        "loops": [_plain(loop) for loop in state.loops.values()],
        "collected": [
            [scope, place, to_plain(item)] for (scope, place), item in state.collected.items()
        ],
        "started": [[*key, list(flows)] for key, flows in state.started.items()],
        "slices": [state.slices, state.next_slice],
    }


_DATA: Final = frozenset({"data", "variables", "due_at", "items"})


def _plain(record: Token | Scope | Watch | Completed | Repetition) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name in _DATA:
            plain[field.name] = to_plain(value)
        else:
            plain[field.name] = list(value) if type(value) is tuple else value
    return plain


def load(plain: Any) -> KernelState:
    """The state of a dump. Raises IntegrityViolation for a format that is not ours."""
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise IntegrityViolation("快照格式不符", f"Expected a kernel snapshot of format {FORMAT}")
    tokens = [_token(one) for one in plain["tokens"]]
    watches = [_watch(one) for one in plain["watches"]]
    slices, next_slice = plain.get("slices", (0, ""))
    return KernelState(
        serial=plain["serial"],
        tokens={token.id: token for token in tokens},
        scopes={one["id"]: _scope(one) for one in plain["scopes"]},
        watches={watch.id: watch for watch in watches},
        joins=_joins(plain, tokens),
        ready=tuple(plain["ready"]),
        ended=tuple(plain["ended"]),
        done=_done(plain.get("done", ())),
        conditions=tuple(one.id for one in watches if one.kind is WatchKind.CONDITION),
        loops={one["scope"]: _repetition(one) for one in plain.get("loops", ())},
        collected={
            (scope, place): from_plain(item) for scope, place, item in plain.get("collected", ())
        },
        started={
            (scope, element): tuple(flows) for scope, element, flows in plain.get("started", ())
        },
        slices=slices,
        next_slice=next_slice,
    )


def _joins(plain: dict[str, Any], tokens: list[Token]) -> dict[JoinKey, Queues]:
    """Who waits for others; an older dump does not say, there it is oldest first."""
    found: dict[JoinKey, dict[str, tuple[int, ...]]] = {}
    if "joins" in plain:
        for scope, element, lines in plain["joins"]:
            found[scope, element] = {flow: tuple(line) for flow, line in lines.items()}
        return dict(found)
    for token in sorted(tokens, key=lambda token: token.id):
        if token.status is Status.JOINING:
            lines = found.setdefault((token.scope, token.element), {})
            lines[token.via] = (*lines.get(token.via, ()), token.id)
    return dict(found)


def _done(plain: Iterable[dict[str, Any]]) -> dict[int, tuple[Completed, ...]]:
    done: dict[int, list[Completed]] = {}
    for one in plain:
        values = _values(one)
        done.setdefault(values.pop("scope"), []).append(Completed(**values))
    return {scope: tuple(all_) for scope, all_ in done.items()}


def _values(plain: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in plain.items()}


def _value(name: str, plain: Any) -> Any:
    if name in _DATA:
        return from_plain(plain)
    return tuple(plain) if type(plain) is list else plain


def _token(plain: dict[str, Any]) -> Token:
    values = _values(plain)
    values["status"] = Status(values["status"])
    values["phase"] = Phase(values["phase"])
    return Token(**values)


def _scope(plain: dict[str, Any]) -> Scope:
    values = _values(plain)
    then = values.get("then")
    values["then"] = Phase(then) if then else None
    values["inside"] = Inside(values.get("inside", Inside.CONTENT))
    return Scope(**values)


def _repetition(plain: dict[str, Any]) -> Repetition:
    values = _values(plain)
    values["items"] = tuple(values["items"])
    return Repetition(**values)


def _watch(plain: dict[str, Any]) -> Watch:
    values = _values(plain)
    values["kind"] = WatchKind(values["kind"])
    return Watch(**values)
