"""`guicheng demo`: a fresh company with cases at different depths, and the server on top of it."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Final

import typer

from engine.cli.opening import options, sqlite_file
from engine.cli.output import DEFAULT_DATABASE, Json, emit, failures
from engine.cli.serving import prepare_database, run_server
from engine.clock import FixedClock
from engine.core.calendar import OFFICE_ZONE
from engine.core.events import ControlMoved
from engine.embedding import Engine, open_engine
from engine.errors import InvalidCommand
from engine.history.seal import seal
from engine.history.verify import Verdict
from engine.history.witness import WitnessVerdict
from engine.proving import Prover
from engine.scenarios import Demo, DemoCase, deploy_demo, open_registers, play_demo, read_demo

app = typer.Typer()

PASSWORD: Final = "guicheng"  # noqa: S105 (of the demo's made-up people, printed at every start)
HOST: Final = "127.0.0.1"
FIRST_PORT: Final = 8765
PORTS_TRIED: Final = 20
WITNESSED: Final = 60
"""Cases that the witness is asked about, besides one of each process."""
SHOWN: Final = (
    "salesperson",
    "sales-manager",
    "gm",
    "seal-keeper",
    "office-director",
    "auditor",
    "admin",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the demo shows of its own log."""

    verdict: Verdict
    cases: int
    equal: int
    witnessed: tuple[WitnessVerdict, ...]  # of a sample, or of all

    @property
    def agreed(self) -> int:
        """On how many cases the witness agrees."""
        return sum(one.agreed for one in self.witnessed)


@app.command()
def demo(  # noqa: PLR0913, PLR0917 (each option is a parameter)
    fresh: Annotated[bool, typer.Option("--fresh", help="重新开始 / Begin anew")] = False,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="端口 / Port")] = None,
    database: Annotated[
        str, typer.Option("--database-url", "-d", help="数据库地址 / Database URL")
    ] = DEFAULT_DATABASE,
    cases: Annotated[
        int | None, typer.Option(min=1, help="办理多少案件 / How many cases to play")
    ] = None,
    prepare_only: Annotated[
        bool, typer.Option("--prepare-only", help="只准备数据，不启动 / Do not serve")
    ] = False,
    as_json: Json = False,
) -> None:
    """用演示数据启动：组织、流程、半年的两百多个案件 / Start with half a year of demo data.

    案件走真实的命令，按工作日历推进。The cases take the real way of commands, on working days.
    """
    with failures(as_json):
        chosen = _free_port(port)
        if fresh:
            _remove(database)
        prepare_database(database)
        proof = _prepare(database, read_demo(cases))
        address = f"http://{HOST}:{chosen}/"

        def ready() -> None:
            emit(_answer(proof, address), as_json, lambda: _welcome(address))

        if prepare_only:
            ready()
        else:
            run_server((HOST, chosen), database, ready, quiet=True)


def _free_port(wanted: int | None) -> int:
    candidates = [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    for candidate in candidates:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, candidate))
            except OSError:
                continue
            return candidate
    raise InvalidCommand(
        f"端口 {wanted or FIRST_PORT} 已被占用：用 --port 换一个",
        f"Expected a free port, {wanted or FIRST_PORT} is taken: choose another with --port",
    )


def _remove(database: str) -> None:
    file = sqlite_file(database)
    if file is None:
        raise InvalidCommand(
            "--fresh 只用于 SQLite 文件：请自行清空数据库",
            "Expected an SQLite file for --fresh: empty another database yourself",
        )
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def _say(text: str) -> None:
    """Progress, beside the answer."""
    typer.echo(text, err=True)


def _prepare(database: str, demo: Demo) -> Proof:
    now = datetime.now(UTC).replace(microsecond=0)
    clock = FixedClock(demo.begins_at(now))
    # The demo's one password is printed: costly hashes would protect nothing.
    chosen = replace(options(), clock=clock, quick_passwords=True)
    with open_engine(database, options=chosen) as engine:
        if engine.runtime.store.definitions():
            _say(f"沿用 / Reusing {database}（--fresh 重来 / begins anew）")
        else:
            _fill(engine, clock, now, demo)
        return _prove(engine)


def _fill(engine: Engine, clock: FixedClock, now: datetime, demo: Demo) -> None:
    _say("1/4 发布流程、表单、决策表 / Deploying processes, forms and decisions")
    _say(f"    {deploy_demo(engine, demo, by='admin')} 个流程 / processes")
    _say("2/4 登记簿期初、演示账号 / Opening registers, demo logins")
    open_registers(engine, by="admin")
    for person in engine.runtime.people.people():
        engine.runtime.accounts.set_password(person.id, PASSWORD)
    _say(f"3/4 办理 {len(demo.cases)} 个演示案件 / Playing {len(demo.cases)} cases")
    play_demo(engine, clock, now, demo, Months(clock).told)
    seal(engine.runtime.store)


class Months:
    """Tells how far the playing is: one line for each month that passes."""

    def __init__(self, clock: FixedClock) -> None:
        self._clock = clock
        self._month, self._cases = "", 0

    def told(self, case: DemoCase) -> None:
        """After a case was played to its end."""
        month = f"{self._clock.now().astimezone(OFFICE_ZONE):%Y-%m}"
        if month != self._month and self._cases:
            _say(f"    {self._month} ({self._cases})")
        self._month, self._cases = month, self._cases + 1


def _prove(engine: Engine) -> Proof:
    _say("4/4 核验、重演、旁证 / Verifying, replaying, witnessing")
    cases, prover = list(engine.runtime.store.instance_ids()), Prover(engine.runtime)
    proof = Proof(
        verdict=engine.verify(),
        cases=len(cases),
        equal=sum(prover.replay(case).equal for case in cases),
        witnessed=tuple(prover.witness(case) for case in sample(engine, cases)),
    )
    for line in _proved(proof):
        _say(f"    {line}")
    return proof


def sample(engine: Engine, cases: Sequence[str]) -> list[str]:
    """The cases that the witness is asked about: one of each process, those in which people moved
    control, and some of all others; a witness takes three times as long as a replay."""
    one_each = {engine.case(case).process: case for case in cases}
    some = cases[:: -(-len(cases) // WITNESSED)] if cases else ()
    moved = (case for case in cases if _is_moved(engine, case))
    return sorted({*one_each.values(), *moved, *some})


def _is_moved(engine: Engine, case: str) -> bool:
    return any(row.type == ControlMoved.__name__ for row in engine.runtime.store.rows(case))


def _proved(proof: Proof) -> list[str]:
    verdict = proof.verdict
    whole = "完好 / intact" if verdict.ok else f"损坏 / damaged: {verdict.first_bad}"
    return [
        f"日志 / log: {verdict.rows} 行 / rows, {whole}",
        f"重演相同 / replay equal: {proof.equal}/{proof.cases}",
        f"旁证一致 / witness agrees: {proof.agreed}/{len(proof.witnessed)}{_sampled(proof)}",
        *(f"  {one}" for one in proof.witnessed if not one.agreed),
    ]


def _sampled(proof: Proof) -> str:
    if len(proof.witnessed) == proof.cases:
        return ""
    return "（抽查；全部 / a sample; all: replay --all --witness spiff）"


def _answer(proof: Proof, address: str) -> dict[str, object]:
    return {
        "url": address,
        "logins": SHOWN,
        "password": PASSWORD,
        "cases": proof.cases,
        "log_ok": proof.verdict.ok,
        "rows": proof.verdict.rows,
        "replay_equal": proof.equal,
        "witness_asked": len(proof.witnessed),
        "witness_agreed": proof.agreed,
    }


def _welcome(address: str) -> str:
    return "\n".join(
        (
            "",
            f"  打开 / Open   {address}",
            f"  登录 / Login  {', '.join(SHOWN)}",
            f"  密码 / Password  {PASSWORD}",
            "  接口 / API    /docs      停止 / Stop  Ctrl+C",
            "",
        )
    )
