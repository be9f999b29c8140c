"""What a reader may do with a comment besides answering and voting."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.discussion.models import Comment, State

HIDEABLE = {State.PUBLISHED, State.HELD, State.UNDER_REVIEW}


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


def powers_of(user, task_id: int) -> Powers:
    """What somebody may do in a task's discussion by their role."""
    if not user.is_authenticated:
        return Powers()
    return Powers(is_moderator=user.moderates(task_id), is_officer=may_answer_officially(user))


def may_answer_officially(user) -> bool:
    """Whether somebody speaks for a department of the city."""
    return user.is_authenticated and user.department_id is not None and user.has_perm("discussion.reply_officially")


def menu_of(comment: Comment, *, user, powers: Powers, address: Callable[[str, int], str]) -> list[Link]:
    """The lines of a comment's menu for one reader."""

    def link(word: str, name: str, **options) -> Link:
        return Link(word, address(name, comment.pk), **options)

    is_others = comment.author_id != user.pk
    menu = [link(_("Link to this comment"), "discussion:permalink")]
    if comment.may_be_edited_by(user):
        menu.append(link(pgettext("comment", "Edit"), "discussion:edit", part=True))
    if may_choose_topic(comment, user=user, powers=powers):
        menu.append(link(_("Choose the topic"), "discussion:topic"))
    if comment.may_be_withdrawn_by(user):
        menu.append(link(pgettext("comment", "Withdraw"), "discussion:withdraw"))
    if comment.is_shown and powers.is_officer:
        menu += _of_officers(comment, link)
    if comment.is_shown and is_others:
        menu.append(link(pgettext("comment", "Report"), "moderation:report", part=True))
        menu.append(link(_("Ask for a temporary block"), "moderation:takedown_request"))
    if is_others and powers.is_moderator and comment.state == State.HELD:
        menu.append(link(_("Let appear"), "moderation:publish"))
    if is_others and powers.is_moderator and comment.state in HIDEABLE:
        menu.append(link(pgettext("comment", "Hide"), "moderation:hide"))
    if is_others and powers.is_moderator and comment.state == State.HIDDEN:
        menu.append(link(pgettext("comment", "Show again"), "moderation:restore"))
    return menu


def _of_officers(comment: Comment, link: Callable[..., Link]) -> list[Link]:
    """Whoever speaks for the city may answer at once, or owe an answer with a deadline; not to itself."""
    at_once = link(_("Answer officially"), "answers:reply_officially")
    return [at_once] if comment.is_official else [at_once, link(_("Owe it an answer"), "answers:take_up")]


def may_choose_topic(comment: Comment, *, user, powers: Powers) -> bool:
    """Whether the reader may say what a thread is about: its author while it is shown, and a moderator of the task."""
    if comment.depth or comment.state == State.WITHDRAWN:
        return False
    return powers.is_moderator or (comment.author_id == user.pk and comment.is_shown)
