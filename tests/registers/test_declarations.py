"""Each register that the written procedures name is declared, with columns, readers, retention."""

from __future__ import annotations

import re

import pytest

from engine.bpmn.reader.dmn import read_dmn
from engine.clauses.loading import built_procedures, shipped_definitions
from engine.dmn.model import DecisionTable
from engine.paths import processes_dir
from engine.registers.declared import ColumnKind, Declared, declared
from engine.scenarios.plain_yaml import read_yaml
from engine.shipped import shipped_clauses
from engine.words import words_of

NAMED = {
    "office-supplies-monthly": {
        "库存登记": "supplies_stock_entry",
        "物品申购单": "supplies_plan",
        "入库登记表": "goods_receipt",
        "领用登记": "supplies_issue",
        "汇总表": "supplies_usage",
    },
    "office-supplies-request": {
        "供应商档案": "supplier",
        "价格表": "price_list",
        "签收记录": "goods_receipt",
    },
    "procurement-request": {
        "申购单": "requisition",
        "采购档案": "procurement_file",
        "价格档案": "price_record",
    },
    "goods-receipt": {"入库单": "goods_receipt", "库存": "stock", "固定资产": "fixed_assets"},
    "goods-return": {"退货单": "goods_return", "供应商评分": "supplier_score"},
    "procurement-settlement": {"付款凭证": "payment"},
    "office-supplies-issue": {
        "发放表": "supplies_issue",
        "保管卡": "custody_card",
        "未领取": "supplies_uncollected",
    },
    "seal-use": {"印章登记簿": "seal", "印鉴使用登记明细": "seal_use_log"},
    "seal-takeout": {"外出使用印章情况登记表": "seal_takeout_log"},
    "seal-incident": {"事件档案": "seal_incidents"},
    "complaint-handling": {"申诉和投诉处理登记表": "complaints"},
    "complaint-escalation": {"重大客诉档案": "major_complaints"},
    "complaint-return": {"成品退货单": "return_slips"},
    "onboarding": {"员工档案": "employee_file", "领用登记": "issued_items"},
    "new-hire-training": {"必修名单": "training_roster", "培训记录": "employee_file"},
    "probation-regularisation": {"考核记录": "employee_file"},
    "resignation": {"员工档案": "employee_file", "领用登记": "issued_items"},
    "visit-reception": {
        "来客记录": "visitor_log",
        "客户记录表": "client_record",
        "客户反馈记录": "visit_feedback",
    },
    "client-callback": {"客户回访记录表": "client_callback"},
    "client-file-creation": {"客户档案": "client_file", "客户名册": "client_roll"},
    "client-file-borrow": {"外借登记": "client_file_loan"},
    "fine-collection": {"罚款登记": "fines", "赔偿账": "compensation_account"},
    "discipline-penalty": {"处罚单": "employee_file"},
}
"""Procedure -> what its chapter calls the record -> the register that holds it."""

MASTER = frozenset(
    {"price_list", "stock", "supplier", "seal", "business_department", "cs_roster", "order_leave"}
)
"""What is so now, kept as long as it is so: nothing to dispose of."""


def written() -> dict[str, set[str]]:
    """Register -> the fields that steps of processes or opening lines write to it."""
    found: dict[str, set[str]] = {}
    for process in shipped_definitions():
        for element in process.elements.values():
            if (element.connector or "").startswith("register."):
                inputs = {one.name: one.source.text for one in element.inputs}
                for name in _registers(inputs):
                    fields = " ".join(inputs.get(one, "") for one in ("line", "lines"))
                    found.setdefault(name, set()).update(re.findall(r"(\w+):", fields))
    for file in processes_dir().rglob("registers/*.yaml"):
        plain = read_yaml(file.read_bytes())
        for line in plain.get("lines", ()):
            found.setdefault(plain["register"], set()).update(line)
    return found


def _registers(inputs: dict[str, str]) -> set[str]:
    given = inputs.get("register", "").strip('"')
    inner = re.findall(r'register: "(\w+)"', inputs.get("lines", ""))
    return {one for one in (given, *inner) if re.fullmatch(r"[a-z_]+", one)} - {"register"}


WRITTEN = written()


def test_chapters_of_all_built_procedures_are_compared() -> None:
    assert set(NAMED) == set(built_procedures())


def test_every_record_that_a_chapter_names_is_a_declared_register() -> None:
    missing = {
        f"{procedure}: {record}"
        for procedure, records in NAMED.items()
        for record, register in records.items()
        if register not in declared() or register not in WRITTEN
    }
    assert missing == set()


def test_every_register_that_processes_write_is_declared() -> None:
    assert set(WRITTEN) - set(declared()) == set()


@pytest.mark.parametrize("register", declared().values(), ids=declared())
def test_register_is_declared_whole(register: Declared) -> None:
    columns = {one.name for one in register.columns}
    fields = WRITTEN[register.name]

    assert columns
    assert register.zh
    assert register.en
    assert all(one.zh and one.en for one in register.columns)
    assert columns <= fields, f"nothing writes {sorted(columns - fields)}"
    assert register.readers
    assert set(register.clauses) <= set(shipped_clauses())
    assert register.clauses
    assert register.dated is None or register.dated in columns
    assert register.name in MASTER or "retention" in columns


_CODE = re.compile(r"[a-z][a-z0-9_]*(-[a-z0-9_]+)*")


def codes() -> set[tuple[str, str, str]]:
    """Register, column and each code that a step, a form behind it or an opening line writes."""
    found = set()
    for process in shipped_definitions():
        for element in process.elements.values():
            inputs = {one.name: one.source.text for one in element.inputs}
            if (element.connector or "").startswith("register."):
                text = " ".join(inputs.get(one, "") for one in ("line", "lines"))
                found |= {(name, *one) for name in _registers(inputs) for one in _assigned(text)}
    for file in processes_dir().rglob("registers/*.yaml"):
        plain = read_yaml(file.read_bytes())
        for line in plain.get("lines", ()):
            found |= {(plain["register"], *one) for one in line.items() if isinstance(one[1], str)}
    return {one for one in found if _CODE.fullmatch(one[2])}


def _assigned(text: str) -> set[tuple[str, str]]:
    """Field and code: written out, or an option of the variable that the field is filled from."""
    found = set()
    value = r'(\w+): (if [^,}]*? else "[^"]*"|"[^"]*"|[A-Za-z_.]+)'
    for name, expression in re.findall(value, text):
        codes = re.findall(r'(?:^|then |else )"([^"]*)"', expression)
        found |= {(name, one) for one in codes or words_of(expression.rsplit(".", 1)[-1])}
    return found


def test_no_register_shows_a_raw_code() -> None:
    columns = {(one.name, c.name): c for one in declared().values() for c in one.columns}
    raw = {
        (register, name, code)
        for register, name, code in codes()
        if (column := columns.get((register, name))) is not None
        and column.kind is ColumnKind.TEXT
        and code not in column.values
    }

    assert len(codes()) > 100
    assert raw == set()


def test_every_answer_of_a_shipped_decision_has_words() -> None:
    roles = read_yaml((processes_dir() / "organisation.yaml").read_bytes())["roles"]
    raw = {
        (output.name, code)
        for file in processes_dir().rglob("*.dmn")
        for decision in read_dmn(file.read_bytes()).decisions
        if isinstance(table := decision.expression, DecisionTable)
        for place, output in enumerate(table.outputs)
        for rule in table.rules
        for code in re.findall(r'^"([a-z_]+(?:-[a-z_]+)*)"$', rule.outputs[place].text.strip())
        if code not in roles and code not in words_of(output.name or "")
    }

    assert raw == set()
