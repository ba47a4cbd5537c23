"""Generates FEEL expressions from a seed, as trees whose closed parts can be evaluated alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

Kind = str

LEAVES: dict[Kind, tuple[str, ...]] = {
    "number": ("0", "1", "2", "3", "-1", "-2.5", "0.5", "10", "100", "1.005", "7"),
    "string": ('""', '"a"', '"abc"', '"规程"', '"foobar"', '"12"', '"2026-11-22"', '"a;b;c"'),
    "boolean": ("true", "false", "null"),
    "list": ("[]", "[1]", "[1, 2, 3]", "[3, 1, 2, 1]", "[1, null]", '["b", "a"]', "[true, false]"),
    "context": ("{}", "{a: 1}", '{a: 1, b: "x"}', "{a: {b: 2}}"),
    "date": ('date("2026-11-22")', 'date("2024-02-29")', 'date("2026-01-31")'),
    "moment": (
        'date and time("2026-11-22T08:30:00")',
        'date and time("2026-11-22T08:30:00Z")',
        'date and time("2024-02-29T23:59:59+08:00")',
    ),
    "time": ('time("08:30:00")', 'time("23:59:59Z")', 'time("00:00:00+08:00")'),
    "days": ('duration("P1D")', 'duration("PT36H")', 'duration("-PT90M")', 'duration("PT0S")'),
    "months": ('duration("P1Y2M")', 'duration("P14M")', 'duration("-P1M")'),
    "range": ("[1..3]", "(1..3)", "[2..5)", "(3..10]", '["a".."f"]'),
}

RULES: tuple[tuple[Kind, str, str], ...] = (
    # kind of the result, form, kinds of the parts
    *(("number", f"({{}} {sign} {{}})", "number number") for sign in ("+", "-", "*", "/")),
    ("number", "({} ** 2)", "number"),
    ("number", "(- {})", "number"),
    ("number", "(if {} then {} else {})", "boolean number number"),
    ("number", "{}[1]", "list"),
    ("number", "{}[-1]", "list"),
    ("number", "{}[{}]", "list number"),
    ("number", "{}.a", "context"),
    *(
        ("number", f"{name}({{}})", "list")
        for name in ("count", "sum", "min", "max", "mean", "median", "product", "stddev")
    ),
    *(("number", f"{name}({{}})", "number") for name in ("abs", "floor", "ceiling", "sqrt")),
    ("number", "decimal({}, {})", "number number"),
    *(
        ("number", f"round {name}({{}}, 1)", "number")
        for name in ("up", "down", "half up", "half down")
    ),
    ("number", "modulo({}, {})", "number number"),
    ("number", "string length({})", "string"),
    ("number", "number({})", "string"),
    ("number", "day of year({})", "date"),
    ("number", "week of year({})", "date"),
    *(("number", f"{{}}.{name}", "date") for name in ("year", "month", "day", "weekday")),
    *(("number", f"{{}}.{name}", "moment") for name in ("hour", "minute", "second")),
    *(("number", f"{{}}.{name}", "days") for name in ("days", "hours", "minutes", "seconds")),
    *(("number", f"{{}}.{name}", "months") for name in ("years", "months")),
    ("number", "({} / {})", "days days"),
    ("string", "({} + {})", "string string"),
    ("string", "(if {} then {} else {})", "boolean string string"),
    ("string", "upper case({})", "string"),
    ("string", "lower case({})", "string"),
    ("string", "substring({}, {})", "string number"),
    ("string", "substring({}, {}, {})", "string number number"),
    ("string", "substring before({}, {})", "string string"),
    ("string", "substring after({}, {})", "string string"),
    ("string", "string join([{}, {}], {})", "string string string"),
    ("string", 'replace({}, "[ab]", "x")', "string"),
    *(
        ("string", "string({})", kind)
        for kind in ("number", "date", "moment", "time", "days", "months", "list")
    ),
    ("string", "day of week({})", "date"),
    ("string", "month of year({})", "date"),
    *(("boolean", f"({{}} {word} {{}})", "boolean boolean") for word in ("and", "or")),
    *(
        ("boolean", f"({{}} {sign} {{}})", f"{kind} {kind}")
        for sign in ("<", "<=", ">", ">=", "=", "!=")
        for kind in ("number", "string", "date", "days", "months")
    ),
    *(
        ("boolean", "({} = {})", f"{kind} {kind}")
        for kind in ("boolean", "list", "context", "moment", "time", "range")
    ),
    ("boolean", "({} between {} and {})", "number number number"),
    ("boolean", "({} in {})", "number range"),
    ("boolean", "({} in {})", "number list"),
    ("boolean", "({} in (< {}, > {}))", "number number number"),
    ("boolean", "not({})", "boolean"),
    ("boolean", "(some x in {} satisfies x > {})", "list number"),
    ("boolean", "(every x in {} satisfies x > {})", "list number"),
    *(
        ("boolean", f"{name}({{}}, {{}})", "string string")
        for name in ("contains", "starts with", "ends with", "matches")
    ),
    ("boolean", "list contains({}, {})", "list number"),
    ("boolean", "all({})", "list"),
    ("boolean", "any({})", "list"),
    ("boolean", "odd({})", "number"),
    ("boolean", "even({})", "number"),
    ("boolean", "is({}, {})", "number number"),
    *(
        ("boolean", f"{name}({{}}, {{}})", "range range")
        for name in (
            "before after meets includes during starts finishes coincides overlaps".split()
        )
    ),
    ("boolean", "before({}, {})", "number range"),
    ("boolean", "includes({}, {})", "range number"),
    *(
        ("boolean", f"({{}} instance of {name})", kind)
        for name, kind in (
            ("number", "number"),
            ("string", "string"),
            ("list<number>", "list"),
            ("context<a: number>", "context"),
            ("date", "date"),
            ("date and time", "moment"),
        )
    ),
    ("list", "[{}, {}]", "number number"),
    ("list", "(for x in {} return x + {})", "list number"),
    ("list", "(for x in {}, y in {} return x * y)", "list list"),
    ("list", "{}[item > {}]", "list number"),
    ("list", "[{}, {}].a", "context context"),
    ("list", "concatenate({}, {})", "list list"),
    ("list", "append({}, {})", "list number"),
    ("list", "union({}, {})", "list list"),
    ("list", "insert before({}, {}, {})", "list number number"),
    ("list", "remove({}, {})", "list number"),
    ("list", "sublist({}, {})", "list number"),
    ("list", "sublist({}, {}, {})", "list number number"),
    ("list", "index of({}, {})", "list number"),
    ("list", "list replace({}, {}, {})", "list number number"),
    ("list", "sort({}, function(x, y) x < y)", "list"),
    *(
        ("list", f"{name}({{}})", "list")
        for name in ("reverse", "distinct values", "flatten", "mode")
    ),
    ("list", "split({}, {})", "string string"),
    ("list", "get entries({})", "context"),
    ("context", "{{a: {}, b: a}}", "number"),
    ("context", '{{a: {}, "b c": {}}}', "string boolean"),
    ("context", 'context put({}, "z", {})', "context number"),
    ("context", "context merge([{}, {}])", "context context"),
    ("number", 'get value({}, "a")', "context"),
    ("date", "({} + {})", "date days"),
    ("date", "({} - {})", "date months"),
    ("date", "date({})", "moment"),
    ("date", "date({})", "string"),
    ("date", "date({}, {}, {})", "number number number"),
    ("moment", "({} + {})", "moment days"),
    ("moment", "({} - {})", "moment months"),
    ("moment", "date and time({}, {})", "date time"),
    ("time", "({} + {})", "time days"),
    ("time", "time({})", "moment"),
    ("days", "({} - {})", "date date"),
    ("days", "({} + {})", "days days"),
    ("days", "({} * {})", "days number"),
    ("days", "({} - {})", "time time"),
    ("days", "abs({})", "days"),
    ("months", "years and months duration({}, {})", "date date"),
    ("months", "({} + {})", "months months"),
    ("months", "({} * {})", "months number"),
    ("range", "[{}..{}]", "number number"),
    ("range", "({}..{})", "number number"),
)
_BY_KIND = {kind: [rule for rule in RULES if rule[0] == kind] for kind in LEAVES}
_STRANGE = 0.06
"""How often a part is of another kind than the form asks for."""


@dataclass(frozen=True, slots=True)
class Tree:
    """An expression; `parts` are the closed expressions that stand in its form."""

    form: str
    text: str
    parts: tuple[Tree, ...]


def expressions(count: int, seed: int) -> list[Tree]:
    """So many different expressions, each of up to four levels."""
    chance = Random(seed)
    found: dict[str, Tree] = {}
    while len(found) < count:
        tree = _tree(chance, chance.choice(list(LEAVES)), chance.choice((1, 2, 2, 3)))
        if tree.parts:
            found.setdefault(tree.text, tree)
    return list(found.values())


def everything(trees: list[Tree]) -> dict[str, Tree]:
    """The trees and all their parts, by text."""
    return {tree.text: tree for root in trees for tree in _walk(root)}


def _walk(tree: Tree) -> Iterator[Tree]:
    yield tree
    for part in tree.parts:
        yield from _walk(part)


def _tree(chance: Random, kind: Kind, depth: int) -> Tree:
    if chance.random() < _STRANGE:
        kind = chance.choice(list(LEAVES))
    if depth == 0:
        text = chance.choice(LEAVES[kind])
        return Tree(form=text, text=text, parts=())
    _, form, kinds = chance.choice(_BY_KIND[kind])
    parts = tuple(_tree(chance, one, chance.randrange(depth)) for one in kinds.split())
    return Tree(form=form, text=form.format(*(part.text for part in parts)), parts=parts)
