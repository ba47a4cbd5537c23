"""Points of the standard that are easily read another way, each with its paragraph of DMN 1.5."""

from __future__ import annotations

import pytest

from tests.feel.rows import value_of

ROWS = [
    # 10.3.1.2, rule 4: exponentiation is left-associative, negation binds more tightly
    ("10.3.1.2", "2 ** 3 ** 2", "64"),
    ("10.3.1.2", "-2 ** 2", "4"),
    ("10.3.1.2", "2 ** -1", "0.5"),
    # 10.3.2.7: the ends of a range are in order
    ("10.3.2.7", "[5..1] = null", "true"),
    ("10.3.2.7", "(1..10].start included", "false"),
    ("10.3.2.7", "[1..10).end included", "false"),
    ("10.3.2.7", "(< 10).start", "null"),
    ("10.3.2.7", "(< 10).end", "10"),
    ("10.3.2.7", "[2..null].end included", "false"),
    # 10.3.2.3: properties and printing of temporal values
    ("10.3.2.3.4", '@"10:00:00.5".second', "0.5"),
    ("10.3.2.3.4", '@"10:00:00@Europe/Paris".timezone', '"Europe/Paris"'),
    ("10.3.2.3.5", '@"2026-11-22".weekday', "7"),
    ("10.3.2.3.6", '@"2020-01-01T10:00:00+02:00".time offset', '@"PT2H"'),
    ("10.3.2.3.6", '@"2020-01-01T10:00:00".time offset', "null"),
    ("10.3.2.3.7", '@"P1DT2H3M4S".minutes', "3"),
    ("10.3.2.3.7", '@"P1D".years', "null"),
    ("10.3.2.3.8", '@"P14M".years', "1"),
    ("10.3.2.3.8", '@"P14M".months', "2"),
    # 10.3.2.5: filters
    ("10.3.2.5", "[1, 2, 3][-1]", "3"),
    ("10.3.2.5", "[1, 2, 3][0]", "null"),
    ("10.3.2.5", "[1, 2, 3][4]", "null"),
    ("10.3.2.5", "5[1]", "5"),
    ("10.3.2.5", "5[2]", "null"),
    ("10.3.2.5", "5[item = 5]", "[5]"),
    ("10.3.2.5", "[{x: 1}, {x: null}][x < 2]", "[{x: 1}]"),
    ("10.3.2.5", "[{item: 1}, {item: 2}][item >= 2]", "[{item: 2}]"),
    ("10.3.2.5", "[{a: 1}, {b: 2}].a", "[1, null]"),
    ("10.3.2.5", "[][1 + 1]", "null"),
    # 10.3.2.9.1: types
    ("10.3.2.9.1", "[1, 2] instance of list<number>", "true"),
    ("10.3.2.9.1", '[1, "a"] instance of list<number>', "false"),
    ("10.3.2.9.1", "{a: 1, b: 2} instance of context<a: number>", "true"),
    ("10.3.2.9.1", "{} instance of context<a: number>", "false"),
    ("10.3.2.9.1", "(function(x) x) instance of function<number> -> Any", "true"),
    ("10.3.2.9.1", "[1..2] instance of range<number>", "true"),
    ("10.3.2.9.1", "[1..2] instance of range<string>", "false"),
    ("10.3.2.9.1", '@"2020-01-01" instance of date and time', "false"),
    ("10.3.2.9.1", '@"P1Y" instance of years and months duration', "true"),
    ("10.3.2.9.1", "null instance of number", "false"),
    ("10.3.2.9.1", "null instance of Null", "true"),
    # 10.3.2.4 and 10.3.2.15: three-valued logic and operators
    ("10.3.2.4", "false and null", "false"),
    ("10.3.2.4", "true or null", "true"),
    ("10.3.2.4", 'true and "x"', "null"),
    ("10.3.2.15", "some x in [1, null] satisfies x > 5", "null"),
    ("10.3.2.15", "every x in [] satisfies x > 5", "true"),
    ("10.3.2.15", '1 = "1"', "null"),
    ("10.3.2.15", '@"10:00:00" < @"11:00:00Z"', "true"),  # in the zone of the other
    ("10.3.2.15", '@"2020-01-01T10:00:00" > @"2020-01-01T11:00:00+08:00"', "false"),
    ("10.3.2.15", "123 instance of list", "null"),  # a list type has a parameter
    ("10.3.2.15", "[1] instance of list<list>", "null"),
    ("10.3.2.15", "{a: 1} instance of context", "null"),
    ("10.3.2.15", "null < 1", "null"),
    ("10.3.2.15", '@"10:00:00" - @"09:00:00"', '@"PT1H"'),
    ("10.3.2.15", '@"2024-01-31" + @"P1M"', '@"2024-02-29"'),
    ("10.3.2.15", '@"P1Y" + @"P1D"', "null"),
    ("10.3.2.15", '"a" + 1', "null"),
    ("10.3.2.14", "for i in 3..1 return i", "[3, 2, 1]"),
    ("10.3.2.14", "for i in 0..3 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6]"),
    ("10.3.2.14", 'for d in @"2020-01-31"..@"2020-02-01" return d.day', "[31, 1]"),
    ("10.3.2.14", "for i in (1..3) return i", "[2]"),
    ("10.3.2.15", "if null then 1 else 2", "2"),
    # 10.3.4.1: conversion
    ("10.3.4.1", "string(1.10)", '"1.10"'),
    ("10.3.4.1", 'string(@"P14M")', '"P1Y2M"'),
    ("10.3.4.1", 'string(@"PT36H")', '"P1DT12H"'),
    ("10.3.4.1", 'string(@"PT0S")', '"PT0S"'),
    (
        "10.3.4.1",
        'string(@"2018-10-11T10:00:00@Europe/Paris")',
        '"2018-10-11T10:00:00@Europe/Paris"',
    ),
    ("10.3.4.1", 'string({a: ["b", null]})', r'"{a: [\"b\", null]}"'),
    ("10.3.4.1", 'date("2017-13-01")', "null"),
    ("10.3.4.1", 'date("+2020-01-01")', "null"),
    ("10.3.4.1", 'time("23:59:60")', "null"),
    ("10.3.4.1", 'number("1 000,50", " ", ",")', "1000.50"),
    ("10.3.4.1", 'number("1.000", ".", ".")', "null"),
    ("10.3.4.1", 'range("[18..21)")', "[18..21)"),
    ("10.3.4.1", 'range("[21..18)")', "null"),
    (
        "10.3.4.1",
        'years and months duration(date and time("2011-12-22T10:00:00"), date("2013-08-24"))',
        '@"P1Y8M"',
    ),
    # 10.3.4.3: strings
    ("10.3.4.3", 'substring("foobar", 0)', "null"),
    ("10.3.4.3", 'substring("foobar", 3.8)', '"obar"'),
    (
        "10.3.4.3",
        'replace("0123456789", "(\\d{3})(\\d{3})(\\d{4})", "($1) $2-$3")',
        '"(012) 345-6789"',
    ),
    ("10.3.4.3", 'matches("a\\nb", "^b$", "m")', "true"),
    ("10.3.4.3", 'matches("helloworld", "hello world", "x")', "true"),
    ("10.3.4.3", 'matches("abc", "b", "z")', "null"),
    ("10.3.4.3", 'string join(["a", null, "c"], "-")', '"a-c"'),
    ("10.3.4.3", 'split("a;b;;", ";")', '["a", "b", "", ""]'),
    # 10.3.4.4: lists
    ("10.3.4.4", "sublist([1, 2, 3], -2, 1)", "[2]"),
    ("10.3.4.4", "sublist([1, 2, 3], 0)", "null"),
    ("10.3.4.4", "list replace([2, 4, 7, 8], 3, 6)", "[2, 4, 6, 8]"),
    ("10.3.4.4", "list replace([2, 4, 7], function(item, new) item < new, 5)", "[5, 5, 7]"),
    ("10.3.4.4", "all([true, null])", "null"),
    ("10.3.4.4", "any([true, 1])", "true"),
    ("10.3.4.4", "all([true, 1])", "null"),
    ("10.3.4.4", "mode([6, 1, 9, 6, 1])", "[1, 6]"),
    ("10.3.4.4", "stddev([47])", "null"),
    ("10.3.4.4", "sum([])", "null"),
    ("10.3.4.4", "distinct values([null, 1, null])", "[null, 1]"),
    ("10.3.4.4", "flatten([[1, 2], [[3]], 4])", "[1, 2, 3, 4]"),
    # 10.3.4.5: numbers
    ("10.3.4.5", "decimal(2.5, 0)", "2"),
    ("10.3.4.5", "decimal(1234, -2)", "1200"),
    ("10.3.4.5", "decimal(1, 6177)", "null"),
    ("10.3.4.5", "floor(-1.56, 1)", "-1.6"),
    ("10.3.4.5", "round half down(2.5, 0)", "2"),
    ("10.3.4.5", "round half up(-2.5, 0)", "-3"),
    ("10.3.4.5", "modulo(-12, 5)", "3"),
    ("10.3.4.5", "modulo(10.1, -4.5)", "-3.4"),
    ("10.3.4.5", "log(0)", "null"),
    ("10.3.4.5", "sqrt(-1)", "null"),
    # 10.3.4.6 to 10.3.4.11
    ("10.3.4.6", 'is(time("23:00:50Z"), time("23:00:50"))', "false"),
    ("10.3.4.6", 'is(@"P0D", @"P0Y")', "false"),
    ("10.3.4.8", "week of year(date(2005, 1, 1))", "53"),
    ("10.3.4.7", "overlaps([1..5), [5..8])", "false"),
    ("10.3.4.7", "overlaps before([1..5], (1..5])", "true"),
    ("10.3.4.7", "during([4..6], [1..10))", "true"),
    ("10.3.4.7", "meets([1..5], [5..10])", "true"),
    ("10.3.4.9", "sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]"),
    ("10.3.4.10", 'context put({x: 1}, ["y", "z"], 2)', "{x: 1, y: {z: 2}}"),
    ("10.3.4.10", 'context([{key: "a", value: 1}, {key: "b"}])', "null"),
    ("10.3.4.10", "context merge([{x: 1}, {x: 2}])", "{x: 2}"),
    ("10.3.2.13.2", "{f: function(a: number, b: string) a, r: f(1, 2)}.r", "null"),
    ("10.3.2.13.5", "(function(a, b) a - b)(b: 1, a: 5)", "4"),
]


@pytest.mark.parametrize(("clause", "text", "wanted"), ROWS)
def test_expression_has_the_value_that_the_standard_gives(
    clause: str, text: str, wanted: str
) -> None:
    assert clause.startswith("10.3")
    assert value_of(f"string({text})") == value_of(f"string({wanted})")
    assert value_of(text) == value_of(wanted)
