"""How many sign-in codes may be asked for. A limit stops a script; it never keeps the owner of an address out.

Codes for one address are counted for each network that asks for them, so a stranger spends a budget of their own. A browser in
which somebody has signed in before has its own budget for that address: a signed cookie says so. What comes from all networks
together is limited as well, to spare the mailbox; known browsers are let through.

A school, an office or a hall shares one network address. Its budget only holds back codes for people who are new: whoever has an
account always gets theirs. The answer is the same for both, so it does not tell which addresses are known.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import ngettext

from portal.accounts.models import User
from portal.core.errors import TooManyRequests
from portal.core.rate_limits import Limit, spend, spend_all
from portal.core.web.client_address import address_key, client_address

# For one address, from one network or one known browser: enough for a slow mailbox.
CODES_A_MINUTE: Limit = {"limit": 3, "per": timedelta(minutes=1)}
CODES_AN_HOUR: Limit = {"limit": 10, "per": timedelta(hours=1)}
# For one address, from all networks together.
CODES_FROM_ANYWHERE: Limit = {"limit": 30, "per": timedelta(hours=1)}
# From one network: a hall of two hundred, each of whom asks three times.
CODES_OF_A_NETWORK: Limit = {"limit": 600, "per": timedelta(minutes=10)}
# Of an authenticator app, for one account: a million codes, of which three are right at any time.
FACTOR_TRIES: Limit = {"limit": 10, "per": timedelta(minutes=10)}
KNOWN_BROWSER = "known_browser"
KNOWN_FOR = timedelta(days=365)
# On a computer that people share, the addresses that signed in last.
MOST_ADDRESSES = 5


def limit_codes(request: HttpRequest, address: str) -> None:
    """Count a request for a code. Raises TooManyRequests with the true wait."""
    name, browser = _name(address), _browser(request)
    is_known = name in browser["addresses"]
    asks = f"browser:{browser['key']}" if is_known else address_key(client_address(request))
    uses = {f"code-minute:{name}:{asks}": CODES_A_MINUTE, f"code-hour:{name}:{asks}": CODES_AN_HOUR}
    if not is_known:
        uses |= {f"code-anywhere:{name}": CODES_FROM_ANYWHERE}
    spend_all(uses)


def may_write_to_new_people(request: HttpRequest) -> bool:
    """Count a code that leaves for a network; whether codes for people without an account still do. If not, the page says so."""
    network = address_key(client_address(request))
    if not network:  # a socket, whose other end is nobody's network
        return True
    try:
        spend(key=f"code-network:{network}", **CODES_OF_A_NETWORK)
    except TooManyRequests as refusal:
        messages.warning(request, _held_back(refusal.retry_after))
        return False
    return True


def limit_factor(user: User) -> None:
    """Count a typed code of a second factor, right or wrong. Raises TooManyRequests with the true wait."""
    spend(key=f"second-factor:{user.pk}", **FACTOR_TRIES)


def remember_browser(request: HttpRequest, response: HttpResponse, address: str) -> None:
    """Note in the browser that somebody signed in with this address; the cookie names it by a keyed hash only."""
    browser = _browser(request)
    others = [name for name in browser["addresses"] if name != _name(address)]
    browser["addresses"] = [*others, _name(address)][-MOST_ADDRESSES:]
    response.set_cookie(
        KNOWN_BROWSER,
        signing.dumps(browser, salt=KNOWN_BROWSER),
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _browser(request: HttpRequest) -> dict[str, list[str] | str]:
    """What the cookie says; a new key and no address if there is none, or if it was not ours."""
    try:
        return signing.loads(request.COOKIES.get(KNOWN_BROWSER, ""), salt=KNOWN_BROWSER, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return {"key": get_random_string(22), "addresses": []}


def _name(address: str) -> str:
    return salted_hmac("portal.accounts.sign_in.limits", address).hexdigest()


def _held_back(wait: int) -> str:
    minutes = -(-wait // 60)
    return ngettext(
        "Many codes were requested from your network. If you have an account, your code is on its way. If you are new here, "
        "please try again in %(minutes)d minute.",
        "Many codes were requested from your network. If you have an account, your code is on its way. If you are new here, "
        "please try again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
