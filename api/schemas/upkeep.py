"""Shapes of what keeps the house running: health, and the ways to the outside."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.schemas.common import Given, Moment, Sent

Word = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]


class WorkerHealth(Given):
    """`here`: it runs in this process; another machine's worker is not seen from here."""

    here: bool
    last_seen: Moment | None


class DatabaseHealth(Given):
    kind: str
    bytes: int | None


class Queues(Given):
    """What is due now and not done yet (at most 1,000 of each are counted), and what comes next."""

    timers_due: int
    jobs_due: int
    deadlines_due: int
    next_due: Moment | None
    batches: int
    deliveries_waiting: int
    deliveries_failed: int


class SealHealth(Given):
    """Committed rows of the log that are under the newest seal, and those that are not yet."""

    rows: int
    waiting: int


class FilesHealth(Given):
    """Where uploads are kept: a folder with what is free of its disk, or an object store."""

    place: str
    free: int | None
    total: int | None


class Finding(Given):
    """Something that somebody should look at; `grave`: work does not go on by itself."""

    grave: bool
    zh: str
    en: str


class HealthReport(Given):
    """How the house is; `healthy` is false where something grave was found."""

    healthy: bool
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
    name: str
    kind: str
    needs_address: bool


class Connections(Given):
    """The ways to the outside that are set up; secrets are never among it."""

    channels: list[ChannelState]
    connectors: list[str]
    outside_login: str
    system_token: bool
    second_factor: str
    files: str
    public_url: str


class TestRequest(Sent):
    """`address`: to whom, where the channel needs one; absent, my own of my preferences."""

    channel: Word
    address: Word = ""
