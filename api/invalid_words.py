"""Says in Chinese what a request's validation expected; the English is the validator's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_EXPECTED: Final[Mapping[str, str]] = {
    "missing": "必须填写",
    "extra_forbidden": "没有这一项，请去掉",
    "json_invalid": "不是正确的 JSON",
    "json_type": "应为 JSON 文本",
    "value_error": "值不合规定",
    "string_type": "应为文字",
    "string_too_short": "至少要 {min_length} 个字符",
    "string_too_long": "最多 {max_length} 个字符",
    "string_pattern_mismatch": "写法应符合 {pattern}",
    "string_unicode": "含有无法表示的字符",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_parsing_size": "整数过大",
    "int_from_float": "应为整数，不能有小数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "finite_number": "应为有限的数字",
    "decimal_type": "应为数字",
    "decimal_parsing": "应为数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "literal_error": "应为以下之一：{expected}",
    "enum": "应为以下之一：{expected}",
    "none_required": "应为空",
    "list_type": "应为列表",
    "tuple_type": "应为列表",
    "set_type": "应为列表",
    "frozen_set_type": "应为列表",
    "dict_type": "应为对象",
    "mapping_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "dataclass_type": "应为对象",
    "too_short": "至少要 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "date_type": "应为日期，如 2026-11-22",
    "date_parsing": "应为日期，如 2026-11-22",
    "date_from_datetime_parsing": "应为日期，如 2026-11-22",
    "date_from_datetime_inexact": "应为日期，不带时刻",
    "datetime_type": "应为时刻，如 2026-11-22T09:00:00+08:00",
    "datetime_parsing": "应为时刻，如 2026-11-22T09:00:00+08:00",
    "datetime_from_date_parsing": "应为时刻，如 2026-11-22T09:00:00+08:00",
    "datetime_object_invalid": "应为时刻，如 2026-11-22T09:00:00+08:00",
    "timezone_aware": "时刻须写明时区，如 2026-11-22T09:00:00+08:00",
    "time_type": "应为一天中的时刻，如 09:00",
    "time_parsing": "应为一天中的时刻，如 09:00",
    "uuid_parsing": "应为 UUID",
    "uuid_type": "应为 UUID",
    "bytes_type": "应为文件内容",
    "union_tag_invalid": "应为以下之一：{expected_tags}",
    "union_tag_not_found": "缺少类别",
    "one_list": "worklist、instances、audit 须恰好写一个",
    "item_twice": "同一件待办只能出现一次",
}


def in_chinese(kind: str, limits: Mapping[str, Any]) -> str:
    """What was expected, by the validator's type of error; `limits` are its figures."""
    words = _EXPECTED.get(kind, "值不合规定")
    known = {name: _listed(str(value)) for name, value in limits.items()}
    try:
        return words.format_map(known)
    except KeyError:  # a limit that this version of the validator calls otherwise
        return "值不合规定"


def _listed(value: str) -> str:
    return value.replace(" or ", "、").replace(", ", "、")
