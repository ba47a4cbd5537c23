"""Write THIRD_PARTY_NOTICES.md: what an installation contains, its version and its licence.

Python packages are read from the metadata of what is installed and needed by guicheng itself (not
by its development tools); npm packages from web/package-lock.json and, where installed, their own
licence files. `python -m tools.third_party [--texts] [--output FILE]`; the built page carries the
notices of its own packages, with their texts.
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).resolve().parent.parent
NPM_TITLE: Final = "npm packages in the page"
_LICENCE_FILE: Final = re.compile(r"(licen[cs]e|copying|notice)([._-].*)?$", re.IGNORECASE)
SHIPPED_EXTRAS: Final = ("postgres",)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Component:
    """One third-party package, with the texts that its licence asks to be passed on."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...] = ()


def python_components() -> list[Component]:
    """guicheng's own requirements, transitively, as far as they are installed here.

    The first are read from pyproject.toml: what an editable installation says of itself is as old
    as the installation.
    """
    found: dict[str, Component] = {}
    waiting = list(_requirements(required(ROOT), frozenset({""})))
    while waiting:
        name, extras = waiting.pop()
        distribution = _installed(name)
        if distribution is None or name in found:
            continue
        found[name] = _python_component(distribution)
        waiting += _requirements(distribution.requires or [], extras)
    return sorted(found.values())


def required(root: Path) -> list[str]:
    """The requirements of what ships: the project's own, and those of its shipped extras."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    return [*project["dependencies"], *(line for name in SHIPPED_EXTRAS for line in extras[name])]


def npm_components(web: Path) -> list[Component]:
    """Every package of the lock file that the page itself needs (development tools left out)."""
    lock = json.loads((web / "package-lock.json").read_text(encoding="utf-8"))
    components = {
        _npm_component(web, path, entry)
        for path, entry in lock["packages"].items()
        if path and not entry.get("dev")
    }
    return sorted(components)


def notices(sections: Mapping[str, Sequence[Component]], *, texts: bool) -> str:
    """The whole document; with `texts`, every licence text once, under all its carriers."""
    parts = [
        "# Third-party notices",
        "",
        "Written by `python -m tools.third_party` from what is installed. Guicheng itself is under",
        "the Apache License 2.0 (LICENSE).",
        "",
    ]
    for title, components in sections.items():
        parts += _section(title, components)
    if texts:
        parts += _texts([component for each in sections.values() for component in each])
    return "\n".join(parts).rstrip() + "\n"


def page_notices(root: Path) -> str:
    """The notices that travel with the built page."""
    return notices({NPM_TITLE: npm_components(root / "web")}, texts=True)


def _installed(name: str) -> metadata.Distribution | None:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None


def _requirements(
    lines: Iterable[str], extras: frozenset[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    for line in lines:
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras):
            wanted = frozenset({"", *requirement.extras})
            yield canonicalize_name(requirement.name), wanted


def _python_component(distribution: metadata.Distribution) -> Component:
    files = [file for file in distribution.files or [] if ".dist-info" in file.parts[0]]
    texts = [_read(Path(str(file.locate()))) for file in files if _LICENCE_FILE.match(file.name)]
    return Component(
        name=distribution.metadata["Name"],
        version=distribution.version,
        licence=_python_licence(distribution),
        texts=tuple(sorted(filter(None, texts))),
    )


def _python_licence(distribution: metadata.Distribution) -> str:
    described = distribution.metadata
    for expression in described.get_all("License-Expression") or []:
        return str(expression)
    classifiers = [
        str(value).rsplit(" :: ", 1)[-1]
        for value in described.get_all("Classifier") or []
        if str(value).startswith("License ::")
    ]
    stated = [str(line).splitlines()[0] for line in described.get_all("License") or [] if line]
    return ", ".join(classifiers or stated) or "not stated, see its text"


def _npm_component(web: Path, path: str, entry: dict[str, Any]) -> Component:
    folder = web / path
    texts: tuple[str, ...] = ()
    if folder.is_dir():
        texts = tuple(
            sorted(_read(file) for file in folder.iterdir() if _LICENCE_FILE.match(file.name))
        )
    return Component(
        name=path.rsplit("node_modules/", 1)[-1],
        version=str(entry.get("version", "")),
        licence=str(entry.get("license", "not stated, see its text")),
        texts=texts,
    )


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace").strip() if file.is_file() else ""


def _section(title: str, components: Sequence[Component]) -> Iterator[str]:
    yield from (f"## {title}", "", "| package | version | licence |", "|---|---|---|")
    for component in components:
        yield f"| {component.name} | {component.version} | {component.licence} |"
    yield ""


def _texts(components: list[Component]) -> Iterator[str]:
    carriers: dict[str, list[str]] = {}
    for component in components:
        for text in component.texts:
            carriers.setdefault(text, []).append(component.name)
    yield from ("## Licence texts", "")
    for text, names in carriers.items():
        yield from (f"### {', '.join(dict.fromkeys(names))}", "", "````text", text, "````", "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=ROOT / "THIRD_PARTY_NOTICES.md")
    parser.add_argument("--texts", action="store_true", help="with the licence texts")
    options = parser.parse_args()
    sections = {
        "Python packages": python_components(),
        NPM_TITLE: npm_components(ROOT / "web"),
    }
    options.output.write_text(notices(sections, texts=options.texts), encoding="utf-8")
    print(", ".join(f"{title}: {len(each)}" for title, each in sections.items()))


if __name__ == "__main__":
    main()
