"""Two members give the deciding opinion at the same moment, through two processes: one decides."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.core.events import ApprovalDecided
from engine.errors import CommandRejected
from tests.approval.given import ASSIGNED, process

CASES = 5
ANY = '<guicheng:approval mode="any" decision="agree" resultVariable="approval"/>'
HALF = (
    '<guicheng:approval mode="ratio" threshold="2/3" decision="agree" resultVariable="approval"/>'
)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def nodes(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
    with ExitStack() as stack:
        options = Options(quick_passwords=True)
        one, two = (stack.enter_context(open_engine(url, options=options)) for _ in range(2))
        yield one, two


@pytest.mark.parametrize("terms", [ANY, HALF])
def test_exactly_one_of_two_last_votes_decides(nodes: tuple[Engine, Engine], terms: str) -> None:
    one, two = nodes
    one.deploy(process(ASSIGNED + terms), by="admin", draft=True)
    cases = [one.start("draft:asked", {}, by="office-director").id for _ in range(CASES)]
    if terms == HALF:
        for case in cases:
            item = next(i for i in one.worklist(instance=case) if i.assignee == "seal-keeper")
            one.complete(item.id, {"agree": True}, by="seal-keeper")
    barrier = Barrier(2)

    def votes(node: Engine, who: str) -> list[str]:
        found = []
        for case in cases:
            [item] = [i for i in node.worklist(instance=case) if i.assignee == who]
            barrier.wait(60)
            try:
                node.complete(item.id, {"agree": True}, by=who)
                found.append("accepted")
            except CommandRejected as refused:
                found.append(refused.kind)
            barrier.wait(60)
        return found

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(votes, nodes, ("gm", "cashier")))

    for case, said in zip(cases, zip(*answers, strict=True), strict=True):
        assert sorted(said) == ["accepted", "not-found"]
        decided = [e for e in two.history(case) if isinstance(e.content, ApprovalDecided)]
        assert len(decided) == 1
        assert [item.element_id for item in one.worklist(instance=case)] == ["after"]
        assert two.replay(case).equal
