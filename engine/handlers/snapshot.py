"""Live instance <-> snapshot: a disposable, compressed cache; deleting all changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson
import zstandard

from engine.core.ids import Digest
from engine.handlers.case import LiveInstance, PreparedCase
from engine.handlers.state_plain import plain_state, read_state
from engine.ports import Snapshot

FORMAT = "3"
EVERY = 16
"""Commands between two snapshots: within noise of none, and a cold load stays short."""


def snapshot_key(interpreter: str) -> str:
    """Snapshots of another interpreter or format are ignored."""
    return f"{interpreter}#{FORMAT}"


def write_snapshot(live: LiveInstance) -> Snapshot:
    """The snapshot of an instance at its version."""
    body = {
        "state": plain_state(live.state),
        "machine": live.case.interpreter.dump(live.machine),
        "head": live.head.hex(),
        "size": live.size,
    }
    return Snapshot(
        instance_id=live.state.id,
        version=live.version,
        key=snapshot_key(live.case.interpreter.name),
        body=zstandard.compress(orjson.dumps(body), 1),
    )


def read_snapshot(
    snapshot: Snapshot, cases: Callable[[Mapping[str, Digest]], PreparedCase]
) -> LiveInstance | None:
    """The live instance of a snapshot; None when it was written by another interpreter."""
    body: dict[str, Any] = orjson.loads(zstandard.decompress(snapshot.body))
    state = read_state(body["state"])
    case = cases(state.pinned)
    if snapshot.key != snapshot_key(case.interpreter.name):
        return None
    return LiveInstance(
        state=state,
        machine=case.interpreter.load(case.executable, body["machine"]),
        version=snapshot.version,
        head=bytes.fromhex(body["head"]),
        case=case,
        size=body["size"],
    )
