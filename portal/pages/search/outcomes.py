"""What a search finds, and what one that finds nothing may have meant.

Whatever is proposed is searched for first, so a word that stands only in what is hidden never is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from portal.discussion.search.full_text import PARTICLES, Search
from portal.discussion.search.terms import folded
from portal.pages.search.finding import Findings, find, is_there, together, total_of
from portal.pages.search.misspellings import slips
from portal.pages.search.vocabulary import WORD, known

LITTLE = 10  # results; with fewer, words of like meaning are looked for as well
MOST_TRIED = 3  # words that may have been meant
SHORTEST_PART = 2  # syllables, of a word that was written without its space


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search came to: the words that were looked for in the end, and what they found.

    `typed` and `meant` are the words that were put right, `alike` those of like meaning that found more.
    """

    search: Search
    findings: Findings
    typed: str = ""
    meant: str = ""
    alike: Sequence[str] = ()


def outcome_of(wanted: Search, *, literally: bool) -> Outcome:
    """What a search finds; unless its words are meant literally, with words of like meaning where it finds little, and with
    misspelled ones put right where it still finds nothing.
    """
    outcome = Outcome(wanted, find(wanted))
    if literally or not wanted.query:
        return outcome
    if total_of(outcome.findings) < LITTLE:
        outcome = _widened(outcome)
    return outcome if total_of(outcome.findings) else _corrected(wanted) or outcome


def _corrected(search: Search) -> Outcome | None:
    """The search as it was probably meant; None if its words are right, or nothing like them is found."""
    is_one = len(search.words) == 1
    wrong = [word for word in search.words if WORD.fullmatch(word) and (is_one or not is_there(Search(word)))]
    meant = {word: right for word in wrong if (right := _meant(word))}
    if not meant or len(meant) < len(wrong):
        return None
    better = Search(_put_right(search.q, meant))
    findings = find(better)
    return Outcome(better, findings, " ".join(meant), " ".join(meant.values())) if total_of(findings) else None


def _widened(outcome: Outcome) -> Outcome:
    wider = replace(outcome.search, is_widened=True)
    if wider.queries == outcome.search.queries:
        return outcome
    findings = together(outcome.findings, find(wider))
    if total_of(findings) == total_of(outcome.findings):
        return outcome
    alike = [word for words in wider.meanings for word in words[1:]]
    return replace(outcome, search=wider, findings=findings, alike=alike)


def words_found(search: Search) -> list[str]:
    """Of a search of several words those that are found by themselves."""
    return [word for word in search.words if is_there(Search(word))] if len(search.words) > 1 else []


def _meant(word: str) -> str:
    """The most frequent word that one slip makes into this one, or the two that it was run together from; "" if there is none."""
    stem = PARTICLES.sub("", word)
    for right in known(slips(stem))[:MOST_TRIED]:
        if is_there(Search(right)):
            return right + word[len(stem) :]
    return _parted(word)


def _parted(word: str) -> str:
    """A word without a space that should have one: 정류장안내 → 정류장 안내."""
    pairs = [(word[:at], word[at:]) for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)]
    found = known({part for pair in pairs for part in pair})
    fitting = [pair for pair in pairs if {*pair} <= {*found}]
    return " ".join(min(fitting, key=lambda pair: max(map(found.index, pair)), default=()))


def _put_right(q: str, meant: Mapping[str, str]) -> str:
    return " ".join(meant.get(folded(token), token) for token in q.split())
