"""The notices name everything that ships, in its version."""

from __future__ import annotations

from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import third_party

ROOT = Path(__file__).resolve().parents[2]


def listed() -> dict[str, str]:
    """Name -> version of each row of THIRD_PARTY_NOTICES.md; npm may ship two of one name."""
    lines = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line.startswith("| ")]
    return {f"{row[1].strip()} {row[2].strip()}": row[3].strip() for row in rows[1:]}


def test_notices_name_every_requirement_of_the_project() -> None:
    names = {canonicalize_name(row.partition(" ")[0]) for row in listed()}

    for line in third_party.required(ROOT):
        assert canonicalize_name(Requirement(line).name) in names


def test_notices_name_what_ships_with_all_it_needs() -> None:
    rows = listed()
    for ships in (third_party.python_components(), third_party.npm_components(ROOT / "web")):
        assert [one for one in ships if f"{one.name} {one.version}" not in rows] == []
    assert "" not in rows.values()
    assert {"Authlib", "joserfc", "cryptography", "httpx2"} <= {row.split()[0] for row in rows}
