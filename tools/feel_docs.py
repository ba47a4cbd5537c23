"""Writes docs/reference/feel.md from the code: every function with its examples, and the bounds."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

import yaml

from engine.feel import limits
from engine.feel.builtins import BUILTINS, Builtin

TARGET = Path(__file__).parent.parent / "docs" / "reference" / "feel.md"

HEAD = """# FEEL

FEEL（DMN 1.5 第 10 章）是流程图、决策表和表单中唯一的表达式语言。本页由 \
`python -m tools.feel_docs` 从代码生成，每个例子都是测试。

FEEL (DMN 1.5, clause 10) is the only expression language of diagrams, decision tables and forms.
This page is generated from the code by `python -m tools.feel_docs`; every example is a test.

## 用法 / Use

```python
import engine.feel
from engine.feel import compile_unary_tests

rule = engine.feel.compile('金额 > 5000 and 部门 in ("行政", "销售")', names=["金额", "部门"])
rule.evaluate({"金额": Decimal(6000), "部门": "销售"})  # True
rule.explain({"金额": Decimal(6000), "部门": "销售"}).text.zh  # 一句话说明 / one sentence
rule.evaluate({"金额": "六千", "部门": "销售"}, strict=True)  # FeelTypeError
compile_unary_tests("[1..5]").evaluate({"?": Decimal(3)})  # True
```

- `names` 给出全部变量名（可含空格、符号、任何文字）；未知的名称在编译时报错并指出行列。\
不给 `names` 时，任何单个词都可作变量名，未知的名称为空。
- `names` gives all variables (with spaces, symbols, any script); unknown names are errors with line
  and column. Without `names` any single word may be a variable, and unknown ones are null.
- `strict=True`：标准规定为空（类型不对、名称未知、转换失败）之处改为报错。
- `strict=True` raises where the standard says null because of a type, a name or a conversion.
"""

WRITTEN = """## 在哪里用 / Where it is used

- `engine.feel.compile(text, names=..., functions=...)`；`guicheng feel '表达式' \
--context JSON --explain`（[命令行](cli.md)）；决策见 [DMN](dmn.md)。
- 扩充函数在自己的命名空间里：`functions={"名称": Extension(...)}`。流程图、决策表和命令行都有
  `workdays after(moment, n, department?)`、`working time after(moment, d, department?)`
  和 `is workday(date, department?)`
 （`engine.feel.working_time`），用部署的工作日历。
- Extension functions live in a namespace of their own, `functions={"name": Extension(...)}`.
  Diagrams, decisions and the command line have `workdays after(moment, n, department?)`,
  `working time after(moment, d, department?)` and `is workday(date, department?)`.
- 没有别的东西计算表达式：`tests/house/test_one_language.py` 拒绝 eval、exec、compile 和其他引擎。
- Nothing else evaluates expressions: a test refuses eval, exec, compile and other engines.
"""

DIFFERENCES = """## 与标准的差别 / Differences from the standard

标准之外或没有做的，逐段列出；不在此表中的都按标准。
What is missing or differs, paragraph by paragraph; whatever is not in this table follows the
standard.

| 标准 / standard | 这里 / here |
|---|---|
| 10.3.2.3.5 years -999,999,999 to 999,999,999 | 1 to 9999; others are null / 其他年份为空 |
| 10.3.2.15, Table 66 seconds with any fraction | cut after the microsecond / 微秒之后截去 |
| 10.3.2.15, Table 66 offsets of ±14 hours | ±18 hours are accepted / 接受 ±18 小时 |
| 10.3.2.3.4 `24:00:00` of XML Schema | null; write the next day / 为空 |
| 10.3.2.3.1 numbers of any exponent in text | exponents within ±6144, else null or refused / \
指数限 ±6144 |
| 10.3.1.2 rule 28, name characters | full-width and CJK punctuation is not part of an undeclared \
name; declared names may hold any character / 未声明的名称不含全角标点 |
| 10.3.1.2 rule 28, undeclared names | without `names` a variable is one word; names with spaces \
have to be declared / 未声明的名称只能是一个词 |
| 10.3.1.2 `@"..."` that is not a valid value | refused at compilation / 编译时拒绝 |
| 10.3.2.13.3 external functions | refused at compilation / 编译时拒绝 |
| 10.3.2.9.2 types of function values | compared by the number of parameters / 只比较参数个数 |
| 10.3.4.3 XPath patterns | RE2: no back-references, 16 character blocks, subtraction of plain \
character classes only; others are null / 不支持反向引用，字符类相减只限普通字符 |
| 10.3.4.3 `replace`, `split` with a pattern that matches nothing | null, as FORX0003 / 为空 |
| 10.3.4.5 `odd`, `even` of a fraction | null: neither / 为空 |
| 10.3.4.5 `log`, `exp`, `**` with a fraction | correct to 34 digits, rounded half-even / 34 位 |
| 10.3.4.11 `now`, `today` | the recorded time that the caller gives / 调用方给出的记录时间 |
| bounds (above) | an error, also where the standard sets no bound / 超限报错 |
| results that are ranges or functions | null outside the evaluation, an error when strict / \
不能离开表达式 |
| not in the standard | `is defined`, `last day of month`, `get value` along a list of names, \
`sort` without a function, full-width operators / 标准之外的扩充 |
"""

FEELIN = """## feelin 8.2 与标准的差别 / Where feelin 8.2 differs from the standard

`tests/feel/test_feelin.py` 用同一个种子生成 5,000 个表达式，与 feelin（JavaScript）逐个比较；
每个差别都属于下表的一类，否则测试失败。

`tests/feel/test_feelin.py` compares 5,000 generated expressions with feelin (JavaScript); each
difference belongs to a class of this table, or the test fails.

| 段 / clause | 标准 / the standard |
|---|---|"""
_CLASSES = Path(__file__).parent.parent / "tests" / "feel" / "feelin_differences.yaml"


def page() -> str:
    """The whole page."""
    parts = [HEAD, _bounds(), "## 函数 / Functions\n"]
    ordered = sorted(BUILTINS.values(), key=lambda entry: (_order(entry.clause), entry.name))
    for clause, entries in groupby(ordered, key=lambda entry: entry.clause):
        title = "扩充 / Extensions" if clause == "extension" else f"DMN 1.5, {clause}"
        parts.append(f"### {title}\n")
        parts += ["| 函数 / function | 说明 / meaning | 例子 / examples |", "|---|---|---|"]
        parts += [_row(entry) for entry in entries]
        parts.append("")
    parts += [WRITTEN, DIFFERENCES, FEELIN]
    classes = yaml.safe_load(_CLASSES.read_text(encoding="utf-8"))
    parts += [f"| {one['clause']} | {one['zh']}<br>{one['en']} |" for one in classes]
    return "\n".join([*parts, ""])


def _order(clause: str) -> tuple[int, ...]:
    return (99,) if clause == "extension" else tuple(int(part) for part in clause.split("."))


def _row(entry: Builtin) -> str:
    usage = "<br>".join(f"`{text}`" for text in entry.usage())
    examples = "<br>".join(f"`{text}` → `{wanted}`" for text, wanted in entry.examples)
    return f"| {_cell(usage)} | {entry.zh}<br>{entry.en} | {_cell(examples)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _bounds() -> str:
    rows = [
        ("表达式的字节 / bytes of an expression", limits.MAX_TEXT),
        ("嵌套层数 / nesting", limits.MAX_NESTING),
        ("一次计算的步数 / steps of an evaluation", limits.MAX_STEPS),
        ("一个文本的字符 / characters of a string", limits.MAX_STRING),
        ("一个结果的元素 / items of a result", limits.MAX_ITEMS),
    ]
    lines = ["## 上限 / Bounds\n", "| | |", "|---|---:|"]
    lines += [f"| {what} | {limit:,} |" for what, limit in rows]
    return "\n".join([*lines, "", "超过即 `FeelLimitError`。/ Beyond: `FeelLimitError`.\n"])


def main() -> int:
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
