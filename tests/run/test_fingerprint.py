import pipeline
from pipeline.config import load_config
from pipeline.run import fingerprint as module
from pipeline.run.fingerprint import fingerprint


def test_the_fingerprint_knows_the_version(monkeypatch):
    before = fingerprint(load_config())
    module._program.cache_clear()
    monkeypatch.setattr(pipeline, "__version__", "99")
    after = fingerprint(load_config())
    module._program.cache_clear()
    assert before != after


def test_the_fingerprint_knows_the_lexicon(tmp_path):
    lexicon, settings = tmp_path / "own.csv", tmp_path / "own.yaml"
    settings.write_text("tag: {lexicon: own.csv}\n")
    seen = set()
    for term in ("aspirin", "warfarin"):
        lexicon.write_text(f"term,label,name,concept_id,kind\n{term},DRUG,{term},,substance\n")
        seen.add(fingerprint(load_config(settings)))
    assert len(seen) == 2


def test_the_fingerprint_knows_the_files_of_a_model(tmp_path):
    settings, model = tmp_path / "own.yaml", tmp_path / "model"
    settings.write_text(f"tag: {{ner: {{model: {model}}}}}\n")
    model.mkdir()
    seen = set()
    for content in ("one", "other"):
        (model / "weights").write_text(content)
        seen.add(fingerprint(load_config(settings)))
    assert len(seen) == 2


def test_how_long_a_document_may_take_changes_no_rows(tmp_path):
    settings = tmp_path / "own.yaml"
    settings.write_text("run: {time_limit_s: 99, workers: 3}\n")
    assert fingerprint(load_config(settings)) == fingerprint(load_config())
