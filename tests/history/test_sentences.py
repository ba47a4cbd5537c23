"""Every event type has a sentence in both languages, and it names people and elements."""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import UTC, datetime
from typing import Any, get_type_hints

import pytest

from engine.core import events as ev
from engine.core.ids import UserId
from engine.core.people import Person
from engine.errors import Text
from engine.history.sentences import SENTENCES, Names, belongings, element_of, sentence

NAMES = Names(
    elements={"approve": Text(zh="审批", en="Approve")},
    person=lambda login: Text(zh="周启明", en="Zhou Qiming"),
    belongs={"c1-1": "approve"},
)
SAMPLES: dict[str, Any] = {
    "element_id": "approve",
    "work_item_id": "c1-1",
    "timer_id": "c1-1",
    "job_id": "c1-1",
    "subscription_id": "c1-1",
    "at": datetime(2026, 11, 22, tzinfo=UTC),
    "due_at": datetime(2026, 11, 22, tzinfo=UTC),
    "created_at": datetime(2026, 11, 22, tzinfo=UTC),
    "expires_at": datetime(2026, 11, 22, tzinfo=UTC),
    "begins_at": datetime(2026, 11, 22, tzinfo=UTC),
    "ends_at": datetime(2026, 11, 22, tzinfo=UTC),
    "initiator": Person(id=UserId("gm"), name="周启明"),
}


def sample(kind: type[ev.Event]) -> ev.Event:
    """An event with the least that it needs."""
    values = {}
    hints = get_type_hints(kind)
    for item in fields(kind):
        if item.name in SAMPLES:
            values[item.name] = SAMPLES[item.name]
        elif item.default is MISSING and item.default_factory is MISSING:
            values[item.name] = _value(str(hints[item.name]))
    return kind(**values)


def _value(hint: str) -> Any:
    if "int" in hint and "Mapping" not in hint:
        return 1
    if "Mapping" in hint:
        return {"copies": 1}
    return () if "tuple" in hint else "x"


@pytest.mark.parametrize("kind", ev.EVENT_TYPES.values(), ids=lambda kind: kind.__name__)
def test_event_has_a_sentence_in_both_languages(kind: type[ev.Event]) -> None:
    said = sentence(sample(kind), NAMES)

    assert said.zh
    assert said.en
    assert "{" not in said.zh + said.en


def test_sentences_are_given_for_events_and_nothing_else() -> None:
    assert set(SENTENCES) == set(ev.EVENT_TYPES.values())


def test_sentence_names_who_did_what() -> None:
    said = sentence(ev.WorkItemClaimed(work_item_id="c1-1", by=UserId("gm")), NAMES)

    assert (said.zh, said.en) == ("周启明认领了“审批”", 'Zhou Qiming claimed "Approve"')


def test_element_of_an_event_without_one_is_found_by_what_it_belongs_to() -> None:
    made = sample(ev.TimerScheduled)
    canceled = ev.TimerCanceled(timer_id="c1-1")

    assert element_of(canceled, belongings([made, canceled])) == "approve"
    assert element_of(ev.InstanceCompleted(at=SAMPLES["at"]), {}) is None
