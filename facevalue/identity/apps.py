"""The room as Django knows it."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "facevalue.identity"
