"""How the site runs in production: what is secret or local comes from the environment; a missing secret stops it."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# What must be known before anything starts. No default: a site that guards phone numbers must not run on a guessed key.
REQUIRED = ("SECRET_KEY", "FIELD_ENCRYPTION_KEY", "AUDIT_KEY", "ALLOWED_HOSTS", "SITE_URL")
if missing := [name for name in REQUIRED if not env.str(name, default="").strip()]:
    raise ImproperlyConfigured(f"Set {', '.join(missing)} in the environment or in .env; .env.example explains each.")
SECRET_KEY = env.str("SECRET_KEY")
FIELD_ENCRYPTION_KEY = env.str("FIELD_ENCRYPTION_KEY")
AUDIT_KEY = env.str("AUDIT_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SITE_URL = env.str("SITE_URL").rstrip("/")

DEBUG = False
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
# Where the end of the audit log is written down outside of the database, and to whom it is mailed besides.
AUDIT_CHECKPOINTS = Path(env.str("AUDIT_CHECKPOINTS", default="") or VAR_DIR / "audit-checkpoints.jsonl")
AUDIT_CHECKPOINT_TO = env.list("AUDIT_CHECKPOINT_TO", default=[])

INSTALLED_APPS = [
    "modeltranslation",
    "demonstration",
    "home",
    "directory",
    "campaigns",
    "manuals",
    "search",
    "organisations",
    "content",
    "accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "network_site.headers.SafetyHeaders",
    "csp.middleware.CSPMiddleware",
    "network_site.headers.AdminPolicy",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "content.page_cache.AnonymousPages",
    "network_site.transactions.UnsafeInOneTransaction",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "network_site.languages.SiteLanguages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionLimits",
    "accounts.middleware.OwnLanguage",
    "organisations.middleware.EndedMemberships",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "organisations.wall.middleware.AdminWall",
]

ROOT_URLCONF = "network_site.urls"
WSGI_APPLICATION = "network_site.wsgi.application"

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
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# -- Data ----------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'site.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What is deleted is overwritten in the file: it must not be found there when somebody takes the machine.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    # A page asks many short questions: helper processes, or compiling, take longer to begin than the answer takes.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c max_parallel_workers_per_gather=0 -c jit=off"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {
    # What is counted: attempts to sign in, codes that were used. In the database, so that no limit falls when another
    # server is away.
    "default": env.cache_url_config("dbcache://site_cache?max_entries=20000"),
    # Whole pages, which nobody misses. Room for each in every language: Django's own 300 would throw them out all day.
    "pages": env.cache_url("CACHE_URL", default="dbcache://kept_pages?max_entries=20000"),
    # What is tied to one place in the code, not to content: lost at a restart without harm.
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# A cache that is frozen must cost a visitor less than making the page.
REDIS_OPTIONS = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
if CACHES["pages"]["BACKEND"].endswith("RedisCache"):
    CACHES["pages"]["OPTIONS"] = REDIS_OPTIONS | CACHES["pages"].get("OPTIONS", {})

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# -- Files ---------------------------------------------------------------------------------------------------------
# Every upload is private on disk; what the public may see is decided by a checked view at each request.
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
# Where a web server in front finds MEDIA_ROOT for accelerated redirects, for example "/private/"; empty without one.
MEDIA_ACCEL_PREFIX = env.str("MEDIA_ACCEL_PREFIX", default="")
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
LOCAL_FILES = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
}
# Two places that are never one: "default" is private and holds all that anybody brought in, its sizes and copies too;
# "staticfiles" is public and holds what everybody gets. Each may be any back-end that passes
# tests/organisations/test_storages.py; content/checks.py refuses a private one that hands files out by itself.
STORAGES = {
    "default": env.json("PRIVATE_STORAGE", default=LOCAL_FILES),
    "staticfiles": env.json(
        "PUBLIC_STORAGE", default={"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    ),
}

# -- Languages -----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGES = [("en", "English"), ("es", "Español"), ("fr", "Français"), ("ar", "العربية")]
# Besides the site's own words those of Wagtail that its own translations lack.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "of_wagtail"]
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_LANGUAGES = ("en", "es", "fr", "ar")
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "es", "fr", "ar")
MODELTRANSLATION_CUSTOM_FIELDS = ("StreamField",)

# -- People --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "display_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.passwords.CommonWordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reauthenticate": "accounts.forms.ConfirmPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password": "accounts.forms.AskForResetForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# Counted for each account or each address that was typed, never for each network address: behind Tor all share one.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/5m/key",
    "reset_password": "5/h/key",
    "reset_password_from_key": None,
}
# The person's one address is in the account itself; allauth's own table of addresses stays empty.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a class
PASSWORD_RESET_TIMEOUT = 60 * 60
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.ConfirmCodeForm",
    "activate_totp": "accounts.forms.AddAppForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = {"webauthn_login": None}
# A clock may be half a minute wrong, and people type slowly; a used code is refused all the same.
MFA_TOTP_TOLERANCE = 1
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = True
SESSION_SERIALIZER = "accounts.sessions.EncryptedSerializer"
# Forms need this cookie; it goes when the browser is closed, like the session's.
CSRF_COOKIE_AGE = None
CSRF_COOKIE_SECURE = True
# Demonstration accounts have passwords and codes that anybody can read. Only settings/dev.py says True.
DEMONSTRATION = False
CSRF_FAILURE_VIEW = "network_site.views.csrf_failure"

# -- Wagtail -------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = _("Defenders Network")
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
# An address that somebody pastes stays an address: to look up its page would tell the title of any page there is.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = "none"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_FRONTEND_LOGIN_URL = "/"
WAGTAILIMAGES_IMAGE_MODEL = "content.NetworkImage"
WAGTAILDOCS_DOCUMENT_MODEL = "content.NetworkDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "content.upload_forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "content.upload_forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"jpeg": "webp", "png": "webp", "gif": "webp", "avif": "webp", "webp": "webp"}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": True}}
WAGTAIL_AUTOSAVE_INTERVAL = 5000
# The editor's browser speaks to nobody but this site.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict] = []
# Otherwise a tag would come back as another organisation writes it.
TAGGIT_CASE_INSENSITIVE = False

# -- Mail ----------------------------------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="network@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# -- Headers -------------------------------------------------------------------------------------------------------
PUBLIC_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
}
# Wagtail's editor writes inline styles and scripts today; nothing from elsewhere is let in all the same.
ADMIN_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": PUBLIC_POLICY}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "accelerometer autoplay browsing-topics camera display-capture encrypted-media fullscreen geolocation "
        "gyroscope magnetometer microphone midi payment usb"
    ).split()
}
SECURE_CONTENT_TYPE_NOSNIFF = True
# "no-referrer" would make browsers send "Origin: null" with every form, which the check against forgery must refuse.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# -- Search --------------------------------------------------------------------------------------------------------
SEARCH_ENGINE = env.str("SEARCH_ENGINE", default="embedded")
if SEARCH_ENGINE not in ("embedded", "elasticsearch"):
    raise ImproperlyConfigured(f"SEARCH_ENGINE is embedded or elasticsearch, not {SEARCH_ENGINE}.")
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="http://localhost:9200")
ELASTICSEARCH_PREFIX = env.str("ELASTICSEARCH_PREFIX", default="site")
ELASTICSEARCH_API_KEY = env.str("ELASTICSEARCH_API_KEY", default="")
ELASTICSEARCH_CA_CERTS = env.str("ELASTICSEARCH_CA_CERTS", default="")
ELASTICSEARCH_REPLICAS = env.int("ELASTICSEARCH_REPLICAS", default=0)

# -- Logs: what happened, never who asked for what ------------------------------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Django's own request log names the address asked for, and with it what somebody looks for.
        "django.request": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
        # Wagtail logs the titles of pages that are still drafts; tasks log every step.
        "wagtail": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django_tasks": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Its client logs the address of each request, and of one that failed whatever was asked.
        "elastic_transport": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "elasticsearch": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
