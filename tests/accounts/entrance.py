"""Steps that the tests of the way in share."""

import re

SIGN_IN, CODE, SIGN_UP = "/accounts/login/", "/accounts/login/code/", "/accounts/signup/"
NEW = {"nickname": "둔산 산책", "language": "ko", "age": "on", "terms": "on", "privacy": "on"}


def newest_code(mailbox) -> str:
    """The code in the message that arrived last."""
    return re.search(r"^ {4}(\d{6})\s*$", mailbox.deliver()[-1].get_content(), re.MULTILINE).group(1)


def ask_for_code(client, address: str, **more):
    """Step one."""
    return client.post(SIGN_IN, {"email": address, **more})


def wrong(code: str) -> str:
    """Six digits that are not the code."""
    return f"{(int(code) + 1) % 1_000_000:06}"


def is_signed_in(client) -> bool:
    """Whether the browser's session belongs to somebody."""
    return "_auth_user_id" in client.session
