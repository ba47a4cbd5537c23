"""The auditor's proofs of one case: the verdict, and the evidence to take along."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from api.reading import case_of
from api.schemas import audit as shapes
from api.visit import Visit
from engine.errors import Text
from engine.evidence import evidence
from engine.judging import Outcome, judge


def verdict(visit: Visit) -> shapes.Judgement:
    """Every check of the case that the door has looked up."""
    runtime = visit.house.runtime
    checks = judge(runtime, case_of(visit).id)
    ok = all(one.outcome is not Outcome.FAILED for one in checks)
    last = runtime.store.last_seal()
    said = _OK if ok else _BROKEN
    return shapes.Judgement(
        ok=ok,
        zh=said.zh,
        en=said.en,
        checks=[
            shapes.JudgedCheck.model_validate(
                {
                    "key": one.key,
                    "outcome": one.outcome.value,
                    "zh": one.text.zh,
                    "en": one.text.en,
                    "milliseconds": one.milliseconds,
                    "version": one.version,
                }
            )
            for one in checks
        ],
        root=last.root.hex() if last is not None else None,
    )


_OK: Final = Text(
    zh="这份记录可信：没有发现任何改动，照记录重做一遍结果相同。",
    en="This record can be trusted: nothing was altered, and done again it comes out the same.",
)
_BROKEN: Final = Text(
    zh="这份记录不可信：下面标红的一项对不上。",
    en="This record cannot be trusted: what is marked below does not hold.",
)


def export(visit: Visit, asked: shapes.EvidenceQuery) -> Response:
    """The case as a file of evidence."""
    case = case_of(visit)
    content = evidence(visit.house.runtime, case.id, with_files=asked.files)
    name = f"evidence-{case.id}-{case.version}.zip"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type="application/zip", headers=headers)
