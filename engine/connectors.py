"""The built-in connectors of service tasks: registers and notices.

A connector gets the task's inputs and may read registers; what it writes is returned, and recorded
by the command that completes the job, so that nothing happens outside the log.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from engine.core.commands import RegisterWrite
from engine.core.people import Person
from engine.core.values import Value, from_plain, to_plain
from engine.errors import GuichengError
from engine.ports import ReadModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a connector did: its result for the diagram and the register lines to write."""

    result: Value
    writes: tuple[RegisterWrite, ...] = ()


class ModelledError(GuichengError):
    """A connector's failure that the diagram may catch by its error code."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.code = code


class ConnectorFault(GuichengError):
    """A failure that the diagram does not model, such as a wrong input: an incident at once."""

    may_pass = False


class ConnectorUnavailable(ConnectorFault):
    """A failure that may pass by itself: tried again, each time later, then an incident."""

    may_pass = True


Connector = Callable[[Mapping[str, Value], ReadModel], Answer]


def _text(inputs: Mapping[str, Value], name: str) -> str:
    value = inputs.get(name)
    if not isinstance(value, str) or not value:
        raise ConnectorFault(
            f"连接器的输入 {name} 应为非空文本", f"Expected input {name} to be text, got {value!r}"
        )
    return value


def _line(inputs: Mapping[str, Value], name: str) -> dict[str, Value]:
    value = inputs.get(name)
    if not isinstance(value, Mapping):
        raise ConnectorFault(
            f"连接器的输入 {name} 应为上下文", f"Expected input {name} to be a context"
        )
    return dict(value)


def register_read(inputs: Mapping[str, Value], registers: ReadModel) -> Answer:
    """The newest line with this key, or null; for a list of keys, the list of their lines."""
    register, keys = _text(inputs, "register"), inputs.get("key")
    if not isinstance(keys, list):
        return Answer(result=_found(registers, register, _text(inputs, "key")))
    return Answer(result=[_found(registers, register, _text({"key": key}, "key")) for key in keys])


def _found(registers: ReadModel, register: str, key: str) -> Value:
    line = registers.register_line(register, key)
    return None if line is None else dict(line.data)


def register_append(inputs: Mapping[str, Value], registers: ReadModel) -> Answer:
    """A new line with the next serial number; the key is the serial unless one is given."""
    register = _text(inputs, "register")
    serial = registers.register_size(register) + 1
    given = inputs.get("key")
    key = given if isinstance(given, str) and given else f"{serial:06d}"
    data = {**_line(inputs, "line"), "serial": Decimal(serial), "key": key}
    write = RegisterWrite(register=register, key=key, read_version=0, data=data)
    return Answer(result=data, writes=(write,))


def _same(left: Value, right: Value) -> bool:
    return bool(from_plain(to_plain(left)) == from_plain(to_plain(right)))


def register_change(inputs: Mapping[str, Value], registers: ReadModel) -> Answer:
    """Set fields of an existing line, if it has the expected values."""
    register, key = _text(inputs, "register"), _text(inputs, "key")
    line = registers.register_line(register, key)
    if line is None:
        raise ModelledError(
            "register-line-missing",
            f"登记簿 {register} 没有 {key}",
            f"Expected a line {key} in register {register}",
        )
    expected = inputs.get("expect")
    for name, value in (expected or {}).items():
        if not _same(line.data.get(name), value):
            raise ModelledError(
                "register-line-differs",
                f"登记簿 {register} 中 {key} 的 {name} 现为 {line.data.get(name)}，应为 {value}",
                f"Expected {name} of {key} to be {value}, it is {line.data.get(name)}",
            )
    data = {**line.data, **_line(inputs, "line")}
    write = RegisterWrite(register=register, key=key, read_version=line.version, data=data)
    return Answer(result=data, writes=(write,))


def register_load(inputs: Mapping[str, Value], registers: ReadModel) -> Answer:
    """Lines that the register does not have yet, each with its `key`; those it has are left."""
    register = _text(inputs, "register")
    lines = inputs.get("lines")
    if not isinstance(lines, list):
        raise ConnectorFault("连接器的输入 lines 应为列表", "Expected input lines to be a list")
    writes = []
    for line in lines:
        key = _text(line, "key")
        if registers.register_line(register, key) is None:
            writes.append(
                RegisterWrite(register=register, key=key, read_version=0, data=dict(line))
            )
    return Answer(result=Decimal(len(writes)), writes=tuple(writes))


def register_lines(inputs: Mapping[str, Value], registers: ReadModel) -> Answer:
    """All lines of registers, by register: what reading a data store of a diagram gives."""
    names = inputs.get("registers")
    if not isinstance(names, list):
        raise ConnectorFault(
            "连接器的输入 registers 应为列表", "Expected input registers to be a list"
        )
    found = {
        name: [{"key": line.key, **line.data} for line in registers.register_lines(name)]
        for name in names
    }
    return Answer(result=found)


def register_save(inputs: Mapping[str, Value], registers: ReadModel) -> Answer:
    """Lines of registers: changed where their key exists, else new, without a key under the next
    serial number. What writing a data store of a diagram does."""
    given = inputs.get("lines")
    if not isinstance(given, list):
        raise ConnectorFault("连接器的输入 lines 应为列表", "Expected input lines to be a list")
    writes: dict[tuple[str, str], RegisterWrite] = {}
    for one in given:
        register = _text(one, "register")
        new = [w for w in writes.values() if w.register == register and w.read_version == 0]
        write = _saved(register, _line(one, "line"), registers, len(new))
        key = (write.register, write.key)
        if key in writes:  # the same line again: the later values count
            write = replace(write, data={**writes[key].data, **write.data})
        writes[key] = write
    saved = [dict(write.data) for write in writes.values()]
    return Answer(result=saved, writes=tuple(writes.values()))


def _saved(
    register: str, line: dict[str, Value], registers: ReadModel, before: int
) -> RegisterWrite:
    key = line.get("key")
    known = registers.register_line(register, key) if isinstance(key, str) and key else None
    if known is not None:
        data = {**known.data, **line}
        return RegisterWrite(
            register=register, key=known.key, read_version=known.version, data=data
        )
    serial = registers.register_size(register) + before + 1
    own = key if isinstance(key, str) and key else f"{serial:06d}"
    data = {**line, "serial": Decimal(serial), "key": own}
    return RegisterWrite(register=register, key=own, read_version=0, data=data)


def register_dispose(inputs: Mapping[str, Value], registers: ReadModel) -> Answer:
    """Put `line` in the place of the whole content of lines; the log keeps that they were. A line
    that is not there is left out."""
    register, keys, left = _text(inputs, "register"), inputs.get("keys"), _line(inputs, "line")
    if not isinstance(keys, list):
        raise ConnectorFault("连接器的输入 keys 应为列表", "Expected input keys to be a list")
    found = (registers.register_line(register, _text({"key": key}, "key")) for key in keys)
    writes = tuple(
        RegisterWrite(
            register=register,
            key=line.key,
            read_version=line.version,
            data={**left, "key": line.key},
        )
        for line in found
        if line is not None
    )
    return Answer(result=Decimal(len(writes)), writes=writes)


def notify(inputs: Mapping[str, Value], registers: ReadModel) -> Answer:
    """A notice to people, kept in the case's history with whom it was for."""
    to = inputs.get("to")
    people = [to] if isinstance(to, str) else to
    if not isinstance(people, list) or not all(isinstance(login, str) for login in people):
        raise ConnectorFault(
            "连接器的输入 to 应为登录名或登录名列表", "Expected input to as logins"
        )
    return Answer(result={"to": people, "text": _text(inputs, "text")})


BUILT_IN: Final[Mapping[str, Connector]] = {
    "register.read": register_read,
    "register.append": register_append,
    "register.change": register_change,
    "register.load": register_load,
    "register.lines": register_lines,
    "register.save": register_save,
    "register.dispose": register_dispose,
    "notify": notify,
}


def people_finder(
    connectors: Mapping[str, Connector], registers: ReadModel
) -> Callable[[str, str, Person], list[str]]:
    """How an assignment asks a connector for logins: its inputs are `value` and `initiator`.

    Raises ConnectorFault where it names nobody, or would write.
    """

    def find(connector: str, argument: str, initiator: Person) -> list[str]:
        found = connectors.get(connector)
        if found is None:
            raise ConnectorFault(
                f"没有连接器 {connector}", f"Expected a connector, got {connector!r}"
            )
        answer = found({"value": argument, "initiator": initiator.as_context()}, registers)
        logins = answer.result if isinstance(answer.result, list) else [answer.result]
        if answer.writes or not all(isinstance(login, str) for login in logins):
            raise ConnectorFault(
                f"连接器 {connector} 没有给出登录名", f"Expected logins from {connector}, no writes"
            )
        return [str(login) for login in logins]

    return find
