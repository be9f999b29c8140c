"""The list of a forum's people, its exports, letters to them."""

urlpatterns = []
