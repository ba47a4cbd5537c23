"""The approval sheet of a case: as data, and as a PDF where its packages are installed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine import typeset
from engine.bootstrap import Runtime
from tests.api.conftest import Browser

Browse = Callable[[str], Browser]
PAYLOAD = '#panic() $x$ <script>alert(1)</script> #read("/etc/passwd")'


def decided(browse: Browse) -> str:
    """A case that its head has refused, with texts that are markup somewhere."""
    asker, head = browse("salesperson"), browse("sales-manager")
    case = asker.post("/definitions/trip/start", {"variables": {"reason": PAYLOAD}}).json()["id"]
    (item,) = head.get("/worklist").json()["items"]
    done = {"data": {"decision": "yes"}, "opinion": PAYLOAD}
    assert head.post(f"/work-items/{item['id']}/complete", done).status_code == 200
    return str(case)


def test_sheet_tells_who_decided_what_and_what_the_record_can_be_held_to(
    browse: Browse, runtime: Runtime
) -> None:
    case = decided(browse)

    sheet = browse("salesperson").get(f"/instances/{case}/sheet").json()

    head = runtime.store.head(case)
    assert head is not None
    assert (sheet["chain_version"], sheet["chain_head"]) == (head.version, head.hash.hex())
    (step,) = sheet["steps"]
    assert step["who"] == runtime.person("sales-manager").name
    assert step["opinion"] == PAYLOAD
    assert PAYLOAD in [field["value"] for field in sheet["fields"]]


def test_sheet_says_what_to_install_where_its_packages_are_not(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise typeset.ExtraMissing

    monkeypatch.setattr(typeset, "_tools", missing)

    answer = browse("salesperson").get(f"/instances/{decided(browse)}/sheet.pdf")

    assert answer.status_code == 501
    assert "guicheng[pdf]" in answer.json()["detail"]


def test_sheet_becomes_a_pdf_and_reads_no_text_as_markup(browse: Browse) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("noto_cjk_sans_otc")

    answer = browse("salesperson").get(f"/instances/{decided(browse)}/sheet.pdf", language="en")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
