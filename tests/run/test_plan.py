import pytest

from pipeline.errors import ReadError
from pipeline.run.plan import plan


def make(root, *names):
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"text of {name}")
    return root


def names(shards):
    return [file.name for shard in shards for file in shard.files]


def doc_ids(inputs):
    return {file.name: file.doc_id for shard in plan(inputs, 64, "f") for file in shard.files}


def test_a_document_is_called_by_its_path_without_suffix(tmp_path):
    make(tmp_path, "a.txt", "b/c.html")
    assert doc_ids([tmp_path]) == {"a.txt": "a", "b/c.html": "b/c"}


def test_documents_that_would_share_a_name_keep_their_suffix(tmp_path):
    make(tmp_path, "a.txt", "a.html", "b.txt")
    assert doc_ids([tmp_path]) == {"a.txt": "a.txt", "a.html": "a.html", "b.txt": "b"}


def test_a_name_that_is_another_files_full_name_keeps_its_suffix(tmp_path):
    make(tmp_path, "a.txt", "a.html", "a.txt.html")
    assert doc_ids([tmp_path]) == {"a.txt": "a.txt", "a.html": "a.html", "a.txt.html": "a.txt.html"}


def test_a_single_file_is_called_by_its_name(tmp_path):
    make(tmp_path, "deep/a.txt")
    assert doc_ids([tmp_path / "deep" / "a.txt"]) == {"a.txt": "a"}


def test_many_inputs_are_named_from_the_folder_that_holds_them_all(tmp_path):
    make(tmp_path, "one/a.txt", "two/a.txt")
    assert doc_ids([tmp_path / "one", tmp_path / "two"]) == {"one/a.txt": "one/a", "two/a.txt": "two/a"}


def test_a_file_that_is_given_twice_is_one_document(tmp_path):
    make(tmp_path, "a.txt")
    assert names(plan([tmp_path, tmp_path / "a.txt", tmp_path / "." / "a.txt"], 64, "f")) == ["a.txt"]


def test_results_below_the_input_folder_are_no_input(tmp_path):
    make(tmp_path, "a.txt", "out/report.html")
    assert names(plan([tmp_path], 64, "f", skip=tmp_path / "out")) == ["a.txt"]


def test_the_plan_does_not_depend_on_where_the_folder_stands(tmp_path):
    make(tmp_path / "here", "a.txt", "b.txt")
    make(tmp_path / "there", "a.txt", "b.txt")
    here, there = (plan([tmp_path / place], 64, "f") for place in ("here", "there"))
    assert [shard.name for shard in here] == [shard.name for shard in there]


@pytest.mark.parametrize("size", [1, 3, 64])
def test_every_file_is_in_one_shard_in_order(tmp_path, size):
    wanted = [f"{number:03}.txt" for number in range(100)]
    make(tmp_path, *wanted)
    assert names(plan([tmp_path], size, "f")) == wanted


def test_shards_are_about_as_large_as_wanted(tmp_path):
    make(tmp_path, *(f"{number:03}.txt" for number in range(400)))
    sizes = [len(shard.files) for shard in plan([tmp_path], 8, "f")]
    assert max(sizes) <= 32
    assert 4 <= sum(sizes) / len(sizes) <= 16


@pytest.mark.parametrize("change", ["add", "remove", "edit"])
def test_one_changed_file_leaves_the_other_shards_alone(tmp_path, change):
    make(tmp_path, *(f"{number:03}.txt" for number in range(200)))
    before = {shard.name for shard in plan([tmp_path], 8, "f")}
    if change == "remove":
        (tmp_path / "100.txt").unlink()
    else:
        (tmp_path / ("100.txt" if change == "edit" else "100a.txt")).write_text("another text")
    after = {shard.name for shard in plan([tmp_path], 8, "f")}
    assert 1 <= len(after - before) <= 2
    assert len(before & after) > 10


def test_another_configuration_changes_every_shard(tmp_path):
    make(tmp_path, *(f"{number:03}.txt" for number in range(50)))
    one, other = ({shard.name for shard in plan([tmp_path], 8, print_)} for print_ in ("f", "g"))
    assert not one & other


def test_nothing_to_read_is_an_error(tmp_path):
    make(tmp_path, "picture.png")
    with pytest.raises(ReadError, match="no documents here"):
        plan([tmp_path], 64, "f")
