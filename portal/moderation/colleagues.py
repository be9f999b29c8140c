"""Who moderates what."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from portal.accounts.models import ModerationScope, User
from portal.plan.models import Task


def moderators() -> QuerySet[User]:
    """Everybody who may decide about comments at all, with what was given to them."""
    scopes = ModerationScope.objects.select_related("task", "department").order_by("task__number", "department__slug", "pk")
    given = Prefetch("moderation_scopes", queryset=scopes)
    everywhere = Exists(User.groups.through.objects.filter(_holds("everywhere")))
    return _holding("decide").annotate(is_everywhere_by_role=everywhere).prefetch_related(given).order_by("nickname", "pk")


def colleagues_of(task: Task) -> QuerySet[User]:
    """The moderators to whom a task was given: itself, its department, or everything."""
    given = Q(task=task) | Q(task=None, department=None)
    if task.department_ko:
        given |= Q(department__name_ko=task.department_ko)
    by_scope = Exists(ModerationScope.objects.filter(given, moderator=OuterRef("pk")))
    by_role = Exists(User.groups.through.objects.filter(_holds("everywhere")))
    return _holding("decide").filter(by_scope | by_role).order_by("nickname", "pk")


def _holding(permission: str) -> QuerySet[User]:
    return User.objects.active().filter(Exists(User.groups.through.objects.filter(_holds(permission))))


def _holds(permission: str) -> Q:
    """Of a person's roles, those with a permission of this package."""
    return Q(
        user=OuterRef("pk"),
        group__permissions__codename=permission,
        group__permissions__content_type__app_label="moderation",
    )
