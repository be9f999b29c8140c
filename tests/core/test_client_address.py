"""Where a request comes from, and the name for it that gives nobody away."""

import pytest

from portal.accounts.sign_in.adapter import AccountAdapter
from portal.core.web.client_address import address_key, client_address


@pytest.mark.parametrize(
    ("is_behind_proxy", "forwarded", "expected"),
    [
        (False, None, "198.51.100.1"),
        (False, "203.0.113.9", "198.51.100.1"),
        (True, None, "198.51.100.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "1.2.3.4, 5.6.7.8 , 203.0.113.9", "203.0.113.9"),
        (True, "1.2.3.4,2001:db8::7", "2001:db8::7"),
        (True, "1.2.3.4, 203.0.113.9:5123", "203.0.113.9"),
        (True, "1.2.3.4, [2001:db8::7]:5123", "2001:db8::7"),
    ],
)
def test_only_the_portals_own_proxy_is_believed(settings, rf, is_behind_proxy, forwarded, expected):
    settings.BEHIND_HTTPS_PROXY = is_behind_proxy
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    request = rf.get("/", REMOTE_ADDR="198.51.100.1", **headers)

    assert client_address(request) == expected
    assert AccountAdapter().get_client_ip(request) == expected


@pytest.mark.parametrize("raw", ["", "unix:/run/portal.sock", "unknown", "_hidden", "1.2.3.4 ' OR 1=1"])
def test_what_is_no_address_is_nobodys(settings, rf, raw):
    settings.BEHIND_HTTPS_PROXY = True

    assert client_address(rf.get("/", REMOTE_ADDR=raw, HTTP_X_FORWARDED_FOR=raw)) == ""


def test_a_key_stands_for_one_place_and_does_not_show_it():
    key = address_key("203.0.113.9")

    assert len(key) == 64
    assert key == address_key("::ffff:203.0.113.9")
    assert key != address_key("203.0.113.10")


def test_ipv6_counts_by_network():
    assert address_key("2001:db8:1:2::1") == address_key("2001:db8:1:2:ffff:ffff:ffff:ffff")
    assert address_key("2001:db8:1:2::1") != address_key("2001:db8:1:3::1")


def test_another_secret_key_makes_other_keys(settings):
    before = address_key("203.0.113.9")
    settings.SECRET_KEY = "another"

    assert address_key("203.0.113.9") != before


@pytest.mark.parametrize("address", ["", "unix:", "203.0.113.9:443", "1.2.3", "<script>"])
def test_what_is_no_address_has_no_key(address):
    assert address_key(address) == ""
