"""E-mail addresses as people who need not write to them see them."""


def masked_address(address: str) -> str:
    """Enough to tell two people apart, too little to write to one: `k***@d***.kr`."""
    name, _at, host = address.rpartition("@")
    start, dot, end = host.rpartition(".")
    return f"{name[:1]}***@{(start or end)[:1]}***{f'.{end}' if dot else ''}"
