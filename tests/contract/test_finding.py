"""Finding work and cases: text in any part, business variables, people, time, copies, numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from engine.core import events as ev
from engine.core.ids import Principal, UserId
from engine.core.people import Person
from engine.errors import ConcurrencyConflict, InvalidCommand
from engine.ports import Store
from engine.store import narrowing
from engine.store.sql_filters import filters_of
from engine.views import ActingFor, InstanceQuery, VariableFilter, WorklistQuery
from tests.contract.cases import CLERK, Case, at, deployment, done, offer, start
from tests.contract.test_worklist import KEEPERS, asked, every_page, ids

SALES = Person(id=UserId("seller"), name="销售员", department="sales")


def described(**facts: object) -> ev.CaseDescribed:
    return ev.CaseDescribed(**facts)


def cases(store: Store, **query: object) -> list[str]:
    return [one.id for one in store.instances(replace(InstanceQuery(), **query)).items]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("合同", ["i2"]),
        ("同", ["i2"]),
        ("章", ["i2"]),
        ("采购合同用章", ["i2"]),
        ("购合同用章x", []),
        ("yz-2026", ["i2", "i1"]),
        ("0002", ["i2"]),
        ("A%_", ["i1"]),
        ("9-k'EY\"", ["i1"]),
        ("urgent", ["i1"]),
    ],
)
def test_case_is_found_by_any_part_of_its_texts(store: Store, text: str, wanted: list[str]) -> None:
    first = Case("i1", title="表A%_", business_key="9-k'ey\"")
    first.append(
        store, first.started(), described(number="YZ-2026-0001", summary="Urgent"), offer("i1-1")
    )
    second = Case("i2", title="采购合同用章", at=at(1))
    second.append(store, second.started(), described(number="YZ-2026-0002"), offer("i2-1"))

    assert cases(store, text=text) == wanted
    assert {item.instance_id for item in store.worklist(asked(text=text)).items} == set(wanted)


@pytest.mark.parametrize(("few", "some"), [(0, 0), (0, 400), (400, 400)])
def test_few_and_many_matches_are_listed_alike(
    store: Store, few: int, some: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "FEW", few)
    monkeypatch.setattr(narrowing, "SOME", some)
    store.save(deployment())
    for number in range(6):
        title = f"出差 {number}" if number % 2 else f"请假 {number}"
        case = Case(f"i{number}", title=title, at=at(number))
        new = {"days": Decimal(number)}
        case.append(
            store, case.started(), described(searchable=("days",)),
            ev.VariablesChanged(scope=0, new=new), offer(f"w{number}", created_at=at(number)),
        )  # fmt: skip
    long = (VariableFilter("days", ">=", Decimal(3)),)

    assert every_page(store, asked(text="请假", limit=2)) == ["w0", "w2", "w4"]
    assert every_page(store, asked(text="请假", variables=long, limit=1)) == ["w4"]
    assert every_page(store, asked(variables=long, sort="newest")) == ["w5", "w4", "w3"]
    assert cases(store, text="出差", variables=long) == ["i5", "i3"]
    assert cases(store, visible_to=UserId("clerk"), text="出差", limit=2) == ["i5", "i3"]
    assert cases(store, visible_to=UserId("nobody"), text="出差") == []
    assert every_page(store, asked("stranger", view="mine", text="请假")) == []


@pytest.mark.parametrize(
    ("operator", "value", "wanted"),
    [
        ("=", Decimal("12.50"), ["i1"]),
        (">", Decimal(-3), ["i2", "i1"]),
        ("<", Decimal(12), ["i3"]),
        ("<=", Decimal(100000), ["i3", "i2", "i1"]),
        ("=", "12.5", []),
        (">", date(2026, 1, 1), []),
    ],
)
def test_numbers_are_compared_as_numbers(
    store: Store, operator: str, value: object, wanted: list[str]
) -> None:
    for number, amount in enumerate(("12.5", "100000", "-7"), 1):
        case = Case(f"i{number}", at=at(number))
        new = {"amount": Decimal(amount), "secret": Decimal(1)}
        change = ev.VariablesChanged(scope=0, new=new)
        case.append(store, case.started(), described(searchable=("amount",)), change)

    found = cases(store, variables=(VariableFilter("amount", operator, value),))

    assert found == wanted
    assert cases(store, variables=(VariableFilter("secret", "=", Decimal(1)),)) == []


def test_unknown_operator_is_refused(store: Store) -> None:
    with pytest.raises(InvalidCommand):
        cases(store, variables=(VariableFilter("amount", "like", "x"),))


def test_work_is_filtered_by_person_department_state_priority_and_time(store: Store) -> None:
    start(store, "i1", offer("w1", priority=80, created_at=at(1)))
    start(
        store, "i2", offer("w2", assignee="keeper", created_at=at(2)),
        begun={"initiator": SALES},
    )  # fmt: skip
    for query, wanted in (
        (asked(initiator="seller"), ["w2"]),
        (asked(department="sales"), ["w2"]),
        (asked(department="office"), ["w1"]),
        (asked(state="ready"), ["w1"]),
        (asked(priority=60), ["w1"]),
        (asked(since=at(2)), ["w2"]),
        (asked(until=at(2)), ["w1"]),
    ):
        assert ids(store.worklist(query)) == wanted
    assert cases(store, department="sales") == ["i2"]
    assert cases(store, since=at(-1), until=at(0)) == []


def test_overdue_work_is_listed_and_counted(store: Store) -> None:
    start(store, "i1", offer("w1", due_at=at(10)), offer("w2", due_at=at(20)), offer("w3"))

    assert ids(store.worklist(asked(view="overdue", now=at(15)))) == ["w1"]
    assert store.more_counts(asked(), at(30))["overdue"] == 2
    with pytest.raises(InvalidCommand):
        store.worklist(asked(view="overdue"))


def test_substitute_sees_the_absent_persons_work_but_not_what_they_are_excluded_from(
    store: Store,
) -> None:
    start(
        store, "i1", offer("w1", assignee="absent"),
        offer("w2", assignee="absent", excluded=("keeper",)), offer("w3"),
    )  # fmt: skip
    other = Case("i2", process="office-supplies")
    other.append(store, other.started(), offer("w4", assignee="absent"))
    everywhere = (ActingFor(UserId("absent")),)
    there = (ActingFor(UserId("absent"), ("office-supplies",)),)

    assert ids(store.worklist(asked(view="substituted", acting_for=everywhere))) == ["w1", "w4"]
    assert ids(store.worklist(asked(view="substituted", acting_for=there))) == ["w4"]
    assert ids(store.worklist(asked(acting_for=there))) == ["w3", "w4"]
    assert ids(store.worklist(asked(view="substituted"))) == []
    assert ids(store.worklist(asked(view="mine", acting_for=everywhere))) == []
    assert store.more_counts(asked(acting_for=everywhere), at(0))["substituted"] == 2


def test_work_of_a_role_is_done_for_whoever_of_its_holders_is_absent_and_counted_once(
    store: Store,
) -> None:
    guards = ("role:guard",)
    start(store, "i1", offer("w1", guards), offer("w2", guards, excluded=("one",)))
    start(store, "i2", offer("w3", guards, excluded=("one", "two")), actor=CLERK)
    both = tuple(ActingFor(UserId(one), (), (Principal("role:guard"),)) for one in ("one", "two"))

    found = asked(view="substituted", acting_for=both)

    assert ids(store.worklist(found)) == ["w1", "w2"]
    assert store.more_counts(found, at(0))["substituted"] == 2
    assert ids(store.worklist(replace(found, acting_for=both[:1]))) == ["w1"]
    own = replace(found, principals=(Principal("role:guard"),))
    assert ids(store.worklist(own)) == [], "what is mine too is done in my own right"
    assert ids(store.worklist(replace(found, user=CLERK.id))) == [], "not of one's own case"


def test_copies_are_listed_until_they_are_read(store: Store) -> None:
    reader = UserId("reader")
    case = start(store, "i1", offer("w1"))
    case.append(store, ev.InstanceCopied(by=UserId("clerk"), to=(reader,), at=at(1)))
    query = WorklistQuery(user=reader, principals=())

    assert store.is_copied_to(reader, "i1")
    assert not store.is_copied_to(UserId("other"), "i1")
    assert store.more_counts(query, at(2))["copied"] == 1
    assert cases(store, copied_to=reader, unread=True, text="用印") == ["i1"]
    case.append(store, ev.CopyRead(by=reader, at=at(3)))
    assert cases(store, copied_to=reader, unread=True) == []
    assert cases(store, copied_to=reader) == ["i1"]
    assert store.more_counts(query, at(4))["copied"] == 0


def test_transferred_work_moves_to_the_other_inbox(store: Store) -> None:
    case = start(store, "i1", offer("w1"))
    moved = ev.WorkItemTransferred(
        work_item_id="w1", by=UserId("keeper"), to=UserId("other"), at=at(1), reason="x"
    )
    case.append(store, moved)

    assert ids(store.worklist(asked())) == []
    other = WorklistQuery(user=UserId("other"), principals=())
    assert ids(store.worklist(replace(other, view="mine"))) == ["w1"]
    case.append(store, done("w1", "other"))
    assert ids(store.worklist(replace(other, view="done"))) == ["w1"]


def test_number_is_given_to_one_case_only(store: Store) -> None:
    def numbered(case_id: str, sequence: int) -> None:
        case = Case(case_id)
        number = described(number=f"N{sequence}", counter="c", sequence=sequence)
        case.append(store, case.started(), number)

    assert store.last_in("c") == 0
    numbered("i1", 1)
    numbered("i2", 2)
    for taken in (1, 2):
        with pytest.raises(ConcurrencyConflict):
            numbered("i3", taken)
    assert store.last_in("c") == 2
    assert store.instance("i3") is None
    assert [view.number for view in store.instances(InstanceQuery()).items] == ["N2", "N1"]


def test_counts_say_at_least_so_many_from_a_thousand_on(store: Store) -> None:
    start(store, "i1", *(offer(f"w{n}") for n in range(1010)))

    assert store.worklist_counts(UserId("keeper"), (KEEPERS,))["inbox"] == 1000


@pytest.mark.parametrize(("few", "some"), [(0, 0), (0, 400), (400, 400)])
def test_comment_is_found_by_who_sees_its_case_until_it_is_taken_back(
    store: Store, few: int, some: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "FEW", few)
    monkeypatch.setattr(narrowing, "SOME", some)
    store.save(deployment())
    clerk = UserId("clerk")
    case = start(store, "i1", offer("w1"))
    start(store, "i2", offer("w2"))
    said = ev.CommentAdded(comment_id="c1", by=clerk, at=at(1), text="青龙桥 Site 停工，见 A-77/B")
    case.append(store, said)
    stranger = WorklistQuery(user=UserId("stranger"), principals=())

    for text in ("青龙桥", "龙", "停工", "工，", "site", "A-77", "/b", "桥 S"):
        assert ids(store.worklist(asked(text=text))) == ["w1"], text
        assert cases(store, visible_to=clerk, text=text) == ["i1"], text
        assert cases(store, visible_to=stranger.user, text=text) == [], text
        assert ids(store.worklist(replace(stranger, text=text))) == [], text
        questions = [replace(stranger, text=text), InstanceQuery(visible_to=clerk, text=text)]
        assert filters_of(store).how_many(questions) == [0, 1], text
    case.append(store, ev.CommentWithdrawn(comment_id="c1", by=clerk, at=at(2)))
    assert ids(store.worklist(asked(text="青龙桥"))) == []
    assert cases(store, text="停") == []
