"""Comments written past the services, as a command or the database itself might."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from portal.discussion.models import Comment, State
from portal.plan.models import Task
from tests.factories import make_citizen


def fill(task: Task, texts: list[str]) -> list[int]:
    """So many comments by one person; their keys."""
    author = make_citizen()
    rows = [Comment(task=task, author=author, body=text, form_key=uuid4()) for text in texts]
    return [comment.pk for comment in Comment.objects.bulk_create(rows)]


def turn(key: int, state: str) -> None:
    """Bring a comment into a state, whatever its services would say."""
    blocked = state in {State.UNDER_REVIEW, State.TAKEN_DOWN}
    until = timezone.now() + timedelta(days=1) if blocked else None
    rule = "abuse" if state == State.HIDDEN else ""
    Comment.objects.filter(pk=key).update(state=state, rule=rule, blocked_until=until)
