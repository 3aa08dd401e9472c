"""What a live stream says of a campaign."""

from typing import Annotated

import msgspec
from msgspec import Meta

Text = Annotated[str, Meta(extra_json_schema={"pattern": "^-?[0-9]+$"})]
Tokens = Annotated[Text, Meta(description="Tokens, as a string for they may pass 2^53.")]


class Second(msgspec.Struct, frozen=True):
    """What was settled in one second."""

    at_ms: Annotated[int, Meta(description="The second's begin, in milliseconds since 1970.")]
    paid: Annotated[int, Meta(description="Engagements that earned tokens.")]
    free: Annotated[int, Meta(description="Engagements that counted and cost nothing.")]


class Creator(msgspec.Struct, frozen=True):
    """What a creator brought."""

    creator: Annotated[str, Meta(description="The person's id.")]
    name: Annotated[str, Meta(description="What the person is called.")]
    tokens: Tokens
    engagements: Annotated[int, Meta(description="Engagements that counted, paid and free.")]


class App(msgspec.Struct, frozen=True):
    """What came from an app."""

    app: Annotated[str, Meta(description="The app's id.")]
    name: Annotated[str, Meta(description="What the app is called.")]
    tokens: Tokens
    engagements: Annotated[int, Meta(description="Engagements that counted, paid and free.")]


class Totals(msgspec.Struct, frozen=True):
    """A campaign's figures at one moment, whole: a reader that missed some needs only the newest."""

    at_ms: Annotated[int, Meta(description="When they were read, in milliseconds since 1970.")]
    campaign: Annotated[str, Meta(description="The campaign's id.")]
    name: Annotated[str, Meta(description="What the brand calls it.")]
    funded_tokens: Annotated[Text, Meta(description="Tokens that the brand has put into the campaign.")]
    reserved_tokens: Annotated[Text, Meta(description="Tokens set aside for posts and not spent yet.")]
    spent_tokens: Annotated[Text, Meta(description="What it cost the brand: earnings and fees, less what undos brought back.")]
    fee_tokens: Annotated[Text, Meta(description="The part of `spent_tokens` that is the operator's fee.")]
    outcomes: Annotated[dict[str, int], Meta(description="Engagements by what settlement made of them.")]
    degrees: Annotated[dict[str, int], Meta(description="Engagements that count, by degree.")]
    kinds: Annotated[dict[str, int], Meta(description="Engagements that count, by kind.")]
    paid: Annotated[int, Meta(description="Engagements that earned tokens.")]
    free: Annotated[int, Meta(description="Engagements that counted and cost nothing.")]
    last_minute: Annotated[list[Second], Meta(min_length=60, max_length=60, description="The last 60 seconds, oldest first.")]
    top_creators: Annotated[list[Creator], Meta(description="Those who earned most, first.")]
    apps: Annotated[list[App], Meta(description="Where it came from, most first.")]
