"""Commands of operators: deploy, lint, layout, serve, worker."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from engine.bootstrap import (
    Options,
    finding_line,
    layout_file,
    lint_paths,
    open_runtime,
    shipped_files,
)
from engine.cli.output import DEFAULT_DATABASE, Actor, Database, Json, emit, failures
from engine.views import DefinitionView

app = typer.Typer()

Port = Annotated[int, typer.Option(min=0, max=65535, help="端口 / Port")]
Host = Annotated[str, typer.Option(help="监听地址 / Address to listen on")]
Files = Annotated[list[Path], typer.Argument(exists=True, help="文件或目录 / Files or folders")]


def files_of(paths: list[Path]) -> list[tuple[str, bytes]]:
    """Every deployable file below the paths."""
    found: list[tuple[str, bytes]] = []
    for path in paths:
        if path.is_dir():
            inner = (p for p in sorted(path.rglob("*")) if p.suffix in {".bpmn", ".dmn", ".form"})
            found += [(p.name, p.read_bytes()) for p in inner]
        else:
            found.append((path.name, path.read_bytes()))
    return found


@app.command()
def deploy(
    files: Annotated[
        list[Path] | None, typer.Argument(help="文件或目录;省略则为自带流程 / absent: shipped")
    ] = None,
    actor: Actor = "admin",
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """发布流程、决策、表单,全部成功或全部不发布 / Publish files, all or nothing."""
    with failures(as_json):
        runtime = open_runtime(database, Options())
        try:
            chosen = files_of(files) if files else shipped_files()
            deployment = runtime.deploy(chosen, runtime.person(actor))
        finally:
            runtime.close()
        emit(deployment.definitions, as_json, lambda: _deployed(deployment.definitions))


def _deployed(definitions: tuple[DefinitionView, ...]) -> str:
    return "\n".join(f"{d.key}  v{d.version}  {d.name}" for d in definitions) or "-"


@app.command()
def lint(files: Files, as_json: Json = False) -> None:
    """检查流程图,不写数据库 / Check files without a database."""
    with failures(as_json):
        findings = lint_paths(files)
        emit(findings, as_json, lambda: "\n".join(map(finding_line, findings)) or "OK")
        if any(finding.severity == "error" for finding in findings):
            raise typer.Exit(1)


@app.command()
def layout(files: Files) -> None:
    """重排图形(有泳道的图) / Lay the diagram out anew, in place."""
    for path in files:
        layout_file(path)
        typer.echo(str(path))


@app.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8765,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """启动服务(含处理定时与作业的工作线程) / Start the server with its worker."""
    run_server(host, port, database)


def run_server(host: str, port: int, database: str, *, quiet: bool = False) -> None:
    """Serve the API and the page until interrupted."""
    import uvicorn

    prepare_database(database)
    os.environ["GUICHENG_DATABASE_URL"] = database
    uvicorn.run(
        "api.app:create_app",
        factory=True,
        host=host,
        port=port,
        log_level="warning" if quiet else "info",
    )


def prepare_database(database: str) -> None:
    """Make the folder of an SQLite file."""
    if database.startswith("sqlite:///"):
        Path(database.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)


@app.command()
def worker(database: Database = DEFAULT_DATABASE) -> None:
    """独立的工作进程(PostgreSQL) / A worker process of its own (PostgreSQL)."""
    if not database.startswith("postgresql"):
        typer.echo(
            "SQLite 只允许一个进程工作:请用 serve / SQLite allows one working process: use serve",
            err=True,
        )
        raise typer.Exit(2)
    runtime = open_runtime(database, Options())
    try:
        runtime.worker.run_forever()
    except KeyboardInterrupt:
        runtime.close()


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def bench(context: typer.Context) -> None:
    """测速,打印比值 / Measure, print ratios."""
    import runpy
    import sys

    sys.argv = ["bench", *context.args]
    try:
        runpy.run_module("bench", run_name="__main__")
    except ImportError as error:
        typer.echo("bench/ 只在源码目录中 / bench/ is in the checkout only", err=True)
        raise typer.Exit(2) from error
