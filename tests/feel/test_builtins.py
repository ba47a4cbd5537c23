"""Every built-in function: its documented examples, and edge cases of the standard."""

from __future__ import annotations

import pytest

from engine.feel.builtins import BUILTINS
from tests.feel.rows import value_of

NAMES = (
    "string,number,date,time,date and time,duration,years and months duration,range,not,"
    "substring,string length,upper case,lower case,substring before,substring after,replace,"
    "contains,starts with,ends with,matches,split,string join,"
    "list contains,list replace,count,min,max,sum,mean,all,any,sublist,append,concatenate,"
    "insert before,remove,reverse,index of,union,distinct values,flatten,product,median,stddev,"
    "mode,decimal,floor,ceiling,round up,round down,round half up,round half down,abs,modulo,"
    "sqrt,log,exp,odd,even,is,before,after,meets,met by,overlaps,overlaps before,overlaps after,"
    "finishes,finished by,includes,during,starts,started by,coincides,day of year,day of week,"
    "month of year,week of year,sort,get value,get entries,context,context put,context merge,"
    "now,today"
).split(",")
EXAMPLES = [(text, wanted) for entry in BUILTINS.values() for text, wanted in entry.examples]
EDGES = [
    ("string(1.10)", '"1.10"'),
    ("string(1e3)", '"1000"'),
    ('string([1, null, {a: "b"}])', r'"[1, null, {a: \"b\"}]"'),
    ('string(@"PT0S")', '"PT0S"'),
    ('string(@"2026-11-22T08:30:00.120@Asia/Shanghai")', '"2026-11-22T08:30:00.12@Asia/Shanghai"'),
    ('string(@"08:30:00-05:30")', '"08:30:00-05:30"'),
    ("string([1..5))", '"[1..5)"'),
    ("number(null)", "null"),
    ('number("1.000,5", ".", ",")', "1000.5"),
    ('number("1,000", ",", ",")', "null"),
    ('date("2026-1-1")', "null"),
    ('date("20260101")', "null"),
    ("date(null)", "null"),
    ("date(2026.5, 1, 1)", "null"),
    ('time("25:00:00")', "null"),
    ('time("08:30")', "null"),
    ('time("08:30:00@No/Where")', "null"),
    ("time(24, 0, 0)", "null"),
    ('date and time("2026-11-22")', '@"2026-11-22T00:00:00"'),
    ('duration("P1Y1D")', "null"),
    ('duration("P")', "null"),
    ('duration("PT")', "null"),
    ('duration("P1DT")', "null"),
    ('string(duration("PT36H"))', '"P1DT12H"'),
    ('years and months duration(@"2026-11-22", @"2025-11-23")', '@"-P11M"'),
    ('substring("foobar", 0)', "null"),
    ('substring("foobar", 99)', "null"),
    ('substring("\\U01F40Eab", 2)', '"ab"'),
    ('replace("abc", "b", "$2")', '"ac"'),
    (r'replace("abc", "b", "\$")', '"a$c"'),
    ('replace("abc", "b", "[$0]")', '"a[b]c"'),
    ('replace("a.c", ".", "x", "q")', '"axc"'),
    (r'matches("x", "[\i-[x]]")', "null"),
    (r'matches("\u89c4", "\w")', "true"),
    (r'matches("a b", "a\sb")', "true"),
    ('matches("a\\nb", "a.b")', "false"),
    ('matches("a\\nb", "a.b", "s")', "true"),
    ('matches("a\\nb", "^b$", "m")', "true"),
    ('matches("ab", "a b", "x")', "true"),
    ('matches("ab", "ab", "z")', "null"),
    (r'matches("aa", "(a)\1")', "null"),
    ('matches("k", "[A-Z-[OI]]", "i")', "true"),
    ('matches("O", "[A-Z-[OI]]", "i")', "false"),
    ('matches("O", "[A-Z-[OI]]")', "false"),
    ('matches("e", "[a-z-[aeiou]]")', "false"),
    ('matches("-", "[a-[a]-]")', "null"),
    ('matches("5", "[^a-z-[5]]")', "false"),
    ('matches("6", "[^a-z-[5]]")', "true"),
    ('matches("c", "[a-z-[a-y-[c]]]")', "true"),
    ('matches("a", "[a-[a]]")', "false"),
    (r'matches("5", "[0-9\d-[5]]")', "null"),
    ('matches("a", "(?=a)")', "null"),
    (r'matches("é", "\p{IsBasicLatin}")', "false"),
    ("count(null)", "null"),
    ("count(1)", "1"),
    ("min(1, null)", "null"),
    ('min("b", "a")', '"a"'),
    ('max([@"2026-01-01", @"2026-01-02"])', '@"2026-01-02"'),
    ('sum([@"PT1H", @"PT2H"])', '@"PT3H"'),
    ("sum(null)", "null"),
    ('sum([1, "a"])', "null"),
    ("all([])", "true"),
    ("all(true)", "true"),
    ("all([1])", "null"),
    ("any([true, 1])", "true"),
    ("any([false, 1])", "null"),
    ("all([false, 1])", "false"),
    ('string({":": 1})', r'"{\":\": 1}"'),
    ("any(null)", "null"),
    ("append(1, 2)", "[1, 2]"),
    ("sublist([1, 2], 1, 3)", "null"),
    ("remove([1], 2)", "null"),
    ("index of([1, null], null)", "[2]"),
    ("union([1], [1.0])", "[1]"),
    ("distinct values([null, 1, null])", "[null, 1]"),
    ('sort([3, "a"])', "null"),
    ("decimal(1.115, 2)", "1.12"),
    ("decimal(1.125, 2)", "1.12"),
    ("decimal(1, 99999)", "null"),
    ("floor(-1.5)", "-2"),
    ("ceiling(-1.5)", "-1"),
    ("round half up(2.5, 0)", "3"),
    ("round half down(2.5, 0)", "2"),
    ("modulo(10, -3)", "-2"),
    ("modulo(1, 0)", "null"),
    ("modulo(1E40, 3)", "1"),
    ("modulo(1E6000, 3)", "null"),
    ("modulo(-1, 3)", "2"),
    ("modulo(5.5, 2)", "1.5"),
    ('last day of month(@"9999-12-01")', '@"9999-12-31"'),
    ("even(1.5)", "null"),
    ("log(-1)", "null"),
    ("abs(null)", "null"),
    ('before(1, "a")', "null"),
    ("before([1..5], [5..9])", "false"),
    ("before([1..5], (5..9])", "true"),
    ("meets([1..5), [5..9])", "false"),
    ("overlaps([1..5), [5..9])", "false"),
    ("overlaps before([1..5], [1..5])", "false"),
    ("overlaps before([1..5], (1..5])", "true"),
    ("during(5, (< 6))", "true"),
    ("includes([1..10], [1..10])", "true"),
    ("starts([1..5], (1..5])", "false"),
    ("finishes(10, [1..10))", "false"),
    ("coincides([1..5], [1..5))", "false"),
    ('range("[5..1]")', "null"),
    ('range("[@\\"2026-01-01\\"..@\\"2026-02-01\\"]").start', '@"2026-01-01"'),
    ('is(1, "1")', "false"),
    ('context put({a: 1}, ["b", "c"], 2)', "{a: 1, b: {c: 2}}"),
    ("context merge({a: 1})", "{a: 1}"),
    ('get entries({a: 1})[key = "a"].value', "[1]"),
    ("day of week(null)", "null"),
    ('week of year(@"2026-01-01")', "1"),
    ("is defined(nothing)", "false"),
    ("is defined({a: null}.a)", "true"),
    ("is defined(nothing.at.all)", "false"),
]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES, ids=[row[0] for row in EXAMPLES])
def test_documented_example_holds(text: str, expected: str) -> None:
    assert value_of(text) == value_of(expected)


@pytest.mark.parametrize(("text", "expected"), EDGES, ids=[row[0] for row in EDGES])
def test_function_keeps_to_the_standard_at_its_edges(text: str, expected: str) -> None:
    assert value_of(text) == value_of(expected)


def test_library_holds_every_function_of_the_standard() -> None:
    assert [name for name in NAMES if name not in BUILTINS] == []


def test_every_function_explains_itself_in_both_languages() -> None:
    for entry in BUILTINS.values():
        assert all((entry.zh, entry.en, entry.examples, entry.signatures)), entry.name


def test_function_is_called_by_the_names_of_its_parameters() -> None:
    for entry in BUILTINS.values():
        for signature in entry.signatures:
            names = [parameter.name for parameter in signature.parameters]
            assert len(set(names)) == len(names), entry.name
