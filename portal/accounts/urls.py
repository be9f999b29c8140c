"""Addresses of a person's own account."""

from django.urls import path

from portal.accounts.views import account

app_name = "accounts"
urlpatterns = [
    path("settings/", account.account_settings, name="settings"),
    path("verify/", account.verify, name="verify"),
]
