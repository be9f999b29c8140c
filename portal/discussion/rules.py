"""The house rules of the discussion: the only grounds on which a comment may be reported or hidden."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Rule(TextChoices):
    PERSONAL_DATA = "personal_data", _("Personal data")
    DEFAMATION = "defamation", _("Defamation")
    ABUSE = "abuse", _("Abuse or hatred")
    SPAM = "spam", _("Spam or advertising")
    ELECTION_LAW = "election_law", _("Election law")
    OFF_TOPIC = "off_topic", _("Off topic")
