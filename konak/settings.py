"""All settings of Konak. Every one has a working default; the environment overrides those read by the helpers."""

import json
import os
from pathlib import Path

from konak.foundation.db.state import databases, secret_key, state_folder


def env_str(name: str, default: str) -> str:
    return os.environ.get(name, default)


def env_bool(name: str, default: bool) -> bool:
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on", "evet"}


def env_list(name: str, default: list[str]) -> list[str]:
    return [part.strip() for part in os.environ[name].split(",") if part.strip()] if name in os.environ else default


BASE = Path(__file__).resolve().parents[1]
STATE = state_folder()
SECRET_KEY = secret_key()
DEBUG = env_bool("KONAK_DEBUG", False)
ALLOWED_HOSTS = env_list("KONAK_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env_str("KONAK_URL", "http://localhost:8000")
SECURE = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

SIGN_AGENT = env_str("KONAK_SIGN_AGENT", "http://127.0.0.1:8765")
"""Where the signing agent of a clerk listens on his own computer; pages may talk to it."""

MUNICIPALITY = env_str("KONAK_MUNICIPALITY", "Örnek Büyükşehir Belediyesi")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tables2",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "konak.foundation.db",
    "konak.foundation.people",
    "konak.foundation.access",
    "konak.foundation.trail",
    "konak.foundation.numbering",
    "konak.foundation.calendar",
    "konak.foundation.files",
    "konak.foundation.announce",
    "konak.foundation.lake",
    "konak.foundation.evidence",
    "konak.foundation.search",
    "konak.foundation.documents",
    "konak.foundation.indicators",
    "konak.foundation.notify",
    "konak.foundation.cases",
    "konak.foundation.ui",
    "konak.foundation.web",
    "konak.foundation.front",
    "konak.gateways.mail",
    "konak.gateways.sms",
    "konak.gateways.antivirus",
    "konak.gateways.ldap",
    "konak.gateways.converter",
    "konak.gateways.kep",
    "konak.gateways.detsis",
    "konak.gateways.pki",
    "konak.gateways.timestamp",
    "konak.gateways.mobile_signature",
    "konak.governance.organization",
    "konak.governance.staffing",
    "konak.governance.committees",
    "konak.governance.orders",
    "konak.governance.disclosures",
    "konak.governance.legislation",
    "konak.governance.sources",
    "konak.governance.processes",
    "konak.governance.compliance",
    "konak.governance.systems",
    "konak.office.esignature",
    "konak.office.correspondence",
    "konak.office.archive",
    "konak.estate.assets",
    "konak.estate.stocktake",
    "konak.estate.software",
    "konak.estate.upkeep",
    "konak.estate.supplies",
    "konak.estate.network",
    "konak.estate.monitoring",
    "konak.city.geodata",
    "konak.service.knowledge",
    "konak.service.desk",
    "konak.service.repairs",
    "konak.service.visits",
    "konak.service.consultancy",
    "konak.service.access_requests",
    "konak.service.directory",
    "konak.service.mailroom",
    "konak.service.webhooks",
    "konak.assurance.logs",
    # after our own, so that our templates are found first
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.idp.oidc",
    "django.forms",
]

DATABASES = databases()
DATABASE_ROUTERS = ["konak.foundation.db.replica.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "konak.foundation.web.observing.observe",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "konak.foundation.web.middleware.door",
    "konak.foundation.web.middleware.actor",
    "konak.foundation.front.seen.middleware",
    "konak.foundation.web.middleware.second_factor",
    "konak.foundation.web.middleware.presence",
    "konak.foundation.web.middleware.reports",
    "konak.service.directory.views.doors.policy",
    "konak.service.directory.views.doors.leaving",
]

ROOT_URLCONF = "konak.urls"
WSGI_APPLICATION = "konak.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "konak/service/directory/templates"],  # before allauth's own pages of the same names
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "konak.foundation.ui.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "konak.foundation.ui.forms.Renderer"

# Sign-in. Nobody signs up by himself: accounts come from the directory or from an administrator.
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "konak.service.directory.services.signing_in.DirectoryBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "konak.foundation.front.adapter.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/ip,5/15m/key", "login": "60/m/ip"}
ACCOUNT_SESSION_REMEMBER = False
# Behind a proxy the address of the visitor stands in X-Forwarded-For; so many proxies of ours are believed.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env_str("KONAK_PROXIES", "0"))
ACCOUNT_LOGOUT_ON_GET = False
# Providers of identities that Konak trusts, and Konak as one (service/directory). Both are set up on screen.
SOCIALACCOUNT_ADAPTER = "konak.service.directory.services.issuing.Guests"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
IDP_OIDC_ADAPTER = "konak.service.directory.services.providing.Identities"
IDP_OIDC_DCR_ENABLED = False
IDP_OIDC_INTROSPECTION_ENABLED = False
IDP_OIDC_ID_TOKEN_EXPIRES_IN = 300
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 900
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 8 * 3600
# The second factor. Whoever holds one of these positions sets one up within the days of grace; others may.
MFA_ADAPTER = "konak.foundation.front.factors.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = f"Konak · {MUNICIPALITY}"
# Mails as they came are kept so many days, then erased (service/mailroom); 0 keeps them for good.
MAIL_RAW_DAYS = int(env_str("KONAK_MAIL_RAW_DAYS", "730"))
# Kamu zararı of a stocktake: days to look into it, and to pay after the notice (estate/stocktake).
LOSS_DECIDE_DAYS = int(env_str("KONAK_LOSS_DECIDE_DAYS", "60"))
LOSS_PAY_DAYS = int(env_str("KONAK_LOSS_PAY_DAYS", "30"))
SECOND_FACTOR_POSITIONS = env_list("KONAK_MFA_REQUIRED", ["administrator"])
SECOND_FACTOR_GRACE_DAYS = int(env_str("KONAK_MFA_GRACE_DAYS", "7"))
# API keys: a day has so many minutes, a key so many requests in each of them.
TOKEN_REQUESTS_PER_MINUTE = int(env_str("KONAK_API_RATE", "600"))
TOKEN_LONGEST_DAYS = 365
CSRF_FAILURE_VIEW = "konak.foundation.front.views.errors.csrf_failure"
LOGIN_URL = "/giris/"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
# Sign-in attempts are counted in PostgreSQL, so that every web process knows them.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "konak_cache"}}

# The browser. No inline script anywhere; Tabler draws its arrows as data: images.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'", SIGN_AGENT],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_SSL_REDIRECT = False
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "tr"
LANGUAGES = [("tr", "Türkçe")]
TIME_ZONE = "Europe/Istanbul"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = STATE / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

# Files (foundation/files): content-addressed blobs below the state folder.
FILES_ROOT = STATE / "files"
# Vector tiles that were drawn before (city/geodata); may be deleted at any time.
GEO_TILES = STATE / "geo-tiles"
# The lake (foundation/lake): spool, sealed segments, manifests. A disk of its own is a good place for it.
LAKE_RESERVE_MB = int(env_str("KONAK_LAKE_RESERVE_MB", "1024"))  # kept free: below it pushed lines are sent back
LAKE_ROOT = Path(env_str("KONAK_LAKE", str(STATE / "lake")))
# The virus scanner (gateways/antivirus): empty is none; `tcp://127.0.0.1:3310` or `unix:///run/clamav/clamd.ctl`.
CLAMD = env_str("KONAK_CLAMD", "")
CLAMD_REQUIRED = env_bool("KONAK_CLAMD_REQUIRED", True)
CLAMD_TIMEOUT = float(env_str("KONAK_CLAMD_TIMEOUT", "30"))
CLAMD_LIMIT_MB = int(env_str("KONAK_CLAMD_LIMIT_MB", "100"))
# The archive (office/archive) destroys nothing until the installation says that its retention plan has been tried.
ARCHIVE_DISPOSAL = env_bool("KONAK_ARCHIVE_DISPOSAL", False)
FILES_LIMIT_MB = int(env_str("KONAK_FILE_LIMIT_MB", "50"))
# Signatures (office/esignature). Roots are files of the installation; nothing is trusted that does not lie there.
SIGN_TRUST = Path(env_str("KONAK_TRUST", str(STATE / "guven")))
SIGN_TSA = env_list("KONAK_TSA", [])  # `http://no:parola@tsa.example/`, asked in this order
SIGN_POLICY = env_str("KONAK_SIGN_POLICY", "")  # `oid:sha256` of the signature policy; empty is BES without policy
DETSIS_WSDL = env_str("KONAK_DETSIS_WSDL", "")  # address of the service description of the national registry
DETSIS_USER = env_str("KONAK_DETSIS_USER", "")
DETSIS_PASSWORD_FILE = env_str("KONAK_DETSIS_PASSWORD_FILE", "")
KEP_TRUST = env_str("KONAK_KEP_TRUST", "")  # folder of roots of KEP providers; empty is the folder of signatures
KEP_ONLINE = env_bool("KONAK_KEP_ONLINE", True)  # may ask authorities and DNS whether a sender is genuine
EYPS_KEY = env_str("KONAK_EYPS_KEY", "")  # PEM file: the key and certificate encrypted packages are opened with
SIGN_ANY = env_bool("KONAK_SIGN_ANY", False)  # also certificates that do not call themselves qualified
SEAL_MODULE = env_str("KONAK_SEAL_MODULE", "")
SEAL_TOKEN = env_str("KONAK_SEAL_TOKEN", "")
SEAL_PIN_FILE = env_str("KONAK_SEAL_PIN_FILE", "")
MSSP = env_str("KONAK_MSSP", "")  # a JSON file: operator → url, ap_id, ap_password, profile_url, status_url
MOBILE_SIGNATURE: dict[str, dict[str, str]] = json.loads(Path(MSSP).read_text(encoding="utf-8")) if MSSP else {}
WEBHOOK_INTERNAL = env_bool("KONAK_WEBHOOK_INTERNAL", False)  # webhooks may lead inside the network
WEBHOOK_CA = env_str("KONAK_WEBHOOK_CA", "")
MONITORING_NETWORKS = env_list("KONAK_MONITORING_NETWORKS", ["0.0.0.0/0", "::/0"])  # where checks may be sent
MONITORING_FOLDERS = env_list("KONAK_MONITORING_FOLDERS", [])  # folders whose files may be looked at for their age
MONITORING_SERVICE = env_str(
    "KONAK_MONITORING_SERVICE", "olculen-ariza"
)  # service of the desk that takes measured faults
MONITORING_TRAPS = env_str("KONAK_MONITORING_TRAPS", "")  # `127.0.0.1:1162`: where traps are heard
FEED_INTERNAL = env_bool("KONAK_FEED_INTERNAL", False)  # feeds of legislation may be read from inside the network
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Ways out of the house (gateways/mail, gateways/sms). Without them notifications stay on the screen.
SMTP_URL = env_str("KONAK_SMTP_URL", "")
SMTP_SENDER = env_str("KONAK_SMTP_SENDER", "")
IMAP_CA = env_str("KONAK_IMAP_CA", "")  # certificate of an own authority of the mailboxes
SMS_URL = env_str("KONAK_SMS_URL", "https://api.netgsm.com.tr")
SMS_USER = env_str("KONAK_SMS_USER", "")
SMS_PASSWORD = env_str("KONAK_SMS_PASSWORD", "")
SMS_SENDER = env_str("KONAK_SMS_SENDER", "")
SMS_DAILY_LIMIT = int(env_str("KONAK_SMS_DAILY_LIMIT", "500"))
SMS_MIN_BALANCE = int(env_str("KONAK_SMS_MIN_BALANCE", "0"))
SMS_PARTS = int(env_str("KONAK_SMS_PARTS", "2"))
SMS_DRY = env_bool("KONAK_SMS_DRY", False)

# `/metrics` for Prometheus exists only when a key is given.
METRICS_KEY = env_str("KONAK_METRICS_KEY", "")

PROCRASTINATE_ON_APP_READY = None
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"numbered": {"()": "konak.foundation.web.logs.Numbered"}},
    "formatters": {
        "line": {"()": "konak.foundation.web.logs.Line", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "konak.foundation.web.logs.Json"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if env_str("KONAK_LOG_FORMAT", "line") == "json" else "line",
            "filters": ["numbered"],
        }
    },
    "root": {"handlers": ["console"], "level": env_str("KONAK_LOG_LEVEL", "INFO")},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "psycopg.pool": {"level": "ERROR"},
        "httpx": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "ocrmypdf": {"level": "WARNING"},
    },
}
