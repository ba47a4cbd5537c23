"""Expressions that mean harm, and every place of a file that takes an expression."""

from __future__ import annotations

import json
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

HOSTILE = (
    # Python
    '__import__("os").system("touch /tmp/owned")',
    'eval("1+1")',
    'exec("import os")',
    'open("/etc/passwd").read()',
    "().__class__.__base__.__subclasses__()",
    "amount.__class__.__mro__[1].__subclasses__()",
    '"".__class__.__init__.__globals__["__builtins__"]',
    "[x for x in ().__class__.__bases__]",
    "lambda: __builtins__",
    '"{0.__class__}".format(amount)',
    'getattr(amount, "__reduce__")()',
    "globals()",
    "breakpoint()",
    "(await x)",
    "x := amount",
    # Java: JUEL, OGNL, SpEL, Groovy
    '${"".getClass().forName("java.lang.Runtime").getRuntime().exec("id")}',
    "#{execution.getEngineServices()}",
    "T(java.lang.Runtime).getRuntime().exec('id')",
    '@java.lang.Runtime@getRuntime().exec("id")',
    '"id".execute().text',
    "new java.io.File('/etc/passwd').text",
    'function(x) external {java: {class: "java.lang.Math", method signature: "abs(double)"}}',
    "(#a=@java.lang.System@exit(0))",
    # JavaScript
    'this.constructor.constructor("return process")().exit()',
    "amount.constructor.prototype",
    "function(){while(true){}}()",
    "(() => { for (;;) {} })()",
    "require('child_process').execSync('id')",
    "`${process.env}`",
    "amount.__proto__.polluted",
    # XPath, XML, templates, shells
    "document('file:///etc/passwd')",
    "doc('http://127.0.0.1/')//*",
    "bpmn:getDataObject('x')/text()",
    '<!ENTITY x SYSTEM "file:///etc/passwd">&x;',
    "]]><script>alert(1)</script>",
    "{{7*7}}",
    "{% include '/etc/passwd' %}",
    "<%= 7*7 %>",
    "$(touch /tmp/owned)",
    "1; DROP TABLE log",
    "' OR '1'='1",
    # too much
    "9**9**9",
    "(9**9)**(9**9)",
    "2**1000000000",
    "exp(9**9)",
    "1E6144 * 1E6144",
    "9" * 20_000,
    "count(1..1000000000)",
    "for i in 1..1000000000 return i",
    "for i in 1..1000, j in 1..1000, k in 1..1000 return i",
    "some i in 1..1000000000 satisfies i < 0",
    "(1..1000000000)[item > 5]",
    'for d in @"0001-01-01"..@"9999-12-31" return d',
    'for i in 1..50 return if i = 1 then "lolololol" else partial[-1] + partial[-1]',
    "for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]]",
    "string(for i in 1..40 return if i = 1 then {a: 1} else {a: partial[-1], b: partial[-1]})",
    "{f: function(n) f(n), r: f(1)}.r",
    "{f: function(g) g(g), r: f(f)}.r",
    "{f: function(n) if n < 2 then n else f(n - 1) + f(n - 2), r: f(50)}.r",
    "(" * 3_000 + "1" + ")" * 3_000,
    "[" * 3_000 + "]" * 3_000,
    "-" * 10_000 + "1",
    "if true then " * 800 + "1" + " else 2" * 800,
    "amount" + "[1]" * 3_000,
    "1" + " + 1" * 5_000,
    # regular expressions
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")',
    'matches(string join(for i in 1..9000 return "a"), "(a|aa)+b")',
    'matches("a", "((((a{1,100}){1,100}){1,100}){1,100}){1,100}")',
    'replace(string join(for i in 1..9000 return "a"), "a*a*a*a*b", "x")',
    'split(string join(for i in 1..9000 return "a"), "(.*)*,")',
    # times
    '"R/PT0.000001S"',
    '"R999999999/P1D"',
    '"R/0001-01-01T00:00:00/PT1S"',
    '"R/PT1S/9999-12-31"',
    '"* * * * * *"',
    '"0 0 31 2,4,6,9,11 *"',
    '"*/1' + ",*/1" * 3_000 + ' * * * *"',
    '"CRON_TZ=../../../etc/passwd 0 0 * * *"',
    'duration("P999999999Y")',
    'duration("P999999999999999D")',
    '"P' + "9" * 5_000 + 'D"',
    'date and time("2026-01-01T00:00:00@../../etc/passwd")',
    # characters
    "\u202eamount\u202c",
    "\ufeffamount",
    "ａｍｏｕｎｔ",
    '"\\uD800"',
    "a\x00b",
)

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="h" '
    'xmlns:guicheng="urn:guicheng:bpmn:1"><message id="m" name="m"/>'
)
TASK = '<userTask id="t">{}</userTask>'


def _diagram(*middle: str, attributes: str = "", condition: str = "") -> bytes:
    """A start, what is under attack at `t`, and an end."""
    inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    body = "".join(middle)
    return (
        f'{HEAD}<process id="h" isExecutable="true"{attributes}><startEvent id="s"/>{body}'
        '<endEvent id="e"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>'
        f'<sequenceFlow id="f2" sourceRef="t" targetRef="e">{inner}</sequenceFlow>'
        "</process></definitions>"
    ).encode("utf-8", "surrogatepass")


def _repeated(inner: str) -> bytes:
    return _diagram(TASK.format(inner))


def _timer(kind: str) -> Callable[[str], bytes]:
    return lambda text: _diagram(
        '<intermediateCatchEvent id="t"><timerEventDefinition>'
        f"<{kind}>{escape(text)}</{kind}></timerEventDefinition></intermediateCatchEvent>"
    )


def _cycle(text: str) -> bytes:
    return _diagram(
        TASK.format(""),
        '<boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><timerEventDefinition>'
        f"<timeCycle>{escape(text)}</timeCycle></timerEventDefinition></boundaryEvent>",
        '<endEvent id="o"/><sequenceFlow id="f3" sourceRef="b" targetRef="o"/>',
    )


def _multi(inner: str, attributes: str = "") -> bytes:
    marker = f"<multiInstanceLoopCharacteristics{attributes}>{inner}"
    return _repeated(f"{marker}</multiInstanceLoopCharacteristics>")


def _attribute(text: str) -> str:
    return quoteattr(f"= {text}")


def _choice(text: str) -> bytes:
    gateway = '<exclusiveGateway id="t" default="f3"/><endEvent id="o"/>'
    flow = '<sequenceFlow id="f3" sourceRef="t" targetRef="o"/>'
    return _diagram(gateway, flow, condition=escape(text))


def _mapping(kind: str) -> Callable[[str], bytes]:
    return lambda text: _diagram(
        '<callActivity id="t" calledElement="h2"><extensionElements>'
        f'<guicheng:{kind} name="x" value={_attribute(text)}/></extensionElements></callActivity>'
    ).replace(
        b"</definitions>",
        b'<process id="h2" isExecutable="true"><startEvent id="s2"/></process></definitions>',
    )


def _message(text: str) -> bytes:
    return _diagram(
        f'<intermediateCatchEvent id="t" guicheng:correlationKey={_attribute(text)}>'
        '<messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
    )


def _ad_hoc(text: str) -> bytes:
    return _diagram(
        '<adHocSubProcess id="t"><task id="a"/><completionCondition>'
        f"{escape(text)}</completionCondition></adHocSubProcess>"
    )


def _complex(text: str) -> bytes:
    return _diagram(
        f'<complexGateway id="t"><activationCondition>{escape(text)}</activationCondition>'
        "</complexGateway>"
    )


def _decision(table: str) -> bytes:
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" '
        f'namespace="d"><decision id="D" name="D"><variable name="D"/>{table}</decision>'
        "</definitions>"
    ).encode("utf-8", "surrogatepass")


def _cell(kind: str) -> Callable[[str], bytes]:
    other = {"inputEntry": "outputEntry", "outputEntry": "inputEntry"}[kind]
    cells = {other: "1" if other == "outputEntry" else "-"}

    def build(text: str) -> bytes:
        filled = {**cells, kind: escape(text)}
        entries = "".join(
            f"<{one}><text>{filled[one]}</text></{one}>" for one in ("inputEntry", "outputEntry")
        )
        return _decision(
            '<decisionTable><input id="i"><inputExpression><text>amount</text></inputExpression>'
            f'</input><output name="o"/><rule id="r">{entries}</rule></decisionTable>'
        )

    return build


def _literal(text: str) -> bytes:
    return _decision(f"<literalExpression><text>{escape(text)}</text></literalExpression>")


def _form(**field: object) -> bytes:
    components = [
        {"type": "number", "key": "amount", "label": "n", "id": "f1"},
        {"type": "textfield", "key": "x", "label": "x", "id": "f2", **field},
    ]
    whole = {"type": "default", "schemaVersion": 19, "id": "form-h", "components": components}
    return json.dumps(whole).encode()


def _computed(text: str) -> bytes:
    return _form(type="expression", expression=f"={text}")


def _hidden(text: str) -> bytes:
    return _form(conditional={"hide": f"={text}"})


SLOTS: dict[str, Callable[[str], bytes]] = {
    "condition": _choice,
    "timeDate": _timer("timeDate"),
    "timeDuration": _timer("timeDuration"),
    "timeCycle": _cycle,
    "cardinality": lambda text: _multi(f"<loopCardinality>{escape(text)}</loopCardinality>"),
    "collection": lambda text: _multi("", f" guicheng:collection={_attribute(text)}"),
    "completion": lambda text: _multi(
        "<loopCardinality>3</loopCardinality>"
        f"<completionCondition>{escape(text)}</completionCondition>"
    ),
    "loop": lambda text: _repeated(
        '<standardLoopCharacteristics loopMaximum="5">'
        f"<loopCondition>{escape(text)}</loopCondition></standardLoopCharacteristics>"
    ),
    "conditional event": lambda text: _diagram(
        '<intermediateCatchEvent id="t"><conditionalEventDefinition>'
        f"<condition>{escape(text)}</condition></conditionalEventDefinition>"
        "</intermediateCatchEvent>"
    ),
    "input": _mapping("input"),
    "output": _mapping("output"),
    "correlation key": _message,
    "title": lambda text: _diagram(
        TASK.format(""), attributes=f" guicheng:title={_attribute(text)}"
    ),
    "due": lambda text: _diagram(f'<userTask id="t" guicheng:due={_attribute(text)}/>'),
    "assignment": lambda text: _repeated(
        f'<extensionElements><guicheng:assignment kind="role" value={_attribute(text)}/>'
        "</extensionElements>"
    ),
    "ad-hoc completion": _ad_hoc,
    "activation": _complex,
    "input cell": _cell("inputEntry"),
    "output cell": _cell("outputEntry"),
    "literal decision": _literal,
    "computed field": _computed,
    "hidden field": _hidden,
}
