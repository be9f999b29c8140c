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
        from portal.answers import mails
        from portal.answers.algorithms import ALGORITHMS
        from portal.answers.digest import commitments_of_tasks, steps_of_answers
        from portal.answers.lines import lines_beside, promises_beside
        from portal.answers.models.invariants import INVARIANTS
        from portal.core.algorithms import declare as declare_algorithms
        from portal.core.invariants import declare as declare_invariants
        from portal.discussion.threads import annotations
        from portal.notifications.kinds import declare
        from portal.progress.digest_items import declare_source

        declare_algorithms(*ALGORITHMS)
        declare_invariants(*INVARIANTS)
        for kind in ("answer_received", "answer_in_review", "answer_handed_over"):
            declare(kind, is_still_due=mails.is_still_owed)
        declare("answer_given", is_still_due=mails.is_still_the_answer)
        declare("answer_commitment_decided", is_still_due=mails.is_still_answered)
        declare("answers_daily", is_still_due=mails.is_still_todays)
        declare_source(steps_of_answers)
        declare_source(commitments_of_tasks)
        annotations.declare_source(lines_beside)
        annotations.declare_source(promises_beside, of_official_replies=True)
        _name_in_the_history()
        _add_to_comment_menus()


def _add_to_comment_menus() -> None:
    """Whoever speaks for the city may answer at once, or owe an answer with a deadline; not to itself."""
    from portal.discussion.threads.menus import MenuEntry, Section, declare_entries

    declare_entries(
        MenuEntry(
            Section.OFFICERS,
            "answers:reply_officially",
            _("Answer officially"),
            is_offered=lambda comment, _user, powers: powers.is_officer and comment.is_shown,
        ),
        MenuEntry(
            Section.OFFICERS,
            "answers:take_up",
            _("Mark it for an answer"),
            is_offered=lambda comment, _user, powers: powers.is_officer and comment.is_shown and not comment.is_official,
        ),
    )


def _name_in_the_history() -> None:
    """How the history of a task calls what is changed about a commitment."""
    from portal.answers.models import Commitment
    from portal.progress import history

    history.CHOICES["commitment", "state"] = dict(Commitment.State.choices)
    history.LABELS["commitment", "state"] = _("State")
    history.LABELS["commitment", "due_on"] = _("due on")
