"""How fast the search and the hint "already said" are in a discussion of 20,000 comments, in a database of their own.

Prints medians and 95th percentiles in milliseconds, what the index takes on disk, and what it costs to write a comment and to
vote. Run it with `make bench`. The comments are put together from the sentences of the labelled set, two and a half each.
"""

import random
import time
from collections.abc import Callable
from statistics import median, quantiles
from uuid import uuid4

from of_its_own import measured

COMMENTS, ROUNDS = 20_000, 200
SEARCHES = ("트램", "느리다", "버스 요금", "자전거도로", "CCTV", "길", "어렵다 신청", "주세요", "없는말없는말")


def measure() -> None:
    """All figures, one line each."""
    from django.db import connection, transaction

    from portal.discussion.models import Comment
    from portal.discussion.search.full_text import asked
    from portal.discussion.search.results import results_of
    from portal.discussion.search.similar import similar_to
    from tests.factories import make_citizen, make_task

    chance, texts = random.Random(1), labelled_texts()  # noqa: S311 (not for secrets)
    task, author = make_task(), make_citizen()
    bodies = [" ".join(chance.sample(texts, chance.choice((1, 2, 3, 4)))) for _ in range(COMMENTS)]

    def comment(body: str) -> Comment:
        return Comment(task=task, author=author, body=body, form_key=uuid4())

    def without_index(act: Callable[[], object]) -> float:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE discussion_comment DISABLE TRIGGER discussion_comment_terms")
            seconds = took(act)
            cursor.execute("ALTER TABLE discussion_comment ENABLE TRIGGER discussion_comment_terms")
        return seconds

    def insert(rows: list[str]) -> None:
        with transaction.atomic():
            Comment.objects.bulk_create([comment(body) for body in rows], batch_size=1000)

    bare = without_index(lambda: insert(bodies[:2000]))
    Comment.objects.all().delete()
    indexed = took(lambda: insert(bodies))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE discussion_comment")
        cursor.execute("VACUUM ANALYZE discussion_searchterms")
        cursor.execute(
            "SELECT pg_total_relation_size('discussion_comment'), pg_table_size('discussion_searchterms'),"
            " pg_relation_size('comment_found_by_terms')"
        )
        whole, terms, index = (size / 2**20 for size in cursor.fetchone())
    print(f"{COMMENTS} comments, {sum(map(len, bodies)) / len(bodies):.0f} characters each, in one task")
    print(f"comments {whole:.1f} MB with their indexes; terms {terms:.1f} MB, their index {index:.1f} MB")
    print(f"insert: {bare / 2000 * 1000:.2f} ms a comment without the terms, {indexed / COMMENTS * 1000:.2f} ms with them")
    drafts = [chance.choice(texts) for _ in range(ROUNDS)]
    report("similar", [took(lambda draft=draft: similar_to(task, draft)) for draft in drafts])
    long = [" ".join(chance.sample(texts, 20)) for _ in range(ROUNDS // 4)]
    report("similar, 800 characters", [took(lambda draft=draft: similar_to(task, draft)) for draft in long])
    every = []
    for words in SEARCHES:
        search = asked(words)
        times = [took(lambda search=search: results_of(search.keys_in(task)[:20], search)) for _ in range(ROUNDS // 10)]
        report(f"search {words} ({len(search.keys_in(task))})", times)
        every += times
    report("search, all of these", every)


def labelled_texts() -> list[str]:
    """The sentences of the labelled set."""
    from tests.discussion.said_before import read

    return [said.text for said in read()]


def took(act: Callable[[], object]) -> float:
    """Seconds of one call."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def report(name: str, seconds: list[float]) -> None:
    """One line of figures."""
    times = [second * 1000 for second in seconds]
    print(f"{name:36} median {median(times):6.1f} ms   95 % {quantiles(times, n=20)[-1]:6.1f} ms")


if __name__ == "__main__":
    measured(measure)
