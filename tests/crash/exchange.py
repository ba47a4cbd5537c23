"""A process that starts cases, sends messages and signals, and prints what was acknowledged.

python -m tests.crash.exchange URL ROUND
"""

from __future__ import annotations

import sys
from datetime import timedelta
from itertools import count

from engine import Engine, open_engine
from engine.exchange import Message
from tests.exchange.given import ALARMS, HEARS, SHOUTS, TELLS, WAITS


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def work(engine: Engine, turn: str, number: int) -> None:
    """One order is waited for, paid from outside or by another case, and told to everybody."""
    order = f"{turn}-{number}"
    engine.start("hears", {}, by="gm")
    if number % 2:
        engine.start("waits", {"order": order}, by="gm", command_id=f"waits:{order}")
    if number % 3:
        engine.start("tells", {"order": order}, by="gm", command_id=f"tells:{order}")
    else:
        sent = Message(id=order, name="paid", key=order, time_to_live=timedelta(days=1))
        engine.send_message(sent, by="admin")
    if not number % 2:
        engine.start("waits", {"order": order}, by="gm", command_id=f"waits:{order}")
    engine.start("shouts", {}, by="gm")
    say(order)
    engine.run_due()


def main() -> None:
    url, turn = sys.argv[1:]
    engine = open_engine(url)
    engine.deploy(WAITS, HEARS, TELLS, SHOUTS, ALARMS, by="admin")
    for number in count(1):
        work(engine, turn, number)


if __name__ == "__main__":
    main()
