"""Take one guard after another out of a copy of the checkout: each time its tests must fail. Started by `make mutants`.

The guards stand in `mutants.yaml`, which says how to write one down. A mutant is killed when all the tests it names fail with
it and pass without it; whatever else goes wrong makes it broken, which proves nothing.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
LIST = Path(__file__).with_suffix(".yaml")
KILLED, SURVIVED, BROKEN = "killed", "SURVIVED", "BROKEN"
# What is tracked, and what is new and not ignored.
FILES = ["/usr/bin/env", "git", "ls-files", "-coz", "--exclude-standard"]
SECONDS_AT_MOST = 900
LINES_OF_A_FAILURE = 15
# Their tests are seen to pass in one go before the first of them.
MUTANTS_IN_A_LOT = 8


class BrokenRun(Exception):
    """The tests could not be run, so nothing is known about them."""


@dataclass(frozen=True)
class Change:
    """A text that stands exactly once in a file, and what it becomes."""

    file: str
    find: str
    becomes: str

    def of(self, root: Path) -> str:
        """The changed text of the file. Raises ValueError unless the text stands in it exactly once."""
        text = (root / self.file).read_text()
        if text.count(self.find) != 1:
            raise ValueError(f"{self.file} holds {text.count(self.find)} times: {self.find}")
        return text.replace(self.find, self.becomes)


@dataclass(frozen=True)
class Mutant:
    """A guard that is taken away: by changes of the source, or by dropping something that the database keeps."""

    name: str
    guards: str
    tests: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    drops: tuple[str, ...] = ()
    race: str = ""


@dataclass(frozen=True)
class Verdict:
    """What came of a mutant, and what shows it: the test that failed, or what went wrong."""

    mutant: Mutant
    result: str
    shown_by: str
    seconds: float


def read_mutants() -> list[Mutant]:
    """The list, as it stands in the file."""
    return [_mutant(**entry) for entry in yaml.safe_load(LIST.read_text())]


def _mutant(*, name: str, guards: str, tests: list[str], race: dict[str, Any] | None = None, **taken: Any) -> Mutant:
    first = [{key: taken[key] for key in ("file", "find", "becomes")}] if "file" in taken else []
    changes = tuple(Change(**change) for change in [*first, *taken.get("also", [])])
    meeting = "" if race is None else json.dumps(race)
    return Mutant(name, guards, tuple(tests), changes, tuple(taken.get("drops", [])), meeting)


class Workshop:
    """A copy of the checkout with a database of its own, in which one set of tests runs at a time."""

    def __init__(self, place: Path) -> None:
        self.copy, self.data_dir = place / "copy", place / "data" / "tests"
        # The database server's own user has to pass through.
        place.chmod(0o711)
        names = subprocess.run(FILES, cwd=ROOT, capture_output=True, check=True)
        for name in filter(None, names.stdout.decode().split("\0")):
            if (ROOT / name).is_file():
                (self.copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.copy / name)

    @cached_property
    def _environment(self) -> dict[str, str]:
        own = {"PORTAL_DATA_DIR": str(self.data_dir), "PYTHONDONTWRITEBYTECODE": "", "LOOKS_FOR_MUTANTS": "true"}
        return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own

    def failures(self, tests: Iterable[str], *, race: str, mutant: Mutant | None = None) -> list[str]:
        """Which of the tests fail, with all guards or with a mutant, and how. Raises BrokenRun where they cannot be run."""
        environment = self._environment | {"RACERS_MEET": race}
        command = [sys.executable, "-m", "pytest", *tests, "-q", "-rfE", "-p", "no:cacheprovider"]
        if mutant and mutant.drops:
            # What is dropped must not be missing in the runs that follow.
            command += ["-p", "tests.dropped", "--create-db"]
            environment["DROPPED_IN_THE_DATABASE"] = ",".join(mutant.drops)
        else:
            command += ["--reuse-db"]
        with self._changed(mutant.changes if mutant else ()):
            code, printed = _run(command, self.copy, environment)
        failed = [line.removeprefix("FAILED ") for line in printed.splitlines() if line.startswith("FAILED ")]
        if code not in {0, 1} or bool(code) != bool(failed):
            raise BrokenRun(f"pytest ended with {code}: {_end(printed)}")
        return failed

    @contextmanager
    def _changed(self, changes: tuple[Change, ...]) -> Iterator[None]:
        texts: dict[Path, str] = {}
        try:
            for change in changes:
                path = self.copy / change.file
                texts.setdefault(path, path.read_text())
                _write(path, change.of(self.copy))
            yield
        finally:
            for path, text in texts.items():
                _write(path, text)


def _write(path: Path, text: str) -> None:
    path.write_text(text)
    # Python tells a compiled file's age in whole seconds.
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
        compiled.unlink()


def _run(command: list[str], place: Path, environment: dict[str, str]) -> tuple[int, str]:
    try:
        done = subprocess.run(
            command, cwd=place, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS_AT_MOST
        )
    except subprocess.TimeoutExpired:
        return -1, f"It took more than {SECONDS_AT_MOST} seconds."
    return done.returncode, done.stdout + done.stderr


class Trial:
    """All mutants, in some workshops at a time."""

    def __init__(self, workshops: list[Workshop]) -> None:
        self.is_stopped = False
        self.free: SimpleQueue[Workshop] = SimpleQueue()
        for workshop in workshops:
            self.free.put(workshop)

    def judge(self, mutants: list[Mutant]) -> list[Verdict]:
        """The verdicts on mutants whose tests race alike; the tests are first seen to pass without any change."""
        workshop = self.free.get()
        tests = dict.fromkeys(test for mutant in mutants for test in mutant.tests)
        try:
            broken = workshop.failures(tests, race=mutants[0].race)
        except BrokenRun as error:
            return [_said(Verdict(mutant, BROKEN, f"without it {error}", 0)) for mutant in mutants]
        else:
            return [_said(_judge(mutant, workshop, broken)) for mutant in mutants if not self.is_stopped]
        finally:
            self.free.put(workshop)


def _judge(mutant: Mutant, workshop: Workshop, broken: list[str]) -> Verdict:
    if found := [line for line in broken if any(_tells_of(line, test) for test in mutant.tests)]:
        return Verdict(mutant, BROKEN, f"without it {found[0]}", 0)
    began = monotonic()
    try:
        failed = workshop.failures(mutant.tests, race=mutant.race, mutant=mutant)
    except (BrokenRun, OSError, ValueError) as error:
        return Verdict(mutant, BROKEN, str(error), monotonic() - began)
    if unmoved := [test for test in mutant.tests if not any(_tells_of(line, test) for line in failed)]:
        return Verdict(mutant, SURVIVED, f"{mutant.guards} Not noticed by {', '.join(unmoved)}", monotonic() - began)
    return Verdict(mutant, KILLED, failed[0], monotonic() - began)


def _tells_of(line: str, test: str) -> bool:
    """Whether a line about a failure is about this test, or one of this file."""
    return f"{line} ".startswith((f"{test} ", f"{test}[", f"{test}::"))


def _end(printed: str) -> str:
    return "\n".join(printed.splitlines()[-LINES_OF_A_FAILURE:])


def _said(verdict: Verdict) -> Verdict:
    print(f"{verdict.result:9} {verdict.seconds:6.1f} s  {verdict.mutant.name:45} {verdict.shown_by}", flush=True)  # noqa: T201
    return verdict


def try_all(mutants: list[Mutant], workers: int) -> list[Verdict]:
    """The verdicts, in the order in which they fell."""
    alike: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        alike.setdefault(mutant.race, []).append(mutant)
    lots = [lot for each in alike.values() for lot in batched(each, MUTANTS_IN_A_LOT)]
    with ExitStack() as stack:
        places = [Path(stack.enter_context(TemporaryDirectory(prefix="mutants-"))) for _ in range(workers)]
        trial = Trial([Workshop(place) for place in places])
        with ThreadPoolExecutor(workers) as pool:
            try:
                return [verdict for verdicts in pool.map(trial.judge, lots) for verdict in verdicts]
            except KeyboardInterrupt:
                trial.is_stopped = True
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def batched(mutants: list[Mutant], size: int) -> list[list[Mutant]]:
    """Lots of at most this size, in order."""
    return [mutants[start : start + size] for start in range(0, len(mutants), size)]


def main() -> int:
    """Whether some mutant survived or is broken, for the shell."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__.split("\n", 1)[0])
    parser.add_argument("words", nargs="*", help="only mutants with one of these words in their name")
    parser.add_argument("-w", "--without", nargs="*", default=[], help="but not these")
    parser.add_argument("-n", "--workers", type=int, default=2, help="how many at a time (2)")
    given = parser.parse_args()
    chosen = [each for each in read_mutants() if not given.words or any(word in each.name for word in given.words)]
    chosen = [each for each in chosen if not any(word in each.name for word in given.without)]
    if not chosen:
        parser.error("no mutant has such a name")
    verdicts = try_all(chosen, min(given.workers, len(chosen)))
    counts = [sum(verdict.result == result for verdict in verdicts) for result in (KILLED, SURVIVED, BROKEN)]
    print("{} mutants: {} killed, {} survived, {} broken.".format(len(verdicts), *counts))  # noqa: T201
    return int(counts[0] < len(verdicts))


if __name__ == "__main__":
    sys.exit(main())
