"""organisation.yaml: the sample that ships, and what the loader refuses."""

from __future__ import annotations

import pytest

from engine.core.ids import UserId
from engine.errors import DeploymentRefused
from engine.identity.organisation import Organisation, read_organisation
from engine.paths import processes_dir

GOOD = """
roles:
  gm: { name: 总经理, name_en: General manager }
  seal-keeper: { name: 印章管理员 }
  cashier: { name: 出纳 }
  accountant: { name: 会计 }
  auditor: { name: 审计员 }
departments:
  mgmt: { name: 管理层, head: boss }
  finance: { name: 财务部, head: clerk, parent: mgmt }
people:
  boss: { name: 周一, department: mgmt, rank: 100, roles: [gm] }
  clerk: { name: 钱二, department: finance, reports_to: boss, roles: [cashier] }
"""


def read(text: str) -> Organisation:
    return read_organisation(text.encode())


def test_sample_organisation_has_everybody_with_a_role_and_a_way_up() -> None:
    sample = read_organisation((processes_dir() / "organisation.yaml").read_bytes())

    assert len(sample.people()) == 26
    assert all(person.roles and person.name_en for person in sample.people())
    top = [person.id for person in sample.people() if person.reports_to is None]
    assert top == ["gm"]
    assert {d.id: d.head for d in sample.departments.values()}["audit"] == "auditor"
    assert [p.id for p in sample.holders("administrator")] == ["admin"]


def test_person_knows_department_and_what_they_head() -> None:
    clerk = read(GOOD).person(UserId("clerk"))

    assert clerk is not None
    assert (clerk.department_name, clerk.heads, clerk.reports_to) == (
        "财务部",
        ("finance",),
        "boss",
    )


def test_who_left_is_known_by_name_but_holds_nothing() -> None:
    gone = read(GOOD.replace("roles: [cashier]", "roles: [cashier], active: false"))

    assert gone.person(UserId("clerk")) is not None
    assert not gone.is_active(UserId("clerk"))
    assert gone.holders("cashier") == ()
    assert gone.head_of("finance") is None
    assert gone.logins() == {"boss"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rank: 100, roles", "rank: 100, reports_to: clerk, roles", "cycle"),
        ("head: boss }", "head: boss, parent: finance }", "cycle"),
        ("reports_to: boss", "reports_to: nobody", "superior"),
        ("department: finance", "department: sales", "department"),
        ("head: clerk", "head: nobody", "head"),
        ("parent: mgmt", "parent: sales", "parent"),
        ("[cashier] }", "[driver] }", "role"),
        ("roles:\n", "roles:\n  stand-in: { name: 替身, name_en: Stand-in }\n", "for tests"),
        ("[cashier] }", "[] }", "at least one role"),
        ("[cashier] }", "[cashier, cashier] }", "once"),
        ("[cashier] }", "[cashier, accountant] }", "not to hold both"),
        ("[gm] }", "[gm, seal-keeper] }", "not to hold both"),
        ("[gm] }", "[gm, auditor] }", "not to hold both"),
        ("  clerk: {", "  boss: {", "each key once"),
        ("clerk: { name: 钱二", "system: { name: 钱二", "reserved"),
        ("clerk: { name: 钱二", "Clerk: { name: 钱二", "ids of people"),
        ("name: 钱二", "title: 钱二", "name"),
        ("rank: 100", "rank: high", "ranked"),
        ("rank: 100", "salary: 100", "no 'salary'"),
        ("people:", "persons:", "people"),
    ],
)
def test_mistake_is_refused_with_its_reason(old: str, new: str, said: str) -> None:
    with pytest.raises(DeploymentRefused) as caught:
        read(GOOD.replace(old, new))

    assert any(said in finding.text.en for finding in caught.value.findings)
