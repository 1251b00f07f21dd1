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
