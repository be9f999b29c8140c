"""What only the officers' desk sees."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.answers.models.requests import LONGEST_REASON, AnswerRequest
from portal.plan.models import Department

LONGEST_TITLE = 100
LONGEST_BODY = 2000


class InternalNote(models.Model):
    """What officers tell each other about a request; it never leaves the desk."""

    answer_request = models.ForeignKey(AnswerRequest, models.PROTECT, related_name="notes", verbose_name=_("answer request"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    text = models.TextField(_("text"), max_length=LONGEST_REASON)
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        constraints = [models.CheckConstraint(condition=Q(text__regex=r"\S"), name="internal_note_says_something")]

    def __str__(self) -> str:
        return f"{self.answer_request_id} {self.written_at:%F %T}"


class AnswerTemplate(models.Model):
    """A text that a department uses again and again; officers put it into an answer and adapt it."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="answer_templates", verbose_name=_("department"))
    title = models.CharField(pgettext_lazy("answer template", "title"), max_length=LONGEST_TITLE)
    body = models.TextField(_("text"), max_length=LONGEST_BODY)

    class Meta:
        verbose_name = _("answer template")
        verbose_name_plural = _("answer templates")
        constraints = [
            models.UniqueConstraint(fields=["department", "title"], name="answer_template_title_is_unique"),
            models.CheckConstraint(condition=Q(title__regex=r"\S", body__regex=r"\S"), name="answer_template_says_something"),
        ]

    def __str__(self) -> str:
        return self.title
