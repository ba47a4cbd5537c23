"""What is said with an opinion, for whom, by whom: opinions, signatures, leavers, substitutes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.core.ballot import TAKE_BACK, OpinionNeed, SignatureNeed, takes_signature
from engine.core.commands import HandOverWork
from engine.core.events import OpinionGiven
from engine.core.ids import InstanceId
from engine.errors import InvalidCommand, InvalidForm, InvalidState, NotPermitted
from engine.moving import Moving, Who
from engine.people_records import Wish
from engine.prediction import Assumption
from tests.approval.case import HELPER, NOW, OTHER, Case, add
from tests.approval.given import ALL, ASSIGNED, process
from tests.contract.test_rebuild import projections


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


def test_signature_is_refused_where_the_diagram_says_that_nobody_signs(engine: Engine) -> None:
    case = Case(engine, "sequence", 'guicheng:signature="none"', approval="")
    mine = str(engine.upload(b"\x89PNG\r\n\x1a\n" + b"\0" * 32, "s.png", by="gm")["digest"])

    with pytest.raises(NotPermitted):
        case.complete("gm", signature=mine)
    case.complete("gm")

    assert case.is_past("sequence")


@pytest.mark.parametrize(
    ("need", "opinion", "in_round", "signs"),
    [
        (SignatureNeed.WITH_OPINION, OpinionNeed.OPTIONAL, False, False),
        (SignatureNeed.WITH_OPINION, OpinionNeed.OPTIONAL, True, True),
        (SignatureNeed.WITH_OPINION, OpinionNeed.REQUIRED, False, True),
        (SignatureNeed.WITH_OPINION, OpinionNeed.NONE, True, False),
        (SignatureNeed.OPTIONAL, OpinionNeed.NONE, False, True),
        (SignatureNeed.NONE, OpinionNeed.REQUIRED, True, False),
    ],
)
def test_signature_is_offered_as_the_task_says_and_else_with_the_opinion(
    *, need: SignatureNeed, opinion: OpinionNeed, in_round: bool, signs: bool
) -> None:
    assert takes_signature(need, opinion, in_round=in_round) is signs


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


def test_tables_made_anew_from_the_log_are_those_that_operations_left(tmp_path: Path) -> None:
    options = Options(clock=FixedClock(NOW), quick_passwords=True)
    with open_engine(f"sqlite:///{tmp_path / 'cases.db'}", options=options) as engine:
        for make in (add("before"), add("after"), add("beside")):
            case = Case(engine, "round")
            case.do("gm", make)
            case.do("cashier", lambda asking: asking.to_delegate(OTHER, "看看"))
            case.do("admin", lambda asking: asking.to_appoint("hr-admin", "指派"), on=OTHER)
            if "hr-manager" in case.items():
                case.do("gm", lambda asking: asking.to_remove(HELPER, "减"))
        decided = Case(engine, "round", f'guicheng:actions="{TAKE_BACK}"')
        item = decided.items()["gm"].id
        decided.complete("gm", agree=False)
        back = Who(actor=engine.runtime.person("gm"))
        Moving(engine.runtime).take_back(item, "手误", back)
        assert set(decided.items()) == {"gm", "cashier", "seal-keeper"}
        store = engine.runtime.store
        before = projections(store)

        store.rebuild()

        assert projections(store) == before


def test_party_of_a_round_that_there_is_nobody_of_is_stood_in_for(engine: Engine) -> None:
    """Where everybody must agree; where one opinion is enough, nobody is missing."""
    roles = "= [&quot;gm&quot;, &quot;infection-control&quot;]"
    how = {"assigned": f'<guicheng:assignment kind="role" value="{roles}"/>'}
    policy = 'guicheng:nobodyFound="role:cashier"'

    everybody = Case(engine, "sequence", policy, approval=ALL, **how)
    anybody = Case(engine, "sequence", policy, approval=ALL.replace("all", "any"), **how)

    assert set(everybody.items()) == {"gm", "cashier"}
    assert set(anybody.items()) == {"gm"}
