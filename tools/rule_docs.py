"""Writes docs/reference/lint-rules.md from the code: every rule with its sentences and its fix."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

from engine.bpmn.rules import all_rules
from engine.bpmn.rules.rule import Rule
from engine.errors import Family

TARGET: Final = Path(__file__).parent.parent / "docs" / "reference" / "lint-rules.md"

HEAD: Final = """# 检查规则 / Validation rules

`guicheng lint FILE...` 和发布时都按这些规则检查。本页由 `python -m tools.rule_docs` 从代码生成；
每条规则有一个小图作为测试（`tests/bpmn/rules/`）。

`guicheng lint FILE...` and every deployment check these rules. This page is generated from the code
by `python -m tools.rule_docs`; each rule has a tiny diagram as its test (`tests/bpmn/rules/`).

- 输出 `文件:行: 规则: 句子`，`--json` 另有 `family`、`element_id`、`fix` 和反例 `path`；\
有错误时退出码为 1。
- It prints `file:line: rule: sentence`; `--json` adds `family`, `element_id`, `fix` and the
  counter-example `path`. The exit code is 1 when there is an error.
- **错误**使发布被拒绝，**警告**不会。试用部署（草稿）时，\
只有 `structure` 类的错误仍是错误，其余都是警告。
- **Errors** refuse publishing, **warnings** do not. In a draft deployment only errors of the family
  `structure` stay errors; all others are warnings.
- 发布还拒绝 `clause-lost`：条款在已发布的版本中有元素执行，新版及其他流程都不再引用，\
又没有在 `not_executable.yaml` 中豁免。
- Publishing also refuses `clause-lost`: an element of the version published before carries out a
  clause that neither the new version nor another process cites any more, and that is not waived in
  `not_executable.yaml`. `guicheng clauses` shows which element carries out which clause.
- `clause-to-review` 警告：元素引用的条款内容已改，待流程负责人用 `guicheng clauses review` 确认。
- `clause-to-review` warns of elements that cite a clause which was edited since, until the owner of
  the process confirms them with `guicheng clauses review`.
- 只有看 XML 才知道的（未知的元素、重复的 id、悬空的引用、事件类型能否放在该位置、
  gatewayDirection）由读取器拒绝，见 [BPMN 支持表](bpmn-support.md)；\
决策表的重叠与空缺见 [DMN](dmn.md)。
- What only the XML shows (unknown elements, ids used twice, dangling references, triggers at places
  that do not allow them, gatewayDirection) is refused by the reader, see
  [what of BPMN is supported](bpmn-support.md); overlaps and gaps of decision tables: [DMN](dmn.md).
"""

FAMILIES: Final = {
    Family.STRUCTURE: (
        "structure：标准的要求 / What the standard asks",
        "BPMN 2.0.2 的要求，或不满足就无法执行的事。"
        "/ Demands of BPMN 2.0.2, and what no execution can do without.",
    ),
    Family.SOUNDNESS: (
        "soundness：控制流 / Control flow",
        "逐个探索每一层的全部状态（`engine/bpmn/soundness`），数据只用来看出互相排斥的条件。"
        "反例是从开始到出错处经过的元素和顺序流，测试让引擎照着走一遍。状态太多时如实说明，不声称没有死锁。"
        "多实例、循环、子流程各作为一步，子流程内部另查。\n\n"
        "Every state of every level is explored; of data, only that some conditions exclude each "
        "other is seen. A counter-example is the elements and flows from the start to the fault; "
        "tests walk the engine along it. Where there are too many states it says so, and proves "
        "nothing. Loops, multi-instance and sub-processes are one step each; the inside of a "
        "sub-process is explored by itself.",
    ),
    Family.HOUSE: (
        "house：本系统的要求 / Our own demands",
        "表单、角色、条款等。/ Forms, roles, clauses and the like.",
    ),
    Family.STYLE: ("style：是否易读 / How it reads", "都是警告。/ Warnings all."),
}

BPMNLINT_HEAD: Final = """## 与 bpmnlint 的对照 / Beside bpmnlint

bpmnlint 推荐的规则各自所指的问题，这里由哪条规则管。
What each rule of bpmnlint's recommended set stands for, and the rule that sees to it here.

| bpmnlint | 这里 / here |
|---|---|"""

BPMNLINT: Final[dict[str, str]] = {
    "ad-hoc-sub-process": "`ad-hoc`",
    "conditional-event": "`event-complete`",
    "conditional-flows": "`gateway-conditions`, `way-on`",
    "end-event-required": "`ends-drawn`",
    "event-based-gateway": "`event-gateway`",
    "event-sub-process-typed-start-event": "`event-sub-process`",
    "fake-join": "`no-doubling`：只在真的会重复执行时报告 / only where work would be done twice",
    "global": "读取器拒绝悬空的引用；没有用到的定义无害，保留 / "
    "the reader refuses dangling references; unused definitions do no harm and stay",
    "label-required": "`named`, `named-in-english`",
    "link-event": "`links`, `event-complete`",
    "no-bpmndi": "读取器 / the reader: `no-diagram`, `not-drawn`",
    "no-complex-gateway": "`complex-gateway`（警告，因为能执行 / a warning, because it runs）",
    "no-disconnected": "`reachable`, `links`",
    "no-duplicate-sequence-flows": "`duplicate-flows`",
    "no-gateway-join-fork": "`join-and-split`（排他网关除外 / but for exclusive gateways）",
    "no-implicit-end": "`ends-drawn`",
    "no-implicit-split": "`implicit-split`",
    "no-implicit-start": "`reachable`, `starts-drawn`",
    "no-inclusive-gateway": "不采用：包容网关按标准执行 / "
    "left out: inclusive gateways are run as the standard says",
    "no-overlapping-elements": "读取器 / the reader: `overlapping`",
    "single-blank-start-event": "`one-start`",
    "single-event-definition": "不采用：多重事件能执行 / left out: multiple events are run",
    "start-event-required": "`starts-drawn`",
    "sub-process-blank-start-event": "读取器 / the reader: `event-position`; `one-start`",
    "superfluous-gateway": "`idle-gateway`",
    "superfluous-termination": "`superfluous-termination`",
}


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for family, (title, about) in FAMILIES.items():
        rules = [rule for rule in all_rules() if rule.family is family]
        parts += [f"## {title}\n", f"{about}\n"]
        parts += ["| 规则 / rule | | 句子 / sentence | 改正 / fix |", "|---|---|---|---|"]
        parts += [*map(_row, rules), ""]
    rows = [f"| {name} | {here} |" for name, here in BPMNLINT.items()]
    return "\n".join([*parts, BPMNLINT_HEAD, *rows, ""])


def _row(rule: Rule) -> str:
    severity = "错误 error" if rule.severity == "error" else "警告 warning"
    about = (sys.modules[rule.search.__module__].__doc__ or "").strip()
    sentence = f"{_shown(rule.zh)}<br>{_shown(rule.en)}<br>*{about}*"
    fix = f"{_shown(rule.fix_zh)}<br>{_shown(rule.fix_en)}"
    return f"| `{rule.id}` | {severity} | {sentence} | {fix} |"


def _shown(template: str) -> str:
    """The sentence with an ellipsis for what the breach fills in."""
    text = re.sub(r"\{[^{}]*\}", "…", template)
    return re.sub(r"…[…\s]*…", "…", text).replace("|", "\\|")


def main() -> int:
    TARGET.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
