"""The planted city with forums and their people in it, a browser for each role, and every address there is."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, product
from random import Random

from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from portal.door.helper_links import helping_token
from portal.forums.models import AgendaItem, Speaker
from portal.registrations import services as registrations
from tests.access_policies import ADMINISTRATOR, MODERATOR, POLICIES, POST, PUBLIC
from tests.factories import make_citizen, make_forum, make_helper, make_source
from tests.forum_desk.managing import ask
from tests.planted import plant
from tests.sweep import examples_of

STAFF = ("administrator", "officer and organiser", "moderator")
PEOPLE = ("citizen", "author", "suspended", "reporter", "helper", "unverified")
EVERYBODY = ("anonymous", *PEOPLE, "moderator elsewhere", *STAFF)
MOST_EXAMPLES, MOST_ROWS = 6, 2


@dataclass(frozen=True)
class Place:
    """One kind of page with addresses of it; who may open it at all, and whether it only takes what is sent."""

    name: str
    addresses: tuple[str, ...]
    roles: tuple[str, ...]
    only_takes: bool = False


@dataclass(frozen=True)
class City:
    """What is shot at, from where."""

    clients: dict[str, Client]
    places: tuple[Place, ...]


def make_city(clock) -> City:
    """Build it; `clock` is a frozen one."""
    world = plant(clock)
    world.people["helper"], world.people["unverified"] = make_citizen(), make_citizen(verified=False)
    forum = world.here.forums.get()
    soon = timezone.now() + timedelta(days=3)
    forum.__class__.objects.filter(pk=forum.pk).update(
        capacity=2, starts_at=soon, ends_at=soon + timedelta(hours=2), registration_closes_at=soon - timedelta(hours=1)
    )
    questions = [ask(forum, kind, position) for position, kind in enumerate(("text", "choices", "access"), start=1)]
    parts = [
        AgendaItem.objects.create(forum=forum, position=1, title_ko="여는 말", starts_at=soon),
        Speaker.objects.create(forum=forum, position=1, name_ko="한소리"),
        *questions,
    ]
    for name in ("author", "reporter", "unverified"):
        registrations.register(forum=forum, citizen=world.people[name])
    helper = make_helper(forum=forum, person=world.people["helper"])
    make_forum(state="draft"), make_forum(), make_source()
    helping = {"helper": [helper.pk], "helping": [helping_token(helper)]}
    examples = examples_of(world) | helping | {"part": [part.pk for part in parts]}
    clients = {name: Client(raise_request_exception=False) for name in EVERYBODY}
    for name in EVERYBODY[1:]:
        clients[name].force_login(world.people[name])
    nowhere = Place("nowhere", ("/no-such-page", "/en", "//"), EVERYBODY)
    return City(clients, (*_places(examples), *_places_of_the_admin(), nowhere))


def _places(examples: dict[str, list]) -> list[Place]:
    found = []
    for name, policy in POLICIES.items():
        chosen = islice(product(*(examples[part] for part in policy.arguments)), MOST_EXAMPLES)
        addresses = tuple(reverse(name, args=arguments) for arguments in chosen)
        found.append(Place(name, addresses, _roles(policy), policy.how == POST))
    return found


def _roles(policy) -> tuple[str, ...]:
    if policy.who == PUBLIC:
        return EVERYBODY
    if policy.who == ADMINISTRATOR:
        return ("administrator",)
    if policy.who == MODERATOR:
        return ("administrator", "moderator", "moderator elsewhere")
    return (*PEOPLE, *STAFF) if policy.is_for_citizens else (*STAFF[:2], "helper")


def _places_of_the_admin() -> list[Place]:
    """Every address of the admin, those of our own views too; one that takes an argument is tried with keys of its model."""
    found = []
    for prefix, pattern in _patterns(_resolver_of_the_admin()):
        keys = [("",)]
        for model in admin.site._registry:
            if prefix == f"{model._meta.app_label}/{model._meta.model_name}/":
                keys = [(key,) for key in model._base_manager.order_by("pk").values_list("pk", flat=True)[:MOST_ROWS]] or [(1,)]
        addresses = {_address(pattern.name, key) for key in keys} - {""}
        if addresses:
            roles = EVERYBODY if "login" in pattern.name else STAFF
            found.append(Place(f"admin:{pattern.name}", tuple(sorted(addresses)), roles))
    return found


def _address(name: str, key: tuple) -> str:
    for arguments in (key, (), ("plan",)):
        try:
            return reverse(f"admin:{name}", args=arguments)
        except NoReverseMatch:
            continue
    return ""


def _resolver_of_the_admin() -> URLResolver:
    return next(each for each in _every_resolver(get_resolver()) if each.namespace == "admin")


def _every_resolver(resolver):
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield each
            yield from _every_resolver(each)


def _patterns(resolver, prefix: str = ""):
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern) and each.name:
            yield prefix, each
        elif isinstance(each, URLResolver):
            yield from _patterns(each, str(each.pattern))


def role_for(place: Place, rng: Random) -> str:
    """Mostly somebody who may open it, now and then anybody."""
    return rng.choice(place.roles if rng.random() < 0.9 else EVERYBODY)
