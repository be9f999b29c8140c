"""Who may do what. Deny by default: a role has what stands here and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Role:
    """A group with its permissions. `edits` and `reads` name packages whose rows it may change or see in the admin."""

    name: str
    label: str | Promise
    permissions: tuple[str, ...] = ()
    edits: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    # Enters the admin, and so needs a second factor. A helper at the door does not.
    is_staff: bool = True


ADMINISTRATOR = "administrator"
FORUM_PACKAGES = ("forums", "registrations", "door", "forum_desk")
ROLES = (
    Role(
        "moderator",
        pgettext_lazy("role", "moderator"),
        permissions=("moderation.decide",),
        reads=("moderation", "appeals", "takedowns"),
    ),
    Role(
        "officer",
        pgettext_lazy("role", "officer"),
        permissions=("plan.edit_plan", "discussion.reply_officially"),
        edits=("plan", "progress"),
    ),
    Role("organiser", pgettext_lazy("role", "organiser"), permissions=("forums.manage_forums",), reads=FORUM_PACKAGES),
    Role("helper", pgettext_lazy("role", "helper"), is_staff=False),
    Role(
        ADMINISTRATOR,
        pgettext_lazy("role", "administrator"),
        permissions=(
            "moderation.decide",
            "moderation.everywhere",
            "plan.edit_plan",
            "plan.edit_every_task",
            "forums.manage_forums",
            "accounts.assign_roles",
            "core.view_auditevent",
            "notifications.view_notification",
            "discussion.reply_officially",
            # Opening and closing the discussion of a task; comments themselves are only read.
            "discussion.add_discussion",
            "discussion.change_discussion",
            "discussion.add_topic",
            "discussion.change_topic",
            "discussion.delete_topic",
        ),
        edits=("plan", "progress"),
        reads=("moderation", "appeals", "takedowns", "discussion", "accounts", *FORUM_PACKAGES),
    ),
)
ROLE_NAMES = tuple(role.name for role in ROLES)
STAFF_ROLES = frozenset(role.name for role in ROLES if role.is_staff)
_NEXT_STEPS: dict[str, Callable[[], str]] = {}
EDITING = ("view", "add", "change", "delete")
READING = ("view",)


def declare_next_step(role: str, words: Callable[[], str]) -> None:
    """Say what is to be done once somebody was given a role: a sentence, as HTML that is safe. Called when a package starts."""
    _NEXT_STEPS[role] = words


def next_step(role: str) -> str:
    """What is to be done now that somebody has this role; "" for nothing."""
    return _NEXT_STEPS[role]() if role in _NEXT_STEPS else ""
