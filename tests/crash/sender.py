"""A process that starts cases whose work is told to a receiver, and runs the worker's turns.

python -m tests.crash.sender URL RECEIVER CASES
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta

from engine.clock import SystemClock
from engine.notifications.settings import NotificationSettings
from tests.notifications.given import office


def main() -> None:
    url, receiver, cases = sys.argv[1:]
    hook = {"kind": "webhook", "url": receiver, "secret": "s", "private": True}
    settings = NotificationSettings(
        channels_json=json.dumps({"hook": hook}), lease=timedelta(seconds=1)
    )
    engine = office(url, SystemClock(), settings)
    for _ in range(int(cases)):
        engine.start("someday", {}, by="salesperson")
    sys.stdout.write("started\n")
    sys.stdout.flush()
    while True:
        engine.runtime.notifications.run()


if __name__ == "__main__":
    main()
