"""Saved filters and how much they find, alike in SQLite, PostgreSQL and memory."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.core import events as ev
from engine.core.ids import Principal, UserId, group_principal, role_principal
from engine.filters import FilterStore, SavedFilter
from engine.ports import Store
from engine.store import narrowing
from engine.store.paging import MAX_LIMIT
from engine.store.sql_filters import filters_of
from engine.views import ActingFor, InstanceQuery, VariableFilter, WorklistQuery
from tests.contract.cases import Case, at, deployment, done, offer
from tests.contract.test_worklist import KEEPERS, STAFF, asked

MINE = SavedFilter(
    id="f1",
    owner=UserId("keeper"),
    name="用印",
    list="worklist",
    asked={"process": "seal-use", "variable": ["days>3"]},
    shared_with=(),
    made_at=at(0),
)


@pytest.fixture
def filters(store: Store) -> FilterStore:
    return filters_of(store)


def names(found: list[SavedFilter]) -> list[str]:
    return [one.name for one in found]


def test_filter_comes_back_as_it_was_kept(filters: FilterStore) -> None:
    shared = replace(MINE, shared_with=(group_principal("a"), role_principal("b")))
    filters.keep_filter(shared)

    assert filters.filter("f1") == shared
    assert filters.filter("f2") is None
    assert filters.filters(MINE.owner, ()) == [shared]

    filters.keep_filter(replace(MINE, name="合同"))
    assert filters.filters(MINE.owner, ()) == [replace(MINE, name="合同")]
    assert filters.filters(UserId("other"), (role_principal("b"),)) == []

    filters.drop_filter("f1")
    filters.drop_filter("f1")
    assert filters.filters(MINE.owner, ()) == []


def test_filters_are_seen_by_owner_and_by_whom_they_are_shared_with(filters: FilterStore) -> None:
    filters.keep_filter(replace(MINE, id="f2", name="b"))
    filters.keep_filter(replace(MINE, id="f3", name="a", shared_with=(KEEPERS, STAFF)))
    filters.keep_filter(replace(MINE, id="f4", name="c", owner=UserId("x"), shared_with=(STAFF,)))

    assert names(filters.filters(MINE.owner, (KEEPERS, STAFF))) == ["a", "b", "c"]
    assert names(filters.filters(MINE.owner, ())) == ["a", "b"]
    assert names(filters.filters(UserId("y"), (STAFF,))) == ["a", "c"]
    assert filters.filters(UserId("y"), (Principal("role:other"),)) == []


@pytest.mark.parametrize(("few", "some"), [(0, 0), (0, 400), (400, 400)])
def test_each_filter_finds_as_much_as_its_pages_hold(
    store: Store, filters: FilterStore, few: int, some: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "FEW", few)
    monkeypatch.setattr(narrowing, "SOME", some)
    fill(store)
    acting = (ActingFor(UserId("absent")), ActingFor(UserId("other"), ("seal-use",)))
    long = (VariableFilter("days", ">=", Decimal(3)),)
    questions = [
        *(asked(view=view, now=at(3)) for view in ("inbox", "mine", "candidate", "done")),
        asked(view="overdue", now=at(8)),
        asked(view="substituted", acting_for=acting),
        asked(acting_for=acting),
        asked(text="请假"),
        asked(text="审批"),
        asked(text="请假", variables=long),
        asked(variables=long, priority=60),
        asked(process="office-supplies", state="ready"),
        asked(view="done", variables=long),
        InstanceQuery(text="出差", variables=long),
        InstanceQuery(visible_to=UserId("keeper"), process="seal-use"),
        InstanceQuery(copied_to=UserId("keeper"), unread=True),
    ]

    found = filters.how_many(questions)

    assert found == [length(store, one) for one in questions]
    assert sum(found) > len(questions)
    assert filters.how_many([]) == []


def fill(store: Store) -> None:
    store.save(deployment())
    for number in range(8):
        process = "office-supplies" if number % 4 == 0 else "seal-use"
        title = f"出差 {number}" if number % 2 else f"请假 {number}"
        case = Case(f"i{number}", title=title, at=at(number), process=process)
        begun = [
            case.started(),
            ev.CaseDescribed(searchable=("days",)),
            ev.VariablesChanged(scope=0, new={"days": Decimal(number)}),
            offer(f"i{number}-1", (KEEPERS, STAFF), due_at=at(number), priority=50 + number * 5),
            offer(f"i{number}-2", assignee="keeper"),
            offer(f"i{number}-3", assignee="absent", excluded=("keeper",) * (number % 2)),
            offer(f"i{number}-4", assignee="other"),
            offer(f"i{number}-5", (STAFF,)),
        ]
        case.append(store, *begun)
        if number % 3 == 0:
            case.append(store, done(f"i{number}-2", "keeper"))
            copied = ev.InstanceCopied(by=UserId("clerk"), to=(UserId("keeper"),), at=at(9))
            case.append(store, copied)


def length(store: Store, query: WorklistQuery | InstanceQuery) -> int:
    whole = replace(query, limit=MAX_LIMIT)
    if isinstance(whole, WorklistQuery):
        return len(store.worklist(whole).items)
    return len(store.instances(whole).items)
