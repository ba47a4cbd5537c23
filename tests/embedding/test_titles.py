"""A title says people by their names: what a form keeps of them are logins."""

from __future__ import annotations

from engine import open_engine
from tests.embedding.test_calls import HEAD, flow

TITLE = """guicheng:title='= "处罚：" + employee + "，" + grade'"""
SUMMARY = """guicheng:summary='= string join(witnesses, "、")'"""
PENALTY = (
    f'{HEAD}<process id="penalty" name="处罚" isExecutable="true" {TITLE} {SUMMARY}>'
    f'<startEvent id="s"/>{flow("s", "e")}<endEvent id="e"/></process></definitions>'
)


def test_title_and_summary_name_people_and_leave_other_codes_as_they_are() -> None:
    data = {"employee": "purchaser", "grade": "serious", "witnesses": ["gm", "nobody"]}
    with open_engine("memory:") as engine:
        gm, purchaser = (engine.runtime.person(login).name for login in ("gm", "purchaser"))
        engine.deploy(PENALTY.encode(), by="admin", draft=True)
        case = engine.start("penalty", data, by="admin").id

        view = engine.case(case)
        assert view.title == f"处罚：{purchaser}，serious"
        assert view.summary == f"{gm}、nobody"
        assert engine.variables(case)["employee"] == "purchaser"
        assert engine.replay(case).equal
