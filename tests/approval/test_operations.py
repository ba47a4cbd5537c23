"""Adding, removing, advising, delegating and appointing, in each of the five structures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine import Engine, open_engine
from engine.approving import Asking
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.core.commands import Command, HandOverWork
from engine.core.events import OpinionGiven, WorkItemAppointed
from engine.core.ids import InstanceId
from engine.embedding import OpenItem
from engine.errors import CommandRejected, InvalidCommand, InvalidForm, InvalidState, NotPermitted
from engine.handlers.state_plain import plain_state, read_state
from engine.people_records import Wish
from engine.prediction import Assumption
from engine.views import WorklistQuery
from tests.approval.given import ALL, ASSIGNED, ONE, STRUCTURES, process

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
EVERYTHING = 'guicheng:actions="claim release transfer urge copy delegate add-sign remove-sign"'
HELPER, OTHER = "hr-manager", "receptionist"


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    options = Options(clock=FixedClock(NOW), quick_passwords=True)
    with open_engine("memory:", options=options) as opened:
        yield opened


class Case:
    """One case that has come to `sign`, where gm has a work item, in this structure."""

    def __init__(
        self, engine: Engine, structure: str = "sequence", attributes: str = EVERYTHING, **how: str
    ) -> None:
        plain = ONE + how.get("approval", "")
        inner = ASSIGNED + ALL if structure == "round" else plain
        engine.deploy(process(inner, attributes, structure), by="admin", draft=True)
        self.engine = engine
        self.id = engine.start("draft:asked", {}, by="office-director").id

    def items(self) -> dict[str, OpenItem]:
        items = self.engine.worklist(instance=self.id)
        return {str(item.assignee): item for item in items if item.element_id == "sign"}

    def do(self, who: str, make: Callable[[Asking], Command], *, on: str = "") -> None:
        item = self.items()[on or who].id
        runtime = self.engine.runtime
        runtime.dispatch(make(Asking(runtime.people, item)), runtime.person(who))
        assert self.is_unchanged_by_restart()

    def complete(self, who: str, *, agree: bool = True, **more: Any) -> None:
        item = self.items()[who].id
        self.engine.complete(item, {"agree": agree, "note": who}, by=who, **more)
        assert self.is_unchanged_by_restart()

    def finish_others(self) -> None:
        """In a round the other members agree too."""
        for who in ("cashier", "seal-keeper"):
            if who in self.items():
                self.complete(who)

    def is_unchanged_by_restart(self) -> bool:
        state = self.engine.runtime.live(self.id).state
        return read_state(plain_state(state)) == state and self.engine.replay(self.id).equal

    def inbox(self, who: str) -> list[str]:
        person = self.engine.runtime.person(who)
        query = WorklistQuery(
            user=person.id,
            principals=person.principals(),
            view="inbox",
            limit=9,
            instance_id=self.id,
        )
        return [item.id for item in self.engine.runtime.store.worklist(query).items]

    def is_past(self, structure: str) -> bool:
        """Whether `sign` is done, in a multi-instance activity its first instance."""
        if structure == "multi-instance":
            return set(self.items()) == {"gm"} and len(self.items()) == 1
        return not self.items()


def add(place: str, *who: str) -> Callable[[Asking], Command]:
    return lambda asking: asking.to_add(who or (HELPER,), place, "请把关")


@pytest.mark.parametrize("structure", STRUCTURES)
def test_who_is_added_before_advises_and_only_then_it_goes_on(
    engine: Engine, structure: str
) -> None:
    case = Case(engine, structure)

    case.do("gm", add("before"))

    assert case.inbox("gm") == []
    with pytest.raises(InvalidState, match="advice"):
        case.complete("gm")
    with pytest.raises(InvalidState, match="opinion"):
        case.complete(HELPER)
    for who, said in (("gm", "advice"), (HELPER, "opinion")):
        with pytest.raises(InvalidState, match=said):
            engine.throw_error(case.items()[who].id, "E1", by=who)
    case.do(HELPER, lambda asking: asking.to_advise("可以,注意数量", None))
    assert len(case.inbox("gm")) == 1
    case.complete("gm")
    case.finish_others()
    assert case.is_past(structure)
    said = [e.content for e in engine.history(case.id) if isinstance(e.content, OpinionGiven)]
    assert (said[0].by, said[0].agrees, said[0].opinion) == (HELPER, None, "可以,注意数量")


@pytest.mark.parametrize("structure", STRUCTURES)
def test_who_is_added_after_acts_when_i_agreed(engine: Engine, structure: str) -> None:
    case = Case(engine, structure)

    case.do("gm", add("after", HELPER, OTHER))
    assert HELPER not in case.items()
    case.complete("gm")

    assert {HELPER, OTHER} <= set(case.items())
    case.finish_others()
    case.complete(OTHER)
    case.complete(HELPER)
    assert case.is_past(structure)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_who_is_added_beside_joins_and_who_is_removed_is_not_asked(
    engine: Engine, structure: str
) -> None:
    case = Case(engine, structure)

    case.do("gm", add("beside", HELPER, OTHER))
    case.do("gm", lambda asking: asking.to_remove(OTHER, "出差"))

    assert OTHER not in case.items()
    assert case.inbox(OTHER) == []
    case.complete("gm")
    case.finish_others()
    case.complete(HELPER)
    assert case.is_past(structure)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_delegated_work_comes_back_with_an_opinion(engine: Engine, structure: str) -> None:
    case = Case(engine, structure)

    case.do("gm", lambda asking: asking.to_delegate(HELPER, "请先看合同"))

    assert case.inbox("gm") == []
    for refused in (
        lambda: case.complete(HELPER),
        lambda: case.do(HELPER, lambda asking: asking.to_transfer(OTHER, "转")),
    ):
        with pytest.raises(InvalidState):
            refused()
    case.do(HELPER, lambda asking: asking.to_advise("条款无误", True))
    assert case.inbox(HELPER) == []
    case.complete("gm")
    case.finish_others()
    assert case.is_past(structure)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_administrator_appoints_whoever_may_do_it(engine: Engine, structure: str) -> None:
    case = Case(engine, structure, 'guicheng:actions="none"')

    case.do("admin", lambda asking: asking.to_appoint(HELPER, "总经理休假"), on="gm")

    assert "gm" not in case.items()
    case.complete(HELPER)
    case.finish_others()
    assert case.is_past(structure)
    [appointed] = [
        e.content for e in engine.history(case.id) if isinstance(e.content, WorkItemAppointed)
    ]
    assert (appointed.by, appointed.to, appointed.reason) == ("admin", HELPER, "总经理休假")


@pytest.mark.parametrize(
    ("make", "action"),
    [
        (add("before"), "add-sign"),
        (lambda asking: asking.to_delegate(HELPER, "看看"), "delegate"),
        (lambda asking: asking.to_transfer(HELPER, "出差"), "transfer"),
    ],
)
def test_what_the_task_does_not_allow_is_refused_by_name(
    engine: Engine, make: Callable[[Asking], Command], action: str
) -> None:
    case = Case(engine, "sequence", 'guicheng:actions="claim"')

    with pytest.raises(NotPermitted, match=action):
        case.do("gm", make)

    assert list(case.items()) == ["gm"]


SEPARATED = EVERYTHING + ' guicheng:separateFrom="initiator"'


@pytest.mark.parametrize(
    ("who", "make"),
    [
        ("gm", lambda asking: asking.to_add(("office-director",), "beside", "加")),
        ("gm", lambda asking: asking.to_add(("office-director",), "after", "加")),
        ("gm", lambda asking: asking.to_add(("office-director",), "before", "加")),
        ("gm", lambda asking: asking.to_delegate("office-director", "委")),
        ("gm", lambda asking: asking.to_transfer("office-director", "转")),
        ("admin", lambda asking: asking.to_appoint("office-director", "指")),
    ],
)
def test_separation_of_duties_holds_on_every_route(
    engine: Engine, who: str, make: Callable[[Asking], Command]
) -> None:
    case = Case(engine, "sequence", SEPARATED)

    with pytest.raises(NotPermitted, match="kept separate"):
        case.do(who, make, on="gm")

    assert list(case.items()) == ["gm"]


@pytest.mark.parametrize(
    ("who", "make", "refusal"),
    [
        ("gm", add("under"), InvalidCommand),
        ("gm", lambda a: a.to_add((), "beside", "加"), InvalidCommand),
        ("gm", lambda a: a.to_add((HELPER,), "beside", " "), InvalidCommand),
        ("gm", lambda a: a.to_add(("nobody",), "beside", "加"), InvalidCommand),
        ("gm", lambda a: a.to_add(("cashier",), "beside", "加"), InvalidState),
        ("cashier", add("before"), InvalidState),
        (HELPER, add("before"), NotPermitted),
        ("gm", lambda a: a.to_remove("cashier", "减"), NotPermitted),
        ("admin", lambda a: a.to_remove("gm", " "), InvalidCommand),
        ("gm", lambda a: a.to_delegate("gm", "委"), InvalidState),
        ("gm", lambda a: a.to_delegate("cashier", "委"), InvalidState),
        ("gm", lambda a: a.to_transfer("cashier", "转"), InvalidState),
        ("gm", lambda a: a.to_advise("好", True), InvalidState),
        ("gm", lambda a: a.to_appoint(HELPER, "指"), NotPermitted),
        ("admin", lambda a: a.to_appoint("gm", "指"), InvalidState),
        ("admin", lambda a: a.to_appoint(HELPER, ""), InvalidCommand),
    ],
)
def test_operation_out_of_place_is_refused_and_changes_nothing(
    engine: Engine,
    who: str,
    make: Callable[[Asking], Command],
    refusal: type[CommandRejected],
) -> None:
    case = Case(engine, "round")
    before = case.items()

    with pytest.raises(CommandRejected) as raised:
        case.do(who, make, on="gm")

    assert type(raised.value) is refusal or (who == "cashier" and raised.type is NotPermitted)
    assert case.items() == before


def test_round_keeps_at_least_one_voice(engine: Engine) -> None:
    case = Case(engine)
    case.do("gm", add("beside"))
    case.do("admin", lambda asking: asking.to_remove("gm", "离岗"), on="gm")

    with pytest.raises(InvalidState, match="left"):
        case.do("admin", lambda asking: asking.to_remove(HELPER, "也走"), on=HELPER)

    case.complete(HELPER)
    assert case.is_past("sequence")


@pytest.mark.parametrize(
    ("need", "agree", "opinion", "accepted"),
    [
        ("required", True, "", False),
        ("required", True, "同意", True),
        ("on-refusal", True, "", True),
        ("on-refusal", False, "  ", False),
        ("on-refusal", False, "数量不对", True),
        ("none", True, "多话", False),
    ],
)
def test_opinion_is_asked_for_as_the_task_says(
    engine: Engine, *, need: str, agree: bool, opinion: str, accepted: bool
) -> None:
    how = {"approval": '<guicheng:approval decision="agree"/>'}
    case = Case(engine, "sequence", f'guicheng:opinion="{need}"', **how)

    if accepted:
        case.complete("gm", agree=agree, opinion=opinion)
    else:
        with pytest.raises((InvalidForm, NotPermitted)):
            case.complete("gm", agree=agree, opinion=opinion)

    assert case.is_past("sequence") is accepted


def test_signature_is_an_image_of_ones_own_and_sealed_with_the_opinion(engine: Engine) -> None:
    case = Case(engine)
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
    mine = str(engine.upload(png, "sign.png", by="gm")["digest"])
    theirs = str(engine.upload(png + b"1", "sign.png", by="cashier")["digest"])
    text = str(engine.upload(b"<svg/>", "sign.svg", by="gm")["digest"])

    for wrong in (theirs, text, "sha256:00"):
        with pytest.raises(InvalidCommand):
            case.complete("gm", signature=wrong)
    case.complete("gm", opinion="同意", signature=mine)

    [said] = [e.content for e in engine.history(case.id) if isinstance(e.content, OpinionGiven)]
    assert said.signature == mine
    assert engine.verify(case.id).ok


def test_way_ahead_of_a_round_is_foretold_with_each_of_its_members(engine: Engine) -> None:
    case = Case(engine, "round")
    case.do("gm", add("before"))
    case.do("cashier", lambda asking: asking.to_delegate(OTHER, "看看"), on="cashier")

    own, said = case.items()["seal-keeper"].id, {"agree": True}

    assumed = [Assumption(element_id="sign", by=one, data=said) for one in ("gm", "cashier")]
    told = engine.predict(own, said, by="seal-keeper", assumed=assumed)

    assert [step.element_id for step in told.steps].count("after") == 1
    assert {step.by for step in told.steps} >= {"gm", HELPER, "admin"}


@pytest.mark.parametrize("delegated", [False, True])
def test_whoever_takes_over_from_a_leaver_gets_no_second_voice(
    engine: Engine, *, delegated: bool
) -> None:
    case = Case(engine, "round")
    if delegated:
        case.do("gm", lambda asking: asking.to_delegate(HELPER, "看看"))
    runtime = engine.runtime
    leave = HandOverWork(instance_id=InstanceId(case.id), leaver="gm", successor="cashier")

    runtime.dispatch(leave, runtime.person("admin"))

    assert len(engine.worklist(instance=case.id)) == 3
    assert "gm" not in case.items()
    if not delegated:
        assert len(case.items()) == 3 or engine.incidents(case.id)
    assert case.is_unchanged_by_restart()


def test_steps_of_separate_branches_are_kept_separate_when_one_is_done_first(
    engine: Engine,
) -> None:
    inner = '<guicheng:assignment kind="user" value="admin"/>'
    engine.deploy(
        process(inner, 'guicheng:separateFrom="other"', "parallel"), by="admin", draft=True
    )
    case = engine.start("draft:asked", {}, by="office-director").id
    items = {item.element_id: item.id for item in engine.worklist(instance=case)}
    engine.complete(items["other"], {}, by="admin")

    with pytest.raises(NotPermitted, match="Separation"):
        engine.complete(items["sign"], {}, by="admin")


def test_substitute_speaks_for_the_absent_but_with_one_voice_only(engine: Engine) -> None:
    case = Case(engine, "round")
    runtime = engine.runtime
    ends_at = NOW + timedelta(days=2)
    for substitute in ("cashier", HELPER):
        wish = Wish(person="gm", substitute=substitute, ends_at=ends_at)
        runtime.substitutions.name(wish, runtime.person("gm"))
    item = case.items()["gm"].id

    with pytest.raises(InvalidState, match="voice"):
        engine.complete(item, {"agree": True}, by="cashier", absent="gm")
    engine.complete(item, {"agree": True}, by=HELPER, absent="gm", opinion="代为同意")
    case.finish_others()

    said = [e.content for e in engine.history(case.id) if isinstance(e.content, OpinionGiven)]
    assert (said[0].by, said[0].on_behalf_of, said[0].opinion) == (HELPER, "gm", "代为同意")
    first = engine.variables(case.id)["approval"]["opinions"][0]
    assert (first["by"], first["on_behalf_of"]) == (HELPER, "gm")
    assert case.is_unchanged_by_restart()


def test_round_of_an_activity_that_a_modelled_error_ends_is_over(engine: Engine) -> None:
    caught = '<boundaryEvent id="no" attachedToRef="sign"><errorEventDefinition/></boundaryEvent>'
    way_out = caught + '<sequenceFlow id="out" sourceRef="no" targetRef="end"/>'
    drawn = process(ASSIGNED + ALL).replace(b"</process>", way_out.encode() + b"</process>")
    engine.deploy(drawn, by="admin", draft=True)
    case = engine.start("draft:asked", {}, by="office-director").id
    item = next(i for i in engine.worklist(instance=case) if i.assignee == "gm")

    engine.throw_error(item.id, "BROKEN", by="gm")

    assert engine.case(case).status == "completed"
    assert not engine.runtime.live(case).state.approvals
    assert engine.replay(case).equal
    ended = {view.id: view.state for view in engine.runtime.store.work_items_of(case)}
    assert sorted(ended.values()) == ["canceled", "canceled", "failed"]
