"""A person's own account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts import services
from portal.accounts.forms import SettingsForm
from portal.accounts.identity import identity_provider
from portal.core.errors import RuleViolation
from portal.core.people import SignedInRequest
from portal.core.web.way_back import way_back


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_settings(request: SignedInRequest) -> HttpResponse:
    """Nickname and language; the state of the rest."""
    user = request.user
    kept = {"nickname": user.nickname, "language": user.language}
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=kept, owner=user)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            services.change_settings(user=user, **form.cleaned_data)
        except RuleViolation as violation:
            form.add_error("nickname", str(violation))
            status = violation.status
        else:
            messages.success(request, _("Your settings are saved."))
            return redirect("accounts:settings")
    return render(request, "accounts/settings.html", {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: SignedInRequest) -> HttpResponse:
    """Prove to be one real resident, through whatever service the portal is set up with."""
    next_url, provider = way_back(request), identity_provider()
    if request.user.is_verified:
        messages.info(request, _("Your identity is verified."))
        return redirect(next_url or "accounts:settings")
    if provider is None:
        return render(request, "accounts/verify_unavailable.html", status=503)
    if request.method != "POST":
        return provider.start(request, next_url=next_url)
    try:
        proof = provider.finish(request)
        if isinstance(proof, HttpResponse):
            return proof
        services.verify(user=request.user, proof=proof)
    except RuleViolation as violation:
        return provider.refused(request, str(violation), status=violation.status)
    messages.success(request, _("Your identity is verified. You can now comment, vote and report."))
    return redirect(next_url or "accounts:settings")
