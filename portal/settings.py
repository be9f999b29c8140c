"""The portal's configuration: every variable is read here, once, with its type.

All variables stand in `.env.example` and the README's table. `seal()` says no to all that cannot be right, at once.
"""

import sys
from pathlib import Path

from csp.constants import NONCE, Nonce

from portal.core.configuration import (
    JOBS,
    Secrets,
    cache_settings,
    data_directory,
    database_settings,
    logging_settings,
    mail_settings,
    values,
)
from portal.core.configuration.environment import load_environment
from portal.core.configuration.sealing import Environment, hosts_of
from portal.core.configuration.values import between

BASE_DIR = Path(__file__).resolve().parent.parent

load_environment(BASE_DIR / ".env")
env = Environment()

# --- how it runs ---------------------------------------------------------------------------------
DEMO_MODE = env.bool("DEMO_MODE", False)
DEBUG = env.bool("DEBUG", False)
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000" if DEMO_MODE is True else "", validate=values.site_url)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", hosts_of(SITE_URL), str.strip, validate=values.host_names)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [], str.strip, validate=values.origins)
BEHIND_HTTPS_PROXY = env.bool("BEHIND_HTTPS_PROXY", False)
DATA_DIR_GIVEN = env.path("PORTAL_DATA_DIR", None)
DATABASE_URL = env.str("DATABASE_URL", "", validate=values.database_server)
DATABASE_POOL_SIZE = env.int("DATABASE_POOL_SIZE", 20, validate=between(1, 1000))
# Seconds: a statement of a page, its wait for a lock, a statement of anything else.
DATABASE_PAGE_SECONDS = env.int("DATABASE_PAGE_SECONDS", 10, validate=between(0, 3600))
DATABASE_LOCK_SECONDS = env.int("DATABASE_LOCK_SECONDS", 5, validate=between(0, 3600))
DATABASE_COMMAND_SECONDS = env.int("DATABASE_COMMAND_SECONDS", 3600, validate=between(0, 604_800))
CACHE_URL = env.str("CACHE_URL", "", validate=values.cache_server)
SMTP_URL = env.str("SMTP_URL", "", validate=values.mail_server)
MAIL_FROM = env.str("MAIL_FROM", "한밭마당 <no-reply@localhost>", validate=values.mail_sender)
WEB_WORKERS = env.int("WEB_WORKERS", 2, validate=between(1, 256))
WEB_THREADS = env.int("WEB_THREADS", 8, validate=between(1, 256))
LOG_LEVEL = env.str("LOG_LEVEL", "INFO", validate=values.one_of("DEBUG", "INFO", "WARNING", "ERROR"))

# --- whose portal it is: data of the city, never code --------------------------------------------
PORTAL_NAME_KO = env.str("PORTAL_NAME_KO", "한밭마당")
PORTAL_NAME_EN = env.str("PORTAL_NAME_EN", "Hanbat Madang")
CITY_NAME_KO = env.str("CITY_NAME_KO", "대전광역시")
CITY_NAME_EN = env.str("CITY_NAME_EN", "Daejeon Metropolitan City")
DISTRICTS_GIVEN = env.list("DISTRICTS", [
    "dong=동구/Dong-gu", "jung=중구/Jung-gu", "seo=서구/Seo-gu", "yuseong=유성구/Yuseong-gu", "daedeok=대덕구/Daedeok-gu",
    "outside=그 밖의 지역/Elsewhere",
], validate=values.district_pairs)  # fmt: skip
RESERVED_NICKNAMES = env.list("RESERVED_NICKNAMES", ["대전시", "대전광역시", "대전시청", "daejeoncity", "daejeon"])
PUBLIC_OFFICE_NUMBERS = env.list("PUBLIC_OFFICE_NUMBERS", ["042-270", "044-20"], str.strip, validate=values.number_beginnings)
IS_OFFICIAL_SITE = env.bool("OFFICIAL_SITE", False)
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "", validate=values.mail_address)
SOURCE_CODE_URL = env.str("SOURCE_CODE_URL", "", validate=values.web_address)

# --- identity verification -------------------------------------------------------------------------
IDENTITY_PROVIDER = env.str("IDENTITY_PROVIDER", "local-test" if DEMO_MODE is True else "")

# --- sessions of staff ---------------------------------------------------------------------------------
STAFF_SESSION_IDLE_MINUTES = env.int("STAFF_SESSION_IDLE_MINUTES", 30, validate=between(2, 1440))
STAFF_SESSION_HOURS = env.int("STAFF_SESSION_HOURS", 12, validate=between(1, 168))

# --- moderation and the audit log: days ------------------------------------------------------------------------------
MODERATION_APPEAL_WINDOW_DAYS = env.int("MODERATION_APPEAL_WINDOW_DAYS", 30, validate=between(1, 3650))
MODERATION_APPEAL_DAYS = env.int("MODERATION_APPEAL_DAYS", 7, validate=between(1, 365))
# In tenths of an ordinary report (portal/moderation/weights.py).
MODERATION_REVIEW_WEIGHT = env.int("MODERATION_REVIEW_WEIGHT", 30, validate=between(1, 100_000))
MODERATION_REVIEW_HOURS = env.int("MODERATION_REVIEW_HOURS", 72, validate=between(1, 8760))
AUDIT_REASONS_KEPT_DAYS = env.int("AUDIT_REASONS_KEPT_DAYS", 1095, validate=between(1, 36_500))
AUDIT_WITNESSES = env.list("AUDIT_WITNESSES", [], str.strip, validate=values.mail_addresses)

# --- answers: how many have to agree before a comment is owed one ---------------------------------
ANSWER_THRESHOLD = env.int("ANSWER_THRESHOLD", 10, validate=between(1, 1_000_000))

# --- forums: where their online rooms may be ---------------------------------------------------------
MEETING_HOSTS = env.list(
    "MEETING_HOSTS",
    ["zoom.us", "webex.com", "teams.microsoft.com", "meet.google.com", "youtube.com", "youtu.be"],
    str.strip,
)

# --- backups -----------------------------------------------------------------------------------------
BACKUP_DIR_GIVEN = env.path("BACKUP_DIR", None)
BACKUP_PUBLIC_KEY = env.str("BACKUP_PUBLIC_KEY", "", validate=values.backup_key)

SECRET_KEY_GIVEN = env.str("SECRET_KEY", "")
IDENTITY_KEY_GIVEN = env.str("IDENTITY_KEY", "")
env.seal()
KNOWN_VARIABLES = frozenset(env.dump())

DISTRICTS = {key.strip(): names.strip() for key, _equals, names in (pair.partition("=") for pair in DISTRICTS_GIVEN)}
DATA_DIR = data_directory(DATA_DIR_GIVEN, checkout=BASE_DIR)
BACKUP_DIR = BACKUP_DIR_GIVEN or DATA_DIR / "backups"
secrets = Secrets.read(secret_key=SECRET_KEY_GIVEN, identity_key=IDENTITY_KEY_GIVEN, is_demo=DEMO_MODE, data_dir=DATA_DIR)
SECRET_KEY = secrets.secret_key
IDENTITY_KEY = secrets.identity_key
HAS_PRODUCTION_SECRETS = secrets.are_production
TESTING = "pytest" in sys.modules

# --- what it is made of ----------------------------------------------------------------------------
INSTALLED_APPS = [
    "modeltranslation",
    "portal.core.web.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    # Lower floors first.
    "portal.core", "portal.notifications", "portal.plan", "portal.accounts", "portal.progress", "portal.forums",
    "portal.discussion", "portal.registrations", "portal.moderation", "portal.door", "portal.answers", "portal.appeals",
    "portal.takedowns", "portal.forum_desk", "portal.pages",
]  # fmt: skip

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "portal.core.web.middleware.needs_the_database",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.core.web.middleware.readable_only",
    "portal.accounts.sign_in.staff_sessions.EndStaffSessions",
    "portal.core.web.middleware.vary_on_fragment",
    "portal.core.web.middleware.forms_outlive_their_session",
    "portal.core.web.middleware.retry_after",
    "portal.core.web.middleware.personal_answers",
    "portal.core.web.middleware.RuleViolations",
    "portal.accounts.sign_in.asking.AskForFactor",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portal.core.web.context.portal",
                "portal.accounts.sign_in.second_factor.second_factor",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
FORMS_URLFIELD_ASSUME_HTTPS = True

# --- database, cache, jobs, mail ---------------------------------------------------------------------
DATABASES = {"default": database_settings(DATABASE_URL, DATA_DIR, pool_size=DATABASE_POOL_SIZE, seconds=DATABASE_COMMAND_SECONDS)}
CACHES = {"default": cache_settings(CACHE_URL)}
if CACHE_URL:
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
vars().update(JOBS)
EMAIL_FILE_PATH = DATA_DIR / "mail"
vars().update(mail_settings(SMTP_URL))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM

# --- languages and time ------------------------------------------------------------------------------
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "ko"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("ko", "en")
TIME_ZONE = "Asia/Seoul"
USE_TZ = True

# --- static files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Tests and `make dev` read the files where they are written; otherwise they are collected, hashed, joined and compressed.
JOIN_STYLESHEETS = not (TESTING or DEBUG)
COLLECTED = "portal.core.web.stylesheets.JoiningStorage"
AS_WRITTEN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "uploads"},
    },
    "staticfiles": {"BACKEND": COLLECTED if JOIN_STYLESHEETS else AS_WRITTEN},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not JOIN_STYLESHEETS
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- safety ----------------------------------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# Three files of 5 MB and the form around them; files are not counted by the line above.
LARGEST_REQUEST = 17 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "portal.core.files.uploads.RefuseTooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "portal.core.web.error_pages.csrf_failure"
if BEHIND_HTTPS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if SITE_URL.startswith("https://"):
    SECURE_HSTS_SECONDS, SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"

CONTENT_SECURITY_POLICY: dict[str, dict[str, list[str | Nonce]]] = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "microphone", "payment", "usb")
}

# --- accounts (allauth, second factor) ------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["portal.accounts.sign_in.backend.RoleBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "pages:home"
ACCOUNT_ADAPTER = "portal.accounts.sign_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "portal.accounts.sign_in.adapter.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code proves the address at every sign-in
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = False  # they say no true wait: `sign_in.limits`
MFA_ADAPTER = "portal.accounts.sign_in.second_factor.SecondFactorAdapter"
PASSKEYS = "portal.accounts.sign_in.passkeys"
MFA_FORMS = {f"{step}_webauthn": f"{PASSKEYS}.{step.title()}Form" for step in ("add", "authenticate", "reauthenticate")}
MFA_FORMS |= {step: f"portal.accounts.sign_in.typed_codes.{step.title()}Form" for step in ("authenticate", "reauthenticate")}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
USERSESSIONS_TRACK_ACTIVITY = False
CONSENT_VERSIONS = {"terms": "2026-11-23", "privacy": "2026-11-23", "age": "2026-11-23"}

LOGGING = logging_settings(LOG_LEVEL)

if DEBUG and not TESTING:
    # `make dev` installs the toolbar; its assets are small scripts that the policy lets in by nonce.
    INSTALLED_APPS.append("debug_toolbar")
    MIDDLEWARE.insert(
        MIDDLEWARE.index("django.middleware.gzip.GZipMiddleware") + 1, "debug_toolbar.middleware.DebugToolbarMiddleware"
    )
    INTERNAL_IPS = ["127.0.0.1"]
    for directive in ("script-src", "style-src"):
        CONTENT_SECURITY_POLICY["DIRECTIVES"][directive].append(NONCE)
