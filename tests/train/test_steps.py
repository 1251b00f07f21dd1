import pytest

from pipeline.errors import ConfigError
from pipeline.train import __main__ as train
from pipeline.train.__main__ import Step, check, do, install


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "source.txt"
    path.write_text("one")
    return path


def step(tmp_path, *inputs, settings=""):
    made = tmp_path / "made.txt"
    count = tmp_path / "count.txt"

    def make(path):
        count.write_text(f"{count.read_text() if count.exists() else ''}x")
        path.write_text("made")

    return Step(made, make, inputs, settings), count


def test_a_step_is_done_once(tmp_path, source):
    once, count = step(tmp_path, source)
    do(once)
    do(once)
    assert (once.output.read_text(), count.read_text()) == ("made", "x")


def test_a_step_is_done_again_when_its_input_or_its_settings_change(tmp_path, source):
    once, count = step(tmp_path, source)
    do(once)
    source.write_text("two")
    do(once)
    do(once._replace(settings="other"))
    assert count.read_text() == "xxx"


def test_a_step_without_inputs_is_done_every_time(tmp_path):
    always, count = step(tmp_path)
    do(always)
    do(always)
    assert count.read_text() == "xx"


def test_an_interrupted_step_leaves_nothing_that_looks_done(tmp_path, source):
    def fail(path):
        path.write_text("half")
        raise KeyboardInterrupt

    output = tmp_path / "made.txt"
    with pytest.raises(KeyboardInterrupt):
        do(Step(output, fail, (source,)))
    assert not output.exists()
    once, count = step(tmp_path, source)
    do(once)
    assert (output.read_text(), count.read_text()) == ("made", "x")


def test_what_is_missing_is_named_before_anything_starts(tmp_path, monkeypatch):
    monkeypatch.setattr(train, "find_spec", lambda name: object())
    with pytest.raises(ConfigError, match=r"bc5cdr.train\.jsonl: is missing"):
        check([tmp_path / "bc5cdr" / "train.jsonl"])
    monkeypatch.setattr(train, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match="floret"):
        check([])


def test_a_missing_folder_is_one_line_and_status_2(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(train, "find_spec", lambda name: object())
    assert train.main([str(tmp_path / "nothing"), "--work", str(tmp_path / "work")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_new_model_takes_the_place_of_the_old(tmp_path):
    for name in ("new", "old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(name)
    install(tmp_path / "new", tmp_path / "old")
    assert [file.name for file in (tmp_path / "old").iterdir()] == ["new.txt"]
