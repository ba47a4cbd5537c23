"""The worklist: who sees what, in which order, page by page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.core import events as ev
from engine.core.ids import Principal, UserId
from engine.errors import InvalidCommand
from engine.ports import Store
from engine.views import Page, WorklistQuery
from tests.contract.cases import Case, at, deployment, done, offer, start

KEEPERS = Principal("role:seal-keeper")
STAFF = Principal("role:staff")


def asked(user: str = "keeper", **more: object) -> WorklistQuery:
    query = WorklistQuery(user=UserId(user), principals=(KEEPERS, STAFF))
    return replace(query, **more)


def ids(page: Page) -> list[str]:
    return [item.id for item in page.items]


def every_page(store: Store, query: WorklistQuery) -> list[str]:
    found: list[str] = []
    while True:
        page = store.worklist(query)
        assert len(page.items) <= query.limit
        found += ids(page)
        if page.next is None:
            return found
        query = replace(query, cursor=page.next)


def test_work_item_shows_its_case_and_why(store: Store) -> None:
    store.save(deployment())
    start(store, "i1", offer("i1-1", due_at=at(60), priority=70, excluded=("clerk",)))
    item = store.work_item("i1-1")
    assert item is not None
    assert (item.case_process, item.case_process_name) == ("seal-use", "用印")
    assert item.case_process_name_en == "Seal use"
    assert (item.title, item.initiator, item.initiator_name) == ("用印申请 i1", "clerk", "李文")
    assert (item.state, item.assignee, item.candidates) == ("ready", None, (KEEPERS,))
    assert (item.created_at, item.due_at, item.priority) == (at(0), at(60), 70)
    assert item.excluded == ("clerk",)
    assert item.reason_en == "the seal keepers"
    assert store.work_item("i1-9") is None
    assert store.work_items_of("i1") == [item]
    assert store.worklist(asked()).items == (item,)


def test_case_without_a_deployed_process_is_named_by_its_key(store: Store) -> None:
    start(store, "i1", offer("i1-1"))
    item = store.work_item("i1-1")
    assert item is not None
    assert item.case_process_name == "seal-use"


def test_claimed_work_leaves_the_others_inbox(store: Store) -> None:
    case = start(store, "i1", offer("i1-1"))
    case.append(store, ev.WorkItemClaimed(work_item_id="i1-1", by=UserId("keeper")))
    assert ids(store.worklist(asked("keeper", view="mine"))) == ["i1-1"]
    assert ids(store.worklist(asked("keeper", view="candidate"))) == []
    assert ids(store.worklist(asked("second", view="inbox"))) == []
    case.append(store, ev.WorkItemReleased(work_item_id="i1-1", by=UserId("keeper")))
    assert ids(store.worklist(asked("keeper", view="mine"))) == []
    assert ids(store.worklist(asked("second", view="candidate"))) == ["i1-1"]
    assert [(i.state, i.assignee) for i in store.work_items_of("i1")] == [("ready", None)]


def test_completed_work_is_done_by_who_did_it(store: Store) -> None:
    case = start(store, "i1", offer("i1-1"), offer("i1-2"))
    case.append(store, done("i1-1", "keeper"))
    assert ids(store.worklist(asked())) == ["i1-2"]
    assert ids(store.worklist(asked(view="done"))) == ["i1-1"]
    assert ids(store.worklist(asked("second", view="done"))) == []
    item = store.work_item("i1-1")
    assert item is not None
    assert (item.state, item.ended_by, item.ended_at) == ("completed", "keeper", at(5))


def test_canceled_work_is_nobodys(store: Store) -> None:
    case = start(store, "i1", offer("i1-1"))
    case.append(store, ev.WorkItemCanceled(work_item_id="i1-1"), when=at(9))
    assert ids(store.worklist(asked())) == ids(store.worklist(asked(view="done"))) == []
    item = store.work_item("i1-1")
    assert item is not None
    assert (item.state, item.ended_by, item.ended_at) == ("canceled", None, at(9))


def test_work_offered_anew_goes_to_the_new_people(store: Store) -> None:
    case = start(store, "i1", offer("i1-1", candidates=()))
    assert ids(store.worklist(asked())) == []
    found = ev.WorkItemAssigned(
        work_item_id="i1-1", candidates=(Principal("user:second"),), assignee=UserId("second")
    )
    case.append(store, found)
    assert ids(store.worklist(asked("second", view="mine"))) == ["i1-1"]
    assert ids(store.worklist(asked("keeper"))) == []


def test_excluded_person_never_sees_the_work(store: Store) -> None:
    case = start(store, "i1", offer("i1-1", excluded=("keeper", 'q"x')), offer("i1-2"))
    case.append(
        store,
        ev.WorkItemAssigned(
            work_item_id="i1-2", candidates=(KEEPERS,), excluded=(UserId("keeper"),)
        ),
    )
    for view in ("inbox", "candidate", "mine"):
        assert ids(store.worklist(asked("keeper", view=view))) == []
    assert store.worklist_counts(UserId("keeper"), (KEEPERS,))["inbox"] == 0
    assert ids(store.worklist(asked("eep"))) == ids(store.worklist(asked("Keeper")))
    assert ids(store.worklist(asked("second"))) == ["i1-1", "i1-2"]


def test_work_offered_twice_to_a_person_is_shown_once(store: Store) -> None:
    start(store, "i1", offer("i1-1", candidates=(KEEPERS, STAFF, "user:keeper")))
    assert ids(store.worklist(asked())) == ["i1-1"]
    assert store.worklist_counts(UserId("keeper"), (KEEPERS, STAFF)) == {
        "mine": 0, "candidate": 1, "inbox": 1,
    }  # fmt: skip


def test_counts_agree_with_the_lists(store: Store) -> None:
    start(
        store,
        "i1",
        offer("i1-1"),
        offer("i1-2", assignee="keeper"),
        offer("i1-3", ("user:second",)),
    )
    counts = store.worklist_counts(UserId("keeper"), (KEEPERS, STAFF))
    assert counts == {"mine": 1, "candidate": 1, "inbox": 2}
    for view, count in counts.items():
        assert len(store.worklist(asked(view=view)).items) == count


@pytest.mark.parametrize(
    ("sort", "wanted"),
    [
        ("created", ["w1", "w2", "w3", "w4", "w5"]),
        ("newest", ["w5", "w4", "w3", "w2", "w1"]),
        ("due", ["w3", "w2", "w1", "w4", "w5"]),
    ],
)
def test_pages_follow_the_sort_without_gap_or_repeat(
    store: Store, sort: str, wanted: list[str]
) -> None:
    due = {"w1": at(300), "w2": at(200), "w3": at(100)}
    for number, name in enumerate(("w1", "w2", "w3", "w4", "w5")):
        both = (KEEPERS, STAFF) if number % 2 else (STAFF,)
        item = offer(name, both, created_at=at(number // 2), due_at=due.get(name))
        start(store, f"i{number}", item)
    for limit in (1, 2, 3, 5, 9):
        assert every_page(store, asked(sort=sort, limit=limit)) == wanted


@pytest.mark.parametrize("sort", ["created", "newest", "due"])
def test_done_pages_follow_when_it_was_done(store: Store, sort: str) -> None:
    case = start(
        store, "i1", *(offer(f"w{n}", due_at=at(100 - n) if n else None) for n in range(4))
    )
    for number in (2, 0, 3, 1):
        ended = replace(done(f"w{number}", "keeper"), at=at(10 - number))
        case.append(store, ended)
    wanted = {"created": "w3 w2 w1 w0", "newest": "w0 w1 w2 w3", "due": "w3 w2 w1 w0"}[sort]
    for limit in (1, 3, 4):
        query = asked(view="done", sort=sort, limit=limit)
        assert " ".join(every_page(store, query)) == wanted


def test_filters_narrow_every_view(store: Store) -> None:
    supplies = {"process": "office-supplies", "title": "办公用品 100%_A4"}
    case = Case("i2", **supplies)
    case.append(store, case.started(), offer("i2-1", name="审批", name_en="Approve BUDGET"))
    start(store, "i1", offer("i1-1"))
    for query, wanted in (
        (asked(process="office-supplies"), ["i2-1"]),
        (asked(instance_id="i1"), ["i1-1"]),
        (asked(text="用品"), ["i2-1"]),
        (asked(text="100%_"), ["i2-1"]),
        (asked(text="0%_a4"), ["i2-1"]),
        (asked(text="1%4"), []),
        (asked(text="budget"), ["i2-1"]),
        (asked(text="用印", process="office-supplies"), []),
    ):
        assert ids(store.worklist(query)) == wanted
    case.append(store, done("i2-1", "keeper"))
    assert ids(store.worklist(asked(view="done", text="用品"))) == ["i2-1"]
    assert ids(store.worklist(asked(view="done", process="seal-use"))) == []


def test_tampered_cursor_is_refused(store: Store) -> None:
    start(store, "i1", *(offer(f"w{n}") for n in range(4)))
    cursor = store.worklist(asked(limit=2)).next
    assert cursor is not None
    for bad in ("", "x", cursor[:-2], cursor[::-1], "é" * 9, cursor + "AAAA"):
        with pytest.raises(InvalidCommand):
            store.worklist(asked(limit=2, cursor=bad))
    with pytest.raises(InvalidCommand):
        store.worklist(asked(limit=2, cursor=cursor, sort="due"))


@pytest.mark.parametrize("wrong", [{"view": "all"}, {"sort": "name"}, {"limit": 0}, {"limit": 501}])
def test_unknown_view_sort_or_size_is_refused(store: Store, wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidCommand):
        store.worklist(asked(**wrong))


def test_work_that_is_put_off_and_pressing_work_are_found_and_sorted(store: Store) -> None:
    keeper, later = UserId("keeper"), at(600)
    case = start(store, "i1", offer("i1-1", assignee="keeper"), offer("i1-2", assignee="keeper"))
    case.append(store, ev.FollowUpSet(work_item_id="i1-1", by=keeper, at=at(1), until=later))
    case.append(
        store,
        ev.PriorityChanged(
            work_item_id="i1-2", element_id="e", priority=90, by=keeper, at=at(1), reason="急"
        ),
    )

    assert ids(store.worklist(asked(follow_up="later", now=at(2)))) == ["i1-1"]
    assert ids(store.worklist(asked(follow_up="due", now=at(2)))) == ["i1-2"]
    assert ids(store.worklist(asked(follow_up="due", now=later))) == ["i1-1", "i1-2"]
    assert every_page(store, asked(sort="follow_up", limit=1)) == ["i1-2", "i1-1"]
    assert every_page(store, asked(sort="priority", limit=1)) == ["i1-2", "i1-1"]
    assert [one.follow_up_at for one in store.work_items_of("i1")] == [later, None]

    case.append(
        store,
        ev.WorkItemTransferred(
            work_item_id="i1-1", by=keeper, to=UserId("second"), at=at(3), reason="away"
        ),
    )
    assert ids(store.worklist(asked("second", follow_up="due", now=at(4)))) == ["i1-1"]
    assert [one.follow_up_at for one in store.work_items_of("i1")] == [None, None]
    with pytest.raises(InvalidCommand, match="Expected one of"):
        store.worklist(asked(follow_up="never", now=at(4)))
