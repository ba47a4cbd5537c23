"""Shapes of what keeps the house running: health, and the ways to the outside."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.schemas.common import Given, Moment, Sent
from api.schemas.organisation import ProcessName

Word = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]


class WorkerHealth(Given):
    """`here`: it runs in this process; another machine's worker is not seen from here."""

    here: bool
    last_seen: Moment | None


class DatabaseHealth(Given):
    """`schema_version` is of its tables: the newest migration."""

    kind: str
    bytes: int | None
    schema_version: str


class Queues(Given):
    """What is due now and not done yet (at most 1,000 of each are counted), and what comes next."""

    timers_due: int
    jobs_due: int
    deadlines_due: int
    next_due: Moment | None
    oldest_due: Moment | None = Field(description="Since when the oldest of them has been due")
    batches: int
    deliveries_waiting: int
    deliveries_failed: int


class SealHealth(Given):
    """Committed rows of the log that are under the newest seal, and those that are not yet; when
    the whole log was last verified here, by whom, and whether it held (null: never)."""

    rows: int
    waiting: int
    verified_at: Moment | None
    verified_by: str
    verified_ok: bool | None


class FilesHealth(Given):
    """Where uploads are kept: a folder with what is free of its disk, or an object store."""

    place: str
    free: int | None
    total: int | None


class Finding(Given):
    """Something that somebody should look at; `grave`: work does not go on by itself. `place` is
    where something can be done about it."""

    grave: bool
    place: Literal["incidents", "messages", "log", "queues", "server"]
    zh: str
    en: str


class HealthReport(Given):
    """How the house is in a sentence; `healthy` is false where something grave was found."""

    healthy: bool
    zh: str
    en: str
    at: Moment
    version: str
    python: str
    interpreter: str
    worker: WorkerHealth
    database: DatabaseHealth
    queues: Queues
    seal: SealHealth
    files: FilesHealth
    incidents: int
    quarantined: int
    findings: list[Finding]


class ChannelState(Given):
    """One channel, and what became of its latest messages."""

    name: str
    kind: str
    needs_address: bool
    last_sent_at: Moment | None
    last_failed_at: Moment | None
    last_error: str


class SettingShown(Given):
    """One setting of the server, changed by its environment variable alone. `is_set`: otherwise
    than usual; of a `secret` whether there is one, and its value is never told."""

    group: str
    variable: str
    zh: str
    en: str
    secret: bool
    is_set: bool
    value: str


class ConnectorUse(Given):
    """One installed connector of service tasks, and the published processes that use it."""

    name: str
    processes: list[ProcessName]


class Connections(Given):
    """The ways to the outside that are set up; secrets are never among it."""

    channels: list[ChannelState]
    connectors: list[ConnectorUse]
    settings: list[SettingShown]
    outside_login: str
    system_token: bool
    second_factor: str
    files: str
    public_url: str


class TestRequest(Sent):
    """`address`: to whom, where the channel needs one; absent, my own of my preferences."""

    channel: Word
    address: Word = ""
