"""How much of what people look for stands among the first ten results: sixty questions with what they should find."""

import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.utils import timezone

from portal.pages.search import vocabulary
from portal.plan.models import Task
from tests.factories import make_answer, make_comment, make_forum, make_update

SET = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))
LEAST = 0.95


@pytest.fixture
def addresses(db) -> dict[str, str]:
    """Where everything that may be found stands, by its name."""
    call_command("load_plan", verbosity=0)
    made = {name: MAKERS[row["kind"]](row) for name, row in SET["texts"].items()}
    vocabulary.learn(now=timezone.now())
    return {**made, **{task.slug: task.get_absolute_url() for task in Task.objects.all()}}


def make_answered(row: dict[str, str]) -> str:
    return make_answer(body=row["text"]).reply.get_absolute_url()


MAKERS = {
    "comment": lambda row: make_comment(body=row["text"]).get_absolute_url(),
    "answer": make_answered,
    "update": lambda row: make_update(
        task=Task.objects.get(number=1), title_ko=row["title"], body_ko=row["text"]
    ).get_absolute_url(),
    "forum": lambda row: make_forum(title_ko=row["title"], description_ko=row["text"]).get_absolute_url(),
}


def test_what_people_look_for_is_among_the_first_ten(client, addresses, capsys):
    recall: dict[str, float] = {}
    for question in SET["questions"]:
        expected = {addresses[name] for name in [*question.get("finds", ()), *question.get("tasks", ())]}
        cards = client.get("/search/", {"q": question["q"]}).context["cards"]
        recall[question["q"]] = len(expected & {card.address for card in cards}) / len(expected)

    mean = sum(recall.values()) / len(recall)
    with capsys.disabled():
        sys.stdout.write(f"\nsearch: recall@10 of {len(recall)} questions: {mean:.3f}\n")
    assert len(recall) == 60
    assert mean >= LEAST, {q: found for q, found in recall.items() if found < 1}
