"""The other side: an HTTP and an SMTP server of the test's own, which remember what they got."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """One POST."""

    path: str
    headers: dict[str, str]
    body: bytes


Answer = tuple[int, bytes]


@dataclass(slots=True)
class HttpReceiver:
    """`answers` says what the next request gets; it may wait, or end the test's process."""

    address: str = ""
    requests: list[Request] = field(default_factory=list)
    answers: Callable[[Request], Answer] = lambda _request: (200, b'{"errcode": 0, "code": 0}')


@contextmanager
def http_receiver() -> Iterator[HttpReceiver]:
    """It listens on a port of this machine."""
    receiver = HttpReceiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            request = Request(self.path, dict(self.headers), body)
            receiver.requests.append(request)
            status, said = receiver.answers(request)
            try:
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", receiver.address + "/elsewhere")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)
            except OSError:
                return  # who asked is gone

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        receiver.address = f"http://127.0.0.1:{port}"
        yield receiver


@dataclass(slots=True)
class SmtpReceiver:
    """`refuses` is what the next recipients are answered with."""

    address: str = ""
    mails: list[Message] = field(default_factory=list)
    refuses: str = ""


class _Post(socketserver.StreamRequestHandler):
    """The few commands that a client needs."""

    receiver: SmtpReceiver

    def handle(self) -> None:
        self._say("220 test")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                self.receiver.mails.append(message_from_bytes(self._data(), policy=default))
            self._say(self._answer(verb))
            if verb == b"QUIT":
                return

    def _answer(self, verb: bytes) -> str:
        if verb == b"QUIT":
            return "221 bye"
        return (verb == b"RCPT" and self.receiver.refuses) or "250 ok"

    def _data(self) -> bytes:
        return b"".join(iter(self.rfile.readline, b".\r\n"))

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@contextmanager
def smtp_receiver() -> Iterator[SmtpReceiver]:
    """It listens on a port of this machine."""
    receiver = SmtpReceiver()
    handler = type("Handler", (_Post,), {"receiver": receiver})
    socketserver.ThreadingTCPServer.daemon_threads = True
    with _serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)) as port:
        receiver.address = f"smtp://127.0.0.1:{port}"
        yield receiver


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
