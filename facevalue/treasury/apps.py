"""The room as Django knows it."""

from django.apps import AppConfig


class TreasuryConfig(AppConfig):
    name = "facevalue.treasury"
