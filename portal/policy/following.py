"""Whether somebody follows a task."""

from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value

from portal.policy.models import Follow, Task


def with_follow_of(tasks: QuerySet[Task], person: Any) -> QuerySet[Task]:
    """The tasks, each with the `follow_level` of this person, None for what they do not follow; in the same query."""
    if not person.is_authenticated:
        return tasks.annotate(follow_level=Value(None, output_field=CharField(null=True)))
    own = Follow.objects.filter(task=OuterRef("pk"), user=person.pk)
    return tasks.annotate(follow_level=Subquery(own.values("level")[:1]))
