"""Why a comment's words are not shown, to whom they still are, and what can be done about it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.algorithms import address_of, find
from portal.core.text import formats
from portal.discussion.models import Comment, PendingReason, State


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands in place of a comment, or above it for those who may read it. `page` names the page that says more,
    `address` is that of a rule that says why.
    """

    words: str = ""
    page: str = ""
    link: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The page that says why comments in a state are not shown: its URL's name, which takes the comment's key, and its links."""

    url_name: str
    link: str | Promise
    authors_link: str | Promise


SHOWN = Notice()
# What held a comment back without anybody's decision.
RULES: dict[str, str] = {State.PENDING: "pre-moderation", State.UNDER_REVIEW: "automatic-review"}
_explanations: dict[str, Explanation] = {}


def declare_explanation(state: State, explanation: Explanation) -> None:
    """Make the page for a state known, called in `AppConfig.ready()` of the package that puts comments into it."""
    _explanations[state] = explanation


def explanation_url_names() -> list[str]:
    """The URL names of all such pages."""
    return [explanation.url_name for explanation in _explanations.values()]


def notice_of(comment: Comment, *, is_own: bool) -> Notice:
    """What to say about a comment that not everybody may read. `comment.words` is None where this reader may not either."""
    if comment.is_shown:
        return SHOWN
    words = " ".join([_why(comment, is_own=is_own), *_seen_by(comment, is_own=is_own)])
    if explanation := _explanations.get(comment.state):
        return Notice(words, explanation.url_name, str(explanation.authors_link if is_own else explanation.link))
    if rule := find(RULES.get(comment.state, "")):
        return Notice(words, link=str(rule.question), address=address_of(rule.key))
    return Notice(words)


def pending_because(comment: Comment) -> str:
    """Why a comment waits, to its author."""
    words: dict[str, str] = {
        PendingReason.PERSONAL_DATA: _("It seems to contain personal data."),
        PendingReason.SCREENING: _("In this discussion every comment is reviewed before it appears."),
        PendingReason.FIRST_COMMENT: _("In this discussion a person's first comment is reviewed before it appears."),
        PendingReason.LINK: _("It contains a link, and your account is still new."),
        PendingReason.REPEATED: _("The same text was posted before."),
    }
    return words.get(comment.pending_for, "")


def _why(comment: Comment, *, is_own: bool) -> str:
    if comment.state == State.PENDING and is_own:
        waits = _("Your comment is waiting for a moderator's review. We will e-mail you the decision.")
        return " ".join(part for part in (waits, pending_because(comment)) if part)
    if comment.state == State.PENDING and comment.words is not None:
        return _("This comment is awaiting review. Reason: %(reason)s.") % {"reason": comment.get_pending_for_display()}
    words: dict[str, str] = {
        State.PENDING: _("This comment is waiting for a moderator's review."),
        State.UNDER_REVIEW: _(
            "Several people reported this comment, so it is not shown while a moderator reviews it. Unless it is hidden, it "
            "is shown again by %(until)s at the latest."
        ),
        State.HIDDEN: _("A moderator hid this comment on %(day)s. Rule: %(rule)s."),
        State.TAKEN_DOWN: _(
            "Temporarily blocked since %(day)s, because somebody says that it violates their rights. This does not say "
            "whether they are right (Act on Promotion of Information and Communications Network Utilization, art. 44-2). "
            "The block ends by %(until)s at the latest, unless it is decided otherwise before."
        ),
        State.WITHDRAWN: _("The author withdrew this comment on %(day)s."),
    }
    return words[comment.state] % {
        "day": _day(comment.state_changed_at),
        "until": _moment(comment.blocked_until) if comment.blocked_until else "",
        "rule": comment.get_rule_display(),
    }


def _seen_by(comment: Comment, *, is_own: bool) -> list[str]:
    if comment.words is None:
        return []
    return [_("Only you and the moderators can read it.") if is_own else _("Only its author and the moderators can read it.")]


def _day(at: datetime) -> str:
    return formats.day(timezone.localtime(at).date(), language=get_language())


def _moment(at: datetime) -> str:
    return formats.moment(timezone.localtime(at), language=get_language())
