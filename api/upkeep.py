"""How the house is, and its ways to the outside, for administrators."""

from __future__ import annotations

import platform
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Final

from api.auth import Visit
from api.files import kept_at
from api.routers.health import HEARTBEAT
from api.schemas import upkeep as shapes
from api.settings import Settings
from engine.bootstrap import Runtime

MOST: Final = 1_000
SQLITE: Final = "sqlite:///"
LATE: Final = 100
"""So many things that are due and not done mean that the worker does not keep up."""
LITTLE: Final = 1_000_000_000
"""Bytes of free disk below which uploads will soon fail."""


def health(visit: Visit) -> shapes.HealthReport:
    """Everything at a glance; each figure is one bounded question to the store."""
    runtime, settings = visit.house.runtime, visit.house.settings
    report = shapes.HealthReport(
        healthy=True,
        at=runtime.clock.now(),
        version=version("guicheng"),
        python=platform.python_version(),
        interpreter=settings.interpreter,
        worker=shapes.WorkerHealth(here=_works(settings), last_seen=runtime.worker.last_seen),
        database=_database(settings),
        queues=_queues(runtime),
        seal=_seal(runtime),
        files=_files(settings),
        incidents=len(runtime.store.incidents(open_only=True)),
        quarantined=len(runtime.worker.quarantine.open()),
        findings=[],
    )
    findings = list(_findings(report))
    grave = any(one.grave for one in findings)
    return report.model_copy(update={"findings": findings, "healthy": not grave})


def _works(settings: Settings) -> bool:
    return settings.worker and not settings.test_clock


def _database(settings: Settings) -> shapes.DatabaseHealth:
    kind = settings.database_url.partition(":")[0].partition("+")[0]
    file = Path(settings.database_url.removeprefix(SQLITE))
    known = settings.database_url.startswith(SQLITE) and file.is_file()
    return shapes.DatabaseHealth(kind=kind, bytes=file.stat().st_size if known else None)


def _queues(runtime: Runtime) -> shapes.Queues:
    now, store, told = runtime.clock.now(), runtime.store, runtime.notifications
    return shapes.Queues(
        timers_due=len(store.due_timers(now, MOST)),
        jobs_due=len(store.due_jobs(now, MOST)),
        deadlines_due=len(store.due_deadlines(now, MOST)),
        next_due=store.next_due(),
        batches=runtime.batches.running(),
        deliveries_waiting=len(told.deliveries("waiting", MOST)),
        deliveries_failed=len(told.deliveries("failed", MOST)),
    )


def _seal(runtime: Runtime) -> shapes.SealHealth:
    last = runtime.store.last_seal()
    waiting = runtime.store.sealable(last.last_seq if last else 0, MOST)
    return shapes.SealHealth(rows=last.size if last else 0, waiting=len(waiting))


def _files(settings: Settings) -> shapes.FilesHealth:
    place = kept_at(settings)
    if place.url:
        return shapes.FilesHealth(place="object store", free=None, total=None)
    folder = place.folder or Path(settings.database_url.removeprefix(SQLITE)).parent
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    return shapes.FilesHealth(place="folder", free=usage.free, total=usage.total)


def _findings(report: shapes.HealthReport) -> list[shapes.Finding]:
    queues, seen = report.queues, report.worker.last_seen
    due = queues.timers_due + queues.jobs_due + queues.deadlines_due
    late = report.worker.here and (seen is None or report.at - seen > HEARTBEAT)
    free = report.files.free
    found = (
        (late, True, "工作线程没有响应", "The worker of this process does not answer"),
        (due >= LATE, True, f"到期未办 {due} 项", f"{due} things are due and not done"),
        (
            report.seal.waiting >= MOST,
            True,
            f"{report.seal.waiting} 条以上记录尚未封存",
            f"{report.seal.waiting} rows or more are not sealed",
        ),
        (free is not None and free < LITTLE, True, "附件所在磁盘快满了", "The disk is almost full"),
        (
            report.quarantined > 0,
            False,
            f"{report.quarantined} 件案件被隔离",
            f"{report.quarantined} cases are under quarantine",
        ),
        (
            report.incidents > 0,
            False,
            f"{report.incidents} 件异常待处理",
            f"{report.incidents} incidents are open",
        ),
        (
            queues.deliveries_failed > 0,
            False,
            f"{queues.deliveries_failed} 条外发消息失败",
            f"{queues.deliveries_failed} messages did not go out",
        ),
    )
    return [shapes.Finding(grave=grave, zh=zh, en=en) for is_so, grave, zh, en in found if is_so]


def connections(visit: Visit) -> shapes.Connections:
    """What is set up, without secrets."""
    runtime, settings = visit.house.runtime, visit.house.settings
    return shapes.Connections(
        channels=[
            shapes.ChannelState(name=name, kind=one.kind, needs_address=one.needs_address)
            for name, one in sorted(runtime.notifications.channels.items())
        ],
        connectors=sorted(runtime.connectors),
        outside_login=settings.oidc_issuer,
        system_token=settings.system_token is not None,
        second_factor=settings.second_factor,
        files="object store" if settings.files_url else "folder",
        public_url=settings.public_url,
    )


def test_channel(visit: Visit, body: shapes.TestRequest) -> None:
    """Send a message that says that it is a test."""
    visit.house.runtime.notifications.test(body.channel, visit.person, body.address)


def send_again(visit: Visit, delivery_id: str) -> None:
    """Try a message again that did not go out."""
    runtime = visit.house.runtime
    runtime.notifications.send_again(delivery_id)
    runtime.worker.wake()
