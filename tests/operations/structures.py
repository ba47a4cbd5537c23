"""The same two tasks, a then b, in each structure of BPMN that people are asked in; x before, z
after."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Final

_HEAD: Final = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:test">'
)

INITIATOR, X, A, B, C, Z = (
    "salesperson",
    "gm",
    "purchaser",
    "office-director",
    "hr-manager",
    "cashier",
)
"""Who starts, and who does which task."""

WHO: Final = {"x": X, "a": A, "b": B, "c": C, "z": Z}

FORM: Final = json.dumps(
    {
        "type": "default",
        "schemaVersion": 19,
        "id": "note",
        "components": [
            {"type": "textfield", "key": "note", "label": "note", "id": "i1"},
            {"type": "number", "key": "amount", "label": "amount", "id": "i2"},
        ],
    }
).encode()


def task(ref: str, inside: str = "") -> str:
    return (
        f'<userTask id="{ref}" name="{ref}" guicheng:nameEn="{ref}" guicheng:formId="note" '
        'guicheng:actions="return take-back claim release transfer urge copy"><extensionElements>'
        f'<guicheng:assignment kind="user" value="{WHO[ref]}"/>{inside}'
        '<guicheng:fieldRights default="edit"/></extensionElements></userTask>'
    )


def chain(*refs: str) -> str:
    return "".join(
        f'<sequenceFlow id="{one}-{other}" sourceRef="{one}" targetRef="{other}"/>'
        for one, other in pairwise(refs)
    )


def event(kind: str, ref: str, attributes: str = "") -> str:
    return f'<{kind}Event id="{ref}" name="{ref}" guicheng:nameEn="{ref}" {attributes}/>'


def gateway(ref: str) -> str:
    return f'<parallelGateway id="{ref}" name="{ref}" guicheng:nameEn="{ref}"/>'


def diagram(key: str, body: str, attributes: str = "") -> bytes:
    start = event("start", "s", 'guicheng:formId="note"')
    return (
        f'{_HEAD}<process id="{key}" name="{key}" isExecutable="true" guicheng:nameEn="{key}" '
        f'guicheng:variables="found" {attributes}>{start}{body}{event("end", "e")}</process>'
        "</definitions>"
    ).encode()


def _sub(key: str, marker: str = "") -> bytes:
    inside = event("start", "ps") + task("a") + task("b") + event("end", "pe")
    flows = chain("ps", "a", "b", "pe")
    whole = f'<subProcess id="p" name="p" guicheng:nameEn="p">{inside}{flows}{marker}</subProcess>'
    return diagram(key, task("x") + whole + task("z") + chain("s", "x", "p", "z", "e"))


_EACH: Final = (
    '<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>1</loopCardinality>'
    "</multiInstanceLoopCharacteristics>"
)

SECOND: Final = "file-keeper"
"""Who decides together with A, in a round."""

_ROUND: Final = (
    f'<guicheng:assignment kind="user" value="{SECOND}"/><guicheng:approval mode="all"/>'
)

STRUCTURES: Final = {
    "sequence": diagram(
        "sequence",
        "".join(map(task, ("x", "a", "b", "z"))) + chain("s", "x", "a", "b", "z", "e"),
    ),
    "parallel": diagram(
        "parallel",
        "".join(map(task, ("x", "a", "b", "c", "z"))) + gateway("f") + gateway("j")
        + chain("s", "x", "f", "a", "b", "j", "z", "e") + chain("f", "c", "j"),
    ),
    "round": diagram(
        "round",
        task("x") + task("a", _ROUND) + task("b") + task("z") + chain("s", "x", "a", "b", "z", "e"),
    ),
    "sub": _sub("sub"),
    "instances": _sub("instances", _EACH),
}  # fmt: skip
