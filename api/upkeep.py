"""How the house is, and its ways to the outside, for administrators."""

from __future__ import annotations

import platform
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Final

from api.auth import Visit
from api.files import kept_at
from api.health_findings import MOST, findings, sentence
from api.schemas import upkeep as shapes
from api.schemas.organisation import ProcessName
from api.settings import Settings
from api.settings_shown import settings_of
from engine.bootstrap import Runtime, schema_versions
from engine.doors import AccessEntry, AccessQuery, Entry

SQLITE: Final = "sqlite:///"


LOOKED_AT: Final = 200
"""So many of the latest messages are looked at for what became of each channel."""


def health(visit: Visit) -> shapes.HealthReport:
    """Everything at a glance; each figure is one bounded question to the store."""
    runtime, settings = visit.house.runtime, visit.house.settings
    report = shapes.HealthReport(
        healthy=True,
        zh="",
        en="",
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
    found = findings(report)
    zh, en = sentence(found)
    healthy = not any(one.grave for one in found)
    said = {"findings": found, "healthy": healthy, "zh": zh, "en": en}
    return report.model_copy(update=said)


def _works(settings: Settings) -> bool:
    return settings.worker and not settings.test_clock


def _database(settings: Settings) -> shapes.DatabaseHealth:
    kind = settings.database_url.partition(":")[0].partition("+")[0]
    file = Path(settings.database_url.removeprefix(SQLITE))
    known = settings.database_url.startswith(SQLITE) and file.is_file()
    return shapes.DatabaseHealth(
        kind=kind,
        bytes=file.stat().st_size if known else None,
        schema_version=schema_versions()[-1],
    )


def _queues(runtime: Runtime) -> shapes.Queues:
    now, store, told = runtime.clock.now(), runtime.store, runtime.notifications
    timers, jobs = store.due_timers(now, MOST), store.due_jobs(now, MOST)
    deadlines = store.due_deadlines(now, MOST)
    first = [one[0].due_at for one in (timers, jobs, deadlines) if one]
    return shapes.Queues(
        timers_due=len(timers),
        jobs_due=len(jobs),
        deadlines_due=len(deadlines),
        oldest_due=min(first, default=None),
        next_due=store.next_due(),
        batches=runtime.batches.running(),
        deliveries_waiting=len(told.deliveries("waiting", MOST)),
        deliveries_failed=len(told.deliveries("failed", MOST)),
    )


def _seal(runtime: Runtime) -> shapes.SealHealth:
    last = runtime.store.last_seal()
    waiting = runtime.store.sealable(last.last_seq if last else 0, MOST)
    verified = _verified(runtime)
    return shapes.SealHealth(
        rows=last.size if last else 0,
        waiting=len(waiting),
        verified_at=verified.at if verified else None,
        verified_by=verified.login if verified else "",
        verified_ok=None if verified is None else verified.kind is Entry.LOG_VERIFIED,
    )


def _verified(runtime: Runtime) -> AccessEntry | None:
    """The last time that somebody verified the whole log here."""
    kinds = (Entry.LOG_VERIFIED, Entry.LOG_DAMAGED)
    log = runtime.doors.log
    found = [one for kind in kinds for one in log.found(AccessQuery(kind=kind, limit=1))]
    return max(found, key=lambda one: one.seq, default=None)


def _files(settings: Settings) -> shapes.FilesHealth:
    place = kept_at(settings)
    if place.url:
        return shapes.FilesHealth(place="object store", free=None, total=None)
    folder = place.folder or Path(settings.database_url.removeprefix(SQLITE)).parent
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    return shapes.FilesHealth(place="folder", free=usage.free, total=usage.total)


def connections(visit: Visit) -> shapes.Connections:
    """What is set up, without secrets."""
    runtime, settings = visit.house.runtime, visit.house.settings
    return shapes.Connections(
        channels=_channels(runtime),
        connectors=_connectors(runtime),
        settings=settings_of(settings),
        outside_login=settings.oidc_issuer,
        system_token=settings.system_token is not None,
        second_factor=settings.second_factor,
        files="object store" if settings.files_url else "folder",
        public_url=settings.public_url,
    )


def _channels(runtime: Runtime) -> list[shapes.ChannelState]:
    told = runtime.notifications
    sent = {one.channel: one for one in reversed(told.deliveries("sent", LOOKED_AT))}
    failed = {one.channel: one for one in reversed(told.deliveries("failed", LOOKED_AT))}
    return [
        shapes.ChannelState(
            name=name,
            kind=one.kind,
            needs_address=one.needs_address,
            last_sent_at=sent[name].done_at if name in sent else None,
            last_failed_at=failed[name].done_at if name in failed else None,
            last_error=failed[name].error if name in failed else "",
        )
        for name, one in sorted(told.channels.items())
    ]


def _connectors(runtime: Runtime) -> list[shapes.ConnectorUse]:
    users: dict[str, list[ProcessName]] = {name: [] for name in sorted(runtime.connectors)}
    for process in runtime.published():
        for name in users.keys() & {one.connector for one in process.elements.values()}:
            called = ProcessName(key=process.key, name=process.name, name_en=process.name_en)
            users[name].append(called)
    return [shapes.ConnectorUse(name=name, processes=by) for name, by in users.items()]


def test_channel(visit: Visit, body: shapes.TestRequest) -> None:
    """Send a message that says that it is a test."""
    visit.house.runtime.notifications.test(body.channel, visit.person, body.address)


def send_again(visit: Visit, delivery_id: str) -> None:
    """Try a message again that did not go out."""
    runtime = visit.house.runtime
    runtime.notifications.send_again(delivery_id)
    runtime.worker.wake()
