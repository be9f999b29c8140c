"""Tickets, helpers and the door."""

urlpatterns = []
