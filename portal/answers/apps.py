"""The answers package as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnswersConfig(AppConfig):
    """Names the package and declares what it writes to people."""

    name = "portal.answers"
    label = "answers"
    verbose_name = _("Answers")

    def ready(self) -> None:
        """Declare the package's kinds of messages (models are loaded only now)."""
        from portal.answers import notices
        from portal.answers.digest import commitments_of_tasks, steps_of_answers
        from portal.answers.lines import lines_beside
        from portal.discussion import beside
        from portal.notifications.kinds import declare
        from portal.policy.digest_items import declare_source

        for kind in ("answer_received", "answer_in_review", "answer_handed_over"):
            declare(kind, is_still_due=notices.is_still_owed)
        declare("answer_given", is_still_due=notices.is_still_the_answer)
        declare("answer_commitment_decided", is_still_due=notices.is_still_answered)
        declare("answers_daily", is_still_due=notices.is_still_todays)
        declare_source(steps_of_answers)
        declare_source(commitments_of_tasks)
        beside.declare_source(lines_beside)
        _name_in_the_history()


def _name_in_the_history() -> None:
    """How the history of a task calls what is changed about a commitment."""
    from portal.answers.models import Commitment
    from portal.policy import history

    history.CHOICES["commitment", "state"] = dict(Commitment.State.choices)
    history.LABELS["commitment", "state"] = _("State")
    history.LABELS["commitment", "due_on"] = _("due on")
