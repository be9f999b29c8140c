"""What the register says of the pages where packages meet: the home page, and one's own lists."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from portal.answers.models.requests import AnswerRequestQuerySet
from portal.appeals.models import AppealQuerySet, SuspensionQuerySet
from portal.core.algorithms import Algorithm, Kind, Owner, Place, Version, Words
from portal.moderation.views.reports import my_reports
from portal.pages.cards import contents, services
from portal.pages.home import district_map, participation, voices
from portal.pages.my_pages import _comments
from portal.pages.task_page import task_context


def _waiting() -> list[Words]:
    return [
        _("Comments due an answer that have none: the most agreed with first; of as many, the one taken up first."),
        _("At most %(count)d are shown; the list of answers has all.") % {"count": voices.WAITING_SHOWN},
    ]


def _nearly() -> list[Words]:
    return [
        _("Comments that lack %(missing)d agreements or fewer; the most agreed with first, of as many the newest.")
        % {"missing": voices.MOST_MISSING},
        _("At most %(count)d are shown.") % {"count": voices.NEARLY_SHOWN},
    ]


def _answered() -> list[Words]:
    return [
        _("Answers of the last seven days, the newest first, whatever their outcome; without any, the newest of all."),
        _("Of promises the one due first, and the one the city spoke about last."),
        _("Pictures for sharing are made in the same order."),
    ]


def _people() -> list[Words]:
    return [
        _("Verified people who wrote or voted, each once, counted once an hour by the district of their verification."),
        _("Fewer than %(count)d people of a district are named nowhere, nor is the next smallest where the sum would tell.")
        % {"count": district_map.FEWEST},
    ]


HOME = Place(_("Home"), "pages:home")

ALGORITHMS = (
    Algorithm(
        key="home-waiting",
        kind=Kind.ORDER,
        name=_("Waiting for an answer, on the home page"),
        purpose=_("What most people share and nobody has answered is seen first."),
        inputs=_("Number of “agree”, day of taking up, whether an answer is shown"),
        formula=_waiting,
        versions=(Version(1, date(2026, 11, 30), "2332827770b2"),),
        answers_for=Owner.OPERATORS,
        off=_("The list of answers has other orders and filters."),
        places=(HOME,),
        code=(voices.waiting, AnswerRequestQuerySet.most_agreed_first, AnswerRequestQuerySet.unanswered, voices.WAITING_SHOWN),
    ),
    Algorithm(
        key="home-answers",
        kind=Kind.ORDER,
        name=_("Answers and promises on the home page"),
        purpose=_("A refusal stands beside a yes; nothing is picked."),
        inputs=_("Time of the answer, day promised, day decided"),
        formula=_answered,
        versions=(Version(1, date(2026, 11, 30), "7daf669e4e7e"),),
        answers_for=Owner.OPERATORS,
        off=_("The list of answers has other orders and filters."),
        places=(HOME,),
        code=(
            *(voices.answered, voices.newest_promises, AnswerRequestQuerySet.newest_answer_first, voices.ANSWERS_SHOWN),
            *(contents._next_forums, services._newest_answers, services._newest_forums),
        ),
    ),
    Algorithm(
        key="home-nearly",
        kind=Kind.SUGGESTION,
        name=_("Nearly there"),
        purpose=_("One more voice can make the city answer; whoever reads it may decide to give it."),
        inputs=_("Number of “agree”, number needed, day of writing"),
        formula=_nearly,
        versions=(Version(1, date(2026, 11, 30), "ddd2bf92da7b"),),
        answers_for=Owner.OPERATORS,
        off=_("It is a hint. The discussions show every comment in the order you choose."),
        places=(HOME,),
        code=(voices.nearly_owed, voices.MOST_MISSING, voices.NEARLY_SHOWN),
    ),
    Algorithm(
        key="people-by-district",
        kind=Kind.GROUP,
        name=_("Citizens by district"),
        purpose=_("Shows where voices are missing, and gives nobody away."),
        inputs=_("District of verification, comments everybody may read, votes"),
        formula=_people,
        notation=f"k ≥ {district_map.FEWEST}",
        versions=(Version(1, date(2026, 11, 30), "7c05900853ac"),),
        answers_for=Owner.OPERATORS,
        off=_("The table beside the map says the same in numbers."),
        places=(HOME,),
        code=(district_map.public_counts, district_map._words, participation._people_by_district, district_map.FEWEST),
    ),
    Algorithm(
        key="own-lists",
        kind=Kind.ORDER,
        name=_("Your own lists"),
        purpose=_("What you wrote, reported or appealed against last is found first."),
        inputs=_("Time of writing, reporting, appealing; for forums of a task the day they begin"),
        formula=lambda: [_("Newest first. Forums on the page of a task: the earliest first.")],
        versions=(Version(1, date(2026, 11, 30), "948817006faf"),),
        answers_for=Owner.OPERATORS,
        off=_("Nobody else sees these lists."),
        places=(Place(_("My page"), "pages:my_page"),),
        code=(_comments, my_reports, AppealQuerySet.newest_first, SuspensionQuerySet.newest_first, task_context),
    ),
)
