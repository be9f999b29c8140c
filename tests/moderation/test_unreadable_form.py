"""A form that cannot be read changes nothing, however late a view would have looked into it."""

import pytest
from django.urls import reverse

from portal.moderation.models import Claim
from tests.factories import make_comment, make_moderator


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=\u00e9"])
def test_a_comment_is_not_claimed_by_a_form_without_an_end(client, kind):
    client.force_login(make_moderator())

    answer = client.generic("POST", reverse("moderation:claim", args=[make_comment().pk]), b"department=1", content_type=kind)

    assert answer.status_code == 400
    assert not Claim.objects.exists()
