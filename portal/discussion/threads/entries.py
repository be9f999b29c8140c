"""What a page shows of one comment, prepared in Python so that the template is a flat loop over finished values.

Measured: filters, translations and `{% url %}` inside the loop double the time of a page (docs/speed.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import BooleanField, Case, CharField, Expression, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from portal.core.people import Visitor
from portal.core.templatetags.portal import ago
from portal.core.text.cleaning import to_html
from portal.core.text.languages import differs, language_of, written_in
from portal.discussion.models import Comment, CommentQuerySet, Vote, is_shown
from portal.discussion.threads.annotations import Annotation, annotations_of
from portal.discussion.threads.menus import Link, Powers, menu_of, menu_url_names, powers_of
from portal.discussion.threads.placeholders import Notice, explanation_url_names, notice_of

ADDRESSES = ("discussion:permalink", "discussion:reply", "discussion:vote", "discussion:replies", "discussion:history")
EXAMPLE_KEY = 918_273_645
# So few people are still missing for an answer that it is said.
MOST_MISSING = 2


@dataclass(frozen=True, slots=True)
class Button:
    """One way to vote."""

    value: str
    word: str
    count: int
    is_pressed: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One comment as one reader sees it. `text` is None where this reader may not read it; `notice` then says why.

    `author` is a nickname, or for an official reply the department: it is the city that speaks, not the officer. `foreign` says
    in which language the text is written, if that is not the reader's.
    """

    pk: int
    depth: int
    author: str
    author_language: str
    is_official: bool
    written: SafeString
    text: SafeString | None
    language: str
    foreign: str
    notice: Notice
    explanation: str
    answered: str
    answered_address: str
    answered_words: tuple[str, str, str]
    stance: str
    topic: str
    is_own: bool
    history: str
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
    # What a package above adds beside it: how its answer stands.
    answer: Annotation | None = None
    # How many more have to agree until it is owed an answer, in words, if they are few.
    nearly: str = ""


@dataclass(frozen=True)
class Reader:
    """Who looks, when, and what holds for every comment on the page."""

    user: Visitor
    may_take_part: bool
    powers: Powers
    focus: int | None
    now: datetime
    addresses: Mapping[str, str]
    answers: Mapping[int, Annotation]
    # What stands before and after the name of whom a reply answers.
    answers_somebody: tuple[str, str, str]

    def address(self, name: str, pk: int) -> str:
        """The address of one action on one comment; each pattern is resolved once a page, not once a comment."""
        return self.addresses[name].replace(str(EXAMPLE_KEY), str(pk))


def prepared(comments: CommentQuerySet, user: Visitor) -> CommentQuerySet:
    """The comments with all that `entries` needs: the words and the vote of this user, who wrote and who was answered."""
    answered_is_shown = Case(
        When(answered__isnull=False, then=Case(When(is_shown("answered__"), then=True), default=False)),
        When(is_shown("parent__"), then=True),
        default=False,
        output_field=BooleanField(),
    )
    added: dict[str, Expression] = {
        "answered_author": Coalesce(_speaker("answered"), _speaker("parent")),
        "answered_is_shown": answered_is_shown,
        "own_vote": _vote_of(user),
    }
    return comments.with_words_for(user).select_related("author", "department", "topic").annotate(**added)


def entries(comments: Sequence[Comment], *, user: Visitor, may_take_part: bool, focus: int | None = None) -> list[Entry]:
    """Each of the `prepared` comments of one task as `user` sees it. `focus` is the comment to jump to."""
    if not comments:
        return []
    reader = Reader(
        user=user,
        may_take_part=may_take_part,
        powers=powers_of(user, comments[0].task_id),
        focus=focus,
        now=timezone.now(),
        addresses={name: reverse(name, args=[EXAMPLE_KEY]) for name in (*ADDRESSES, *menu_url_names(), *explanation_url_names())},
        answers=annotations_of(*_by_speaker(comments)),
        answers_somebody=_("Reply to %(name)s").partition("%(name)s"),
    )
    return [_entry(comment, reader) for comment in comments]


def _by_speaker(comments: Sequence[Comment]) -> tuple[list[int], list[int]]:
    """The keys of what citizens say, and of what departments do."""
    return (
        [comment.pk for comment in comments if not comment.is_official],
        [comment.pk for comment in comments if comment.is_official],
    )


def _speaker(whose: str) -> Coalesce:
    """Who speaks in a comment: the department, in the reader's language if it has such a name, else the nickname."""
    department, empty = f"{whose}__department__name", Value("")
    names = [NullIf(f"{department}_{language}", empty) for language in (get_language(), "ko")]
    return Coalesce(*names, f"{whose}__author__nickname", output_field=CharField())


def _vote_of(user: Visitor) -> Expression:
    """This person's vote on each comment: one look into the unique index for each line, and no query of its own."""
    if not (user.is_authenticated and user.is_verified):
        return Value("")
    vote = Vote.objects.filter(comment=OuterRef("pk"), person_key=user.person_key).values("value")
    return Coalesce(Subquery(vote), Value(""))


def _entry(comment: Comment, reader: Reader) -> Entry:
    is_own, shown = comment.author_id == reader.user.pk, comment.is_shown
    notice, author = notice_of(comment, is_own=is_own), speaker_of(comment)
    return Entry(
        pk=comment.pk,
        depth=comment.depth,
        author=author,
        author_language=_foreign_name(author),
        is_official=comment.is_official,
        written=ago(comment.created_at),
        text=None if comment.words is None else to_html(comment.words),
        language=comment.language,
        foreign=written_in(comment.language),
        notice=notice,
        explanation=reader.address(notice.page, comment.pk) if notice.page else notice.address,
        **_answered(comment, reader),
        answered_words=reader.answers_somebody,
        stance=comment.get_stance_display() if comment.stance else "",
        topic=comment.topic.name if comment.topic else "",
        is_own=is_own,
        history=reader.address("discussion:history", comment.pk) if has_history(comment) else "",
        takes_replies=shown,
        takes_votes=shown and reader.may_take_part and not comment.is_by(reader.user),
        vote=comment.own_vote,
        buttons=_buttons(comment, comment.own_vote),
        menu=menu_of(comment, user=reader.user, powers=reader.powers, address=reader.address),
        menu_label=_("Actions for the comment by %(name)s") % {"name": author},
        permalink=reader.address("discussion:permalink", comment.pk),
        reply=reader.address("discussion:reply", comment.pk),
        vote_address=reader.address("discussion:vote", comment.pk),
        has_focus=comment.pk == reader.focus,
        answer=reader.answers.get(comment.pk),
        nearly="" if comment.pk in reader.answers else _nearly_owed(comment),
    )


def _nearly_owed(comment: Comment) -> str:
    """Said to those who may still press: one or two more, and the department answers."""
    missing = settings.ANSWER_THRESHOLD - comment.agree_count
    if not (comment.is_shown and not comment.is_official and comment.agree_count and 0 < missing <= MOST_MISSING):
        return ""
    words = ngettext("%(missing)s more and the city must answer", "%(missing)s more and the city must answer", missing)
    return words % {"missing": missing}


def _foreign_name(name: str) -> str:
    """The language of a name that is not written as the page is."""
    language = language_of(name)
    return language if differs(language) else ""


def speaker_of(comment: Comment) -> str:
    """In whose name a comment speaks."""
    return comment.department.name if comment.department else comment.author.display_name


def has_history(comment: Comment) -> bool:
    """Whether the comment was changed so late that everybody may follow it."""
    return comment.edited_at is not None and comment.keeps_history_at(comment.edited_at)


def _answered(comment: Comment, reader: Reader) -> dict[str, str]:
    """Whom a reply answers, and where that stands; nobody is named whose comment is no longer shown.

    What stands right below the comment that opened its thread answers it, and so names nobody.
    """
    answered = comment.answered_id or comment.parent_id
    is_below_root = comment.depth == 1 or comment.is_official
    if answered is None or (is_below_root and comment.answered_id is None):
        return {"answered": "", "answered_address": ""}
    if not comment.answered_is_shown:
        return {"answered": _("a comment that is no longer shown"), "answered_address": ""}
    address = reader.address("discussion:permalink", answered)
    return {"answered": comment.answered_author or "", "answered_address": address}


def _buttons(comment: Comment, vote: str) -> list[Button]:
    words = {
        Vote.Value.AGREE: (pgettext("vote", "Agree"), comment.agree_count),
        Vote.Value.DISAGREE: (pgettext("vote", "Disagree"), comment.disagree_count),
        Vote.Value.PASS: (pgettext("vote", "Pass"), comment.pass_count),
    }
    return [Button(value.value, word, count, value == vote) for value, (word, count) in words.items()]
