"""Planning: the work is cut into shards while it is read; no list of all documents is ever in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.read import Record, Unreadable

# A shard ends early where a document's name says so, and at the latest at this multiple of the wanted size …
_LONGEST = 4
# … or at so many bytes: shards travel to workers.
_LARGEST = 8 << 20


@dataclass(frozen=True)
class Shard:
    """Documents that are processed and written together.

    `fingerprint` stands for everything besides the documents that decides their rows; the name is a hash of both.
    """

    name: str
    records: tuple[Record | Unreadable, ...]
    fingerprint: str


def plan(records: Iterable[Record | Unreadable], size: int, fingerprint: str) -> Iterator[Shard]:
    """Yield the shards of the records, in their order.

    `size` is the wanted number of documents a shard, `fingerprint` stands for everything besides the records that
    decides the rows. A record that comes or goes changes its own shard and leaves the others as they were: the cut
    follows the names, not the positions. A shard ends after a document whose name's hash is divisible by `size`.
    """
    group: list[Record | Unreadable] = []
    for record in records:
        group.append(record)
        if _ends_group(record.doc_id, size) or len(group) == _LONGEST * size or _bytes(group) >= _LARGEST:
            yield _shard(group, fingerprint)
            group = []
    if group:
        yield _shard(group, fingerprint)


def _bytes(group: Iterable[Record | Unreadable]) -> int:
    return sum(len(record.data) for record in group if isinstance(record, Record))


def _ends_group(doc_id: str, size: int) -> bool:
    digest = hashlib.sha256(doc_id.encode("utf-8", "surrogateescape")).digest()
    return int.from_bytes(digest[:8], "big") % size == 0


def _shard(group: Iterable[Record | Unreadable], fingerprint: str) -> Shard:
    records = tuple(group)
    digest = hashlib.sha256(fingerprint.encode())
    for record in records:
        digest.update(record.digest.encode())
    return Shard(digest.hexdigest()[:24], records, fingerprint)
