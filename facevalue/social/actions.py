"""Social's door for what people do in our own apps, free of Django."""

from facevalue.social.content import Content, forget, hide, show, write_content
from facevalue.social.engaging import Engaged, delete_comment, engage, hide_comment
from facevalue.social.following import block, follow, unblock, unfollow
from facevalue.social.network import Network
from facevalue.social.records import COMMENT, KINDS, LIKE, SHARE
from facevalue.social.seeing import see

__all__ = [
    "COMMENT",
    "KINDS",
    "LIKE",
    "SHARE",
    "Content",
    "Engaged",
    "Network",
    "block",
    "delete_comment",
    "engage",
    "follow",
    "forget",
    "hide",
    "hide_comment",
    "see",
    "show",
    "unblock",
    "unfollow",
    "write_content",
]
