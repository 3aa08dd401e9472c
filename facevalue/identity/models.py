"""The tables of identity. Times are milliseconds since the Unix epoch; 0 stands for never."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from facevalue.identity import rules
from facevalue.kit import ids

Kinds = type[rules.OrganisationKind] | type[rules.RoleKind]


def _choices(kinds: Kinds) -> list[tuple[str, str]]:
    return [(kind.value, kind.name.replace("_", " ").lower()) for kind in kinds]


def _is_one_of(kinds: Kinds) -> models.Q:
    return models.Q(kind__in=[kind.value for kind in kinds])


class People(BaseUserManager["Person"]):
    """How Django's login finds a person."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person who logs in with this e-mail address, in any case of letters."""
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """Who logs in, posts, likes or buys; a deleted one is a nameless id. `phone` is in E.164 (ITU-T)."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    name = models.CharField(max_length=80)
    email = models.EmailField(unique=True, null=True)
    phone = models.CharField(max_length=16, unique=True, null=True)
    language = models.CharField(max_length=8)
    is_active = models.BooleanField(default=True)
    created_at = models.BigIntegerField()

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        db_table = "identity_person"
        constraints = [
            models.CheckConstraint(condition=models.Q(id__gt=0), name="identity_person_id"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="identity_person_email_lower"),
            models.CheckConstraint(condition=models.Q(phone__startswith="+"), name="identity_person_phone_e164"),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A brand, agency, retailer, app operator or the operator itself."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    kind = models.CharField(max_length=16, choices=_choices(rules.OrganisationKind))
    name = models.CharField(max_length=80)
    created_at = models.BigIntegerField()

    class Meta:
        db_table = "identity_organisation"
        constraints = [
            models.CheckConstraint(condition=_is_one_of(rules.OrganisationKind), name="identity_organisation_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """What a person is in an organisation: one role each."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=16, choices=_choices(rules.RoleKind))

    class Meta:
        db_table = "identity_role"
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation"], name="identity_role_once"),
            models.CheckConstraint(condition=_is_one_of(rules.RoleKind), name="identity_role_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.person} is {self.kind} of {self.organisation}"


class Mandate(models.Model):
    """The role that a brand gives to an agency, and so to the agency's people as far as their own roles reach."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    agency = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="mandates")
    brand = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="agencies")
    kind = models.CharField(max_length=16, choices=_choices(rules.RoleKind))

    class Meta:
        db_table = "identity_mandate"
        constraints = [
            models.UniqueConstraint(fields=["agency", "brand"], name="identity_mandate_once"),
            models.CheckConstraint(condition=_is_one_of(rules.RoleKind), name="identity_mandate_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} is {self.kind} of {self.brand}"


class App(models.Model):
    """A white-label face with a host name of its own."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="apps")
    name = models.CharField(max_length=80)
    host = models.CharField(max_length=253, unique=True)
    created_at = models.BigIntegerField()

    class Meta:
        db_table = "identity_app"
        constraints = [
            models.CheckConstraint(condition=models.Q(host=Lower("host")), name="identity_app_host_lower"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """That a person joined an app, under the terms of which version."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="members")
    terms_version = models.IntegerField()
    joined_at = models.BigIntegerField()

    class Meta:
        db_table = "identity_membership"
        constraints = [models.UniqueConstraint(fields=["person", "app"], name="identity_membership_once")]

    def __str__(self) -> str:
        return f"{self.person} in {self.app}"


class Consent(models.Model):
    """That a person told us something about themselves and agreed to its use, under the words of `text_version`. When they
    withdraw, what they told is gone and the rest stays."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    field = models.CharField(max_length=16)
    value = models.CharField(max_length=60)
    text_version = models.IntegerField()
    given_at = models.BigIntegerField()
    withdrawn_at = models.BigIntegerField(default=0)

    class Meta:
        db_table = "identity_consent"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "field"], condition=models.Q(withdrawn_at=0), name="identity_consent_one_stands"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=0) | models.Q(value=""), name="identity_consent_withdrawn_is_gone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.person}"


class Code(models.Model):
    """A one-time code on its way to an address. Its id is known to the browser alone that asked for it, and of the code only a
    keyed hash is kept. It is thrown away when it is over."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    way = models.CharField(max_length=8)
    address = models.CharField(max_length=254)
    code_hmac = models.CharField(max_length=64)
    tries = models.IntegerField(default=0)
    expires_at = models.BigIntegerField(db_index=True)
    used_at = models.BigIntegerField(default=0)

    class Meta:
        db_table = "identity_code"

    def __str__(self) -> str:
        return f"Code {self.pk}"


class Attempt(models.Model):
    """How often something was tried in the window that ends at `ends_at`; `key` is a keyed hash of what and by whom."""

    key = models.CharField(primary_key=True, max_length=64)
    count = models.IntegerField()
    ends_at = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "identity_attempt"

    def __str__(self) -> str:
        return f"{self.count} tries"


class Message(models.Model):
    """What the outbox keeps instead of sending it: for demonstrations."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    recipient = models.CharField(max_length=254)
    text = models.TextField()
    at = models.BigIntegerField()

    class Meta:
        db_table = "identity_message"

    def __str__(self) -> str:
        return f"To {self.recipient}"


class Partner(models.Model):
    """A partner app, whose people sign in with their account of this app: a client of the OpenID Connect provider."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="+")
    client = models.OneToOneField("allauth_idp_oidc.Client", on_delete=models.CASCADE, related_name="partner")

    class Meta:
        db_table = "identity_partner"

    def __str__(self) -> str:
        return f"Partner of {self.app}"


class Theme(models.Model):
    """A version of an app's theme: `document` is a `themes.Theme` as JSON. Only an app's one draft (number 0) is ever changed;
    the published one with the highest number is what the app looks like."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="themes")
    number = models.IntegerField()
    document = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.BigIntegerField()

    class Meta:
        db_table = "identity_theme"
        constraints = [
            models.UniqueConstraint(fields=["app", "number"], name="identity_theme_number"),
            models.CheckConstraint(condition=models.Q(number__gte=0), name="identity_theme_number_range"),
        ]

    def __str__(self) -> str:
        return f"Theme {self.number or 'in the making'} of {self.app}"


class Credential(models.Model):
    """An API key of an organisation, or of one of its apps. Its id is the public half; of the secret only a hash is kept."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="credentials")
    app = models.ForeignKey(App, on_delete=models.CASCADE, null=True, related_name="credentials")
    name = models.CharField(max_length=80)
    scopes = models.CharField(max_length=200)
    secret_sha256 = models.CharField(max_length=64)
    created_at = models.BigIntegerField()
    expires_at = models.BigIntegerField(default=0)
    revoked_at = models.BigIntegerField(default=0)
    last_used = models.BigIntegerField(default=0)

    class Meta:
        db_table = "identity_credential"

    def __str__(self) -> str:
        return f"{self.name} of {self.app or self.organisation}"
