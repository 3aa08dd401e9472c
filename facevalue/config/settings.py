"""Django's settings. What an operator may choose comes from `environment`; the rest is decided here."""

from facevalue.config.databases import database
from facevalue.config.environment import environment, secret_key, signing_key
from facevalue.config.mail import mail

_chosen = environment()

DEBUG = _chosen.debug
SECRET_KEY = secret_key(_chosen.data)
ALLOWED_HOSTS = list(_chosen.hosts)

# Rooms from the bottom of the ladder to the top.
ROOMS = ["facevalue.identity", "facevalue.studio", "facevalue.campaigns", "facevalue.trust", "facevalue.treasury"]
FACES = ["facevalue.faces.ui", "facevalue.faces.brand", "facevalue.faces.staff", "facevalue.faces.creator"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    *ROOMS,
    *FACES,
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "facevalue.faces.ui.compression.Compression",
    "facevalue.config.security.content_security_policy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "facevalue.faces.ui.media.Media",
    "facevalue.faces.ui.hosts.Hosts",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "facevalue.faces.creator.languages.Languages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "facevalue.faces.ui.problems.Problems",
    "facevalue.faces.creator.problems.Problems",
    "facevalue.faces.creator.compose_offline.Accounts",
]

AUTH_USER_MODEL = "identity.Person"
# At every host, for each has a login of its own.
LOGIN_URL = "/login/"
# Of allauth we use the passkeys and the OpenID Connect provider, so its own sign-up never runs (docs/decisions/0017).
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_ADAPTER = "facevalue.faces.creator.accounts_adapter.Passkeys"
IDP_OIDC_ADAPTER = "facevalue.faces.creator.partners_adapter.Partners"
IDP_OIDC_PRIVATE_KEY = signing_key(_chosen.data)
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 180 * 24 * 3600
# Browsers offer passkeys over HTTPS, and besides on localhost, whose origin is not secure.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _chosen.https
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{rule}"}
    for rule in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

ROOT_URLCONF = "facevalue.config.urls"
WSGI_APPLICATION = "facevalue.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "facevalue.faces.creator.shell.shell",
            ],
        },
    }
]

DATABASES = {"default": database(_chosen.database_url or str(_chosen.data / "state.sqlite"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FACEVALUE_SMS = _chosen.sms
globals().update(mail(_chosen.mail, _chosen.sms))

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
# What esbuild names by its content stays as it is for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"-[0-9A-Z]{8}\.(js|css)$"

STORAGES = {
    "default": {"BACKEND": _chosen.media_backend, "OPTIONS": _chosen.media_options},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = _chosen.data / "media"
MEDIA_URL = "/media/"
PICTURE_MODEL = _chosen.picture_model
PROVENANCE_FILE = _chosen.data / "pictures.pem"

# Words that people may not write, beside our own: `trust.words`.
WORDS_FOLDER = _chosen.words

SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _chosen.https
CSRF_COOKIE_SECURE = _chosen.https
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "facevalue.faces.creator.problems.form_expired"
SECURE_SSL_REDIRECT = _chosen.https
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _chosen.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _chosen.https else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
