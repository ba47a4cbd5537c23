"""Plants a marked hostile text in every stored text that a file or a person can bring in.

Names, opinions, comments, phrases, filters and names of files are those of test_hostile_texts.
No page shows: reasons of absences, logins that nobody has, what a browser calls itself, the data of
messages. None can be hostile: addresses and names of channels, ids, signatures (PNG and JPEG only).
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from engine.embedding import Engine
from engine.filters import AUDIT, SavedFilter
from engine.paths import processes_dir
from engine.studio.drafts import NewProcess
from tests.e2e.desk import Desk
from tests.hostile_texts import PAYLOADS

_SHORT: Final = [one for one in PAYLOADS if len(one) <= 60]
REGISTER: Final = "complaints"
CASE: Final = "/cases/{case}"


@dataclass
class Texts:
    """Hostile texts by the page that must show them; each begins with a mark of its own."""

    of: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self._next = cycle(_SHORT)

    def on(self, page: str, what: str, *others: str) -> str:
        """A text that this page shows, and the others too."""
        mark = f"〔{what}〕"
        for one in (page, *others):
            self.of[one].append(mark)
        return mark + next(self._next)


def diagram(texts: Texts) -> bytes:
    """One process that asks a table and then a person; and one that writes into a register."""
    name, table = (
        quoteattr(texts.on("/studio", "名称", "/start", "/studio/pick/running")),
        quoteattr(texts.on(CASE, "决策任务")),
    )
    task = quoteattr(texts.on(CASE, "任务"))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:guicheng:tests">
  <process id="pick" name={name} isExecutable="true" guicheng:family="tests"
           guicheng:title="= matter" guicheng:clauses="PROC-001" guicheng:variables="matter;side">
    <startEvent id="asked" guicheng:formId="host"/>
    <businessRuleTask id="choose" name={table} guicheng:decisionId="way"
                      guicheng:resultVariable="side"/>
    <userTask id="check" name={task} guicheng:formId="host"
              guicheng:actions="transfer delegate add-sign remove-sign urge copy return">
      <extensionElements>
        <guicheng:assignment kind="user" value="sales-manager"/>
      </extensionElements>
    </userTask>
    <endEvent id="done"/>
    <sequenceFlow id="a" sourceRef="asked" targetRef="choose"/>
    <sequenceFlow id="b" sourceRef="choose" targetRef="check"/>
    <sequenceFlow id="c" sourceRef="check" targetRef="done"/>
  </process>
  <process id="writer" name="writer" isExecutable="true" guicheng:variables="register;line">
    <startEvent id="w1"/>
    <serviceTask id="write" name="write" guicheng:connector="register.append">
      <extensionElements>
        <guicheng:input name="register" value="= register"/>
        <guicheng:input name="line" value="= line"/>
      </extensionElements>
    </serviceTask>
    <endEvent id="w2"/>
    <sequenceFlow id="wa" sourceRef="w1" targetRef="write"/>
    <sequenceFlow id="wb" sourceRef="write" targetRef="w2"/>
  </process>
</definitions>
""".encode()


def table(texts: Texts) -> bytes:
    """A decision table whose name, headings, cells and annotations are hostile."""
    page = "/studio/pick/decisions/way"
    cell = escape(json.dumps(texts.on(page, "输出单元格"), ensure_ascii=False))
    asked = escape(json.dumps(texts.on(page, "输入单元格"), ensure_ascii=False))
    return f"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
  id="ways" name="ways" namespace="urn:m">
<decision id="way" name={quoteattr(texts.on(page, "表名"))}>
<decisionTable id="t" hitPolicy="FIRST">
<input id="i" label={quoteattr(texts.on(page, "输入标题"))}>
<inputExpression id="e" typeRef="string"><text>matter</text></inputExpression></input>
<output id="o" label={quoteattr(texts.on(page, "输出标题"))} name="side" typeRef="string"/>
<rule id="r1"><description>{escape(texts.on(page, "批注"))}</description>
<inputEntry id="r1i"><text>{asked}</text></inputEntry>
<outputEntry id="r1o"><text>{cell}</text></outputEntry></rule>
<rule id="r2"><inputEntry id="r2i"><text>-</text></inputEntry>
<outputEntry id="r2o"><text>{cell}</text></outputEntry></rule>
</decisionTable></decision></definitions>""".encode()


def form(texts: Texts) -> bytes:
    """A form with the components that show text of their own: markdown and HTML too."""
    page, own = "/start/pick", {"schemaVersion": 19, "type": "default", "id": "host"}
    components: list[dict[str, Any]] = [
        {"type": "textfield", "id": "m", "key": "matter", "label": texts.on(page, "字段")},
        {"type": "text", "id": "t", "text": texts.on(page, "文字")},
        {"type": "html", "id": "h", "content": texts.on(page, "网页")},
        {
            "type": "textfield",
            "id": "d",
            "key": "d",
            "label": "d",
            "description": texts.on(page, "说明"),
        },
    ]
    return json.dumps({**own, "components": components}).encode()


def clauses(first: str, second: str, source: str) -> bytes:
    """The written policy, of two sentences."""
    written = io.StringIO()
    lines = csv.writer(written, quoting=csv.QUOTE_ALL)
    lines.writerow(("id", "procedure", "kind", "text", "figure", "source"))
    lines.writerow(("PROC-001", "pick", "rule", first, "", source))
    lines.writerow(("PROC-002", "pick", "rule", second, second[:60], source))
    return written.getvalue().encode()


def parameters(texts: Texts) -> bytes:
    """One parameter, all words of which are hostile."""
    page = "/studio/parameters?figure=parameters.host_days"
    told = {"value": 2, "unit": "days", "clauses": ["PROC-001"], "origin": "default", "en": "Days"}
    return json.dumps(
        {"parameters": {"host_days": {**told, "zh": texts.on(page, "参数名")}}}, ensure_ascii=False
    ).encode()


def deploy(engine: Engine, texts: Texts) -> None:
    """What files bring in."""
    runtime = engine.runtime
    admin = runtime.person("admin")
    changed, entry = "/clauses?view=changes", "/clauses?text=PROC-001"
    first, second = texts.on(changed, "条款"), texts.on("/clauses?procedure=pick", "另一条款")
    source = texts.on(entry, "出处")
    runtime.deploy([("clauses.csv", clauses(first, second, source))], admin)
    runtime.deploy([("parameters.yaml", parameters(texts))], admin)
    calendar = (processes_dir() / "calendar.yaml").read_bytes()
    runtime.deploy([("calendar.yaml", calendar)], admin)
    files = [("pick.bpmn", diagram(texts)), ("way.dmn", table(texts)), ("host.form", form(texts))]
    runtime.deploy(files, admin)
    edited = texts.on(changed, "条款改后", entry)
    runtime.deploy([("clauses.csv", clauses(edited, second, source))], admin)
    line = {
        name: texts.on(f"/registers?register={REGISTER}", f"登记{name}")
        for name in ("complainant", "contact", "subject", "content")
    }
    engine.start("writer", {"register": REGISTER, "line": {**line, "key": "1"}}, by="admin")
    engine.run_due()


def draw(engine: Engine, texts: Texts) -> None:
    """What owners leave in the studio: drafts, notes of publications and of reviews."""
    runtime = engine.runtime
    studio, admin, other = (
        runtime.studio,
        runtime.person("admin"),
        runtime.person("office-director"),
    )
    studio.drafts.begin("host-new", admin, NewProcess(name=texts.on("/studio/host-new", "草稿名")))
    page = "/studio/pick"
    draft = studio.drafts.begin("pick", admin)
    text = draft.files[0].text
    for number, (published, told) in enumerate((("发布说明", True), ("复核请求", False))):
        changed = text.replace('<startEvent id="asked"', f'<startEvent id="asked" name="{number}"')
        draft = studio.drafts.save("pick", admin, draft.version, {draft.files[0].name: changed})
        if told:
            studio.publishing.publish("pick", admin, draft.version, texts.on(page, published))
            draft = studio.drafts.begin("pick", admin)
        else:
            asked = studio.publishing.request(
                "pick", admin, draft.version, texts.on(page, published)
            )
            said = (False, texts.on(page, "复核意见"))
            studio.publishing.judge("pick", other, asked.version, said)


def organise(engine: Engine, texts: Texts) -> None:
    """What the organisation says of people beyond their names."""
    runtime = engine.runtime
    changes = {
        "people": {"gm": {"position": texts.on("/people", "岗位")}},
        "groups": {"hostile": {"name": texts.on("/people?view=groups", "小组"), "members": ["gm"]}},
        "roles": {"gm": {"name": texts.on("/people?view=roles", "角色")}},
    }
    plan = runtime.roster.plan_change(changes)
    runtime.roster.apply(plan, runtime.person("admin"))
    now = runtime.clock.now()
    kept = SavedFilter(
        id="host",
        owner=runtime.person("admin").id,
        name=texts.on("/audit?tab=search", "检索名"),
        list=AUDIT,
        asked={"text": "x"},
        shared_with=(),
        made_at=now,
    )
    runtime.filters.save(kept, runtime.person("admin"))


def send(desk: Desk, method: str, path: str, body: Any) -> Any:
    """What the API answers; a refusal fails."""
    answer = desk.context.request.fetch(
        f"{desk.address}/api/v1{path}",
        method=method,
        data=body,
        headers={"X-CSRF-Token": desk.csrf},
    )
    assert answer.ok, f"{path}: {answer.text()}"
    return answer.json() if answer.body() else None
