"""The organisers' desk."""

urlpatterns = []
