"""Performed command -> log rows: encodes, chains, and makes the next live instance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.codec import command_type, encode_envelope, encode_event
from engine.core.commands import Envelope
from engine.core.events import Event, VariablesChanged
from engine.handlers.case import LiveInstance, Performed, PreparedCase
from engine.history.chain import GENESIS, link_all
from engine.views import LogRow


class Recorded(NamedTuple):
    """The rows of one command, in order, and the instance after them."""

    rows: tuple[LogRow, ...]
    live: LiveInstance


def bodies_of(envelope: Envelope, events: Sequence[Event]) -> list[tuple[str, bytes]]:
    """(row type, canonical bytes) of the command and of each event: what the chain covers."""
    return [
        (command_type(envelope), encode_envelope(envelope)),
        *[(type(event).__name__, encode_event(event)) for event in events],
    ]


def record(
    case: PreparedCase, before: LiveInstance | None, envelope: Envelope, performed: Performed
) -> Recorded:
    """Extend the instance's chain by the command and its events."""
    instance_id = envelope.command.instance_id
    version = before.version if before else 0
    head = before.head if before else GENESIS
    bodies = bodies_of(envelope, performed.events)
    hashes = link_all(head, instance_id, version + 1, bodies)
    rows: list[LogRow] = []
    command_id: str | None = envelope.id
    for (row_type, body), digest in zip(bodies, hashes, strict=True):
        version += 1
        rows.append(LogRow(instance_id, version, row_type, command_id, body, digest))
        command_id = None  # only the command's own row has it
    live = LiveInstance(
        state=performed.state,
        machine=performed.machine,
        version=version,
        head=hashes[-1],
        case=case,
        commands=(before.commands if before else 0) + 1,
        size=_size(before, performed.events, rows),
    )
    return Recorded(rows=tuple(rows), live=live)


def _size(before: LiveInstance | None, events: Sequence[Event], rows: Sequence[LogRow]) -> int:
    """Estimate: variables are what grows; each change may keep a new value alive."""
    size = before.size if before else 4096
    for number, event in enumerate(events, start=1):
        if type(event) is VariablesChanged and len(event.new) > len(event.old):
            size += len(rows[number].body)
    return size
