"""Writes docs/reference/feel.md from the code: every function with its examples, and the bounds."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from engine.feel import limits
from engine.feel.builtins import BUILTINS, Builtin

TARGET = Path(__file__).parent.parent / "docs" / "reference" / "feel.md"

HEAD = """# FEEL

FEEL(DMN 1.5 第 10 章)是流程图、决策表和表单中唯一的表达式语言。本页由 `python -m tools.feel_docs` \
从代码生成,每个例子都是测试。

FEEL (DMN 1.5, clause 10) is the only expression language of diagrams, decision tables and forms.
This page is generated from the code by `python -m tools.feel_docs`; every example is a test.

## 用法 / Use

```python
from engine.feel import compile_expression, compile_unary_tests

rule = compile_expression('金额 > 5000 and 部门 in ("行政", "销售")', names=["金额", "部门"])
rule.evaluate({"金额": Decimal(6000), "部门": "销售"})             # True
rule.explain({"金额": Decimal(6000), "部门": "销售"}).text.zh      # 一句话说明 / one sentence
rule.evaluate({"金额": "六千", "部门": "销售"}, strict=True)       # FeelTypeError
compile_unary_tests("[1..5]").evaluate({"?": Decimal(3)})          # True
```

- `names` 给出全部变量名(可含空格、符号、任何文字);未知的名称在编译时报错并指出行列。不给 `names` \
时,任何单个词都可作变量名,未知的名称为空。
- `names` gives all variables (with spaces, symbols, any script); unknown names are errors with line
  and column. Without `names` any single word may be a variable, and unknown ones are null.
- `strict=True`:标准规定为空(类型不对、名称未知、转换失败)之处改为报错。
- `strict=True` raises where the standard says null because of a type, a name or a conversion.
"""

DIFFERENCES = """## 与标准的差别 / Differences from the standard

| 标准 / standard | 这里 / here |
|---|---|
| 7.3.1, 10.3.2.3 years -999,999,999 to 999,999,999 | 1 to 9999; others are null / 其他年份为空 |
| 10.3.2.3 seconds with any fraction | cut after the microsecond / 微秒之后截去 |
| 10.3.1.2 rule 28, name characters | full-width and CJK punctuation is not part of an undeclared \
name; declared names may hold any character / 未声明的名称不含全角标点 |
| 10.3.4.3 XPath patterns | RE2: no back-references, 16 character blocks, subtraction of plain \
character classes only; others are null / 不支持反向引用,字符类相减只限普通字符 |
| 10.3.4.3 `replace`, `split` with a pattern that matches nothing | null, as FORX0003 / 为空 |
| 10.3.2.13 external functions | refused at compilation / 编译时拒绝 |
| 10.3.1.2 `@"..."` that is not a valid value | refused at compilation / 编译时拒绝 |
| results that are ranges or functions | null outside the evaluation, an error when strict / \
不能离开表达式 |
| 10.3.4.11 `now`, `today` | the recorded time that the caller gives / 调用方给出的记录时间 |
| not in the standard | `is defined`, `last day of month`, `get value` along a list of names, \
`sort` without a function / 标准之外的扩充 |
"""


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
    parts.append(DIFFERENCES)
    return "\n".join(parts)


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
