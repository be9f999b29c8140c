"""What was said already: the comments of a task that say something like a text somebody is writing.

A text is a set of features: its terms (`terms.py`) and the groups of `synonyms.txt` that it uses words of. A feature weighs

    weight(f) = ln((n + PRIOR) / (df(f) + 1/2)),    × GROUP_WEIGHT for a group,    0 for what ends every polite sentence

where df(f) is the number of comments with f among the n newest threads of the task, and two texts are as alike as

    sim(a, b) = Σ weight(f)² over the features of both  /  √(Σ weight(f)² over those of a · Σ weight(f)² over those of b)

that is, the cosine of their weighted features: inverse document frequency (K. Spärck Jones, "A statistical interpretation of term
specificity", J. Documentation 28, 1972) in the vector space model (G. Salton, A. Wong, C. S. Yang, CACM 18, 1975).
How well it finds, beside the ways not taken: docs/decisions.md, `tests/discussion/test_similar.py`; how fast: `bench/similar.py`.

Only few comments are compared: those that share one of the text's rarest features, found by the index.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from math import log, sqrt
from pathlib import Path

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.discussion.models import Comment
from portal.discussion.search.terms import folded, has_syllables, neighbours, opened, terms
from portal.plan.models import Task

SYNONYMS = Path(__file__).with_name("synonyms.txt")
SHORTEST_SYNONYM = 2  # characters
GROUP_WEIGHT = 1.5
# How polite sentences end. In a young discussion these are no more frequent than words that tell something.
POLITE = frozenset(terms("해 주세요 해요 있습니다 합니다 하십시오 좋겠어요 좋겠습니다 바랍니다 했으면 합시다"))
# As if so many others had been read: in a young discussion what all of its few comments say must not count for nothing.
PRIOR = 50
SAMPLE = 300  # comments that tell how frequent a feature is
MOST_COMPARED = 200  # comments
KEPT_IN_MEMORY = 2_000  # texts taken apart, a few kilobytes each, by process
DISCUSSIONS_IN_MEMORY = 16  # whose weights are known, a few hundred kilobytes each, by process
MOST_SHOWN = 5
LEAST_ALIKE = 0.18  # less is mostly the same subject and another wish
SHORTEST = 8  # characters; less says too little to compare
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Similar:
    """A comment that says something like it, and how alike they are, from 0 to 1."""

    comment: Comment
    likeness: float


def similar_to(task: Task, body: str, limit: int = MOST_SHOWN, *, writer: User | None = None) -> list[Similar]:
    """The most similar comments of a task that everybody may read, the likest first; neither `writer`'s nor the city's.

    Four queries. Nothing for a text that is too short, or longer than a comment may be.
    """
    if not SHORTEST <= len(body.strip()) <= LONGEST:
        return []
    features = features_of(body)
    comments = Comment.objects.shown().filter(task=task, department=None)
    newest = comments.roots().order_by("-created_at", "-pk").values_list("body", flat=True)[:SAMPLE]
    weights = _weights_of(tuple(newest))
    total = Comment.objects.filter(task=task).count()  # in any state: it need not be exact, and is read from an index
    others = comments.exclude(author=writer) if writer else comments
    candidates = _candidates(others, weights.rarest(features, of=total))
    alike = {pk: weights.likeness(features, features_of(words)) for pk, words in candidates}
    best = sorted((pk for pk in alike if alike[pk] >= LEAST_ALIKE), key=lambda pk: (-alike[pk], -pk))[:limit]
    found = others.select_related("author").in_bulk(best)
    return [Similar(found[pk], alike[pk]) for pk in best if pk in found]


@lru_cache(maxsize=KEPT_IN_MEMORY)
def features_of(text: str) -> frozenset[str]:
    """The terms of a text, and `#number` for each group of synonyms that it has a word of."""
    return frozenset(terms(text) | groups_of(text))


def groups_of(text: str) -> set[str]:
    """The groups of synonyms that a text has words of."""
    by_beginning, text = synonyms(), folded(text)
    beginnings = by_beginning.keys() & set(neighbours(text))
    return {group for beginning in beginnings for word, group in by_beginning[beginning] if word in text}


@cache
def synonyms() -> dict[str, list[tuple[str, str]]]:
    """The words of `synonyms.txt` with their groups, by their first two characters."""
    found: dict[str, list[tuple[str, str]]] = {}
    for number, words in enumerate(synonym_groups()):
        for word in words:
            found.setdefault(word[:SHORTEST_SYNONYM], []).append((word, f"#{number}"))
    return found


@cache
def synonym_groups() -> list[list[str]]:
    """The groups of `synonyms.txt` in their order."""
    lines = SYNONYMS.read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


class Weights(dict[str, float]):
    """How much each feature tells, squared, judged by a sample of the discussion."""

    def __init__(self, sample: list[frozenset[str]]) -> None:
        super().__init__(dict.fromkeys(POLITE, 0.0))
        self.size = len(sample)
        self.frequency = Counter(feature for features in sample for feature in features)

    def __missing__(self, feature: str) -> float:
        rarity = log((self.size + PRIOR) / (self.frequency[feature] + 0.5))
        self[feature] = (rarity * GROUP_WEIGHT if feature.startswith("#") else rarity) ** 2
        return self[feature]

    def length(self, features: frozenset[str]) -> float:
        """Σ weight²."""
        return sum(map(self.__getitem__, features))

    def likeness(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The cosine of two texts, from 0 to 1."""
        lengths = self.length(one) * self.length(other)
        return self.length(one & other) / sqrt(lengths) if lengths else 0.0

    def rarest(self, features: frozenset[str], *, of: int) -> list[str]:
        """Those to look for: the rarest first, as many as about MOST_COMPARED of so many comments have one of."""
        enough = MOST_COMPARED * self.size / max(of, 1)
        ordered = sorted(features - POLITE, key=lambda feature: (self.frequency[feature], feature))
        reached = accumulate(self.frequency[feature] for feature in ordered)
        return [feature for feature, comments in zip(ordered, reached, strict=True) if comments <= enough]


@lru_cache(maxsize=DISCUSSIONS_IN_MEMORY)
def _weights_of(sample: tuple[str, ...]) -> Weights:
    """The weights in a discussion, until a newer comment changes them."""
    return Weights([features_of(words) for words in sample])


def _candidates(comments: QuerySet[Comment], features: list[str]) -> QuerySet[Comment, tuple[int, str]]:
    """Keys and words of the newest comments with one of the features."""
    query = " | ".join(map(_query_of, features))
    if not query:
        return comments.none().values_list("pk", "body")
    return comments.filter(search_terms__terms__matches=query).order_by("-pk").values_list("pk", "body")[:MOST_COMPARED]


def _query_of(feature: str) -> str:
    """What the index is asked for: the term, or any word of the group by the terms inside it. Terms hold nothing to quote."""
    if not feature.startswith("#"):
        return f"'{feature}'"
    return " | ".join(_query_of_word(word) for word in synonym_groups()[int(feature[1:])])


def _query_of_word(word: str) -> str:
    parts = neighbours(opened(word)) if has_syllables(word) else [word]
    return "(" + " & ".join(f"'{part}'" for part in parts) + ")"
