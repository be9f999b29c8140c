"""The one way in: an address, a code, and for whoever is new a nickname.

django-allauth makes, keeps and compares the codes, but with them it only signs in. Here the same steps serve somebody who is
new: an unknown address gets a code as well, and typing it leads to the page that opens an account. So nothing before the code
tells whether an address is known, and nobody has to know whether they have an account.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode
from django.utils.translation import get_language

from portal.accounts import services
from portal.accounts.models import User
from portal.accounts.sign_in.limits import limit_codes, may_write_to_new_people, remember_browser
from portal.core import rate_limits
from portal.core.errors import TooManyRequests
from portal.core.web.client_address import client_network
from portal.notifications.models import Notification

PROVED_ADDRESS = "proved_address"
# Time to choose a nickname and to read what one agrees to.
PROVED_FOR = timedelta(minutes=30)


class CodeProcess(LoginCodeVerificationProcess):
    """One code on its way: sent, typed, or expired. Its state lives in the session."""

    @classmethod
    def begin(cls, request: HttpRequest, address: str) -> None:
        """Send a code to an address, known or not. Whose it is stays out of the session, so that every step costs the same."""
        login = Login(user=None, email=address)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=None, email=address) | {"initiated_by_user": True})
        process = cls(stage=stage)
        process.send()
        process.persist()

    @classmethod
    def resume(cls, stage: LoginByCodeStage) -> "CodeProcess | None":
        """The code this browser waits for; None once it has expired."""
        return cls(stage=stage).abort_if_invalid()

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:
        """Make a new code and mail it; for somebody new only while their network has asked for few enough.

        A code that is held back is written and undone, so that it takes as long as one that leaves.
        """
        user = account_of(email)
        kind, language = ("sign_in_code", user.language) if user else ("sign_up_code", get_language())
        is_sent = may_write_to_new_people(self.request) or user is not None
        with transaction.atomic():
            sent = services.send_code(kind=kind, address=email, code=self.generate_code(), language=language)
            transaction.set_rollback(not is_sent)
        self.state["message"] = sent.pk

    @property
    def message(self) -> Notification | None:
        """The mail with the code, so that the page can say what became of it."""
        return Notification.objects.filter(pk=self.state.get("message")).first()

    def resend(self) -> None:
        """Send another code, with its own ten minutes. The old one is worth nothing from now on."""
        limit_codes(self.request, self.state["email"])
        self.state["at"] = time.time()
        super().resend()

    def accepts_try(self, *, is_right: Callable[[], bool]) -> bool:
        """Count one more try, then look at the code; False once the code is void, after five tries.

        The session counts too, but two requests at once read the same number there. The database counts in one atomic step.
        """
        key = salted_hmac("portal.accounts.tries", f"{self.state['email']} {self.state['at']}").hexdigest()
        try:
            rate_limits.spend(key=f"code:{key}", limit=self.max_attempts, per=timedelta(days=1))
        except TooManyRequests:
            self.abort()
            return False
        return is_right() or self.record_invalid_attempt()

    def record_invalid_attempt(self) -> bool:
        """A wrong code; for staff it goes on record."""
        services.defer_wrong_code(person=account_of(self.state["email"]), network=client_network(self.request))
        return super().record_invalid_attempt()

    def finish(self, redirect_url: str) -> HttpResponse:
        """The code was right: sign in, or go on to open an account."""
        address = self.state["email"]
        self._user = account_of(address)
        if self._user:
            response = super().finish(redirect_url)
            remember_browser(self.request, response, address)
            return response
        self.abort()
        # Only a closed account gets here: the holder of the mailbox may know.
        if User.objects.filter(email=address).exists():
            return redirect("account_inactive")
        self.request.session[PROVED_ADDRESS] = {"address": address, "at": time.time()}
        return redirect(with_next("account_signup", redirect_url))


def account_of(address: str) -> User | None:
    """Whoever may sign in with an address."""
    return User.objects.active().filter(email=address).first()


def proved_address(request: HttpRequest) -> str | None:
    """The address whose code was typed in this browser within the last half hour and that has no account yet."""
    proved = request.session.get(PROVED_ADDRESS)
    if not proved or time.time() - proved["at"] > PROVED_FOR.total_seconds():
        return None
    return proved["address"]


def sign_in_new(request: HttpRequest, user: User, redirect_url: str) -> HttpResponse:
    """Sign in whoever has just opened an account; the code of a minute ago counts."""
    del request.session[PROVED_ADDRESS]
    record_authentication(request, user, method="code", email=user.email)
    response = perform_login(request, Login(user=user, redirect_url=redirect_url, email=user.email, signup=True))
    remember_browser(request, response, user.email)
    return response


def with_next(name: str, next_url: str) -> str:
    """The address of a page, with where to go afterwards."""
    return f"{reverse(name)}?{urlencode({'next': next_url})}" if next_url else reverse(name)


def default_target() -> str:
    """Where somebody goes who came from nowhere."""
    return reverse(settings.LOGIN_REDIRECT_URL)
