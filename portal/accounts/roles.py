"""Who may do what. Deny by default: a role has what stands here and nothing else."""

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
ROLES = (
    Role("moderator", pgettext_lazy("role", "moderator"), permissions=("moderation.decide",), reads=("moderation",)),
    Role(
        "officer",
        pgettext_lazy("role", "officer"),
        permissions=("policy.edit_plan", "discussion.reply_officially"),
        edits=("policy",),
    ),
    Role("organiser", pgettext_lazy("role", "organiser"), permissions=("forums.manage_forums",), reads=("forums",)),
    Role("helper", pgettext_lazy("role", "helper"), is_staff=False),
    Role(
        ADMINISTRATOR,
        pgettext_lazy("role", "administrator"),
        permissions=(
            "moderation.decide",
            "moderation.everywhere",
            "policy.edit_plan",
            "forums.manage_forums",
            "accounts.assign_roles",
            "core.view_recordentry",
            "discussion.reply_officially",
            # Opening and closing the discussion of a task; comments themselves are only read.
            "discussion.add_discussion",
            "discussion.change_discussion",
            "discussion.add_topic",
            "discussion.change_topic",
            "discussion.delete_topic",
        ),
        edits=("policy",),
        reads=("moderation", "discussion", "accounts", "forums"),
    ),
)
ROLE_NAMES = tuple(role.name for role in ROLES)
STAFF_ROLES = frozenset(role.name for role in ROLES if role.is_staff)
EDITING = ("view", "add", "change", "delete")
READING = ("view",)
