"""A case becomes one file that says what happened and can be checked alone; so does any change."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable

import pytest

from engine.audit import FINDINGS, Audited, Item, find
from engine.errors import InvalidCommand, Text
from engine.evidence import check_evidence, evidence
from engine.history.comparison import aligned
from engine.history.playback import play
from engine.history.seal import seal
from engine.judging import judge
from engine.scenarios.player import office_time
from tests.history.looping import Office


@pytest.fixture(scope="module")
def office() -> Iterable[Office]:
    with Office() as opened:
        yield opened


@pytest.fixture(scope="module")
def file(office: Office) -> bytes:
    case, _ = office.reviewed()
    seal(office.runtime.store)
    return evidence(office.runtime, case)


def changed(file: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same file with one part altered."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(buffer, "w") as new:
        for one in old.namelist():
            content = old.read(one)
            new.writestr(one, change(content) if one == name else content)
    return buffer.getvalue()


def test_evidence_passes_every_check_alone(file: bytes) -> None:
    checked = check_evidence(file)

    assert [one.key for one in checked] == ["manifest", "chain", "seal", "definitions", "replay"]
    assert all(one.passed for one in checked), checked
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        page = archive.read("case.html").decode()
    assert "复核材料" in page
    assert "missing &gt; 0" in page


def test_evidence_of_the_same_log_is_the_same_to_the_byte(office: Office, file: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        case = archive.read("events.jsonl").decode()
    assert case.count("\n") > 20
    another, _ = office.reviewed()

    assert evidence(office.runtime, another) == evidence(office.runtime, another)


@pytest.mark.parametrize(
    ("name", "old", "new", "failing"),
    [
        ("events.jsonl", b'\\"missing\\":2', b'\\"missing\\":3', {"manifest", "chain", "replay"}),
        ("case.html", "复核".encode(), "通过".encode(), {"manifest"}),
        ("proof.json", b'"index": ', b'"index": 1', {"manifest", "seal"}),
    ],
)
def test_any_change_is_found(
    file: bytes, name: str, old: bytes, new: bytes, failing: set[str]
) -> None:
    forged = changed(file, name, lambda content: content.replace(old, new, 1))

    assert forged != file
    assert {one.key for one in check_evidence(forged) if not one.passed} == failing


def test_a_definition_that_was_exchanged_is_found(file: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        (name,) = (one for one in archive.namelist() if one.endswith(".bpmn"))

    forged = changed(file, name, lambda content: content.replace(b"missing", b"lacking"))

    failed = {one.key for one in check_evidence(forged) if not one.passed}
    assert failed == {"manifest", "definitions", "replay"}


def test_what_is_no_evidence_is_refused() -> None:
    with pytest.raises(InvalidCommand, match="Expected a file of evidence"):
        check_evidence(b"hello")


def test_a_case_is_judged_in_plain_sentences(office: Office) -> None:
    case, _ = office.reviewed()
    seal(office.runtime.store)

    checks = {one.key: one for one in judge(office.runtime, case)}

    assert {key: str(one.outcome) for key, one in checks.items()} == {
        "chain": "passed",
        "seal": "passed",
        "replay": "passed",
        "witness": "passed",
    }
    assert "逐字节相同" in checks["replay"].text.zh


def test_an_altered_row_is_judged_so(office: Office) -> None:
    case, rows = office.reviewed()
    seal(office.runtime.store)
    memory = office.runtime.store.memory  # type: ignore[attr-defined]
    last = rows[-3]
    forged = last._replace(body=last.body.replace(b'"v":1', b'"v":1 '))
    place = memory.cases[case].index(last)
    memory.cases[case][place] = forged
    try:
        checks = {one.key: str(one.outcome) for one in judge(office.runtime, case)}
    finally:
        memory.cases[case][place] = last

    assert checks["chain"] == "failed"
    assert checks["replay"] == "failed"
    assert checks["witness"] == "silent"  # it has nothing to compare


def test_two_cases_are_the_same_until_they_part(office: Office) -> None:
    left, right = office.reviewed((1, 0))[0], office.reviewed((2, 1, 0))[0]
    bundle = office.runtime.live(left).case.bundle
    ours, theirs = (
        play(bundle, office.runtime.store.rows(case), lambda event: event).steps
        for case in (left, right)
    )

    pairs = list(aligned(ours, theirs))

    assert [pair.kind for pair in pairs] == ["same", "same", "other-way", "right"]
    ((place, mine, others),) = pairs[2].parted
    assert (place, mine[0].target, others[0].target) == (("", "good"), "done", "review")


def test_findings_say_what_is_late_and_who_did_it_again() -> None:
    monday, tuesday = office_time("2026-11-23T09:00"), office_time("2026-11-24T09:00")

    def item(number: int, element: str, by: str, excluded: tuple[str, ...] = ()) -> Item:
        return Item(
            f"c-{number}", "c", element, element, "", monday, tuesday, by, excluded, "completed",
            monday,
        )  # fmt: skip

    audited = Audited(
        separated=(item(2, "pay", "li", ("li",)),),
        late=(item(1, "check", "li"), item(2, "pay", "li"), item(3, "file", "wang")),
        again=(item(1, "check", "li"), item(2, "pay", "li")),
        now=tuesday,
    )

    found = find(audited, lambda login: Text(zh=login, en=login))

    assert found.keys() == FINDINGS.keys()
    counts = {key: len(several) for key, several in found.items() if several}
    assert counts == {"late": 3, "same-person": 1, "separation-broken": 1}
    assert found["late"][0].text.zh.endswith("超过期限 24 小时")
