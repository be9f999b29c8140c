"""What pages keep: the pictures that messengers show of their links, and the words that the search knows."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST_KEY = 80
LONGEST_WORD = 20
GENERAL = "portal"  # the key of the portal's own card


class ShareCardQuerySet(models.QuerySet["ShareCard"]):
    def of(self, kind: str, key: str, language: str) -> Self:
        return self.filter(kind=kind, key=key, language=language)


class ShareCard(models.Model):
    """The newest card of one thing in one language; it is painted over the older one. `key` is what its address says: a slug,
    or a number. A copy for speed, from which nothing is ever read but the picture.
    """

    class Kind(models.TextChoices):
        PORTAL = "portal"
        TASK = "task"
        FORUM = "forum"
        ANSWER = "answer"

    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=LONGEST_KEY)
    language = models.CharField(max_length=2)
    version = models.CharField(max_length=12)
    png = models.BinaryField()
    painted_at = models.DateTimeField()

    objects = ShareCardQuerySet.as_manager()

    class Meta:
        verbose_name = _("share card")
        verbose_name_plural = _("share cards")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "language"], name="share_card_once"),
            models.CheckConstraint(condition=Q(kind__in=["portal", "task", "forum", "answer"]), name="share_card_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.language}"


class SearchWord(models.Model):
    """A word of a text that everybody could read when it was last looked through, and in how many texts it stood.

    Misspelled words are compared with it. It decides nothing about what may be read: whatever is proposed is searched for anew.
    """

    word = models.CharField(_("word"), max_length=LONGEST_WORD, primary_key=True, db_collation="C")
    texts = models.PositiveIntegerField(_("texts"))
    learned_at = models.DateTimeField(_("learned at"))

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")

    def __str__(self) -> str:
        return self.word
