"""Pages of forums for the world of pages, each as name, address, visitor and, where it is not 200, status."""

from django.urls import reverse

from portal.accounts.models import User
from portal.forums.models import Forum
from portal.registrations import services
from portal.registrations.models import Registration
from portal.registrations.party import Party
from portal.registrations.tickets.signed import ticket_token


def form_with_held_seats(slug: str) -> tuple[str, str, str, int]:
    """The questions of a forum, while seats are kept for the officer."""
    officer = User.objects.get(email="officer@example.org")
    services.reserve(forum=Forum.objects.get(slug=slug), citizen=officer, party=Party())
    return "forum-questions", reverse("registrations:register", args=[slug]), "officer", 200


def ticket_of_a_cancelled_forum(slug: str) -> tuple[str, str, str, int]:
    """What somebody finds behind the ticket that they had kept."""
    registration = Registration.objects.filter(forum__slug=slug).first()
    return "ticket-void", reverse("registrations:ticket", args=[ticket_token(registration)]), "", 410


def desk_of_forums(slug: str) -> list[tuple[str, str, str]]:
    """What an organiser sees of all forums, and of one."""
    pages = {"": "", "-edit": "edit/", "-call-off": "call-off/", "-duplicate": "duplicate/", "-questions": "questions/"}
    pages |= {"-programme": "programme/", "-preview": "preview/"}
    lists = {"forum-desk": "", "forum-desk-drafts": "?which=drafts", "forum-desk-new": "new/"}
    addresses = {name: f"/forums/manage/{path}" for name, path in lists.items()}
    addresses |= {f"forum-desk{name}": f"/forums/manage/{slug}/{path}" for name, path in pages.items() if name}
    addresses["forum-desk-one"] = f"/forums/manage/{slug}/"
    return [(name, address, "organiser") for name, address in addresses.items()]
