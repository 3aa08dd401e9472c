"""Who made a picture, of what, and that it is an ad: a C2PA manifest inside the delivered JPEG, signed by this deployment.

After "Content Credentials: C2PA Technical Specification" 2.x. Key and certificates are made at the first picture and stay in
one file; nothing is fetched, neither when signing nor later: no time stamps, no revocation lists.
"""

import threading
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any

import c2pa
from django.conf import settings

from facevalue.studio import certificates

LABEL = "org.facevalue.post"
_COMPOSITE = "http://cv.iptc.org/newscodes/digitalsourcetype/composite"
_SETTINGS = {
    "verify": {"verify_after_sign": False, "remote_manifest_fetch": False, "ocsp_fetch": False},
    "builder": {"thumbnail": {"enabled": False}},
}

_signers = threading.local()


def sign(jpeg: bytes, creator: int, composition: int, assets: Sequence[tuple[int, int]], disclosure: str) -> bytes:
    """The JPEG file with a manifest. `assets`: the ids of assets and the numbers of their versions."""
    signer = getattr(_signers, "signer", None)
    if signer is None:
        _signers.signer = signer = _signer()
    post = {
        "creator": str(creator),
        "composition": str(composition),
        "assets": [{"id": str(asset), "version": number} for asset, number in assets],
        "advertisement": True,
        "disclosure": disclosure,
    }
    manifest = {
        "claim_generator_info": [{"name": "Facevalue"}],
        "format": "image/jpeg",
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": _COMPOSITE}]}},
            {"label": LABEL, "data": post},
        ],
    }
    signed = BytesIO()
    c2pa.Builder(manifest, _context()).sign(signer, "image/jpeg", BytesIO(jpeg), signed)
    return signed.getvalue()


@cache
def _context() -> Any:
    return c2pa.Context(c2pa.Settings.from_dict(_SETTINGS))


def _signer() -> Any:
    """A signer of this thread."""
    key, chain = certificates.read(settings.PROVENANCE_FILE)
    return c2pa.Signer.from_info(c2pa.C2paSignerInfo(b"es256", chain, key, None))
