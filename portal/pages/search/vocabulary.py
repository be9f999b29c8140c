"""The words of what everybody may read, for mending misspelled ones: learned anew each night, and from what is new in between."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain

from django.db import connection, transaction
from django.db.models import Q

from portal.discussion.models import Comment
from portal.discussion.search.full_text import PARTICLES
from portal.discussion.search.terms import folded
from portal.forums.models import Forum
from portal.pages.models import LONGEST_WORD, SearchWord
from portal.pages.search.documents import FACT, FORUM, TASK, TITLES, UPDATE
from portal.plan.models import Fact, Task
from portal.progress.models import TaskUpdate

WORD = re.compile(f"[가-힣]{{2,{LONGEST_WORD}}}|[a-z]{{3,{LONGEST_WORD}}}")
RECENT = timedelta(hours=1)
AT_ONCE = 5_000  # rows
LAST = chr(0x10FFFF)  # sorts behind every letter
# Those of some words that are known or that known words begin with: the known ones first, then those in most texts.
KNOWN = """
    SELECT asked.word FROM unnest(%s::text[]) AS asked (word) LEFT JOIN pages_searchword AS known ON known.word = asked.word
    CROSS JOIN LATERAL (
        SELECT max(texts) AS texts FROM pages_searchword AS begun WHERE begun.word >= asked.word AND begun.word < asked.word || %s
    ) AS begun
    WHERE begun.texts > 0 ORDER BY known.texts DESC NULLS LAST, begun.texts DESC, asked.word
"""


def learn(*, now: datetime) -> int:
    """Learn all words anew and forget those that nobody may read any more; how many there are. Reads every text."""
    texts = Counter(word for text in _texts(since=None) for word in words_of(text))
    with transaction.atomic():
        words = sorted(texts)
        for first in range(0, len(words), AT_ONCE):
            rows = [SearchWord(word=word, texts=texts[word], learned_at=now) for word in words[first : first + AT_ONCE]]
            SearchWord.objects.bulk_create(
                rows, update_conflicts=True, unique_fields=["word"], update_fields=["texts", "learned_at"]
            )
        SearchWord.objects.filter(learned_at__lt=now).delete()
    return len(texts)


def learn_recent(*, now: datetime) -> int:
    """Add the words of what was written, changed or shown again within the last hour; all words where none are known."""
    if not SearchWord.objects.exists():
        return learn(now=now)
    words = {word for text in _texts(since=now - RECENT) for word in words_of(text)}
    rows = [SearchWord(word=word, texts=1, learned_at=now) for word in sorted(words)]
    SearchWord.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(words)


def words_of(text: str) -> set[str]:
    """The words of a text, those of Hangul also without their particle."""
    found = set(WORD.findall(folded(text)))
    return found | {PARTICLES.sub("", word) for word in found}


def known(words: Iterable[str]) -> list[str]:
    """Those of some words that are known, or that known words begin with, the most frequent first; none too short to be meant."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [list(filter(WORD.fullmatch, words)), LAST])
        return [word for (word,) in cursor.fetchall()]


def _texts(since: datetime | None) -> Iterator[str]:
    """What everybody may read: all of it, or what is new since then, and the few pages of the plan and of forums."""
    comments, updates = Comment.objects.shown(), TaskUpdate.objects.published()
    if since:
        comments = comments.filter(Q(created_at__gte=since) | Q(edited_at__gte=since) | Q(state_changed_at__gte=since))
        updates = updates.filter(published_at__gte=since)
    yield from comments.values_list("body", flat=True).iterator(AT_ONCE)
    tables = (
        Task.objects.values_list(*TITLES, *TASK),
        Fact.objects.values_list(*FACT),
        updates.values_list(*TITLES, *UPDATE),
        Forum.objects.published().values_list(*TITLES, *FORUM),
    )
    for words in chain(*(table.iterator(AT_ONCE) for table in tables)):
        yield " ".join(filter(None, words))
