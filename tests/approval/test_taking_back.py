"""An opinion is taken back while its round goes on: by whose it is, unless somebody acted on it."""

from __future__ import annotations

import pytest

from engine import Engine
from engine.approving import Asking
from engine.core.ids import UserId
from engine.errors import InvalidState, NotPermitted
from engine.history.sentences import Names, sentence
from engine.moving import Moving, ReturnTo, Who
from engine.notifications import wording
from tests.approval.case import EVERYTHING, HELPER, OTHER, Case, add
from tests.approval.given import ALL, ASSIGNED, ONE, STRUCTURES, process

ALLOWED = EVERYTHING.replace("claim", "claim take-back")
RETURNING = ALLOWED.replace("claim", "claim return")


def take_back(case: Case, who: str, item: str) -> None:
    person = case.engine.runtime.person(who)
    Moving(case.engine.runtime).take_back(item, "手误", Who(actor=person))
    assert case.is_unchanged_by_restart()


@pytest.mark.parametrize("structure", STRUCTURES)
def test_opinion_is_taken_back_in_every_structure(engine: Engine, structure: str) -> None:
    case = Case(engine, structure, ALLOWED)
    item = case.items()["gm"].id
    if structure != "round":
        case.do("gm", add("beside"))
    case.complete("gm")

    take_back(case, "gm", item)

    assert case.items()["gm"].id not in (item, "")
    assert case.inbox("gm") == [case.items()["gm"].id]
    case.complete("gm")
    case.finish_others()
    if HELPER in case.items():
        case.complete(HELPER)
    assert case.is_past(structure)


def test_round_has_nothing_left_of_an_opinion_that_was_taken_back(engine: Engine) -> None:
    case = Case(engine, "round", ALLOWED)
    items = {who: one.id for who, one in case.items().items()}
    case.complete("cashier")
    case.complete("gm")
    take_back(case, "gm", items["gm"])

    [round_] = engine.runtime.live(case.id).state.approvals.values()
    assert [one.by for one in round_.opinions] == ["cashier"]
    assert round_.data["note"] == "cashier"


def test_whom_an_opinion_had_asked_is_asked_again_after_it(engine: Engine) -> None:
    inner = ASSIGNED + ALL.replace('"all"', '"sequential"')
    case = Case(engine, "sequence", ALLOWED)
    engine.deploy(process(inner, ALLOWED), by="admin", draft=True)
    case.id = engine.start("draft:asked", {}, by="office-director").id
    first = case.items()["gm"].id
    case.complete("gm")
    assert set(case.items()) == {"cashier"}

    take_back(case, "gm", first)

    assert set(case.items()) == {"gm"}
    again = case.items()["gm"].id
    case.complete("gm")
    second = case.items()["cashier"].id
    case.complete("cashier")
    with pytest.raises(InvalidState, match="nobody to have acted"):
        take_back(case, "gm", again)
    take_back(case, "cashier", second)
    assert set(case.items()) == {"cashier"}


def test_opinion_is_not_taken_back_once_whom_it_asked_has_returned_the_work(engine: Engine) -> None:
    inner = ASSIGNED + ALL.replace('"all"', '"sequential"')
    case = Case(engine, "sequence", ALLOWED)
    engine.deploy(process(inner, RETURNING, first=True), by="admin", draft=True)
    case.id = engine.start("draft:asked", {}, by="office-director").id
    [earlier] = engine.worklist(instance=case.id)
    engine.complete(earlier.id, {}, by="admin")
    first = case.items()["gm"].id
    case.complete("gm")
    asked = ReturnTo(to="first", reason="请补充", straight=True)
    cashier = Who(actor=engine.runtime.person("cashier"))
    Moving(engine.runtime).give_back(case.items()["cashier"].id, asked, cashier)

    with pytest.raises(InvalidState, match="nobody to have acted"):
        take_back(case, "gm", first)


def test_opinion_is_taken_back_only_by_whose_it_is_and_where_the_task_allows_it(
    engine: Engine,
) -> None:
    case = Case(engine, "round", ALLOWED)
    item = case.items()["gm"].id
    with pytest.raises(InvalidState):
        take_back(case, "gm", item)
    case.complete("gm")
    with pytest.raises(NotPermitted, match="whose opinion"):
        take_back(case, "cashier", item)
    closed = Case(engine, "round")
    item = closed.items()["gm"].id
    closed.complete("gm")
    with pytest.raises(NotPermitted, match="taking back"):
        take_back(closed, "gm", item)


# -- once the round is decided --------------------------------------------------------------------

DECIDED = {
    "all": ("cashier", "seal-keeper", "gm"),  # 会签
    "any": ("gm",),  # 或签
    "ratio": ("cashier", "gm"),  # 票签, two thirds
    "sequential": ("gm", "cashier", "seal-keeper"),  # 依次
}
AFTER = b'id="after" guicheng:actions="add-sign"'
WAY = {"ratio": 'mode="ratio" threshold="2/3"'}


def decided(engine: Engine, structure: str, mode: str = "all") -> tuple[Case, dict[str, str]]:
    """A case whose round the last of these has just decided, with everybody's work item."""
    terms = ALL.replace('mode="all"', WAY.get(mode, f'mode="{mode}"'))
    case = Case(engine, "sequence", ALLOWED)
    place = "sequence" if structure == "round" else structure
    content = process(ASSIGNED + terms, ALLOWED, place).replace(b'id="after"', AFTER)
    engine.deploy(content, by="admin", draft=True)
    case.id = engine.start("draft:asked", {}, by="office-director").id
    items: dict[str, str] = {}
    for who in DECIDED[mode]:
        items |= {one: item.id for one, item in case.items().items()}
        case.complete(who, opinion=f"{who}已阅")
    return case, items


@pytest.mark.parametrize("structure", STRUCTURES)
def test_round_opens_again_when_the_opinion_that_decided_it_is_taken_back(
    engine: Engine, structure: str
) -> None:
    case, items = decided(engine, structure)

    take_back(case, "gm", items["gm"])

    [round_] = engine.runtime.live(case.id).state.approvals.values()
    assert [(one.by, one.text) for one in round_.opinions] == [
        ("cashier", "cashier已阅"),
        ("seal-keeper", "seal-keeper已阅"),
    ]
    assert round_.data == {"agree": True, "note": "seal-keeper"}
    assert set(case.items()) == {"gm"}
    seen = engine.runtime.live(case.id).variables(round_.token)
    if structure != "multi-instance":  # where variables are those of each turn
        assert seen["note"] == "gm"  # what was filled in before is there to be corrected
    again = case.items()["gm"].id
    take_back(case, "cashier", items["cashier"])
    assert set(case.items()) == {"gm", "cashier"}
    case.complete("cashier")
    case.complete("gm")
    assert again not in case.inbox("gm")
    if structure == "multi-instance":
        assert set(case.items()) == {"gm", "cashier", "seal-keeper"}
    else:
        assert not case.items()


@pytest.mark.parametrize("mode", DECIDED)
def test_round_of_every_kind_stands_as_before_the_opinion_that_decided_it(
    engine: Engine, mode: str
) -> None:
    case, items = decided(engine, "sequence", mode)
    voters = DECIDED[mode]

    take_back(case, voters[-1], items[voters[-1]])

    waiting = {"gm", "cashier", "seal-keeper"} - set(voters[:-1])
    assert set(case.items()) == waiting
    assert case.inbox(voters[-1]) == [case.items()[voters[-1]].id]
    for who in sorted(waiting):
        if who in case.items():
            case.complete(who, agree=False)
    assert not case.items()


def test_round_keeps_who_was_added_delegated_and_signed_when_it_opens_again(
    engine: Engine,
) -> None:
    case = Case(engine, "round", ALLOWED)
    image = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
    signature = str(engine.upload(image, "sign.png", by="seal-keeper")["digest"])
    case.complete("seal-keeper", opinion="同意", signature=signature)
    case.do("gm", add("after"))
    case.do("cashier", add("before", OTHER))
    case.do("gm", lambda asking: asking.to_delegate("purchaser", "请先看"))
    case.do("admin", lambda asking: asking.to_press(90, "急"), on="cashier")
    before = case.round()
    items = case.items()
    case.do(OTHER, lambda asking: asking.to_advise("数目不对", None))
    case.complete("cashier", agree=False)
    assert not case.items()

    take_back(case, "cashier", items["cashier"].id)

    again = case.round()
    assert [(s.who, s.place, s.state) for s in again.seats] == [
        (s.who, s.place, "advised" if s.who == OTHER else s.state) for s in before.seats
    ]
    assert [one.signature for one in again.opinions] == [signature, None]
    assert again.work.priority == 90
    assert set(case.items()) == {"cashier", "purchaser"}
    delegated = engine.runtime.live(case.id).state.work_items[case.items()["purchaser"].id]
    assert delegated.owner == "gm"
    case.do("purchaser", lambda asking: asking.to_advise("可以", None))
    case.complete("gm")
    case.complete(HELPER)
    case.complete("cashier")
    assert not case.items()


def test_taking_a_decision_back_is_told_to_the_round_and_to_who_has_the_next(
    engine: Engine,
) -> None:
    case, items = decided(engine, "sequence")
    notifications = engine.runtime.notifications
    notifications.run()
    take_back(case, "gm", items["gm"])
    notifications.run()

    def last(login: str) -> tuple[str, str, str]:
        one = next(n for n in notifications.of(UserId(login)) if n.instance_id == case.id)
        return one.kind.value, wording.subject(one).zh, one.about.get("note", "")

    assert last("admin") == (
        "taken-back",
        "周启明拿回了：后续",
        "上一环节被拿回，此项不必再办：手误",
    )
    said = "这一轮重新进行，您的意见仍然有效，不必重办"
    assert last("cashier") == ("taken-back", "周启明拿回了：会签", said)
    assert last("gm")[0] == "new"
    [restored] = [one.content for one in engine.history(case.id) if one.type == "RoundRestored"]
    text = sentence(restored, Names())
    assert text.zh == "“sign”回到gm表态之前，cashier、seal-keeper的意见仍然有效"
    assert text.en.endswith("what cashier, seal-keeper said still holds")


def test_approval_of_one_of_several_candidates_is_theirs_again_and_can_be_released(
    engine: Engine,
) -> None:
    case = Case(engine, "sequence", ALLOWED)
    one = '<guicheng:approval mode="single" decision="agree"/>'
    engine.deploy(process(ASSIGNED + one, ALLOWED), by="admin", draft=True)
    case.id = engine.start("draft:asked", {}, by="office-director").id
    [item] = engine.worklist(instance=case.id)
    engine.complete(item.id, {"agree": True}, by="gm")

    take_back(case, "gm", item.id)

    again = case.items()["gm"].id
    engine.release(again, by="gm")
    engine.complete(again, {"agree": False}, by="cashier")
    assert case.is_unchanged_by_restart()
    assert not case.items()


def test_round_that_no_opinion_of_theirs_decided_is_not_taken_back(engine: Engine) -> None:
    case, items = decided(engine, "sequence")
    before = engine.runtime.live(case.id).version
    with pytest.raises(InvalidState, match="that of gm"):
        take_back(case, "cashier", items["cashier"])
    with pytest.raises(NotPermitted, match="who has completed"):
        take_back(case, "cashier", items["gm"])
    assert engine.runtime.live(case.id).version == before

    removed = Case(engine, "sequence", ALLOWED)
    removed.do("gm", add("beside"))
    item = removed.items()["gm"].id
    removed.complete("gm")
    removed.do("admin", lambda asking: asking.to_remove(HELPER, "不必"), on=HELPER)
    with pytest.raises(InvalidState, match="withdrawal of a seat"):
        take_back(removed, "gm", item)


@pytest.mark.parametrize("effect", ["end", "initiator"])
def test_decision_that_ended_the_case_or_led_back_is_not_taken_back(
    engine: Engine, effect: str
) -> None:
    case = Case(engine, "sequence", ALLOWED)
    terms = ALL.replace("<guicheng:approval", f'<guicheng:approval onReject="{effect}"')
    engine.deploy(process(ASSIGNED + terms, ALLOWED), by="admin", draft=True)
    case.id = engine.start("draft:asked", {}, by="office-director").id
    item = case.items()["gm"].id
    case.complete("gm", agree=False)

    with pytest.raises(InvalidState, match="ended the case or led back"):
        take_back(case, "gm", item)


def test_decision_is_not_taken_back_once_the_next_has_acted_or_asked_others(
    engine: Engine,
) -> None:
    runtime, admin = engine.runtime, engine.runtime.person("admin")

    def added(item: str) -> None:
        runtime.dispatch(Asking(runtime.people, item).to_add([HELPER], "after", "把关"), admin)

    for acts in (added, lambda item: engine.complete(item, {}, by="admin")):
        case, items = decided(engine, "sequence")
        [after] = [one for one in engine.worklist(instance=case.id) if one.element_id == "after"]
        acts(after.id)
        with pytest.raises(InvalidState, match="acted"):
            take_back(case, "gm", items["gm"])


def test_only_the_first_turn_of_a_loop_is_taken_back(engine: Engine) -> None:
    case = Case(engine, "sequence", ALLOWED)
    content = process(ONE, ALLOWED, "multi-instance").replace(
        b'<multiInstanceLoopCharacteristics isSequential="true">'
        b"<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>",
        b'<standardLoopCharacteristics loopMaximum="3"><loopCondition>true</loopCondition>'
        b"</standardLoopCharacteristics>",
    )
    engine.deploy(content, by="admin", draft=True)
    case.id = engine.start("draft:asked", {}, by="office-director").id
    case.complete("gm")
    second = case.items()["gm"].id
    case.complete("gm")

    with pytest.raises(InvalidState, match="only turn"):
        take_back(case, "gm", second)
