"""Commands that stay: serve and worker."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Annotated

import typer

from engine.bootstrap import open_runtime
from engine.cli.opening import must_exist, options, sqlite_file
from engine.cli.output import DEFAULT_DATABASE, Database, Json, emit, failures
from engine.errors import InvalidCommand
from engine.settling import settle

app = typer.Typer()

Port = Annotated[int, typer.Option(min=1, max=65535, help="端口 / Port")]
Host = Annotated[str, typer.Option(help="监听地址 / Address to listen on")]


@app.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8765,
    database: Database = DEFAULT_DATABASE,
    as_json: Json = False,
) -> None:
    """启动服务，连同定时与自动环节 / Start the server with its worker."""
    with failures(as_json):
        _refuse_taken(host, port)
        prepare_database(database)
        address = f"http://{host}:{port}/"
        run_server((host, port), database, lambda: emit({"url": address}, as_json, lambda: address))


def _refuse_taken(host: str, port: int) -> None:
    """Raises InvalidCommand where the server could not listen, before anything is opened."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except (OSError, UnicodeError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise InvalidCommand(
            f"不能在 {host} 端口 {port} 监听（{said}）：用 --host、--port 换一个",
            f"Expected to be able to listen on {host} port {port}: {said}; "
            "choose others with --host and --port",
        ) from error


def run_server(
    place: tuple[str, int], database: str, ready: Callable[[], None], *, quiet: bool = False
) -> None:
    """Serve the API and the page at host and port until interrupted. Raises InvalidState, before
    `ready` is called, when another process works on the same SQLite file."""
    from api.app import create_app
    from api.manual_clock import for_tests, refuse_real_cases
    from api.server import Server
    from api.settings import Settings

    settings = Settings(database_url=database)
    runtime = open_runtime(database, for_tests(settings, options()))
    try:
        if settings.test_clock:
            refuse_real_cases(runtime)
        elif settings.worker:
            runtime.worker.start()
        application = create_app(settings, runtime)
        settle()
        ready()
        level = "warning" if quiet else "info"
        Server(application, *place, log_level=level).run()
    finally:
        runtime.close()


def prepare_database(database: str) -> None:
    """Make the folder of an SQLite file. Raises InvalidCommand for a file of another kind."""
    file = sqlite_file(database)
    if file is None:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists():
        must_exist(database)


@app.command()
def worker(database: Database = DEFAULT_DATABASE, as_json: Json = False) -> None:
    """独立的工作进程（PostgreSQL） / A worker of its own (PostgreSQL)."""
    with failures(as_json):
        if not database.startswith("postgresql"):
            raise InvalidCommand(
                "SQLite 只允许一个进程工作：serve 已包含工作线程",
                "Expected PostgreSQL: on SQLite the one worker is inside serve",
            )
        runtime = open_runtime(database, options())
        emit({"database": "postgresql"}, as_json, lambda: "工作中，Ctrl+C 停止 / Working")
        settle()
        try:
            runtime.worker.run_forever()
        except KeyboardInterrupt:
            runtime.close()
