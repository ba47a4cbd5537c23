"""What somebody should look at in the state of the house, and all of it in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

from api.routers.health import HEARTBEAT
from api.schemas import upkeep as shapes

LATE: Final = 100
"""So many things that are due and not done mean that the worker does not keep up."""
OVERDUE: Final = timedelta(minutes=10)
"""What has been due for so long is not being done."""
LITTLE: Final = 1_000_000_000
"""Bytes of free disk below which uploads will soon fail."""
UNVERIFIED: Final = timedelta(days=7)
MOST: Final = 1_000


class _Finding(NamedTuple):
    is_so: bool
    grave: bool
    place: str
    zh: str
    en: str


def findings(report: shapes.HealthReport) -> list[shapes.Finding]:
    """The grave ones first."""
    every = (*_of_work(report), *_of_records(report), *_of_people(report))
    found = sorted((one for one in every if one.is_so), key=lambda one: not one.grave)
    return [
        shapes.Finding.model_validate({k: v for k, v in one._asdict().items() if k != "is_so"})
        for one in found
    ]


def sentence(found: Sequence[shapes.Finding]) -> tuple[str, str]:
    """The whole state in one breath, in zh and en."""
    grave = sum(one.grave for one in found)
    if grave:
        return (
            f"有 {grave} 个问题要马上处理，否则工作不能继续",
            f"{grave} things need somebody at once, or work does not go on",
        )
    if found:
        return (
            f"运行正常，有 {len(found)} 件事要看一看",
            f"All is running; {len(found)} things are worth a look",
        )
    return ("一切正常，没有要办的", "All is well, nothing to do")


def _of_work(report: shapes.HealthReport) -> Iterator[_Finding]:
    queues, seen = report.queues, report.worker.last_seen
    due = queues.timers_due + queues.jobs_due + queues.deadlines_due
    late = report.worker.here and (seen is None or report.at - seen > HEARTBEAT)
    oldest = queues.oldest_due
    waits = oldest is not None and report.at - oldest > OVERDUE
    minutes = int((report.at - oldest).total_seconds() // 60) if oldest else 0
    server, places = "server", "queues"
    yield _Finding(
        late, True, server, "工作线程没有响应", "The worker of this process does not answer"
    )
    yield _Finding(
        due >= LATE, True, places, f"到期未办 {due} 项", f"{due} things are due and not done"
    )
    yield _Finding(
        waits and due < LATE,
        True,
        places,
        f"有到期的工作等了 {minutes} 分钟还没有办",
        f"Something has been due for {minutes} minutes and is not done",
    )


def _of_records(report: shapes.HealthReport) -> Iterator[_Finding]:
    seal, free = report.seal, report.files.free
    yield _Finding(
        seal.verified_ok is False, True, "log", "最近一次核验：日志有损坏", "The log is damaged"
    )
    yield _Finding(
        seal.waiting >= MOST,
        True,
        "server",
        f"{seal.waiting} 条以上记录尚未封存",
        f"{seal.waiting} rows or more are not sealed",
    )
    yield _Finding(
        free is not None and free < LITTLE,
        True,
        "server",
        "附件所在磁盘快满了",
        "The disk is almost full",
    )
    since = None if seal.verified_at is None else report.at - seal.verified_at
    yield _Finding(
        since is None or since > UNVERIFIED,
        False,
        "log",
        "日志还没有核验过" if since is None else f"日志 {since.days} 天没有核验",
        "The log was never verified here"
        if since is None
        else f"The log was not verified for {since.days} days",
    )


def _of_people(report: shapes.HealthReport) -> Iterator[_Finding]:
    failed = report.queues.deliveries_failed
    yield _Finding(
        report.quarantined > 0,
        False,
        "incidents",
        f"{report.quarantined} 件案件被隔离",
        f"{report.quarantined} cases are under quarantine",
    )
    yield _Finding(
        report.incidents > 0,
        False,
        "incidents",
        f"{report.incidents} 件异常待处理",
        f"{report.incidents} incidents are open",
    )
    yield _Finding(
        failed > 0,
        False,
        "messages",
        f"{failed} 条外发消息失败",
        f"{failed} messages did not go out",
    )
