"""The proxies of `docs/operations.md` before a portal for real."""
