"""Comments in threads four levels deep, the votes on them, and whether a task is open for discussion."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import (
    Cast,
    Concat,
    Greatest,
    Left,
    Length,
    LPad,
    Right,
    Sqrt,
)
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.discussion.rules import Rule
from portal.policy.models import Task

DEEPEST = 3
EDITING_TIME = timedelta(minutes=10)
STEP = 12  # digits that one comment takes in a path


class State(models.TextChoices):
    PUBLISHED = "published", pgettext_lazy("comment", "Published")
    HELD = "held", pgettext_lazy("comment", "Held for review")
    UNDER_REVIEW = "under_review", pgettext_lazy("comment", "Under review")
    HIDDEN = "hidden", pgettext_lazy("comment", "Hidden")
    TAKEN_DOWN = "taken_down", pgettext_lazy("comment", "Temporarily blocked")
    WITHDRAWN = "withdrawn", pgettext_lazy("comment", "Withdrawn")


class Stance(models.TextChoices):
    FOR = "for", pgettext_lazy("stance", "For")
    NEUTRAL = "neutral", pgettext_lazy("stance", "Neutral")
    AGAINST = "against", pgettext_lazy("stance", "Against")


def step_of(pk: str) -> LPad:
    """The database expression that writes the key in column `pk` as one step of a path."""
    return LPad(Cast(pk, models.CharField()), STEP, Value("0"))


def agreement() -> models.Expression:
    """Lower bound of the 95 % Wilson score interval for agree among agree and disagree, 0 without votes.

    (a + z²/2 − z·√(a·d/n + z²/4)) / (n + z²) with n = a + d. Source: E. B. Wilson, "Probable inference,
    the law of succession, and statistical inference", JASA 22 (1927). It ranks 90 of 100 above 1 of 1.
    """
    z = 1.959964
    agree, disagree = (Cast(name, models.FloatField()) for name in ("agree_count", "disagree_count"))
    votes = agree + disagree
    margin = Sqrt(agree * disagree / Greatest(votes, 1.0) + z * z / 4)
    return (agree + z * z / 2 - z * margin) / (votes + z * z)


class CommentQuerySet(QuerySet):
    def visible_to(self, user) -> "CommentQuerySet":
        """The comments whose words `user` may read: the one gate for pages, search, feeds, mail and exports."""
        return self.filter(_readable_by(user))

    def with_words_for(self, user) -> "CommentQuerySet":
        """All comments, each with `words`: the text if `user` may read it, else None; hidden text stays in the database."""
        words = Case(
            When(_readable_by(user), then=F("body")),
            default=None,
            output_field=models.TextField(),
        )
        return self.annotate(words=words).defer("body")

    def roots(self) -> "CommentQuerySet":
        return self.filter(depth=0)

    def published(self) -> "CommentQuerySet":
        return self.filter(state=State.PUBLISHED)

    def in_thread_order(self) -> "CommentQuerySet":
        """Each comment before its replies, replies oldest first."""
        return self.order_by("path")


def _readable_by(user) -> Q:
    published = Q(state=State.PUBLISHED)
    if not user.is_authenticated:
        return published
    kept = ~Q(state=State.WITHDRAWN)
    if user.has_perm("moderation.decide"):
        return kept
    return published | (kept & Q(author=user))


class Comment(models.Model):
    """What a citizen writes about a task. A root opens a thread; a reply has a `parent` and a `root`.

    `answered` is set where the reply answers somebody on the deepest level and therefore stands beside them.
    `path` is the chain of keys from the root down to the comment itself: sorted, it is the order of the thread.
    `reply_count` counts everything below the comment, at any depth and in any state.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="comments", verbose_name=_("task"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="comments",
        verbose_name=_("author"),
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    root = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="thread",
        db_index=False,
    )
    answered = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="answers_beside")
    depth = models.PositiveSmallIntegerField(_("depth"), default=0)
    ancestry = models.CharField(max_length=DEEPEST * STEP, blank=True, db_collation="C", editable=False)
    path = models.GeneratedField(
        expression=Concat("ancestry", step_of("id")),
        output_field=models.CharField(max_length=(DEEPEST + 1) * STEP, db_collation="C"),
        db_persist=True,
    )
    body = models.TextField(_("text"))
    stance = models.CharField(_("stance"), max_length=10, choices=Stance, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.PUBLISHED)
    rule = models.CharField(_("rule"), max_length=20, choices=Rule, blank=True)
    state_changed_at = models.DateTimeField(_("state changed at"), default=timezone.now)
    created_at = models.DateTimeField(_("written at"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True)
    form_key = models.UUIDField(editable=False)
    agree_count = models.IntegerField(_("agree"), default=0)
    disagree_count = models.IntegerField(_("disagree"), default=0)
    pass_count = models.IntegerField(_("pass"), default=0)
    reply_count = models.IntegerField(_("replies"), default=0)
    agreement = models.GeneratedField(expression=agreement(), output_field=models.FloatField(), db_persist=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
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
                condition=Q(depth=0) | Q(Exact(Left("ancestry", STEP), step_of("root"))),
            ),
            models.CheckConstraint(
                name="comment_ancestry_fits_parent",
                condition=Q(depth=0) | Q(Exact(Right("ancestry", STEP), step_of("parent"))),
            ),
            models.CheckConstraint(
                name="comment_answers_beside_on_deepest_level",
                condition=Q(answered=None) | Q(depth=DEEPEST),
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
            models.CheckConstraint(name="comment_stance_known", condition=Q(stance__in=["", *Stance.values])),
            models.CheckConstraint(name="comment_rule_known", condition=Q(rule__in=["", *Rule.values])),
            models.CheckConstraint(
                name="comment_hidden_under_a_rule",
                condition=~Q(state=State.HIDDEN, rule=""),
            ),
            models.UniqueConstraint(fields=["author", "form_key"], name="comment_sent_once"),
        ]
        indexes = [
            models.Index(fields=["root", "path"], name="comment_thread_order"),
            # The newest voices of all tasks, on the home page.
            models.Index(fields=["-created_at", "-id"], name="comment_newest", condition=Q(state="published")),
            models.Index(
                fields=["task", "-created_at", "-id"],
                name="comment_roots_newest",
                condition=Q(depth=0),
            ),
            models.Index(
                fields=["task", "-agreement", "-id"],
                name="comment_roots_most_agreed",
                condition=Q(depth=0),
            ),
            models.Index(
                fields=["task", "-reply_count", "-id"],
                name="comment_roots_most_discussed",
                condition=Q(depth=0),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return f"{reverse('discussion:permalink', args=[self.pk])}#comment-{self.pk}"

    def ancestor_keys(self) -> list[int]:
        """Keys of the comments above, the root first."""
        return [int(self.ancestry[start : start + STEP]) for start in range(0, len(self.ancestry), STEP)]

    def may_be_edited_by(self, user, now: datetime) -> bool:
        """Whether it is `user`'s own published comment, younger than ten minutes."""
        return self._is_published_by(user) and now < self.created_at + EDITING_TIME

    def may_be_withdrawn_by(self, user) -> bool:
        """Whether it is `user`'s own; what a moderator hid stays as the moderator left it."""
        return self.author_id == user.pk and self.state in (
            State.PUBLISHED,
            State.HELD,
            State.UNDER_REVIEW,
        )

    def _is_published_by(self, user) -> bool:
        return self.author_id == user.pk and self.state == State.PUBLISHED


class Vote(models.Model):
    """One person's agree, disagree or pass on a comment; not having seen it is no vote."""

    class Value(models.TextChoices):
        AGREE = "agree", pgettext_lazy("vote", "Agree")
        DISAGREE = "disagree", pgettext_lazy("vote", "Disagree")
        PASS = "pass", pgettext_lazy("vote", "Pass")

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="votes", db_index=False)
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="votes")
    person_key = models.CharField(max_length=64)
    value = models.CharField(max_length=10, choices=Value)
    voted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "person_key"], name="vote_once_per_person"),
            models.CheckConstraint(
                name="vote_value_known",
                condition=Q(value__in=["agree", "disagree", "pass"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} on #{self.comment_id}"


class Discussion(models.Model):
    """Whether a task may be discussed; a task without a row may."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("discussion", "Open")
        CLOSED = "closed", pgettext_lazy("discussion", "Closed")

    task = models.OneToOneField(
        Task,
        models.PROTECT,
        primary_key=True,
        related_name="discussion",
        verbose_name=_("task"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        constraints = [models.CheckConstraint(name="discussion_state_known", condition=Q(state__in=["open", "closed"]))]

    def __str__(self) -> str:
        return f"{self.task}: {self.get_state_display()}"
