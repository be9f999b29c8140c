"""What the component page needs to show components that are fed by Python: forms and pages of a list."""

from datetime import UTC, date, datetime

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from portal.answers.deadlines.display import drawn
from portal.core.personal_data import pointed_out
from portal.plan.charts import stacked_bar
from portal.plan.models import Status, Task
from portal.progress.milestones.timeline import Timeline, timeline
from portal.progress.models import Milestone, TaskUpdate

# Nobody's: a birth in 1900, a mobile number of a series that is given to nobody, an address under a reserved name.
WITH_PERSONAL_DATA = "주민번호 000101-1000002 또는 공일공 공공공공 일이삼사, gapcheon@example.com 으로 연락 주세요."


class SpecimenForm(forms.Form):
    """One field of each kind; it is shown and never stored."""

    nickname = forms.CharField(label=_("Nickname"), help_text=_("Shown beside what you write."), max_length=20)
    email = forms.EmailField(label=_("E-mail address"))
    code = forms.CharField(
        label=_("Six-digit code"),
        help_text=_("It is in the e-mail we sent you. You can paste it."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code-input"}),
    )
    district = forms.ChoiceField(label=_("District"), choices=[("", "—"), ("east", _("East")), ("west", _("West"))])
    text = forms.CharField(label=_("Your comment"), widget=forms.Textarea(attrs={"rows": 4}))
    sort = forms.ChoiceField(
        label=_("Order"), widget=forms.RadioSelect, choices=[("new", _("Newest first")), ("old", _("Oldest first"))]
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("traffic", _("Traffic")), ("water", _("Water"))],
    )
    agreed = forms.BooleanField(label=_("I have read the rules of this discussion"))


# First planned, planned by now, reached: one late, one overdue, one moved.
DAYS = (
    (date(2026, 4, 30), date(2026, 4, 30), date(2026, 5, 12)),
    (date(2026, 9, 7), date(2026, 11, 8), None),
    (date(2027, 1, 5), date(2027, 3, 6), None),
)


def specimens() -> dict[str, object]:
    """The context of the component page: forms (empty, wrong, a reply), the fifth of twelve pages, findings, clocks, pictures."""
    return {
        "form": SpecimenForm(prefix="empty"),
        "wrong_form": SpecimenForm({"wrong-email": "gapcheon", "wrong-code": "12"}, prefix="wrong"),
        "reply_form": SpecimenForm(prefix="reply"),
        "page": Paginator(range(240), 20).page(5),
        "personal_data": pointed_out(WITH_PERSONAL_DATA),
        "faces": [drawn(spent=3, over=0), drawn(spent=10, over=4)],
        "chart": stacked_bar(
            [(pgettext("budget", "National"), 7 * 10**11, 1), (pgettext("budget", "City"), 2 * 10**11, 2), ("…", 10**12, 0)]
        ),
        "schedule": _schedule(),
        "reported_update": _update(),
        "statuses": Status.choices,
        "drawings": range(1, 5),
    }


def _schedule() -> Timeline | None:
    milestones = [
        Milestone(
            pk=number, title=f"{pgettext('change', 'Milestone')} {number}", baseline_on=first, planned_on=now, actual_on=reached
        )
        for number, (first, now, reached) in enumerate(DAYS, start=1)
    ]
    return timeline(milestones, today=date(2026, 11, 26))


def _update() -> TaskUpdate:
    published_at = datetime(2026, 11, 20, 1, tzinfo=UTC)
    task = Task(slug="specimen", title=str(_("A plain task")))
    return TaskUpdate(
        pk=1, task=task, title=str(_("Stops inspected")), body=str(_("Ten stops were looked at.")), published_at=published_at
    )
