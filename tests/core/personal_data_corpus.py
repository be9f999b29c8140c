"""The labelled sentences of personal_data_corpus.txt, and how well a detector does on them."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from portal.core.personal_data import Finding, Kind

CORPUS = Path(__file__).with_suffix(".txt")
MARKED = re.compile(r"\[\[(?P<kind>[a-z]+)(?P<sure>[!?]) (?P<words>.*?)\]\]", re.DOTALL)
ESCAPED = re.compile(r"\\n|\\u([0-9a-f]{4})")


@dataclass(frozen=True)
class Sentence:
    """What somebody wrote, and what should be found in it."""

    text: str
    expected: tuple[Finding, ...]


@dataclass
class Score:
    """Counts of one run. A miss is a finding that is not there with this kind and exactly these ends."""

    expected: Counter = field(default_factory=Counter)
    found: Counter = field(default_factory=Counter)
    right: Counter = field(default_factory=Counter)
    misjudged: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    false_holds: list[str] = field(default_factory=list)
    false_point_outs: list[str] = field(default_factory=list)
    harmless: int = 0

    def recall(self, kind: Kind) -> float:
        """Of what should be found, the part that is."""
        return self.right[kind] / self.expected[kind]

    def precision(self, kind: Kind) -> float:
        """Of what is found, the part that should be."""
        return self.right[kind] / self.found[kind] if self.found[kind] else 0.0

    def table(self) -> str:
        """Recall and precision of each kind, and what harmless sentences suffer, as lines of text."""
        rows = [f"{'personal data':14} {'cases':>5} {'recall':>7} {'precision':>9}"]
        rows += [f"{kind.value:14} {self.expected[kind]:5} {self.recall(kind):7.1%} {self.precision(kind):9.1%}" for kind in Kind]
        held, pointed_out = len(self.false_holds), len(self.false_point_outs)
        misjudged = f"sure or not misjudged {len(self.misjudged)}"
        return "\n".join([*rows, f"harmless {self.harmless}: held {held}, pointed out {pointed_out}; {misjudged}"])


@cache
def sentences() -> tuple[Sentence, ...]:
    """All sentences of the corpus in their order."""
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    return tuple(_sentence(line) for line in lines if line and not line.startswith("#"))


def _sentence(line: str) -> Sentence:
    line = ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1] else "\n", line)
    text, end, expected = "", 0, []
    for match in MARKED.finditer(line):
        text += line[end : match.start()]
        expected.append(Finding(Kind(match["kind"]), len(text), len(text) + len(match["words"]), match["sure"] == "!"))
        text += match["words"]
        end = match.end()
    return Sentence(text + line[end:], tuple(expected))


def score(find: Callable[[str], list[Finding]]) -> Score:
    """Run a detector over the corpus."""
    result = Score()
    for sentence in sentences():
        _count(result, sentence, find(sentence.text))
    return result


def _count(result: Score, sentence: Sentence, found: list[Finding]) -> None:
    places = {(finding.kind, finding.start, finding.end): finding.is_sure for finding in found}
    result.found.update(finding.kind for finding in found)
    for finding in sentence.expected:
        result.expected[finding.kind] += 1
        place = (finding.kind, finding.start, finding.end)
        if place not in places:
            result.missed.append(f"{finding.kind}: {sentence.text}")
            continue
        result.right[finding.kind] += 1
        if places[place] != finding.is_sure:
            result.misjudged.append(f"{finding.kind}: {sentence.text}")
    if not sentence.expected:
        result.harmless += 1
        shown = [f"{finding.kind} {finding.shown(sentence.text)!r} in {sentence.text}" for finding in found]
        if any(finding.is_sure for finding in found):
            result.false_holds += shown
        elif found:
            result.false_point_outs += shown
