"""`guicheng demo`: a fresh company with a dozen cases played, and the server on top of it."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from engine.bootstrap import Options
from engine.cli.operate import Host, prepare_database, run_server
from engine.cli.output import DEFAULT_DATABASE, failures
from engine.clock import FixedClock
from engine.embedding import Engine, open_engine
from engine.errors import InvalidCommand
from engine.scenarios import DemoCase, open_registers, play_demo, read_demo
from engine.scenarios.demo import begins_at

app = typer.Typer()

PASSWORD = "guicheng"  # noqa: S105 (of the demo's made-up people, printed at every start)
FIRST_PORT = 8765
PORTS_TRIED = 20
SHOWN = ("salesperson", "sales-manager", "gm", "seal-keeper", "office-director", "auditor", "admin")


@app.command()
def demo(
    fresh: Annotated[bool, typer.Option("--fresh", help="重新开始 / Begin anew")] = False,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="端口 / Port")] = None,
    host: Host = "127.0.0.1",
    database: Annotated[
        str, typer.Option("--database-url", "-d", help="数据库地址 / Database URL")
    ] = DEFAULT_DATABASE,
    prepare_only: Annotated[
        bool, typer.Option("--prepare-only", help="只准备数据,不启动 / Do not serve")
    ] = False,
) -> None:
    """用演示数据启动:组织、流程、十几个案件 / Start with demo data."""
    with failures(False):
        chosen = _free_port(host, port)
        if fresh:
            _remove(database)
        prepare_database(database)
        _prepare(database)
        typer.echo(_welcome(host, chosen))
    if not prepare_only:
        run_server(host, chosen, database, quiet=True)


def _free_port(host: str, wanted: int | None) -> int:
    candidates = [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    for candidate in candidates:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    raise InvalidCommand(
        f"端口 {wanted or FIRST_PORT} 已被占用:用 --port 换一个",
        f"Expected a free port, {wanted or FIRST_PORT} is taken: choose another with --port",
    )


def _remove(database: str) -> None:
    if not database.startswith("sqlite:///"):
        raise InvalidCommand(
            "--fresh 只用于 SQLite 文件:请自行清空数据库",
            "Expected an SQLite file for --fresh: empty another database yourself",
        )
    path = Path(database.removeprefix("sqlite:///"))
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _prepare(database: str) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    clock = FixedClock(begins_at(read_demo(), now))
    with open_engine(database, options=Options(clock=clock)) as engine:
        if engine.runtime.store.definitions():
            typer.echo(f"沿用 / Reusing {database}(--fresh 重来 / begins anew)")
        else:
            _fill(engine, clock, now)
        _prove(engine)


def _fill(engine: Engine, clock: FixedClock, now: datetime) -> None:
    typer.echo("1/4 发布流程、表单、决策表 / Deploying processes, forms and decisions")
    deployment = engine.deploy_shipped(by="admin")
    typer.echo(f"    {len(deployment.definitions)} 个流程 / processes")
    typer.echo("2/4 登记簿期初、演示账号 / Opening registers, demo logins")
    open_registers(engine, by="admin")
    for person in engine.runtime.people.people():
        engine.runtime.accounts.set_password(person.id, PASSWORD)
    typer.echo("3/4 办理演示案件 / Playing the demo's cases")
    play_demo(engine, clock, now, _progress)


def _progress(case: DemoCase) -> None:
    typer.echo(f"    {case.zh} / {case.en}")


def _prove(engine: Engine) -> None:
    typer.echo("4/4 核验、重演、旁证 / Verifying, replaying, witnessing")
    verdict = engine.verify()
    cases = list(engine.runtime.store.instance_ids())
    equal = sum(engine.replay(case).equal for case in cases)
    witnessed = [engine.witness(case) for case in cases]
    agreed = sum(one.agreed for one in witnessed)
    whole = "完好 / intact" if verdict.ok else f"损坏 / damaged: {verdict.first_bad}"
    typer.echo(f"    日志 / log: {verdict.rows} 行 / rows, {whole}")
    typer.echo(f"    重演相同 / replay equal: {equal}/{len(cases)}")
    typer.echo(f"    旁证一致 / witness agrees: {agreed}/{len(cases)}")
    for one in witnessed:
        if not one.agreed:
            typer.echo(f"      {one}")


def _welcome(host: str, port: int) -> str:
    return "\n".join(
        (
            "",
            f"  打开 / Open   http://{host}:{port}/",
            f"  登录 / Login  {', '.join(SHOWN)}",
            f"  密码 / Password  {PASSWORD}",
            "  接口 / API    /docs      停止 / Stop  Ctrl+C",
            "",
        )
    )
