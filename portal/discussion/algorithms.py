"""What the register says of the discussion: the order of comments, what is suggested, what waits before it appears, limits."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from portal.core.algorithms import Algorithm, Kind, Owner, Place, Version, Words, duration, limit_words, names_of
from portal.discussion.gate import DiscussionGate, enter_discussion, gate_for
from portal.discussion.models import PendingReason
from portal.discussion.models.measures import Z, agreement, divisiveness, own_step, wilson_lower_bound
from portal.discussion.search import full_text, similar
from portal.discussion.services import limits, pre_moderation
from portal.discussion.threads import filters, rows
from portal.discussion.threads.pages import THREADS_AT_FIRST
from portal.discussion.views.searching import SIMILAR_SEARCHES

DISCUSSION = Place(_("The discussion of each task"), "plan:task_list")
FIRST = date(2026, 11, 30)
WILSON = f"(x + z²/2 − z·√(x·(n−x)/n + z²/4)) ÷ (n + z²), z = {Z:.2f}"
COSINE = (
    "Σ w(f)² (f ∈ a ∩ b) ÷ √(Σ w(f)² (f ∈ a) · Σ w(f)² (f ∈ b)), "
    f"w(f) = ln((N + {similar.PRIOR}) ÷ (df(f) + ½)), × {similar.GROUP_WEIGHT}"
)


def _orders() -> list[Words]:
    return [
        _("Most agreed: by the rule of that name. This is the order unless you choose another one."),
        _("Newest: the time a comment was posted, latest first."),
        _("Oldest: the same, earliest first."),
        _("Most discussed: the number of replies below a comment, at any level."),
        _("Officially answered: only comments with an official answer, the latest answer first."),
        _("The first %(count)d threads stand open, the others of the page behind one button.") % {"count": THREADS_AT_FIRST},
        _("Where two comments are equal, the newer one stands first. Nobody's name, role or reputation counts."),
    ]


def _agreement() -> list[Words]:
    return [
        _(
            "The lower end of the 95 %% Wilson score interval for “agree” among “agree” and “disagree”, highest first; "
            "passes are not counted."
        )
        % {},
        _("So 90 of 100 stands above 1 of 1: a share counts for more the more people it rests on."),
    ]


def _divisiveness() -> list[Words]:
    return [
        _("Twice the lower end of the same interval for the smaller side of “agree” and “disagree”, highest first."),
        _("Two equal camps of a hundred reach 0.86, one against one 0.19, a hundred against nobody 0."),
    ]


def _threads() -> list[Words]:
    return [
        _("Below a comment: official answers first, then replies from the oldest to the newest."),
        _("The first %(count)d replies are shown at once, the others on request.") % {"count": rows.REPLIES_AT_FIRST},
    ]


def _similar() -> list[Words]:
    return [
        _("Texts are compared by their words, word endings apart, and by groups of words that mean the same."),
        _("A word counts for more the rarer it is among the %(count)d newest comments of the task.") % {"count": similar.SAMPLE},
        _("At most %(most)d comments are shown, the most similar first, if their similarity is %(least)s or more (0 to 1).")
        % {"most": similar.MOST_SHOWN, "least": similar.LEAST_ALIKE},
        _("Your own comments and official answers are left out. What you type is not stored for this."),
    ]


def _search() -> list[Words]:
    return [
        _("A comment is found if it holds every word of the search; Korean word forms and particles are recognised."),
        _("Newest first. How often a comment was agreed with does not matter."),
    ]


def _pending() -> list[Words]:
    counts = {
        "own": duration(pre_moderation.OWN_REPEAT_WITHIN),
        "shared": duration(pre_moderation.SHARED_REPEAT_WITHIN),
        "voices": pre_moderation.OTHERS_BEFORE + 1,
        "new": duration(limits.NEW_FOR),
        "shown": limits.SHOWN_COMMENTS_OF_THE_KNOWN,
    }
    return [
        _("Personal data: the text surely holds somebody's number or address that a pattern and its check digits recognise."),
        _(
            "Same text again: the same words by the same person within %(own)s or in another task, "
            "or by %(voices)d people within %(shared)s."
        )
        % counts,
        _(
            "Link from a new account: a web address, by somebody who joined less than %(new)s ago or has fewer than %(shown)d "
            "comments in sight."
        )
        % counts,
        _("First comment, or every comment: only in tasks where moderators chose it."),
        _("The first reason that applies is the one the author is told. A moderator decides; nothing is deleted by itself."),
    ]


def _taking_part() -> list[Words]:
    return [
        _("Everybody reads. Verified people write and vote, while the discussion of the task is open."),
        _("Somebody who is suspended reads, withdraws and appeals only, until the time they were told."),
    ]


def _writing_limits() -> list[Words]:
    return [limit_words(words, limit) for words, limit in zip(LIMIT_WORDS, LIMITS.values(), strict=True)] + [
        _("After the time the message says, it works again. Limits by network are wide, since a school shares one address."),
    ]


LIMITS = {
    "comment": limits.COMMENTS,
    "new-comment": limits.NEW_COMMENTS,
    "new-comment-day": limits.NEW_COMMENTS_A_DAY,
    "comment-from": limits.COMMENTS_BY_ADDRESS,
    "new-comment-from": limits.NEW_COMMENTS_BY_ADDRESS,
    "official": limits.OFFICIAL_REPLIES,
    "edit": limits.EDITS,
    "vote": limits.VOTES,
    "vote-from": limits.VOTES_BY_ADDRESS,
    "similar": SIMILAR_SEARCHES,
}
LIMIT_WORDS = (
    _("Comments by one person"),
    _("Comments by a new account"),
    _("Comments by a new account, in a day"),
    _("Comments from one network"),
    _("Comments by new accounts from one network"),
    _("Official answers by one officer"),
    _("Corrections by one person"),
    _("Votes by one person"),
    _("Votes from one network"),
    _("Searches for similar comments by one person"),
)

ALGORITHMS = (
    Algorithm(
        key="comments-order",
        kind=Kind.ORDER,
        name=_("Order of comments"),
        purpose=_("Everybody sees the same order, and chooses it. Nothing is moved up for anybody."),
        inputs=_("Agreement, time of posting, number of replies, time of the official answer, chosen filters"),
        formula=_orders,
        versions=(Version(1, FIRST, "43ce6488488b"), Version(2, date(2026, 11, 30), "727c909676e1")),
        answers_for=Owner.OPERATORS,
        off=_("Choose another order above the comments: the oldest first uses nothing but the time."),
        places=(DISCUSSION,),
        code=(filters.ORDERS, filters.DEFAULT, filters.Filters.threads_of),
        covers=names_of(filters.ORDERS, prefix=filters.__name__),
    ),
    Algorithm(
        key="comments-agreement",
        kind=Kind.ORDER,
        name=_("Most agreed"),
        purpose=_("Shows what many people share, without letting three early votes beat a hundred later ones."),
        inputs=_("Number of “agree” (x) and “disagree” of each comment; n is their sum"),
        formula=_agreement,
        notation=WILSON,
        versions=(Version(1, date(2026, 11, 24), "d3f1b93aa4d6"),),
        answers_for=Owner.OPERATORS,
        off=_("Choose another order above the comments. It applies until somebody chooses one."),
        places=(DISCUSSION,),
        code=(agreement, wilson_lower_bound, Z),
    ),
    Algorithm(
        key="comments-divisive",
        kind=Kind.ORDER,
        name=_("Most divisive"),
        purpose=_("Shows where people disagree, so that a minority of some size is not read last."),
        inputs=_("The smaller of the two numbers “agree” and “disagree” (x) of each comment; n is their sum"),
        formula=_divisiveness,
        notation=f"2 · {WILSON}",
        versions=(Version(1, date(2026, 11, 24), "8c2e6b650bd8"),),
        answers_for=Owner.OPERATORS,
        off=_("Choose another order above the comments. It applies only where somebody chose it."),
        places=(DISCUSSION,),
        code=(divisiveness, wilson_lower_bound, Z),
    ),
    Algorithm(
        key="thread-order",
        kind=Kind.ORDER,
        name=_("Order of replies"),
        purpose=_("A conversation reads from its beginning, and the city's answer is found at once."),
        inputs=_("Who is answered, whether the reply is official, time of posting"),
        formula=_threads,
        versions=(Version(1, date(2026, 11, 24), "81e1daa92826"),),
        answers_for=Owner.OPERATORS,
        off=_("All replies can be opened; their order is the same for everybody."),
        places=(DISCUSSION,),
        code=(own_step, rows.roots_of, rows.REPLIES_AT_FIRST),
    ),
    Algorithm(
        key="comment-search",
        kind=Kind.ORDER,
        name=_("Search within a discussion"),
        purpose=_("Finds every comment with the words, not a selection."),
        inputs=_("The words of the search, the texts of the comments everybody may read"),
        formula=_search,
        versions=(Version(1, FIRST, "605f5bb0b8d4"),),
        answers_for=Owner.OPERATORS,
        off=_("The discussion itself shows all comments without a search."),
        places=(DISCUSSION,),
        code=(full_text.Search.keys_in, full_text.Search.patterns, full_text.forms_of),
    ),
    Algorithm(
        key="similar-comments",
        kind=Kind.SUGGESTION,
        name=_("Similar comments"),
        purpose=_("Shows what was already said before you post, so that agreement gathers in one place."),
        inputs=_("Your text, the texts of the task's comments everybody may read, a public list of synonyms"),
        formula=_similar,
        notation=COSINE,
        versions=(Version(1, FIRST, "371d10e058d6"),),
        answers_for=Owner.OPERATORS,
        off=_("It is a hint. You can post without opening it; without JavaScript it appears only when you press its button."),
        places=(DISCUSSION,),
        code=(
            similar.similar_to,
            similar.features_of,
            similar.groups_of,
            similar.Weights,
            *(
                similar.GROUP_WEIGHT,
                similar.PRIOR,
                similar.SAMPLE,
                similar.MOST_COMPARED,
                similar.LEAST_ALIKE,
                similar.SHORTEST,
                similar.MOST_SHOWN,
            ),
        ),
    ),
    Algorithm(
        key="pre-moderation",
        kind=Kind.HOLD,
        name=_("Comments that wait before they appear"),
        purpose=_("Keeps personal data, advertising and copied campaigns from spreading before somebody has looked."),
        inputs=_("The text, the author's earlier comments, how long the account exists, the rule of the task"),
        formula=_pending,
        versions=(Version(1, FIRST, "567a1ddf2c81"),),
        answers_for=Owner.MODERATORS,
        off=_("Remove what is named and send the text again. A moderator decides about the rest; you can appeal."),
        places=(DISCUSSION,),
        code=(
            pre_moderation.why_pending,
            limits.is_new,
            *(limits.NEW_FOR, limits.SHOWN_COMMENTS_OF_THE_KNOWN, pre_moderation.ADDRESS, pre_moderation.OTHERS_BEFORE),
            *(pre_moderation.OWN_REPEAT_WITHIN, pre_moderation.SHARED_REPEAT_WITHIN),
        ),
        covers=names_of(PendingReason.values, prefix="pending") | {"state:pending"},
    ),
    Algorithm(
        key="taking-part",
        kind=Kind.LIMIT,
        name=_("Who may write and vote"),
        purpose=_(
            "One person, one voice. By law, public boards make sure that a real person writes (Network Act, article 44-5)."
        ),
        inputs=_("Whether the discussion is open, whether you are signed in, verified or suspended"),
        formula=_taking_part,
        versions=(Version(1, date(2026, 11, 24), "a36137f68cd7"),),
        answers_for=Owner.OPERATORS,
        off=_("Reading needs no account. Verification is done once and keeps no number."),
        places=(DISCUSSION,),
        code=(gate_for, enter_discussion),
        covers=names_of((each.value for each in DiscussionGate), prefix="gate"),
    ),
    Algorithm(
        key="writing-limits",
        kind=Kind.LIMIT,
        name=_("How often one may write and vote"),
        purpose=_("Stops machines and floods, not conversations."),
        inputs=_("The verified person, the network address as a keyed hash, the time"),
        formula=_writing_limits,
        versions=(Version(1, FIRST, "8bdcd59f49f6"),),
        answers_for=Owner.OPERATORS,
        off=_("Wait for the time the message says; what you wrote is kept."),
        places=(DISCUSSION,),
        code=(limits.spend_comment, limits.spend_vote, tuple(LIMITS.items())),
        limits=LIMITS,
    ),
)
