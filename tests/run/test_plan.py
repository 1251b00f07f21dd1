import pytest

from pipeline.read import Record, Unreadable
from pipeline.run.plan import plan


def records(*numbers, data="text"):
    return [Record(f"{number:03}.txt", f"{number:03}", "text", f"{data} of {number}".encode()) for number in numbers]


def shard_names(found, size=8, fingerprint="f"):
    return {shard.name for shard in plan(found, size, fingerprint)}


@pytest.mark.parametrize("size", [1, 3, 64])
def test_every_record_is_in_one_shard_in_order(size):
    found = records(*range(100))
    assert [record for shard in plan(found, size, "f") for record in shard.records] == found


def test_shards_are_about_as_large_as_wanted():
    sizes = [len(shard.records) for shard in plan(records(*range(400)), 8, "f")]
    assert max(sizes) <= 32
    assert 4 <= sum(sizes) / len(sizes) <= 16


def test_a_shard_of_large_documents_ends_early():
    large = [Record(f"{n}.txt", str(n), "text", b"x" * (5 << 20)) for n in range(6)]
    assert max(len(shard.records) for shard in plan(large, 64, "f")) == 2


@pytest.mark.parametrize("change", ["add", "remove", "edit"])
def test_one_changed_record_leaves_the_other_shards_alone(change):
    before = shard_names(records(*range(200)))
    first, rest = records(*range(100)), records(*range(101, 200))
    middle = {"add": records(100, 1000), "remove": [], "edit": records(100, data="another text")}[change]
    after = shard_names([*first, *middle, *rest])
    assert 1 <= len(after - before) <= 2
    assert len(before & after) > 10


def test_another_fingerprint_changes_every_shard():
    found = records(*range(50))
    assert not shard_names(found) & shard_names(found, fingerprint="g")


def test_another_reason_why_a_file_cannot_be_read_changes_its_shard():
    assert shard_names([Unreadable("a", "gone")]) != shard_names([Unreadable("a", "locked")])


def test_records_are_read_as_they_are_needed():
    read = []

    def reading():
        for record in records(*range(1000)):
            read.append(record)
            yield record

    next(plan(reading(), 8, "f"))
    assert len(read) <= 32
