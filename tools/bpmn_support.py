"""Writes docs/reference/bpmn-support.md from the code: what of BPMN is run, kept or refused."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from engine.bpmn.reader.attribute_values import run_values
from engine.bpmn.reader.positions import ALLOWED, ZH, Position
from engine.core.definition import Kind, Trigger
from engine.kernel.behaviours import BEHAVIOURS
from tools.bpmn_probe import State, attribute_state, element_state
from tools.bpmn_schema import KEPT_ATTRIBUTES, SCHEMA

TARGET: Final = Path(__file__).parent.parent / "docs" / "reference" / "bpmn-support.md"

HEAD: Final = """# BPMN 支持表 / What of BPMN is supported

BPMN 2.0.2 流程执行的每个元素和属性，只有三种可能：**执行**、**保留**（只供查看，不影响执行，\
存回时不丢）、**拒绝**（发布时点名规则）。本页由 `python -m tools.bpmn_support` 从代码生成：\
每一行都是把一个小图读入、检查、准备执行之后得出的；测试保证没有第四种。

Each element and attribute of BPMN 2.0.2 process execution is *run*, *kept* (looked at, without any
part in the execution, and not lost when the file is saved) or *refused* by a named rule. This page
is generated from the code by `python -m tools.bpmn_support`: each line is what a tiny diagram comes
to when it is read, checked and prepared; a test sees to it that nothing else can happen.

- 每个元素都可有 `id`、`documentation`、`extensionElements`；其他工具的扩展保留，\
其中会改变执行方式的由 `foreign-behaviour` 拒绝。
- Every element may have an `id`, `documentation` and `extensionElements`; extensions of other
  tools are kept, those that would change what is run are refused by `foreign-behaviour`.
- 值不合法的属性由 `attribute-value` 拒绝；`language` 和 `expressionLanguage` 只能是 FEEL\
（`feel-only`）。
- An attribute with an impossible value is refused by `attribute-value`; `language` and
  `expressionLanguage` are FEEL only (`feel-only`).
- 编排（choreography）、会话（conversation）和不可执行的流程作为图保留，并提示 `drawing-only`。
- Choreographies, conversations and processes that are not executable are kept as drawings, with
  the warning `drawing-only`.
"""

_KINDS: Final = {
    Position.START: Kind.START_EVENT,
    Position.INNER_START: Kind.START_EVENT,
    Position.EVENT_START: Kind.START_EVENT,
    Position.QUIET_EVENT_START: Kind.START_EVENT,
    Position.CATCH: Kind.CATCH_EVENT,
    Position.BOUNDARY: Kind.BOUNDARY_EVENT,
    Position.QUIET_BOUNDARY: Kind.BOUNDARY_EVENT,
    Position.THROW: Kind.THROW_EVENT,
    Position.END: Kind.END_EVENT,
}
_WORDS: Final = {"run": "执行 run", "kept": "保留 kept", "refused": "拒绝 refused"}


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_events(), *(line for part in SCHEMA for line in _part(part))]) + "\n"


def event_state(position: Position, trigger: Trigger) -> State:
    """What becomes of a trigger at a position (BPMN 2.0.2, tables of clause 10.5)."""
    if trigger not in ALLOWED[position]:
        missing = trigger is Trigger.NONE
        return State(rules=frozenset({"event-trigger" if missing else "event-position"}))
    if (_KINDS[position], trigger) not in BEHAVIOURS:
        return State(rules=frozenset({"not-executed"}))
    return State(is_run=True)


def _events() -> Iterator[str]:
    yield "## 事件定义与位置 / Event definitions by position\n"
    yield "`✓` 执行 run；其余为拒绝的规则 otherwise the rule that refuses it.\n"
    yield "| 位置 position | " + " | ".join(Trigger) + " |"
    yield "|---|" + "---|" * len(Trigger)
    for position in Position:
        cells = [_cell(event_state(position, trigger)) for trigger in Trigger]
        yield f"| {ZH[position]} {position} | " + " | ".join(cells) + " |"
    yield ""


def _cell(state: State) -> str:
    return "✓" if state.is_run else ", ".join(f"`{rule}`" for rule in sorted(state.rules))


def _part(part: str) -> Iterator[str]:
    yield f"## {part}\n"
    yield "| 元素 element | 状态 state | 属性 attributes |"
    yield "|---|---|---|"
    for element, attributes in SCHEMA[part].items():
        state = element_state(element)
        rule = "".join(f" `{one}`" for one in sorted(state.rules))
        inner = "" if state.rules else _attributes(element, attributes.split())
        yield f"| `{element}` | {_WORDS[state.word]}{rule} | {inner} |"
    yield ""


def _attributes(element: str, attributes: list[str]) -> str:
    """The attributes by state, in the order of the schema."""
    groups: dict[str, list[str]] = {}
    for attribute in attributes:
        state = attribute_state(element, attribute)
        if run_values(element, attribute) is not None and attribute not in KEPT_ATTRIBUTES:
            state = State(is_run=True)  # the one value that is run is the default
        rule = "".join(f" `{one}`" for one in sorted(state.rules))
        groups.setdefault(_WORDS[state.word] + rule, []).append(_named(element, attribute))
    return " · ".join(f"{word}: {', '.join(names)}" for word, names in groups.items())


def _named(element: str, attribute: str) -> str:
    only = run_values(element, attribute)
    if only is None:
        return f"`{attribute}`"
    values = ", ".join(sorted(only))
    return f"`{attribute}`（只有 only {values}；否则 else `unsupported-attribute`）"


def main() -> None:
    TARGET.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")


if __name__ == "__main__":
    main()
