"""The calendar page and the feeds."""

urlpatterns = []
