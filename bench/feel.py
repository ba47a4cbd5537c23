"""The speed of FEEL and of decision tables: a condition against Python, a table in milliseconds."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from time import perf_counter_ns

from bench.statistics import Figure, figure
from engine.dmn import load
from engine.feel import compile as compile_feel

BLOCKS = 30
ROUNDS = 2_000
RULES = 100
_CONDITION = '金额 > 5000 and 部门 in ("行政", "销售")'


def feel(folder: Path) -> list[Figure]:
    """One compiled condition and the same test in Python, in alternating blocks; a full table."""
    compiled = compile_feel(_CONDITION, names=["金额", "部门"])
    case = {"金额": Decimal(6000), "部门": "销售"}
    limit, departments = Decimal(5000), ("行政", "销售")
    ratios, ours = [], []
    for _ in range(BLOCKS):
        begun = perf_counter_ns()
        for _ in range(ROUNDS):
            compiled.evaluate(case)
        middle = perf_counter_ns()
        for _ in range(ROUNDS):
            _ = case["金额"] > limit and case["部门"] in departments  # type: ignore[operator]
        ended = perf_counter_ns()
        ratios.append((middle - begun) / (ended - middle))
        ours.append((middle - begun) / ROUNDS / 1000)
    return [
        figure("feel_condition_ratio_to_python", ratios, goal=15),
        figure("feel_condition_us", ours, "us"),
        figure("dmn_table_100_rules_ms", _table(folder / "table.dmn"), "ms", goal=1),
    ]


def _table(path: Path) -> list[float]:
    """A table of which the last rule matches, evaluated with its explanation."""
    path.write_text(_model(), encoding="utf-8")
    models = load(path)
    inputs = {"金额": Decimal(RULES * 100 - 1), "部门": "销售"}
    if models.evaluate("level", inputs).rule_ids != (f"r{RULES}",):
        raise RuntimeError("void: the table decides otherwise")
    spent = []
    for _ in range(BLOCKS * 5):
        begun = perf_counter_ns()
        models.evaluate("level", inputs)
        spent.append((perf_counter_ns() - begun) / 1e6)
    return spent


def _model() -> str:
    rules = "".join(
        f'<rule id="r{n}"><inputEntry><text>[{(n - 1) * 100}..{n * 100})</text></inputEntry>'
        f'<inputEntry><text>"行政", "销售"</text></inputEntry>'
        f"<outputEntry><text>{n}</text></outputEntry></rule>"
        for n in range(1, RULES + 1)
    )
    columns = "".join(
        f"<input><inputExpression><text>{name}</text></inputExpression></input>"
        for name in ("金额", "部门")
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="bench" '
        'namespace="urn:bench"><decision id="level" name="level">'
        f'<decisionTable hitPolicy="UNIQUE">{columns}<output/>{rules}</decisionTable>'
        "</decision></definitions>"
    )
