"""How fast the search of the whole portal is with 200,000 comments, 4,000 answers, 3,000 updates and 400 forums.

Prints the median and the 95th percentile in milliseconds of each kind of question, from the words to the finished page. It is run
by `make bench` and takes some minutes, most of them to write the comments, in a database of its own. Those are put together from
the sentences of the labelled set of `tests/discussion` and from 20,000 made-up words, of which few are frequent and most are rare
(G. K. Zipf), as in real texts. One in twenty-five is hidden.
"""

import random
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from itertools import islice
from statistics import median, quantiles

from of_its_own import measured

COMMENTS, ANSWERS, UPDATES, FORUMS, WORDS, ROUNDS = 200_000, 4_000, 3_000, 400, 20_000, 40
AT_ONCE = 5_000
QUESTIONS = {
    "frequent word": ["버스", "정류장", "자전거", "나무", "요금", "도로"],
    "very frequent": ["주세요", "있습니다", "대전", "너무"],
    "one syllable": ["길", "물", "차", "앱"],
    "inflected": ["느리다", "어렵다", "부족하다", "기다리다"],
    "two words": ["버스 요금", "정류장 안내", "자전거 도로", "나무 그늘"],
    "many words": ["버스 정류장 안내판 글씨가 작아서", "출퇴근 시간 배차 간격"],
    "never together": ["휠체어 보조금", "막차 느티나무", "놀이터 환승", "CCTV 장학금"],
    "English": ["bus", "trees", "night buses"],
    "typo": ["정류장 안네", "뻐스", "자전가", "trafic", "횡단보두"],
    "nothing": ["없는말없는말", "퀑퀑퀑", "zzzyyyxxx"],
}
ROOTS = """
    INSERT INTO discussion_comment (form_key, body, task_id, state, rule, created_at, {names})
    SELECT gen_random_uuid(), body, (SELECT id FROM plan_task ORDER BY number OFFSET (n %% 16) LIMIT 1),
        CASE WHEN n %% 25 = 0 THEN 'hidden' ELSE 'published' END, CASE WHEN n %% 25 = 0 THEN 'abuse' ELSE '' END,
        now() - (%(left)s - n) * interval '1 minute', {values}
    FROM unnest(%(bodies)s::text[]) WITH ORDINALITY AS text (body, n)
"""
REPLIES = """
    INSERT INTO discussion_comment
        (form_key, body, task_id, department_id, parent_id, root_id, state, rule, created_at, depth, ancestry, {names})
    SELECT gen_random_uuid(), text.body, root.task_id, %(department)s, root.id, root.id, 'published', '', root.created_at, 1,
        root.path, {values}
    FROM unnest(%(bodies)s::text[]) WITH ORDINALITY AS text (body, n)
    JOIN (
        SELECT *, row_number() OVER (ORDER BY id DESC) AS n FROM discussion_comment WHERE depth = 0 ORDER BY id DESC LIMIT 1000
    ) AS root USING (n)
"""


def build() -> None:
    """The plan, and people's words about it."""
    from django.core.management import call_command
    from django.db import connection

    from tests.factories import make_citizen, make_department, make_officer

    call_command("load_plan", verbosity=0)
    chance = random.Random(1)  # noqa: S311 (not for secrets)
    words, author, officer, department = sentences(chance), make_citizen(), make_officer(), make_department()
    for started in range(0, COMMENTS, AT_ONCE):
        write(ROOTS, author, {"bodies": list(islice(words, AT_ONCE)), "left": COMMENTS - started})
        write(REPLIES, officer, {"department": department.pk, "bodies": list(islice(words, AT_ONCE * ANSWERS // COMMENTS))})
    updates_and_forums(words, officer)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def write(statement: str, author, values: dict) -> None:
    """One statement; what it does not name is as in any comment of this person."""
    from django.db import connection

    from portal.discussion.models import Comment

    named = statement.partition("(")[2].partition(", {names}")[0].split(", ")
    comment = Comment(author=author)
    rest = [field for field in Comment._meta.concrete_fields if not field.generated and field.column not in {"id", *named}]
    others = {field.column: field.get_db_prep_save(getattr(comment, field.attname), connection) for field in rest}
    filled = statement.format(names=", ".join(others), values=", ".join(f"%({name})s" for name in others))
    with connection.cursor() as cursor:
        cursor.execute(filled, others | values)


def updates_and_forums(words: Iterator[str], officer) -> None:
    """What the city says by itself."""
    from datetime import timedelta

    from django.utils import timezone

    from portal.forums.models import Forum
    from portal.plan.models import Task
    from portal.progress.models import TaskUpdate

    tasks, now = list(Task.objects.all()), timezone.now()
    TaskUpdate.objects.bulk_create(
        TaskUpdate(
            task=tasks[number % len(tasks)], title_ko=next(words)[:60], body_ko=next(words) * 4, author=officer,
            state="published", created_at=now, published_at=now - timedelta(hours=number),
        )
        for number in range(UPDATES)
    )  # fmt: skip
    Forum.objects.bulk_create(
        Forum(
            slug=f"forum-{number}", title_ko=next(words)[:60], venue_ko="시청", description_ko=next(words) * 3, state="published",
            starts_at=now + timedelta(days=number), ends_at=now + timedelta(days=number, hours=2), capacity=10,
            registration_opens_at=now, registration_closes_at=now + timedelta(days=number),
        )
        for number in range(1, FORUMS)
    )  # fmt: skip


def sentences(chance: random.Random) -> Iterator[str]:
    """Comments without an end, a hundred characters each or a little more."""
    from tests.discussion.said_before import read

    said = [each.text for each in read()]
    syllables = [chr(0xAC00 + chance.randrange(11172)) for _ in range(600)]
    made_up = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(WORDS)]
    weights = [1 / (rank + 1) for rank in range(WORDS)]
    pool = chance.choices(made_up, weights, k=1_000_000)
    while True:
        told = chance.sample(said, chance.choice((1, 2, 3)))
        yield " ".join([*told, *(chance.choice(pool) for _ in range(8))])


def measure() -> None:
    """All figures, one line each."""
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from portal.pages.search import vocabulary

    call_command("collectstatic", verbosity=0, interactive=False)
    started = time.perf_counter()
    build()
    print(f"built in {time.perf_counter() - started:.0f} s, learned {vocabulary.learn(now=timezone.now()):,} words")
    client, every = Client(SERVER_NAME="127.0.0.1"), []

    def ask(words: str) -> None:
        if client.get("/search/", {"q": words}).status_code != HTTPStatus.OK:
            raise RuntimeError(f"No answer to {words}.")

    for name, questions in QUESTIONS.items():
        for words in questions:  # what was never asked waits for the disk
            ask(words)
        times = [took(lambda words=words: ask(words)) for words in questions for _ in range(ROUNDS)]
        report(name, times)
        every += times
    report("all of these", every)


def took(act: Callable[[], object]) -> float:
    """Seconds of one call."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def report(name: str, seconds: list[float]) -> None:
    """One line of figures."""
    times = [second * 1000 for second in seconds]
    print(f"{name:16} p50 {median(times):6.1f} ms   p95 {quantiles(times, n=20)[-1]:6.1f} ms")


if __name__ == "__main__":
    measured(measure)
