import pytest

from pipeline.config import load_config
from pipeline.errors import ConfigError
from pipeline.read import Record, Unreadable
from pipeline.run.fingerprint import fingerprint
from pipeline.run.plan import plan
from pipeline.run.shards import _kept, give_up, process_shard
from pipeline.tables import SCHEMAS, current_file, find_shard

pytestmark = pytest.mark.usefixtures("in_process")


@pytest.fixture(autouse=True)
def _forget():
    yield
    _kept.clear()


def shard_of(page, print_):
    records = [Record("a.txt", "a", "text", page.encode()), Unreadable("b.zip", "b.zip: broken")]
    [shard] = plan(records, 64, print_)
    return shard


def test_a_shard_has_a_file_in_every_table(page, tmp_path):
    config = load_config()
    shard = shard_of(page, fingerprint(config))
    files = process_shard(shard, config, tmp_path)
    assert (files.name, files.rows["documents"], files.rows["errors"]) == (shard.name, 1, 1)
    assert all(current_file(tmp_path, table, shard.name).exists() for table in SCHEMAS)


def test_a_worker_with_another_program_refuses_to_work(page, tmp_path):
    with pytest.raises(ConfigError, match="another version of litsift"):
        process_shard(shard_of(page, "of another program"), load_config(), tmp_path)


def test_a_shard_that_is_given_up_is_in_errors_document_by_document(page, tmp_path):
    files = give_up(shard_of(page, "f"), "KilledWorker: the worker died", tmp_path)
    assert (files.rows["errors"], files.rows["documents"]) == (2, 0)


def test_a_shard_that_is_given_up_is_tried_again_by_a_later_run(page, tmp_path):
    shard = shard_of(page, "f")
    give_up(shard, "KilledWorker: the worker died", tmp_path)
    assert find_shard(tmp_path, shard.name) is None
