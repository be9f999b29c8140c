"""What may stand in a column of choices is known to the database itself."""

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from portal.discussion.models import Comment, Discussion
from portal.forums.models import Forum
from portal.notifications.models import Notification
from portal.registrations.models import Registration
from tests.factories import make_citizen, make_comment, make_forum, make_task


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Comment, {"state": "gone"}),
        (Comment, {"stance": "maybe"}),
        (Comment, {"rule": "because"}),
        (Discussion, {"state": "ajar"}),
        (Forum, {"state": "someday"}),
        (Registration, {"state": "perhaps"}),
        (Notification, {"state": "lost"}),
    ],
)
def test_the_database_knows_every_state(db, model, values):
    comment, forum, now = make_comment(), make_forum(), timezone.now()
    Discussion.objects.create(task=make_task(), state="open")
    Registration.objects.create(forum=forum, citizen=make_citizen(), arrival=1, state="waitlisted", registered_at=now)
    make_comment(parent=comment)

    with pytest.raises(IntegrityError, match="known"), transaction.atomic():
        model.objects.update(**values)
