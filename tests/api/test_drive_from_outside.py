"""A whole session over real HTTP against `guicheng serve`, as the guide says it."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import ROOT

PAGE = (ROOT / "docs/how-to/drive-from-outside.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
GUICHENG = [sys.executable, "-c", "from engine.cli.main import app; app()"]
TRIP = ROOT / "docs/examples/run/trip.bpmn"
SECONDS = 60


class Caller:
    """One program that talks HTTP, with the cookie and token of its session."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.headers = {"Content-Type": "application/json"}

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)) as connection:
            connection.request(method, f"/api/v1{path}", content, self.headers)
            answer = connection.getresponse()
            cookie = answer.headers["Set-Cookie"]
            said = json.loads(answer.read())
        assert answer.status < 400, said
        if cookie:
            self.headers |= {"Cookie": cookie.partition(";")[0], "X-CSRF-Token": said["csrf_token"]}
        return said

    def outcome(self, case: str) -> Any:
        return self("GET", f"/instances/{case}/outcome")

    def start(self) -> tuple[str, str]:
        """A new case and its first open work item."""
        started = self("POST", "/definitions/draft:trip-sketch/start", {"variables": {}})
        return started["id"], self.outcome(started["id"])["open_work_items"][0]["id"]

    def ends(self, case: str) -> list[str]:
        return sorted(one["id"] for one in self.outcome(case)["end_events"])


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def guicheng(folder: Path, *arguments: str, given: str = "") -> None:
    line = [*GUICHENG, *arguments, "--database-url", f"sqlite:///{folder}/trial.db"]
    subprocess.run(line, cwd=ROOT, input=given, text=True, check=True, capture_output=True)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server with a test clock in a process of its own."""
    folder, port = tmp_path_factory.mktemp("outside"), free_port()
    guicheng(folder, "deploy", str(TRIP), "--draft")
    guicheng(folder, "password", "admin", "--password-stdin", given="correct horse\n")
    url = f"sqlite:///{folder}/trial.db"
    line = [*GUICHENG, "serve", "--port", str(port), "--database-url", url]
    environment = {**os.environ, "GUICHENG_TEST_CLOCK": "2026-11-23T01:00:00Z"}
    process = subprocess.Popen(line, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(SECONDS)


def wait_for(port: int) -> None:
    until = time.monotonic() + SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < until, "the server did not come up"
            time.sleep(0.05)
        else:
            return


@pytest.fixture
def call(server: int) -> Caller:
    caller = Caller(server)
    caller("POST", "/session", {"login": "admin", "password": "correct horse"})
    return caller


def test_program_deploys_starts_completes_and_reads_the_outcome(call: Caller) -> None:
    boundary = "----guicheng"
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="{{}}"{{}}\r\n\r\n'
    body = part.format("draft", "") + "true\r\n" + part.format("files", '; filename="trip.bpmn"')
    content = body.encode() + TRIP.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
    json_type = call.headers["Content-Type"]
    call.headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
    deployed = call("POST", "/deployments", content)
    call.headers["Content-Type"] = json_type

    case, item = call.start()
    before = call.outcome(case)
    call("POST", f"/work-items/{item}/complete", {"data": {"decision": "agree"}})

    assert deployed["draft"]
    assert before["outcome"] == "active"
    assert call.outcome(case)["outcome"] == "completed"
    assert call.ends(case) == ["approved"]


def test_program_lets_time_pass(call: Caller) -> None:
    case, _ = call.start()
    before = call("GET", "/test/clock")["now"]

    moved = call("POST", "/test/clock", {"advance": "P3D"})

    assert moved["done"] >= 2
    assert moved["now"] > before
    assert call.ends(case) == ["reminded"]
    history = call("GET", f"/instances/{case}/history")["items"]
    assert [one["element_id"] for one in history].count("reminded") == 2
    assert call.outcome(case)["outcome"] == "active"


def test_program_throws_errors_and_sends_messages(call: Caller) -> None:
    unpaid, item = call.start()
    call("POST", f"/work-items/{item}/error", {"code": "NO-BUDGET"})
    stuck, item = call.start()
    call("POST", f"/work-items/{item}/error", {"code": "OTHER"})
    call("POST", f"/instances/{stuck}/terminate", {"reason": "tried enough"})
    canceled, _ = call.start()
    others = call("GET", "/instances?scope=all&status=active")["items"]
    for one in others:
        if one["id"] != canceled:
            call("POST", f"/instances/{one['id']}/terminate", {"reason": "not this one"})
    call("POST", "/messages", {"name": "called off"})

    assert call.ends(unpaid) == ["unpaid"]
    assert (call.outcome(stuck)["outcome"], call.outcome(stuck)["en"]) == (
        "terminated",
        "tried enough",
    )
    assert call.ends(canceled) == ["canceled"]


def test_error_that_nothing_catches_is_the_outcome(call: Caller) -> None:
    case, item = call.start()

    call("POST", f"/work-items/{item}/error", {"code": "OTHER"})

    found = call.outcome(case)
    assert found["outcome"] == "error"
    assert "OTHER" in found["en"]
    call("POST", f"/instances/{case}/terminate", {"reason": "done"})


@pytest.mark.skipif(shutil.which("curl") is None, reason="Expected curl on PATH")
def test_guide_runs_as_it_is_written(tmp_path: Path) -> None:
    """The blocks of the page, one after the other, in one shell."""
    shim = tmp_path / "guicheng"
    shim.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{GUICHENG[2]}" "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    port = free_port()
    script = "\n".join(BLOCKS).replace("8790", str(port))
    script = script.replace("serve --port", "serve --json --port")
    ready = f"until curl -s -o /dev/null http://127.0.0.1:{port}/healthz; do sleep 0.1; done\n"
    script = script.replace("trial.db &\n", f"trial.db >/dev/null 2>&1 &\nSERVER=$!\n{ready}")
    script = script.replace("sqlite:///trial.db", f"sqlite:///{tmp_path}/trial.db")
    script = script.replace("-c jar", f"-c {tmp_path}/jar").replace("-b jar", f"-b {tmp_path}/jar")

    done = subprocess.run(
        ["sh", "-c", f"set -e\ntrap 'kill $SERVER' EXIT\n{script}"],
        cwd=ROOT,
        env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        text=True,
        capture_output=True,
        timeout=2 * SECONDS,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    said = done.stdout.splitlines()[-8:]
    assert said[:3] == ["trip-sketch", "2", "completed"]
    assert "approved" in said[3]
    assert said[4] == "unpaid"
    assert said[6:] == ["completed", "[]"]
