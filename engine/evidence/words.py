"""Gives what a case's record says in codes the names that people use: fields, options, people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple, Protocol, cast

from engine.core.coded import coded
from engine.core.definition import Bundle, Element, Kind
from engine.core.ids import UserId
from engine.core.people import SYSTEM, Person
from engine.core.values import Value, to_plain
from engine.errors import Text
from engine.forms import Form, file_digests
from engine.timing.local import ZONE
from engine.words import Word, word_for, words_in


class Organisation(Protocol):
    """What is asked of an organisation as of one moment."""

    def person(self, user: UserId) -> Person | None: ...
    def role_name(self, role: str) -> Text: ...
    def department_name(self, department: str) -> Text: ...


class Said(NamedTuple):
    """What something is called, and the code that stands for it in the record; none where the
    record itself says no more than the words."""

    text: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one case. `recorded` are the people of its record, by the names that they had
    then; `organisation` knows those who are named in data only."""

    fields: Mapping[str, Word]
    recorded: Mapping[str, Text]
    organisation: Organisation

    def name(self, name: str) -> Said:
        """A variable, `one.other` too."""
        first, *inner = name.split(".")
        found = [self._word(first), *map(self._inside, inner)]
        parts = zip(found, (first, *inner), strict=True)
        text = "·".join(word.text.zh if word else part for word, part in parts)
        return Said(text, name if any(found) else "")

    def text(self, name: str) -> Text:
        """A variable in both languages."""
        word = self._word(name)
        return word.text if word is not None else Text(zh=name, en=name)

    def value(self, name: str, value: Value) -> Said:
        """What a variable holds: codes as its field calls them, people by their names."""
        word = self._word(name.rpartition(".")[2])
        text = self._text(value, word.values if word else {})
        codes = [code for code in coded(value) if code not in text]
        files = sorted(file_digests({name: value}))
        return Said(text, " ".join(dict.fromkeys((*codes, *files))))

    def person(self, login: str) -> Text:
        """Somebody by their name; the login when nobody knows it."""
        known = self.recorded.get(login)
        if known is not None:
            return known
        if login in (SYSTEM.id, "engine"):
            return Text(zh=SYSTEM.name, en=SYSTEM.name_en)
        person = self.organisation.person(UserId(login))
        return name_of(person) if person is not None else Text(zh=login, en=login)

    def _word(self, name: str) -> Word | None:
        return self.fields.get(name) or word_for(name)

    def _text(self, value: Value, options: Mapping[str, Text]) -> str:
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, str):
            return options[value].zh if value in options else self._called(value)
        if isinstance(value, Mapping):
            return self._row(value)
        if isinstance(value, list | tuple):
            return "、".join(self._text(one, options) for one in value)
        return _plain(value)

    def _row(self, row: Mapping[str, Value]) -> str:
        if "digest" in row and "name" in row:
            return str(row["name"])
        told = ((self._inside(key), key, one) for key, one in row.items() if one is not None)
        return "，".join(
            f"{word.text.zh if word else key} {self._text(one, word.values if word else {})}"
            for word, key, one in told
        )

    def _inside(self, key: str) -> Word | None:
        """Of one part of a row: what a form calls `name` by itself is no word for any name."""
        return Word(text=_NAME) if key == "name" else self._word(key)

    def _called(self, text: str) -> str:
        """A text that is the code of a person, else of a role or a department: what it means."""
        if not any(coded(text)):
            return text
        person, own = self.person(text), self.organisation
        found = (person, own.role_name(text), own.department_name(text))
        return next((one.zh for one in found if one.zh != text), text)


def words_of_case(bundle: Bundle, people: Mapping[str, Text], then: Organisation) -> Words:
    """The words of a case's own forms before those that are written beside the processes."""
    forms = cast(Mapping[str, Form], bundle.forms)
    own = {form_id: words_in(form.schema.get("components", ())) for form_id, form in forms.items()}
    fields: dict[str, Word] = {}
    for words in (*own.values(), dict(_renamed(_elements(bundle), own))):
        for name, word in words.items():
            known = fields.get(name)
            values = {**word.values, **known.values} if known else word.values
            fields[name] = Word(text=known.text if known else word.text, values=values)
    return Words(fields=fields, recorded=people, organisation=then)


def _renamed(
    elements: Iterable[Element], own: Mapping[str, Mapping[str, Word]]
) -> Iterator[tuple[str, Word]]:
    """Variables that a user task sets to just one field of its form."""
    for element in elements:
        fields = own.get(element.user_task.form_id, {}) if element.user_task else {}
        for output in element.outputs:
            word = fields.get(output.source.text.strip())
            if word is not None:
                yield output.name, word


def element_name(element: Element) -> Text:
    """What an element is called; one that has no name, by what it is."""
    if element.name:
        return Text(zh=element.name, en=element.name_en or element.name)
    return _KINDS[element.kind]


def _elements(bundle: Bundle) -> Iterator[Element]:
    for definition in (*bundle.called.values(), bundle.process):
        yield from definition.elements.values()


def name_of(person: Person) -> Text:
    """In both languages."""
    return Text(zh=person.name, en=person.name_en or person.name)


def _plain(value: Any) -> str:
    """A number, date, time or nothing at all, as people write it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        local = value if value.tzinfo is None else value.astimezone(ZONE)
        return local.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    plain = to_plain(value)
    return str(next(iter(plain.values()))) if isinstance(plain, Mapping) else str(plain)


_NAME: Final = Text(zh="名称", en="Name")
_KINDS: Final[Mapping[Kind, Text]] = {
    Kind.START_EVENT: Text(zh="开始", en="Start"),
    Kind.END_EVENT: Text(zh="结束", en="End"),
    Kind.CATCH_EVENT: Text(zh="等待事件", en="Waiting event"),
    Kind.THROW_EVENT: Text(zh="发出事件", en="Throwing event"),
    Kind.BOUNDARY_EVENT: Text(zh="边界事件", en="Boundary event"),
    Kind.TASK: Text(zh="任务", en="Task"),
    Kind.MANUAL_TASK: Text(zh="手工任务", en="Manual task"),
    Kind.USER_TASK: Text(zh="用户任务", en="User task"),
    Kind.SERVICE_TASK: Text(zh="服务任务", en="Service task"),
    Kind.BUSINESS_RULE_TASK: Text(zh="业务规则任务", en="Business rule task"),
    Kind.SEND_TASK: Text(zh="发送任务", en="Send task"),
    Kind.RECEIVE_TASK: Text(zh="接收任务", en="Receive task"),
    Kind.CALL_ACTIVITY: Text(zh="调用流程", en="Called process"),
    Kind.SUB_PROCESS: Text(zh="子流程", en="Sub-process"),
    Kind.TRANSACTION: Text(zh="事务", en="Transaction"),
    Kind.AD_HOC_SUB_PROCESS: Text(zh="特别子流程", en="Ad-hoc sub-process"),
    Kind.EXCLUSIVE_GATEWAY: Text(zh="排他网关", en="Exclusive gateway"),
    Kind.INCLUSIVE_GATEWAY: Text(zh="包容网关", en="Inclusive gateway"),
    Kind.PARALLEL_GATEWAY: Text(zh="并行网关", en="Parallel gateway"),
    Kind.EVENT_BASED_GATEWAY: Text(zh="事件网关", en="Event-based gateway"),
    Kind.COMPLEX_GATEWAY: Text(zh="复杂网关", en="Complex gateway"),
}
