"""A process that appends to several cases from several threads and prints what was acknowledged.

python -m tests.crash.worker URL ROUND
"""

from __future__ import annotations

import sys
from threading import Lock, Thread

from engine.history.seal import seal
from engine.store.sql_store import SqlStore
from tests.contract.cases import done, offer, start

THREADS = 4


def work(store: SqlStore, instance_id: str, lock: Lock) -> None:
    case = start(store, instance_id, offer(f"{instance_id}-0"))
    number = 0
    while True:
        number += 1
        batch = case.append(
            store, done(f"{instance_id}-{number - 1}", "keeper"), offer(f"{instance_id}-{number}")
        )
        with lock:
            sys.stdout.write(f"{batch.rows[0].command_id}\n")
            sys.stdout.flush()
        if number % 20 == 0:
            seal(store)


def main() -> None:
    url, turn = sys.argv[1:]
    store, lock = SqlStore.open(url), Lock()
    for number in range(THREADS):
        Thread(target=work, args=(store, f"r{turn}-i{number}", lock)).start()


if __name__ == "__main__":
    main()
