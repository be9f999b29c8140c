"""What the page shows of each thing that was found, prepared in Python so that the template is a flat loop."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal.answers.lines import TONES
from portal.answers.models import AnswerRequest
from portal.core.templatetags.portal import ago, day, moment
from portal.discussion.models import Comment
from portal.discussion.search.full_text import Search
from portal.discussion.threads.entries import speaker_of
from portal.forums.cards import seat_words
from portal.forums.models import Forum
from portal.pages.search.kinds import Kind
from portal.plan.models import Task
from portal.progress.models import TaskUpdate

LONGEST_TITLE, LONGEST_EXCERPT = 60, 140  # characters
SENTENCE = re.compile(rf".{{10,{LONGEST_TITLE - 1}}}?[.?!](?=\s)")
LANGUAGES = ("ko", "en")
Badge = tuple[str, str]  # tone and words
Field = tuple[object, str]  # a thing, and a text of it that exists in both languages


@dataclass(frozen=True, slots=True)
class Text:
    """Words with marks, and their language where it is not the page's."""

    words: SafeString | str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One result."""

    kind: Kind
    kind_words: str
    address: str
    title: Text
    excerpt: Text
    status: str = ""  # of a task, with its word
    status_words: str = ""
    badge: Badge | None = None
    author: str = ""
    meta: Sequence[str | SafeString] = ()


def cards_of(found: Iterable[tuple[Kind, int]], search: Search) -> list[Card]:
    """A card for each, in order; what was hidden a moment ago has none. At most three queries a kind."""
    found = list(found)
    made = {kind: make([key for each, key in found if each == kind], search) for kind, make in MAKERS.items()}
    return [made[kind][key] for kind, key in found if key in made[kind]]


def _tasks(keys: Sequence[int], search: Search) -> dict[int, Card]:
    tasks = Task.objects.prefetch_related("facts").in_bulk(keys) if keys else {}
    return {key: _task(task, search) for key, task in tasks.items()}


def _task(task: Task, search: Search) -> Card:
    facts = sorted(task.facts.all(), key=lambda fact: (fact.position, fact.pk))
    texts: list[Field] = [(task, "summary"), (task, "status_reason"), *((fact, "text") for fact in facts)]
    return Card(
        kind=Kind.TASK,
        kind_words=_("Task %(number)d") % {"number": task.number},
        address=task.get_absolute_url(),
        title=_title(task, search),
        excerpt=_excerpt(texts, search),
        status=task.status,
        status_words=task.get_status_display(),
    )


def _updates(keys: Sequence[int], search: Search) -> dict[int, Card]:
    updates = TaskUpdate.objects.published().select_related("task", "department").in_bulk(keys) if keys else {}
    return {key: _update(update, search) for key, update in updates.items()}


def _update(update: TaskUpdate, search: Search) -> Card:
    return Card(
        kind=Kind.UPDATE,
        kind_words=_("Update"),
        address=update.get_absolute_url(),
        title=_title(update, search),
        excerpt=_excerpt([(update, "body")], search),
        author=update.department.name if update.department else _("The city"),
        meta=[day(update.published_at or update.created_at), _of_task(update.task)],
    )


def _forums(keys: Sequence[int], search: Search) -> dict[int, Card]:
    now = timezone.now()
    forums = Forum.objects.published().with_waiting_count().prefetch_related("agenda_items", "speakers")
    found = forums.in_bulk(keys) if keys else {}
    return {key: _forum(forum, search, seat_words(forum, forum.waiting_count, now)) for key, forum in found.items()}


def _forum(forum: Forum, search: Search, badge: Badge) -> Card:
    texts: list[Field] = [(forum, field) for field in ("summary", "description", "venue", "address")]
    texts += [(item, field) for item in forum.agenda_items.all() for field in ("title", "speaker")]
    texts += [(speaker, field) for speaker in forum.speakers.all() for field in ("name", "affiliation", "introduction")]
    return Card(
        kind=Kind.FORUM,
        kind_words=_("Forum"),
        address=forum.get_absolute_url(),
        title=_title(forum, search),
        excerpt=_excerpt(texts, search),
        badge=badge,
        meta=[moment(forum.starts_at), forum.venue],
    )


def _comments(keys: Sequence[int], search: Search) -> dict[int, Card]:
    comments = _shown(keys)
    return {
        key: replace(
            _spoken(comment, search),
            author=speaker_of(comment),
            meta=[ago(comment.created_at), _agreed(comment.agree_count), _of_task(comment.task)],
        )
        for key, comment in comments.items()
    }


def _shown(keys: Sequence[int]) -> dict[int, Comment]:
    return Comment.objects.shown().select_related("author", "department", "task").in_bulk(keys) if keys else {}


def _answers(keys: Sequence[int], search: Search) -> dict[int, Card]:
    comments = _shown(keys)
    outcomes = dict(AnswerRequest.objects.shown().filter(reply__in=keys).values_list("reply_id", "outcome")) if keys else {}
    return {
        key: replace(
            _spoken(comment, search),
            badge=_outcome(outcomes.get(key, "")),
            meta=[speaker_of(comment), day(comment.created_at), _of_task(comment.task)],
        )
        for key, comment in comments.items()
    }


def _outcome(outcome: str) -> Badge | None:
    return (TONES[outcome], AnswerRequest(outcome=outcome).get_outcome_display()) if outcome else None


def _spoken(comment: Comment, search: Search) -> Card:
    """A comment has no title: its first sentence stands for one, and what follows is shown as far as it holds the words."""
    language = comment.language if comment.language != get_language() else ""
    title, rest = _beginning(" ".join(comment.body.split()))
    return Card(
        kind=Kind.ANSWER if comment.is_official else Kind.COMMENT,
        kind_words=_("Official answer") if comment.is_official else _("Comment"),
        address=comment.get_absolute_url(),
        title=Text(search.marked(title), language),
        excerpt=Text(search.excerpt(rest, longest=LONGEST_EXCERPT), language),
    )


def _beginning(line: str) -> tuple[str, str]:
    """The first sentence of a line, or as much of it as fits a title, and the rest."""
    if len(line) <= LONGEST_TITLE:
        return line, ""
    sentence = SENTENCE.match(line)
    cut = sentence.end() if sentence else line.rfind(" ", 0, LONGEST_TITLE) + 1 or LONGEST_TITLE
    return line[:cut].rstrip() + ("" if sentence else " …"), line[cut:].lstrip()


def _of_task(task: Task) -> str:
    return _("Task %(number)d") % {"number": task.number}


def _agreed(count: int) -> str:
    return ngettext("%(count)d person agrees", "%(count)d people agree", count) % {"count": count}


def _title(thing: object, search: Search) -> Text:
    """The title in the reader's language, or in the other one where only that holds a word, or where there is no other."""
    return _best([(thing, "title")], search, search.marked)


def _excerpt(texts: Iterable[Field], search: Search) -> Text:
    return _best(texts, search, partial(search.excerpt, longest=LONGEST_EXCERPT))


def _best(texts: Iterable[Field], search: Search, shown: Callable[[str], SafeString]) -> Text:
    """Of many texts the one with most of the words; the reader's language and the earlier one win a tie."""
    language = get_language()
    ordered = sorted(LANGUAGES, key=lambda each: each != language)
    written = [(getattr(thing, f"{field}_{each}") or "", each) for thing, field in texts for each in ordered]
    held = [(text, each) for text, each in written if text]
    if not held:
        return Text()
    text, spoken = max(held, key=lambda one: (search.words_in(one[0]), one[1] == language))
    return Text(shown(text), "" if spoken == language else spoken)


MAKERS = {Kind.TASK: _tasks, Kind.ANSWER: _answers, Kind.UPDATE: _updates, Kind.FORUM: _forums, Kind.COMMENT: _comments}
