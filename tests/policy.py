"""How the tests say who may use an address."""

from dataclasses import dataclass

PUBLIC, SIGNED_IN, MODERATOR, ADMINISTRATOR = "public", "signed in", "moderator", "administrator"
GET, POST, BOTH = "GET", "POST", "GET and POST"


@dataclass(frozen=True)
class Policy:
    """Who may use an address, how, and with which example of its parts."""

    who: str
    how: str = GET
    arguments: tuple[str, ...] = ()
    is_for_citizens: bool = True
    # False only where what is sent carries its own authority, and comes from no browser.
    needs_csrf_token: bool = True
