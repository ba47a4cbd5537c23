"""Events and commands as canonical bytes: total, exact, stable."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any, get_type_hints

import orjson
import pytest

from engine import codec
from engine.core.command_types import COMMAND_TYPES
from engine.core.commands import CompleteWorkItem, Envelope, RegisterWrite
from engine.core.events import EVENT_TYPES, FlowTaken, Reason, VariablesChanged, WorkItemCompleted
from engine.core.ids import CommandId, InstanceId, UserId
from engine.core.kept_round import KeptRound
from engine.core.kept_seats import OpinionKept, SeatKept
from engine.core.kept_turns import KeptTurn, KeptTurns
from engine.core.people import Person
from engine.core.values import YearMonthDuration
from engine.errors import IntegrityViolation, InvalidCommand
from engine.store.projections import PROJECTORS

NOON = datetime(2026, 11, 22, 4, 0, 0, 123456, tzinfo=UTC)
PERSON = Person(id=UserId("clerk"), name="李文", roles=("clerk",), heads=("office",), rank=3)
VALUES: Mapping[str, Any] = {
    "金额": Decimal("12.50"),
    "count": Decimal(3),
    "huge": Decimal(2**60),
    "none": None,
    "yes": True,
    "list": [Decimal(1), {"b": "x", "a": None}],
    "day": date(2026, 11, 22),
    "clock": time(8, 30),
    "moment": NOON,
    "length": timedelta(days=1, microseconds=5),
    "months": YearMonthDuration(14),
}
REASON = Reason(expression="amount > 5", reads=(("amount", Decimal("7.0")),), result=True, zh="大")

SEAT = SeatKept(item="r.1", was="q.1", who=UserId("a"), place="member", state="asked", weight="1.5")
OPINION = OpinionKept(item="r.2", by=UserId("b"), name="乙", place="member", agrees=False, at=NOON)

ROUND = KeptRound(
    round_id="r",
    item="r.1",
    by=UserId("a"),
    mode="all",
    weights=(("a", Decimal("1.5")),),
    seats=(SEAT,),
    opinions=(OPINION,),
    data={"x": Decimal(1)},
    chosen=(("refused", False),),
)

SAMPLES: Mapping[str, Any] = {
    "KeptRound": ROUND,
    "KeptTurns": KeptTurns(
        whole=7,
        taken=1,
        turns=(
            KeptTurn(place=1, token=9, variables={"who": "乙", "n": Decimal("1.50")}, round=ROUND),
            KeptTurn(place=2, token=10),
        ),
        total=3,
        completed=1,
        items=("甲", {"at": NOON}, None),
        outputs=(("0", [Decimal(1)]),),
        before={"answers": None},
    ),
    "tuple[datetime, ...]": (NOON,),
    "tuple[SeatKept, ...]": (SEAT,),
    "tuple[OpinionKept, ...]": (OPINION,),
    "str": "文本",
    "int": 7,
    "bool": True,
    "datetime": NOON,
    "Value": VALUES["list"],
    "Reason": REASON,
    "Person": PERSON,
    "Mapping[str, Value]": VALUES,
    "Mapping[str, Digest]": {"process:seal-use": "sha256:00"},
    "Mapping[str, str]": {"gm": "周启明"},
    "tuple[Principal, ...]": ("user:a", "role:b"),
    "tuple[tuple[str, Value], ...]": (("a", Decimal("1.5")), ("b", None)),
    "tuple[tuple[str, str | None], ...]": (("a", "x"), ("b", None)),
    "tuple[Person, ...]": (PERSON,),
    "tuple[RegisterWrite, ...]": (
        RegisterWrite(register="r", key="k", read_version=0, data={"x": Decimal(1)}),
    ),
}
ALIASES = {
    **dict.fromkeys(("Digest", "UserId", "InstanceId", "CommandId", "Principal", "Words"), "str"),
    **dict.fromkeys(("tuple[str, ...]", "tuple[UserId, ...]"), "tuple[Principal, ...]"),
}


def sample(kind: type[Any], *, full: bool) -> Any:
    """An object with every optional field set, or none of them."""
    chosen = {}
    for field in fields(kind):
        optional = field.type.endswith("| None") if isinstance(field.type, str) else False
        name = str(field.type).removesuffix("| None").strip()
        if full or not optional:
            chosen[field.name] = SAMPLES[ALIASES.get(name, name)]
        else:
            chosen[field.name] = None
    return kind(**chosen)


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("name", EVENT_TYPES)
def test_every_event_is_read_as_it_was_written(name: str, full: bool) -> None:
    event = sample(EVENT_TYPES[name], full=full)
    body = codec.encode_event(event)
    assert codec.decode_event(name, body) == event
    assert codec.encode_event(codec.decode_event(name, body)) == body
    plain = orjson.loads(body)
    assert set(plain) == {"v", *(field.name for field in fields(event))}
    assert plain["v"] == EVENT_TYPES[name].v


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("name", COMMAND_TYPES)
def test_every_command_is_read_as_it_was_written(name: str, full: bool) -> None:
    envelope = Envelope(
        id=CommandId("c1"),
        actor=PERSON,
        at=NOON,
        command=sample(COMMAND_TYPES[name], full=full),
        on_behalf_of=PERSON if full else None,
        answers=({"asked": "x", "people": ["a"], "n": 3, "$ref": None},),
    )
    body = codec.encode_envelope(envelope)
    assert codec.decode_envelope(body) == envelope
    assert codec.encode_envelope(codec.decode_envelope(body)) == body
    assert codec.command_type(envelope) == f"Command:{name}"
    assert codec.is_command(codec.command_type(envelope))


def test_bytes_are_canonical() -> None:
    event = VariablesChanged(scope=0, new={"b": Decimal("1.50"), "a": {"z": 1, "y": "印"}})
    assert (
        codec.encode_event(event)
        == (
            '{"by":"engine","element_id":null,"new":{"a":{"y":"印","z":1},'
            '"b":{"$number":"1.50"}},"old":{},"scope":0,"v":1}'
        ).encode()
    )


def test_the_same_moment_has_the_same_bytes() -> None:
    shanghai = NOON.astimezone(timezone(timedelta(hours=8)))
    one, other = (
        codec.encode_event(
            WorkItemCompleted(work_item_id="w", element_id="a", by=UserId("u"), at=moment, data={})
        )
        for moment in (NOON, shanghai)
    )
    assert one == other


FLOATS = [
    FlowTaken(flow_id="f", token=1.5),
    FlowTaken(flow_id="f", token=1, reason=Reason(expression="x", result=0.1)),
    FlowTaken(flow_id="f", token=1, reason=Reason(expression="x", reads=(("a", 0.1),))),
    VariablesChanged(scope=0, new={"a": [{"b": math.pi}]}),
    VariablesChanged(scope=0, new={"a": math.nan}),
]


@pytest.mark.parametrize("event", FLOATS)
def test_floats_are_refused(event: Any) -> None:
    with pytest.raises(InvalidCommand):
        codec.encode_event(event)


@pytest.mark.parametrize(
    "wrong",
    [
        VariablesChanged(scope=0, new={"$number": "1"}),
        VariablesChanged(scope=0, new={"a": object()}),
        VariablesChanged(scope=2**60, new={}),
        FlowTaken(flow_id=b"f", token=1),
        WorkItemCompleted(
            work_item_id="w",
            element_id="a",
            by=UserId("u"),
            at=datetime(2026, 1, 1),  # noqa: DTZ001 - that is what is wrong
            data={},
        ),
    ],
)
def test_what_canonical_json_cannot_hold_is_refused(wrong: Any) -> None:
    with pytest.raises(InvalidCommand):
        codec.encode_event(wrong)


@pytest.mark.parametrize("answer", [0.5, {"a": [1.5]}, {1: "x"}, object(), Decimal(1)])
def test_answers_are_plain_json(answer: Any) -> None:
    command = CompleteWorkItem(instance_id=InstanceId("i"), work_item_id="w", data={})
    envelope = Envelope(
        id=CommandId("c"), actor=PERSON, at=NOON, command=command, answers=(answer,)
    )
    with pytest.raises(InvalidCommand):
        codec.encode_envelope(envelope)
    with pytest.raises(InvalidCommand):
        codec.encode_plain({"answer": answer})


def test_plain_json_is_canonical() -> None:
    assert codec.encode_plain({"b": (1, None), "a": "印"}) == '{"a":"印","b":[1,null]}'.encode()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("FlowTaken", b"{"),
        ("FlowTaken", b"[]"),
        ("FlowTaken", b'{"flow_id":"f","token":1}'),
        ("FlowTaken", b'{"flow_id":"f","v":1}'),
        ("FlowTaken", b'{"flow_id":"f","token":1,"v":2}'),
        ("FlowTaken", b'{"flow_id":"f","token":1,"more":1,"v":1}'),
        ("FlowTaken", b'{"flow_id":"f","token":1,"v":1,"reason":{"expression":"x","result":0.5}}'),
        ("NoSuchEvent", b'{"v":1}'),
        ("InstanceCompleted", b'{"at":"noon","v":1}'),
        ("VariablesChanged", b'{"scope":0,"new":{"$number":"1"},"v":1}'),
    ],
)
def test_unreadable_event_is_damage(name: str, body: bytes) -> None:
    with pytest.raises(IntegrityViolation):
        codec.decode_event(name, body)


@pytest.mark.parametrize(
    "body",
    [b"{}", b'{"command":1,"v":1}', b'{"command":{"type":"X","v":1},"v":1}', b'{"command":{}}'],
)
def test_unreadable_command_is_damage(body: bytes) -> None:
    with pytest.raises(IntegrityViolation):
        codec.decode_envelope(body)


def test_fields_added_later_have_their_default() -> None:
    assert codec.decode_event("FlowTaken", b'{"flow_id":"f","token":1,"v":1}') == FlowTaken(
        flow_id="f", token=1
    )


def test_older_version_is_upcast(monkeypatch: pytest.MonkeyPatch) -> None:
    def renamed(plain: dict[str, Any]) -> dict[str, Any]:
        return {"flow_id": plain["flow"], "token": plain["token"]}

    monkeypatch.setitem(codec.UPCASTERS, ("FlowTaken", 0), renamed)
    assert codec.decode_event("FlowTaken", b'{"flow":"f","token":1,"v":0}') == FlowTaken(
        flow_id="f", token=1
    )


def test_field_types_are_those_that_the_codec_knows() -> None:
    for kind in (*EVENT_TYPES.values(), *COMMAND_TYPES.values()):
        assert get_type_hints(kind)
        assert sample(kind, full=True)


def test_every_event_has_its_place_in_the_projections() -> None:
    assert set(PROJECTORS) == set(EVENT_TYPES.values())
