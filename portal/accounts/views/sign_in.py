"""The way in: address, code, nickname."""

from allauth.account.internal.decorators import login_stage_required
from allauth.account.stages import LoginByCodeStage
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts import services
from portal.accounts.forms import AddressForm, CodeForm, SignUpForm, free_nickname
from portal.accounts.models import User
from portal.accounts.sign_in.asking import way_to_factor
from portal.accounts.sign_in.flow import CodeProcess, default_target, proved_address, sign_in_new, with_next
from portal.accounts.sign_in.limits import limit_codes
from portal.core.errors import InvalidInput, RuleViolation
from portal.core.people import SignedInRequest
from portal.core.web.way_back import way_back


class StagedRequest(HttpRequest):
    """A request on the way in, as `code_awaited` leaves it."""

    _login_stage: LoginByCodeStage


code_awaited = login_stage_required(stage=LoginByCodeStage.key, redirect_urlname="account_login")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Step one: the address. Known or not, the answer is the same."""
    next_url = way_back(request)
    if request.user.is_authenticated:
        return redirect(next_url or default_target())
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        limit_codes(request, form.cleaned_data["email"])
        CodeProcess.begin(request, form.cleaned_data["email"])
        return redirect(with_next("account_confirm_login_code", next_url))
    return _page(request, "accounts/sign_in.html", form, next_url)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code")
@code_awaited
def confirm_code(request: StagedRequest) -> HttpResponse:
    """Step two: the code."""
    next_url = way_back(request)
    process = CodeProcess.resume(request._login_stage)
    if process is None:
        messages.error(request, _("The code has expired after ten minutes. Please ask for a new one."))
        return redirect(with_next("account_login", next_url))
    if request.POST.get("action") == "resend":
        return _resend(request, process, next_url)
    form = CodeForm(request.POST if request.method == "POST" else None, code=process.code)
    if form.is_bound and not process.accepts_try(is_right=form.is_valid):
        messages.error(request, _("That was the fifth wrong code, so it is no longer valid. Please ask for a new one."))
        return redirect(with_next("account_login", next_url))
    if form.is_bound and form.is_valid():
        return process.finish(next_url)
    return _page(request, "accounts/confirm_code.html", form, next_url, process=process, message=process.message)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Step three, for whoever is new: nickname, language, consent."""
    next_url, address = way_back(request), proved_address(request)
    if request.user.is_authenticated:
        return redirect(next_url or default_target())
    if not address:
        return redirect(with_next("account_login", next_url))
    if request.method != "POST":
        language = get_language()
        form = SignUpForm(initial={"nickname": free_nickname(language), "language": language})
        return _page(request, "accounts/sign_up.html", form, next_url, address=address)
    form = SignUpForm(request.POST)
    user = _opened_account(form, address) if form.is_valid() else None
    if user is None:
        return _page(request, "accounts/sign_up.html", form, next_url, address=address)
    return sign_in_new(request, user, next_url)


@never_cache
@login_required
@require_safe
def show_second_factor(request: SignedInRequest) -> HttpResponse:
    """From the menu of any page to where staff show their second factor, and back."""
    return redirect(way_to_factor(request, way_back(request) or default_target()))


def _opened_account(form: SignUpForm, address: str) -> User | None:
    """The new account, or None with the reason in the form."""
    chosen = {name: form.cleaned_data[name] for name in ("nickname", "language")}
    try:
        return services.create_account(email=address, consents=form.consents(), **chosen)
    except InvalidInput as unusable:
        form.add_error("nickname", str(unusable))
    except RuleViolation as violation:
        form.add_error(None, str(violation))
    return None


def _resend(request: HttpRequest, process: CodeProcess, next_url: str) -> HttpResponse:
    if process.can_resend:
        process.resend()
        messages.success(request, _("We sent another code. The earlier one no longer works."))
    else:
        messages.error(request, _("We have sent several codes. Please check your mailbox and your spam folder."))
    return redirect(with_next("account_confirm_login_code", next_url))


def _page(request: HttpRequest, template: str, form: forms.Form, next_url: str, **context: object) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, "next": next_url, **context}, status=status)
