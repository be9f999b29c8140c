"""Where a request comes from, and a name for the place that gives nobody away."""

import hashlib
import hmac
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

# One household or office has one such network; inside of it addresses change every day (RFC 8981).
HOUSEHOLD = 64
# Enough to tell an office from a foreign country, too little to tell one person.
NETWORKS = {4: 24, 6: 48}


def client_address(request: HttpRequest) -> str:
    """The network address that the request comes from, as the portal or its own proxy saw it; "" if nobody knows.

    What a client writes into X-Forwarded-For is worth nothing; only the last entry is the proxy's, and only if there is one.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_HTTPS_PROXY else ""
    return _without_port(forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))


def address_key(address: str) -> str:
    """64 hexadecimal digits that stand for a network address; "" for none or for what is no address.

    HMAC-SHA256 under the secret key, so that a counter or a report does not keep the address itself. IPv6 counts by its /64.
    """
    try:
        place = ip_address(address)
    except ValueError:
        return ""
    if isinstance(place, IPv6Address):
        place = place.ipv4_mapped or ip_network((int(place), HOUSEHOLD), strict=False).network_address
    return hmac.new(settings.SECRET_KEY.encode(), f"address:{place}".encode(), hashlib.sha256).hexdigest()


def client_network(request: HttpRequest) -> str:
    """The network that a request comes from, such as 203.0.113.0/24 or 2001:db8:7::/48; "" if nobody knows."""
    try:
        place: IPv4Address | IPv6Address = ip_address(client_address(request))
    except ValueError:
        return ""
    if isinstance(place, IPv6Address):
        place = place.ipv4_mapped or place
    return str(ip_network(f"{place}/{NETWORKS[place.version]}", strict=False))


def _without_port(given: str) -> str:
    """The address alone; "" for what is none, such as the name of a socket. Some proxies add their client's port."""
    host, port = split_domain_port(given)
    try:
        return str(ip_address(host.strip("[]") if port else given))
    except ValueError:
        return ""
