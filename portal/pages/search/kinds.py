"""What the search looks through. A kind is also a filter of the page."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """In the order in which a page of all kinds shows them: few and long-lived first, comments, of which there are most, last."""

    TASK = "task", pgettext_lazy("search", "Tasks")
    ANSWER = "answer", pgettext_lazy("search", "Answers")
    UPDATE = "update", pgettext_lazy("search", "Updates")
    FORUM = "forum", pgettext_lazy("search", "Forums")
    COMMENT = "comment", pgettext_lazy("search", "Comments")
