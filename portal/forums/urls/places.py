"""What the links in mails open, without signing in."""

urlpatterns = []
