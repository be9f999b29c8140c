"""The types of people, for packages below `accounts`: the model that AUTH_USER_MODEL names, and a signed-in request."""

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, _User

    # django-stubs puts the model itself in place of `_User`.
    Person = _User
    Visitor = _User | AnonymousUser
else:
    # While apps are loaded, no model may be imported yet.
    Person = Visitor = AbstractBaseUser


class SignedInRequest(HttpRequest):
    """What a view behind `login_required` receives. It exists for the type checker: at run time it is Django's own request."""

    user: Person


def person_of(request: HttpRequest) -> Person:
    """Whoever is signed in, where Django says which request comes, as in the admin. Raises PermissionDenied for nobody."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user
