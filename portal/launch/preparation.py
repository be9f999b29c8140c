"""What has to be there before the first page: tables, roles, the plan, static files, and in demo mode a demo world."""

import hashlib

import django
from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command


def prepare() -> None:
    """Bring everything up to date; what is up to date already costs next to nothing."""
    django.setup()
    _check()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("load_roles", verbosity=0)
    call_command("load_plan", verbosity=0)
    if settings.DEMO_MODE:
        call_command("seed_demo", verbosity=0)
    _collect_static()


def _check() -> None:
    """What packages find wrong with settings and server. Raises ImproperlyConfigured before anything is changed."""
    if serious := [str(message.msg) for message in run_checks(databases=["default"]) if message.is_serious()]:
        raise ImproperlyConfigured(" ".join(serious))


def _collect_static() -> None:
    """Collect and compress the static files, unless they are the ones of the last time."""
    if settings.DEBUG:
        return
    stamp = settings.STATIC_ROOT / ".collected"
    fingerprint = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    print("Collecting the static files …", flush=True)  # noqa: T201
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(fingerprint)


def _static_fingerprint() -> str:
    """Changes when a file of ours or a package changes."""
    parts = [
        f"{path}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in sorted((settings.BASE_DIR / "static").rglob("*.*"))
    ]
    parts.append((settings.BASE_DIR / "requirements.txt").read_text())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def welcome() -> str:
    """What to say once the portal answers."""
    lines = ["", f"  {settings.PORTAL_NAME_KO} · {settings.PORTAL_NAME_EN} is ready: {settings.SITE_URL}", ""]
    if settings.DEMO_MODE:
        from portal.pages.demo.world import SIGN_INS  # only the demo has them

        lines += ["  Demo sign-ins (no password: type the address, then read the code in the mail):"]
        lines += [f"    {role:<14}{address}" for role, address in SIGN_INS.items()]
        if not settings.SMTP_URL:
            lines += [f"  Mail that the portal sends: {settings.SITE_URL}/dev/mail/"]
    lines += [f"  Logs and data: {settings.DATA_DIR}", "  Ctrl-C stops everything.", ""]
    return "\n".join(lines)
