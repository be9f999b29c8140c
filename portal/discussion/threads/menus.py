"""What a reader may do with a comment besides answering and voting.

The discussion offers what is its own. What other packages let a reader do, they declare in `AppConfig.ready()`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import IntEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.people import Visitor
from portal.discussion.models import Comment, State


@dataclass(frozen=True, slots=True)
class Link:
    """One line of a comment's menu; `part` if htmx may open it in place of the comment."""

    word: str
    address: str
    part: bool = False


@dataclass(frozen=True, slots=True)
class Powers:
    """What holds for the reader with every comment of the page."""

    is_moderator: bool = False
    is_officer: bool = False


class Section(IntEnum):
    """Whose lines follow whose. Within a section they stand in the order in which they were declared."""

    EVERYBODY = 1
    OFFICERS = 2
    OTHERS = 3
    MODERATORS = 4


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line that a menu may have: the name of its URL, which takes the comment's key, and to whom it is offered."""

    section: Section
    url_name: str
    word: str | Promise
    is_offered: Callable[[Comment, Visitor, Powers], bool]
    part: bool = False


def declare_entries(*entries: MenuEntry) -> None:
    """Make lines known, called in `AppConfig.ready()`; declaring a line again changes nothing."""
    known = {entry.url_name for entry in _entries}
    _entries.extend(entry for entry in entries if entry.url_name not in known)
    _entries.sort(key=lambda entry: entry.section)


def menu_url_names() -> list[str]:
    """The URL names of all lines, so that a page resolves each pattern once."""
    return [entry.url_name for entry in _entries]


def powers_of(user: Visitor, task_id: int) -> Powers:
    """What somebody may do in a task's discussion by their role."""
    if not user.is_authenticated:
        return Powers()
    return Powers(is_moderator=user.moderates(task_id), is_officer=may_answer_officially(user))


def may_answer_officially(user: Visitor) -> bool:
    """Whether somebody speaks for a department of the city."""
    return user.is_authenticated and user.department_id is not None and user.has_perm("discussion.reply_officially")


def is_others_and_shown(comment: Comment, user: Visitor, powers: Powers) -> bool:
    """Whether somebody else wrote it and everybody may read it."""
    return comment.is_shown and comment.author_id != user.pk


def moderated_in(states: Collection[State]) -> Callable[[Comment, Visitor, Powers], bool]:
    """Whether the reader moderates the comment, which somebody else wrote and which is in one of these states."""

    def is_offered(comment: Comment, user: Visitor, powers: Powers) -> bool:
        return powers.is_moderator and comment.author_id != user.pk and comment.state in states

    return is_offered


def menu_of(comment: Comment, *, user: Visitor, powers: Powers, address: Callable[[str, int], str]) -> list[Link]:
    """The lines of a comment's menu for one reader."""
    return [
        Link(str(entry.word), address(entry.url_name, comment.pk), entry.part)
        for entry in _entries
        if entry.is_offered(comment, user, powers)
    ]


def may_choose_topic(comment: Comment, *, user: Visitor, powers: Powers) -> bool:
    """Whether the reader may say what a thread is about: its author while it is shown, and a moderator of the task."""
    if comment.depth or comment.state == State.WITHDRAWN:
        return False
    return powers.is_moderator or (comment.author_id == user.pk and comment.is_shown)


def may_choose_language(comment: Comment, *, user: Visitor, powers: Powers) -> bool:
    """Whether the reader may say in which language it is written: its author while it is shown, and a moderator of the task."""
    if comment.state == State.WITHDRAWN:
        return False
    return powers.is_moderator or (comment.author_id == user.pk and comment.is_shown)


_entries = [
    MenuEntry(Section.EVERYBODY, "discussion:permalink", _("Link to this comment"), is_offered=lambda *_who: True),
    MenuEntry(
        Section.EVERYBODY,
        "discussion:edit",
        pgettext_lazy("comment", "Edit"),
        is_offered=lambda comment, user, _powers: comment.may_be_edited_by(user),
        part=True,
    ),
    MenuEntry(
        Section.EVERYBODY,
        "discussion:topic",
        _("Choose the topic"),
        is_offered=lambda comment, user, powers: may_choose_topic(comment, user=user, powers=powers),
    ),
    MenuEntry(
        Section.EVERYBODY,
        "discussion:language",
        _("Correct the language"),
        is_offered=lambda comment, user, powers: may_choose_language(comment, user=user, powers=powers),
    ),
    MenuEntry(
        Section.EVERYBODY,
        "discussion:withdraw",
        pgettext_lazy("comment", "Withdraw"),
        is_offered=lambda comment, user, _powers: comment.may_be_withdrawn_by(user),
    ),
]
