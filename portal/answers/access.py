"""Who comes to the officers' desk, and to which requests there."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from portal.answers.models import AnswerRequest

officers_only = permission_required("discussion.reply_officially", raise_exception=True)


def request_at_the_desk(request: HttpRequest, pk: int) -> AnswerRequest:
    """A request of the officer's department, or one that no department has yet. Raises Http404 for any other."""
    found = AnswerRequest.objects.shown().handled_by(request.user).with_all_that_is_shown()
    return get_object_or_404(found, pk=pk)
