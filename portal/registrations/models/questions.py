"""What a forum asks people when they register, and what they answered."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.forums.models import Forum
from portal.registrations.models.registration import Registration
from portal.registrations.states import QuestionKind


class Question(models.Model):
    """One question of a forum; `options` are the lines that may be chosen, one a line, in each language in the same order."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind of answer"), max_length=12, choices=QuestionKind)
    label = models.CharField(_("question"), max_length=200)
    help = models.CharField(_("explanation"), max_length=300, blank=True)
    options = models.TextField(_("what may be chosen, one a line"), blank=True)
    is_required = models.BooleanField(_("has to be answered"), default=False)
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "position"], name="question_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def option_list(self) -> list[str]:
        """What may be chosen, in the reader's language."""
        return [line.strip() for line in self.options.splitlines() if line.strip()]


def _answer_path(answer: "FormAnswer", name: str) -> str:
    """A random name in a folder that no page lists: what people call their files stays in the database."""
    return f"forums/answers/{uuid4().hex}"


class FormAnswer(models.Model):
    """What one party answered to one question; deleted with its file on the forum's schedule."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)
    # Positions in the list of options, from 0 on, so that both languages read the same answer.
    chosen = models.JSONField(default=list, blank=True)
    file = models.FileField(upload_to=_answer_path, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    file_type = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(fields=["registration", "question"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.registration_id}/{self.question_id}"
