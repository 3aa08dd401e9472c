"""Whether what people see belongs to what was published, and what they wrote was told to the log."""

from collections.abc import Iterator

from facevalue.kit import sql
from facevalue.kit.compare import pages
from facevalue.kit.db import Database
from facevalue.kit.findings import Finding, place
from facevalue.social.log import OURSELVES, Log

_SQL = sql.load("facevalue.social")
_FINDINGS_MAX = 20


def audit_content(db: Database, log: Log) -> Iterator[Finding]:
    """`log` holds at least what was told to it by the moment that `db` sees."""
    for (post,) in db.rows(_SQL.unpublished_content, limit=_FINDINGS_MAX):
        yield Finding("content", place("social_content", post), "is not of a post as campaigns have published it")
    for post, comment in db.rows(_SQL.stray_comments, limit=_FINDINGS_MAX):
        yield Finding("comment", place("social_comment", comment), f"is about post {post}, which nobody can see")
    for page in pages(db, _SQL.page_of_told_comments, 3):
        for comment in page["id"].tolist():
            if log.db.row(_SQL.read_delivery, source=OURSELVES, key=f"comment {comment}") is None:
                yield Finding("comment", place("social_comment", comment), "is noted as told, the log has not heard of it")
