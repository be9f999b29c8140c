"""Whether somebody follows a task, and the addresses in mails by which they hear no more of it without signing in.

The addresses are signed, so that nobody can guess one. Opening one changes nothing: mail programs open links by themselves.
"""

from typing import TypeVar

from django.core import signing
from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.urls import reverse

from portal.core.people import Person, Visitor
from portal.plan.models import Task
from portal.progress.models import Follow

TaskRow = TypeVar("TaskRow", bound=Task)


def with_follow_of(tasks: QuerySet[TaskRow], person: Visitor) -> QuerySet[TaskRow]:
    """The tasks, each with the `follow_level` of this person, None for what they do not follow; in the same query."""
    if not person.is_authenticated:
        return tasks.annotate(follow_level=Value(None, output_field=CharField(null=True)))
    own = Follow.objects.filter(task=OuterRef("pk"), user=person.pk)
    return tasks.annotate(follow_level=Subquery(own.values("level")[:1]))


SALT = "portal.plan.unfollow"


def unfollow_path(person: Person, task: Task | None = None) -> str:
    """The page where the person stops following a task, or all of them."""
    return reverse("progress:unfollow_by_mail", args=[unfollow_token(person, task)])


def one_click_path(person: Person) -> str:
    """Where a mail program ends all messages about tasks with one POST."""
    return reverse("progress:unfollow_in_one_click", args=[unfollow_token(person)])


def unfollow_token(person: Person, task: Task | None = None) -> str:
    """What stands for the person and the task in an address."""
    return signing.Signer(salt=SALT).sign(f"{person.pk}-{task.pk if task else 0}")


def read_token(token: str) -> tuple[int, int | None]:
    """The keys of the person and of the task, None for all tasks. Raises BadSignature."""
    person, _dash, task = signing.Signer(salt=SALT).unsign(token).partition("-")
    return int(person), int(task) or None
