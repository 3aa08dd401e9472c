"""The room as Django knows it."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "facevalue.campaigns"
