"""Files broken at random, as elements and as bytes, imported as drafts: each is refused as no
BPMN, or read and written back without a loss; never a crash or a hang. Failure prints the seed."""

from __future__ import annotations

import random
import time

import pytest
from lxml import etree

from engine.bpmn.lint import check_draft
from engine.bpmn.reader import Draft, save
from engine.errors import DeploymentRefused
from tests.bpmn.reader.test_draft import RICH
from tests.properties.test_mutated_diagrams import BUDGET_SECONDS, mutated
from tools.bpmn_sample_table import SAMPLES

FILES = [RICH, *sorted({sample.xml().encode() for sample in SAMPLES.values()})]
PIECES = (b"<", b">", b"&#0;", b"&x;", b"]]>", b"<!--", b"<?x?>", b"\xff", b"\0", b'"', b"/", b"=")
LONG = range(150, 3_150, 300)


def scrambled(chance: random.Random, content: bytes) -> bytes:
    """Some bytes cut out, doubled, moved or replaced by pieces that mean something in XML."""
    for _ in range(chance.randint(1, 3)):
        start = chance.randrange(len(content))
        end = min(len(content), start + chance.randint(0, 20))
        cut = content[start:end]
        new = chance.choice([b"", cut * 2, chance.choice(PIECES), cut[::-1]])
        content = content[:start] + new + content[end:]
    return content


def imported(content: bytes) -> Draft | None:
    try:
        return check_draft("x.bpmn", content)[0]
    except DeploymentRefused:
        return None


def canonical(content: bytes) -> bytes:
    tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False)).getroottree()
    return etree.tostring(tree, method="c14n2")


@pytest.mark.parametrize(
    "seeds",
    [range(150), *(pytest.param(range(n, n + 300), marks=pytest.mark.long) for n in LONG)],
    ids=str,
)
def test_mutated_file_is_refused_or_imported_without_a_loss(seeds: range) -> None:
    count = 0
    for seed in seeds:
        chance = random.Random(seed)
        content = chance.choice(FILES)
        content = scrambled(chance, content) if seed % 3 == 0 else mutated(chance, content)[0]
        begun = time.process_time()
        try:
            draft = imported(content)
            assert draft is None or canonical(save(draft)) == canonical(content)
        except Exception as error:
            raise AssertionError(f"seed {seed}: {content!r}") from error
        assert time.process_time() - begun < BUDGET_SECONDS, f"seed {seed}"
        count += draft is not None
    assert count > len(seeds) // 2
