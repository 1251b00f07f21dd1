"""Settings: what does not fit is named, and what is named is found from everywhere."""

import pytest

from pipeline.config import load_config
from pipeline.errors import ConfigError


def test_paths_of_settings_are_absolute(tmp_path, monkeypatch):
    (tmp_path / "own.csv").write_text("term,label,name,concept_id,kind\n")
    (tmp_path / "sites").mkdir()
    (tmp_path / "own.yaml").write_text("tag: {lexicon: own.csv}\nclean: {sites: sites}\n")
    monkeypatch.chdir(tmp_path)
    config = load_config(type(tmp_path)("own.yaml"))
    assert (config.tag.lexicon, config.clean.sites) == (tmp_path / "own.csv", tmp_path / "sites")


def test_a_path_that_does_not_exist_is_named_whole(tmp_path):
    (tmp_path / "own.yaml").write_text("tag: {lexicon: own.csv}\n")
    with pytest.raises(ConfigError, match=f"setting 'tag.lexicon': {tmp_path}/own.csv does not exist"):
        load_config(tmp_path / "own.yaml")


@pytest.mark.parametrize("workers", [0, -1, 1.5])
def test_workers_that_cannot_be_are_refused(workers):
    with pytest.raises(ConfigError, match=r"workers: Input should be .*; see run\.workers in"):
        load_config().with_engine(workers, None)


def test_workers_and_a_scheduler_are_not_both_given():
    with pytest.raises(ConfigError, match="workers and scheduler: give one of them"):
        load_config().with_engine(2, "tcp://127.0.0.1:1")


def test_what_is_not_given_stays():
    config = load_config().with_engine(3, None)
    assert (config.run.workers, config.with_engine(None, None)) == (3, config)
