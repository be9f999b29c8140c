"""Comments in threads four levels deep, who may read them, and the earlier words of those that were changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Concat, Left, Length, Right
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.people import Visitor
from portal.core.text.languages import LONGEST_TAG, Language
from portal.discussion.models.discussions import Topic
from portal.discussion.models.measures import STEP, agreement, digits_of, divisiveness, own_step
from portal.discussion.models.states import LAPSING, PendingReason, Stance, State
from portal.discussion.rules import Rule
from portal.plan.models import Department, Task

DEEPEST = 3
EDITING_TIME = timedelta(minutes=10)
DIGITS = STEP - 1  # of a step, without its first character


class CommentQuerySet(QuerySet["Comment"]):
    def visible_to(self, user: Visitor) -> Self:
        """The comments whose words `user` may read: the one gate for pages, search, feeds, mail and exports."""
        return self.filter(is_readable_by(user))

    def with_words_for(self, user: Visitor) -> Self:
        """All comments, each with `words`: the text if `user` may read it, else None; hidden text stays in the database."""
        words = Case(
            When(is_readable_by(user), then=F("body")),
            default=None,
            output_field=models.TextField(),
        )
        return self.annotate(words=words).defer("body")

    def listed_for(self, user: Visitor) -> Self:
        """Those that take a line in a list for `user`: all but what is pending and was never answered."""
        is_known = ~Q(state=State.PENDING) | Q(reply_count__gt=0)
        return self.filter(is_known | is_readable_by(user))

    def shown(self) -> Self:
        """Those that everybody may read."""
        return self.filter(is_shown())

    def moderated_by(self, user: Visitor) -> Self:
        """Those in the tasks given to a moderator; none for anybody else."""
        return self.filter(_moderated_by(user))

    def roots(self) -> Self:
        return self.filter(depth=0)

    def in_thread_order(self) -> Self:
        """Each comment before its replies; official replies first, then the oldest."""
        return self.order_by("path")


def is_shown(prefix: str = "") -> Q:
    """What everybody may read now: published, or blocked until a moment that has passed, even if no worker noticed."""
    lapsed = {f"{prefix}state__in": LAPSING, f"{prefix}blocked_until__lte": timezone.now()}
    return Q(**{f"{prefix}state": State.PUBLISHED}) | Q(**lapsed)


def is_readable_by(user: Visitor) -> Q:
    """What `user` may read now: what everybody may, one's own, and what a moderator may look at; never what was withdrawn."""
    if not user.is_authenticated:
        return is_shown()
    kept = ~Q(state=State.WITHDRAWN)
    return is_shown() | (kept & Q(author=user)) | (kept & _moderated_by(user))


def _moderated_by(user: Visitor) -> Q:
    """The comments in a moderator's tasks; `moderated_tasks` is None where that is all of them."""
    if not (user.is_authenticated and user.has_perm("moderation.decide")):
        return Q(pk__in=[])
    return Q() if user.moderated_tasks is None else Q(task__in=user.moderated_tasks)


class Comment(models.Model):
    """What a citizen writes about a task. A root opens a thread; a reply has a `parent` and a `root`.

    `answered` is set where the reply does not stand right below the comment it answers: on the deepest level, and for
    official replies, which stand right below the root. `department` makes a reply official: it is the city that speaks.
    `path` is the chain of keys from the root down to the comment itself: sorted, it is the order of the thread.
    `reply_count` counts everything below the comment, at any depth and in any state. `person_key` is the author as a
    verified person, whichever account they use. `blocked_until` ends a review or a takedown by the clock alone.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="comments", verbose_name=_("task"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments", verbose_name=_("author"))
    person_key = models.CharField(max_length=64, blank=True, editable=False)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="official_replies", verbose_name=_("department")
    )
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="comments", verbose_name=_("topic"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="thread", db_index=False)
    answered = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="answers_beside")
    depth = models.PositiveSmallIntegerField(_("depth"), default=0)
    ancestry = models.CharField(max_length=DEEPEST * STEP, blank=True, db_collation="C", editable=False)
    path = models.GeneratedField(
        expression=Concat("ancestry", own_step()),
        output_field=models.CharField(max_length=(DEEPEST + 1) * STEP, db_collation="C"),
        db_persist=True,
    )
    body = models.TextField(_("text"))
    # Found on writing, and put right by the author or a moderator; empty where letters do not tell.
    language = models.CharField(_("language"), max_length=LONGEST_TAG, choices=Language, blank=True, default="", db_default="")
    # Finds the same words again, however they are spaced and punctuated; empty for a few words.
    words_key = models.CharField(max_length=32, blank=True, editable=False)
    stance = models.CharField(_("stance"), max_length=10, choices=Stance, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.PUBLISHED)
    pending_for = models.CharField(_("held for"), max_length=20, choices=PendingReason, blank=True)
    rule = models.CharField(_("rule"), max_length=20, choices=Rule, blank=True)
    state_changed_at = models.DateTimeField(_("state changed at"), default=timezone.now)
    blocked_until = models.DateTimeField(_("blocked until"), null=True, blank=True)
    created_at = models.DateTimeField(_("written at"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True)
    officially_answered_at = models.DateTimeField(_("officially answered at"), null=True, blank=True)
    form_key = models.UUIDField(editable=False)
    agree_count = models.IntegerField(_("agree"), default=0)
    disagree_count = models.IntegerField(_("disagree"), default=0)
    pass_count = models.IntegerField(_("pass"), default=0)
    reply_count = models.IntegerField(_("replies"), default=0)
    agreement = models.GeneratedField(expression=agreement(), output_field=models.FloatField(), db_persist=True)
    divisiveness = models.GeneratedField(expression=divisiveness(), output_field=models.FloatField(), db_persist=True)

    # What queries add: `with_words_for`; `entries.prepared`; `rows.roots_of`.
    words: str | None
    answered_author: str | None
    answered_is_shown: bool
    own_vote: str
    first_replies: list[int]
    unlisted: int

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [("reply_officially", "Can answer in the name of a department")]
        constraints = [
            models.CheckConstraint(
                name="comment_root_or_reply",
                condition=Q(depth=0, parent=None, root=None, answered=None)
                | Q(depth__range=(1, DEEPEST), parent__isnull=False, root__isnull=False),
            ),
            models.CheckConstraint(
                name="comment_ancestry_fits_depth",
                condition=Exact(Length("ancestry"), F("depth") * STEP),
            ),
            models.CheckConstraint(
                name="comment_ancestry_fits_root",
                condition=Q(depth=0) | Q(Exact(Left("ancestry", STEP), digits_of("root", STEP))),
            ),
            models.CheckConstraint(
                name="comment_ancestry_fits_parent",
                condition=Q(depth=0) | Q(Exact(Right("ancestry", DIGITS), digits_of("parent", DIGITS))),
            ),
            models.CheckConstraint(
                name="comment_answers_beside_where_it_may",
                condition=Q(answered=None) | Q(depth=DEEPEST) | Q(department__isnull=False),
            ),
            models.CheckConstraint(
                name="comment_official_reply_below_root",
                condition=Q(department=None) | Q(depth=1),
            ),
            models.CheckConstraint(
                name="comment_counts_not_negative",
                condition=Q(
                    agree_count__gte=0,
                    disagree_count__gte=0,
                    pass_count__gte=0,
                    reply_count__gte=0,
                ),
            ),
            models.CheckConstraint(name="comment_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="comment_language_known", condition=Q(language__in=["", *Language.values])),
            models.CheckConstraint(name="comment_stance_known", condition=Q(stance__in=["", *Stance.values])),
            models.CheckConstraint(name="comment_rule_known", condition=Q(rule__in=["", *Rule.values])),
            models.CheckConstraint(name="comment_pending_for_known", condition=Q(pending_for__in=["", *PendingReason.values])),
            models.CheckConstraint(
                name="comment_hidden_under_a_rule",
                condition=~Q(state=State.HIDDEN, rule=""),
            ),
            models.CheckConstraint(
                name="comment_block_has_an_end",
                condition=Q(state__in=LAPSING, blocked_until__isnull=False) | (~Q(state__in=LAPSING) & Q(blocked_until=None)),
            ),
            models.UniqueConstraint(fields=["author", "form_key"], name="comment_sent_once"),
        ]
        indexes = [
            models.Index(fields=["root", "path"], name="comment_thread_order"),
            models.Index(fields=["person_key"], name="comment_person", condition=~Q(person_key="")),
            # Those that are owed an answer, and those that almost are, the most agreed with first.
            models.Index(fields=["agree_count", "id"], name="comment_agreed", condition=Q(department=None)),
            # What is not in the list of a thread's replies, to say how many more there are.
            models.Index(fields=["root"], name="comment_pending_replies", condition=Q(state="pending")),
            models.Index(fields=["words_key", "created_at"], name="comment_same_words", condition=~Q(words_key="")),
            models.Index(
                fields=["state", "created_at"], name="comment_waiting", condition=Q(state__in=["pending", "under_review"])
            ),
            *(
                models.Index(fields=["task", f"-{field}", "-id"], name=f"comment_roots_{name}", condition=Q(depth=0))
                for name, field in (
                    ("newest", "created_at"),
                    ("most_agreed", "agreement"),
                    ("most_discussed", "reply_count"),
                    ("most_divisive", "divisiveness"),
                )
            ),
            models.Index(
                fields=["task", "-officially_answered_at", "-id"],
                name="comment_roots_answered",
                condition=Q(depth=0, officially_answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return f"{reverse('discussion:permalink', args=[self.pk])}#comment-{self.pk}"

    @property
    def is_shown(self) -> bool:
        """Whether everybody may read it now; the same rule as `shown()`."""
        return self.state == State.PUBLISHED or (self.blocked_until is not None and self.blocked_until <= timezone.now())

    @property
    def is_official(self) -> bool:
        return self.department_id is not None

    def ancestor_keys(self) -> list[int]:
        """Keys of the comments above, the root first."""
        return [int(self.ancestry[start + 1 : start + STEP]) for start in range(0, len(self.ancestry), STEP)]

    def is_by(self, person: Visitor) -> bool:
        """Whether this person wrote it, with this account or an earlier one."""
        if not person.is_authenticated:
            return False
        return self.author_id == person.pk or (bool(self.person_key) and self.person_key == person.person_key)

    def is_spoken_by(self, user: Visitor) -> bool:
        """Whether the words are `user`'s to change: the author's, or those of any officer of the department that speaks."""
        if not self.is_official:
            return self.author_id == user.pk
        is_officer = user.is_authenticated and user.department_id == self.department_id
        return is_officer and user.has_perm("discussion.reply_officially")

    def may_be_edited_by(self, user: Visitor) -> bool:
        """Whether it is `user`'s own and everybody may read it."""
        return self.is_spoken_by(user) and self.is_shown

    def keeps_history_at(self, now: datetime) -> bool:
        """Whether a change made now leaves the earlier words for everybody to see: ten minutes after writing.

        What the city says is kept from the first moment.
        """
        return self.is_official or now >= self.created_at + EDITING_TIME

    def may_be_withdrawn_by(self, user: Visitor) -> bool:
        """Whether it is `user`'s own; what a moderator hid or blocked stays as the moderator left it."""
        withdrawable = self.is_shown or self.state in (State.PENDING, State.UNDER_REVIEW)
        return self.is_spoken_by(user) and withdrawable


class CommentRevision(models.Model):
    """What a comment said before it was changed later than ten minutes after writing. Public wherever the comment is,
    unless `is_withheld`: words that hold personal data are not kept in sight.
    """

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="revisions", verbose_name=_("comment"))
    body = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=LONGEST_TAG, choices=Language, blank=True, default="", db_default="")
    replaced_at = models.DateTimeField(_("replaced at"))
    is_withheld = models.BooleanField(_("withheld"), default=False)

    class Meta:
        verbose_name = _("earlier words")
        verbose_name_plural = _("earlier words")
        constraints = [models.UniqueConstraint(fields=["comment", "replaced_at"], name="revision_replaced_once_at_a_time")]

    def __str__(self) -> str:
        return f"#{self.comment_id} {self.replaced_at:%F %T}"
