"""Pages of forums that last for minutes, or that nobody has bookmarked: name, address, visitor and status, for the world of pages."""

from django.urls import reverse

from portal.accounts.models import User
from portal.forums import services
from portal.forums.models import Forum, Registration
from portal.forums.party import Party
from portal.forums.tickets import ticket_token


def form_with_held_seats(slug: str) -> tuple[str, str, str, int]:
    """The questions of a forum, while seats are kept for the officer."""
    officer = User.objects.get(email="officer@example.org")
    services.hold(forum=Forum.objects.get(slug=slug), citizen=officer, party=Party())
    return "forum-questions", reverse("forums:register", args=[slug]), "officer", 200


def ticket_of_a_cancelled_forum(slug: str) -> tuple[str, str, str, int]:
    """What somebody finds behind the ticket that they had kept."""
    registration = Registration.objects.filter(forum__slug=slug).first()
    return "ticket-void", reverse("forums:ticket", args=[ticket_token(registration)]), "", 410
