"""A row of everything that the admin shows, and a browser for each role."""

from datetime import timedelta

from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts import services as accounts
from portal.accounts.models import Consent
from portal.discussion.models import Discussion
from portal.moderation import services as moderation
from portal.moderation.models import DailySummary, Review
from portal.notifications.models import Notification
from portal.plan.models import Plan
from portal.registrations import services as registrations
from tests.factories import (
    make_citizen,
    make_comment,
    make_decision,
    make_department,
    make_forum,
    make_moderator,
    make_report,
    make_source,
    make_staff,
)


def make_rows() -> dict:
    """One row of each model, by the model."""
    forum, comment, citizen = make_forum(), make_comment(), make_citizen()
    registrations.register(forum=forum, citizen=citizen)
    make_report(comment=comment)
    make_decision()
    make_department()
    now = timezone.now()
    moderation.claim(comment=comment, moderator=make_moderator())
    Review.objects.create(comment=comment, weight=30, began_at=now, lapses_at=now + timedelta(hours=1))
    DailySummary.objects.create(day=now.date(), written_at=now)
    Discussion.objects.create(task=comment.task, state="open")
    Consent.objects.create(user=citizen, purpose="terms", version="1", given_at=citizen.joined_at)
    accounts.send_code(kind="sign_up_code", address="somebody@example.org", code="123456", language="ko")
    Notification.objects.update(state="refused", failed_at=now, failure="550 no such user")
    Plan.objects.create(title_ko="계획", title_en="Plan", announced_on="2018-09-20", announced_at="시청", source=make_source())
    return {model: model.objects.first() for model in ours()}


def ours() -> list:
    """The portal's own models in the admin."""
    return [model for model in admin.site._registry if model.__module__.startswith("portal.")]


def address(model, page: str, *arguments) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def signed_in(role: str) -> Client:
    client = Client()
    makers = {"citizen": make_citizen, "moderator": make_moderator}
    client.force_login(makers[role]() if role in makers else make_staff(role))
    return client
