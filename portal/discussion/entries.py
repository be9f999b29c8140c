"""What a page shows of one comment, prepared in Python so that the template is a flat loop over finished values.

Measured: filters, translations and `{% url %}` inside the loop double the time of a page (docs/speed.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from portal.core import formats
from portal.core.templatetags.portal import ago
from portal.core.text import to_html
from portal.discussion.models import Comment, State, Vote

ADDRESSES = (
    "discussion:permalink", "discussion:reply", "discussion:edit", "discussion:withdraw", "discussion:vote", "discussion:replies",
    "moderation:report", "moderation:hide", "moderation:restore", "moderation:explanation",
)  # fmt: skip
EXAMPLE_KEY = 918_273_645


@dataclass(frozen=True, slots=True)
class Button:
    """One way to vote."""

    value: str
    word: str
    count: int
    is_pressed: bool


@dataclass(frozen=True, slots=True)
class Link:
    """One line of a comment's menu; `part` if htmx may open it in place of the comment."""

    word: str
    address: str
    part: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One comment as one reader sees it. `text` is None where this reader may not read it; `notice` then says why."""

    pk: int
    depth: int
    author: str
    written: SafeString
    text: SafeString | None
    notice: str
    explanation: str
    answered: str
    stance: str
    is_own: bool
    is_edited: bool
    takes_replies: bool
    takes_votes: bool
    vote: str
    buttons: list[Button]
    menu: list[Link]
    menu_label: str
    permalink: str
    reply: str
    vote_address: str
    has_focus: bool


@dataclass(frozen=True)
class Reader:
    """Who looks, when, and what holds for every comment on the page."""

    user: Any
    may_take_part: bool
    is_moderator: bool
    votes: Mapping[int, str]
    focus: int | None
    now: datetime
    addresses: Mapping[str, str]

    def address(self, name: str, pk: int) -> str:
        """The address of one action on one comment; each pattern is resolved once a page, not once a comment."""
        return self.addresses[name].replace(str(EXAMPLE_KEY), str(pk))


def prepared(comments: QuerySet[Comment], user) -> QuerySet[Comment]:
    """The comments with all that `entries` needs: the words this user may read, who wrote and who was answered."""
    return comments.with_words_for(user).select_related("author").annotate(
        answered_author=Coalesce("answered__author__nickname", "parent__author__nickname"),
        answered_state=Coalesce("answered__state", "parent__state"),
    )  # fmt: skip


def entries(comments: Sequence[Comment], *, user, may_take_part: bool, focus: int | None = None) -> list[Entry]:
    """Each of the `prepared` comments as `user` sees it; one query for their votes. `focus` is the comment to jump to."""
    reader = Reader(
        user=user,
        may_take_part=may_take_part,
        is_moderator=user.is_authenticated and user.has_perm("moderation.decide"),
        votes=_votes(user, comments),
        focus=focus,
        now=timezone.now(),
        addresses={name: reverse(name, args=[EXAMPLE_KEY]) for name in ADDRESSES},
    )
    return [_entry(comment, reader) for comment in comments]


def _votes(user, comments: Sequence[Comment]) -> dict[int, str]:
    """This person's votes on these comments, by the comment's key."""
    if not (user.is_authenticated and user.is_verified):
        return {}
    votes = Vote.objects.filter(person_key=user.person_key, comment__in=[comment.pk for comment in comments])
    return dict(votes.values_list("comment", "value"))


def _entry(comment: Comment, reader: Reader) -> Entry:
    is_own, is_shown = comment.author_id == reader.user.pk, comment.state == State.PUBLISHED
    vote = reader.votes.get(comment.pk, "")
    return Entry(
        pk=comment.pk,
        depth=comment.depth,
        author=comment.author.display_name,
        written=ago(comment.created_at),
        text=None if comment.words is None else to_html(comment.words),
        notice="" if is_shown else _notice(comment, is_own=is_own),
        explanation=reader.address("moderation:explanation", comment.pk) if comment.state == State.HIDDEN else "",
        answered=_answered(comment),
        stance=comment.get_stance_display() if comment.stance else "",
        is_own=is_own,
        is_edited=comment.edited_at is not None,
        takes_replies=is_shown,
        takes_votes=is_shown and reader.may_take_part and not is_own,
        vote=vote,
        buttons=_buttons(comment, vote),
        menu=_menu(comment, reader),
        menu_label=_("Actions for the comment by %(name)s") % {"name": comment.author.display_name},
        permalink=reader.address("discussion:permalink", comment.pk),
        reply=reader.address("discussion:reply", comment.pk),
        vote_address=reader.address("discussion:vote", comment.pk),
        has_focus=comment.pk == reader.focus,
    )


def _notice(comment: Comment, *, is_own: bool) -> str:
    """Why the words are not shown, and to whom they still are."""
    day = formats.day(timezone.localtime(comment.state_changed_at).date(), language=get_language())
    reason = {
        State.HELD: _("This comment waits for a moderator to look at it."),
        State.UNDER_REVIEW: _("This comment was reported and is under review. Until a moderator has decided it is not shown."),
        State.HIDDEN: _("A moderator hid this comment on %(day)s. Rule: %(rule)s."),
        State.TAKEN_DOWN: _("Blocked since %(day)s at the request of somebody whom it concerns, for thirty days at most."),
        State.WITHDRAWN: _("The author withdrew this comment on %(day)s."),
    }[comment.state] % {"day": day, "rule": comment.get_rule_display()}
    if comment.words is None:
        return reason
    seen_by = _("Only you and the moderators can read it.") if is_own else _("Only its author and the moderators can read it.")
    return f"{reason} {seen_by}"


def _answered(comment: Comment) -> str:
    """Whom a reply answers; nobody is named whose comment is no longer shown."""
    if comment.depth == 0:
        return ""
    return comment.answered_author if comment.answered_state == State.PUBLISHED else _("a comment that is no longer shown")


def _buttons(comment: Comment, vote: str) -> list[Button]:
    words = {
        Vote.Value.AGREE: (pgettext("vote", "Agree"), comment.agree_count),
        Vote.Value.DISAGREE: (pgettext("vote", "Disagree"), comment.disagree_count),
        Vote.Value.PASS: (pgettext("vote", "Pass"), comment.pass_count),
    }
    return [Button(value.value, word, count, value == vote) for value, (word, count) in words.items()]


def _menu(comment: Comment, reader: Reader) -> list[Link]:
    """What this reader may do with the comment, besides answering and voting."""

    def link(word: str, name: str, **options) -> Link:
        return Link(word, reader.address(name, comment.pk), **options)

    menu = [link(_("Link to this comment"), "discussion:permalink")]
    if comment.may_be_edited_by(reader.user, reader.now):
        menu.append(link(pgettext("comment", "Edit"), "discussion:edit", part=True))
    if comment.may_be_withdrawn_by(reader.user):
        menu.append(link(pgettext("comment", "Withdraw"), "discussion:withdraw"))
    is_others = comment.author_id != reader.user.pk
    if is_others and comment.state == State.PUBLISHED:
        menu.append(link(pgettext("comment", "Report"), "moderation:report", part=True))
    if is_others and reader.is_moderator and comment.state in {State.PUBLISHED, State.HELD, State.UNDER_REVIEW}:
        menu.append(link(pgettext("comment", "Hide"), "moderation:hide"))
    if is_others and reader.is_moderator and comment.state == State.HIDDEN:
        menu.append(link(pgettext("comment", "Show again"), "moderation:restore"))
    return menu
