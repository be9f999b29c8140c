"""The forms of the desk that are about colleagues and about whole discussions."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.discussion.models import Comment, Discussion
from portal.moderation.colleagues import colleagues_of
from portal.plan.models import Department, Task


class ScopeForm(forms.Form):
    """What a moderator is given to act in."""

    is_everywhere = forms.BooleanField(label=_("Every task"), required=False)
    tasks = forms.ModelMultipleChoiceField(
        label=_("These tasks"),
        queryset=Task.objects.order_by("number"),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    departments = forms.ModelMultipleChoiceField(
        label=_("The tasks of these departments"),
        help_text=_("Tasks that a department takes over later are included."),
        queryset=Department.objects.order_by("slug"),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, moderator: User) -> None:
        scopes = list(moderator.moderation_scopes.select_related("task", "department"))
        initial = {
            "is_everywhere": any(not (scope.task_id or scope.department_id) for scope in scopes),
            "tasks": [scope.task.slug for scope in scopes if scope.task],
            "departments": [scope.department.slug for scope in scopes if scope.department],
        }
        super().__init__(data, initial=initial)
        if not Department.objects.exists():
            del self.fields["departments"]

    def scope(self) -> dict[str, Any]:
        """What the service takes; everything needs no list beside it."""
        typed = self.cleaned_data
        if typed["is_everywhere"]:
            return {"is_everywhere": True}
        return {"tasks": typed["tasks"], "departments": typed.get("departments", ())}


class AssignForm(forms.Form):
    """A colleague to whom the comment's task was given."""

    to = forms.ModelChoiceField(label=_("Who should review it?"), queryset=User.objects.none(), empty_label=_("Please choose"))

    def __init__(self, data: QueryDict | None = None, *, comment: Comment, by: User) -> None:
        super().__init__(data)
        others = colleagues_of(comment.task).exclude(pk__in=[by.pk, comment.author_id])
        cast("forms.ModelChoiceField[User]", self.fields["to"]).queryset = others


class DiscussionForm(forms.Form):
    """Whether a task may be discussed, and what is looked at before it appears."""

    state = forms.ChoiceField(label=_("Discussion"), choices=Discussion.State.choices, widget=forms.RadioSelect)
    screening = forms.ChoiceField(
        label=_("Before a comment appears"), choices=Discussion.Screening.choices, widget=forms.RadioSelect
    )
