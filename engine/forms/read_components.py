"""Reads the components of a form-js schema, strictly: what is not understood is a finding."""

from __future__ import annotations

from typing import Any, Final

from engine.errors import Text
from engine.feel import FeelError
from engine.forms.components import (
    Check,
    Component,
    Computed,
    Group,
    Input,
    Moment,
    Options,
    Rows,
    Rules,
    Type,
)
from engine.forms.expressions import FormExpression, is_expression, matches
from engine.forms.read_findings import Findings, Properties
from engine.forms.rules import option_values

DISPLAY: Final = frozenset({"text", "html", "separator", "spacer", "image", "button", "table"})
"""Components without a value of their own; only their expressions are read."""

CHOICES: Final = frozenset({Type.RADIO, Type.SELECT, Type.CHECKLIST, Type.TAG_LIST})
RULE_NAMES: Final = frozenset(
    "required min max minLength maxLength pattern patternErrorMessage validationType".split()
)
PATTERNS: Final = {
    "email": r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
    "phone": r"^\+?[0-9][0-9 ()-]{4,19}$",
}
SCOPE_WORDS: Final = frozenset({"this", "parent", "i", "_this_", "_parent_", "_i_"})
FEEL_WORDS: Final = frozenset(
    "and or in between then else return satisfies instance if for some every function "
    "true false null external not".split()
)
MAX_DEPTH: Final = 12


class ComponentReader:
    """Reads one form; `reads` gathers the top-level names that its expressions read."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.reads: set[str] = set()
        self.depth = 0

    def read_all(self, raw: Any, place: str) -> tuple[Component, ...]:
        """The components of one container that hold data, in order."""
        seen: set[str] = set()
        return self._read_all(raw, place, seen)

    def _read_all(self, raw: Any, place: str, seen: set[str]) -> tuple[Component, ...]:
        if not isinstance(raw, list) or self.depth > MAX_DEPTH:
            where = f"({place})" if place else ""
            self.findings.add(
                "form-schema",
                f"components{where} 应为列表，嵌套不超过 {MAX_DEPTH} 层",
                f"Expected components{where} to be a list nested at most {MAX_DEPTH} deep",
            )
            return ()
        self.depth += 1
        read = [self._read_one(item, place, seen) for item in raw]
        self.depth -= 1
        return tuple(component for component in read if component is not None)

    def _read_one(self, raw: Any, place: str, seen: set[str]) -> Component | None:
        if not isinstance(raw, dict):
            self.findings.add("form-schema", "组件应为 JSON 对象", "Expected components as objects")
            return None
        owner = str(raw.get("key") or raw.get("path") or raw.get("id") or raw.get("type"))
        made = Properties(raw, f"{place}.{owner}" if place else owner, self.findings)
        kind = raw.get("type")
        if kind in DISPLAY:
            self._hide(made)
            self._expression(made, "dataSource")
            return None
        if kind == "group":
            return self._group(made, seen)
        if kind == "dynamiclist":
            return self._rows(made, seen)
        if kind == "expression":
            return self._computed(made, seen)
        if isinstance(kind, str) and kind in set(Type):
            return self._input(made, Type(kind), seen)
        self._unknown_type(made, kind)
        return None

    def _unknown_type(self, made: Properties, kind: Any) -> None:
        self.findings.add(
            "form-component",
            f"组件 {made.owner} 的类型 {kind!r} 不受支持",
            f"Expected component {made.owner} of a supported type, got {kind!r}",
            made.owner,
        )

    # -- containers ------------------------------------------------------------------------------

    def _group(self, made: Properties, seen: set[str]) -> Group:
        if not made.text("path"):
            return Group(
                key=None,
                label=_label(made),
                components=self._read_all(made.source.get("components"), made.owner, seen),
                hide=self._hide(made),
            )
        return Group(
            key=self._key(made, "path", seen),
            label=_label(made),
            components=self.read_all(made.source.get("components"), made.owner),
            hide=self._hide(made),
        )

    def _rows(self, made: Properties, seen: set[str]) -> Rows:
        extra = made.inner("properties")
        return Rows(
            key=self._key(made, "path", seen),
            label=_label(made),
            components=self.read_all(made.source.get("components"), made.owner),
            min_rows=extra.whole("minRows", 0),
            max_rows=extra.whole("maxRows", 500),
            check=self._check(made),
            hide=self._hide(made),
        )

    # -- fields ----------------------------------------------------------------------------------

    def _computed(self, made: Properties, seen: set[str]) -> Computed | None:
        key = self._key(made, "key", seen)
        if not made.text("expression").strip():
            made.wrong("expression", "FEEL 表达式", "a FEEL expression")
        expression = self._expression(made, "expression")
        if expression is None:
            return None
        return Computed(
            key=key,
            label=_label(made),
            expression=expression,
            check=self._check(made),
            hide=self._hide(made),
        )

    def _input(self, made: Properties, kind: Type, seen: set[str]) -> Input:
        return Input(
            key=self._key(made, "key", seen),
            label=_label(made),
            type=kind,
            rules=self._rules(made, kind),
            options=self._options(made) if kind in CHOICES else None,
            moment=self._moment(made) if kind is Type.DATE_TIME else Moment.DATE,
            text_number=made.flag("serializeToString"),
            multiple=self._multiple(made, kind),
            locked=self._locked(made),
            check=self._check(made),
            hide=self._hide(made),
        )

    def _multiple(self, made: Properties, kind: Type) -> bool:
        return made.flag("multiple") if kind is Type.FILE_PICKER else True

    def _key(self, made: Properties, name: str, seen: set[str]) -> str:
        key = made.text(name)
        if not key:
            self.findings.add(
                "form-key-missing",
                f"组件 {made.owner} 没有 {name}",
                f"Expected component {made.owner} to have a {name}",
                made.owner,
            )
        elif not _is_plain_name(key):
            self.findings.add(
                "form-key-name",
                f"“{key}”不能作字段名：应为不含空格、点和 FEEL 关键字的名字",
                f"Expected a plain name without spaces, dots and FEEL words, got {key!r}",
                made.owner,
            )
        elif key in seen:
            self.findings.add(
                "form-key-duplicate",
                f"字段名“{key}”重复",
                f"Expected each key once at its level, got {key!r} again",
                made.owner,
            )
        seen.add(key)
        return key

    def _rules(self, made: Properties, kind: Type) -> Rules:
        validate = made.inner("validate")
        validate.allow_only(RULE_NAMES)
        return Rules(
            required=validate.flag("required"),
            minimum=self._bound(validate, "min"),
            maximum=self._bound(validate, "max"),
            min_length=self._bound(validate, "minLength"),
            max_length=self._bound(validate, "maxLength"),
            pattern=self._pattern(validate),
            pattern_text=validate.text("patternErrorMessage"),
            decimal_digits=self._digits(made) if kind is Type.NUMBER else None,
            increment=made.number("increment") if kind is Type.NUMBER else None,
            no_past=made.flag("disallowPassedDates"),
        )

    def _digits(self, made: Properties) -> int | None:
        return None if made.number("decimalDigits") is None else made.whole("decimalDigits", 0)

    def _pattern(self, validate: Properties) -> str | None:
        named = validate.text("validationType")
        if named in PATTERNS:
            return PATTERNS[named]
        if named not in ("", "custom"):
            validate.wrong("validationType", "email、phone 或 custom", "email, phone or custom")
        pattern = validate.text("pattern")
        if not pattern:
            return None
        try:
            matches("", pattern)
        except FeelError as error:
            validate.wrong("pattern", f"正则表达式：{error.text.zh}", f"a pattern: {error.text.en}")
            return None
        return pattern

    def _options(self, made: Properties) -> Options:
        if made.source.get("valuesExpression"):
            return Options(expression=self._expression(made, "valuesExpression"))
        if made.source.get("valuesKey"):
            return Options(lookup=made.text("valuesKey"))
        values = made.source.get("values")
        if isinstance(values, list) and values and all(map(_is_option, values)):
            return Options(values=tuple(option_values(values)))
        self.findings.add(
            "form-option",
            f"组件 {made.owner} 没有选项：应有 values、valuesKey 或 valuesExpression",
            f"Expected component {made.owner} to have values, valuesKey or valuesExpression",
            made.owner,
        )
        return Options()

    def _moment(self, made: Properties) -> Moment:
        subtype = made.text("subtype", "date")
        if subtype not in set(Moment):
            made.wrong("subtype", "date、time 或 datetime", "date, time or datetime")
            return Moment.DATE
        return Moment(subtype)

    # -- expressions -----------------------------------------------------------------------------

    def _locked(self, made: Properties) -> bool | FormExpression:
        if made.flag("disabled"):
            return True
        if is_expression(made.source.get("readonly")):
            return self._expression(made, "readonly") or False
        return made.flag("readonly")

    def _hide(self, made: Properties) -> FormExpression | None:
        return self._expression(made.inner("conditional"), "hide")

    def _check(self, made: Properties) -> Check | None:
        extra = made.inner("properties")
        expression = self._expression(extra, "check")
        if expression is None:
            return None
        label = _label(made)
        zh = extra.text("checkZh") or f"“{label.zh}”不符合规定（{expression.text}）"
        en = extra.text("checkEn") or f"{label.en}: expected {expression.text}"
        return Check(expression=expression, text=Text(zh=zh, en=en))

    def _bound(self, made: Properties, name: str) -> Any:
        return self._noted(made.bound(name))

    def _expression(self, made: Properties, name: str) -> FormExpression | None:
        found = self._noted(made.expression(name))
        return found if isinstance(found, FormExpression) else None

    def _noted(self, found: Any) -> Any:
        if isinstance(found, FormExpression):
            self.reads |= found.compiled.reads - SCOPE_WORDS
        return found


def _label(made: Properties) -> Text:
    label = made.text("label") or made.owner
    return Text(zh=label, en=made.inner("properties").text("labelEn") or label)


def _is_plain_name(key: str) -> bool:
    return key.isidentifier() and key not in FEEL_WORDS and key not in SCOPE_WORDS


def _is_option(item: Any) -> bool:
    value = item.get("value") if isinstance(item, dict) else item
    return isinstance(value, str | int)
