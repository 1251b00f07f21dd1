from pipeline.evaluate.trained_on import count_trained_on, fingerprint
from pipeline.tag.ner import TRAINED_ON


def test_texts_are_known_by_their_beginning_whatever_the_white_space(tmp_path):
    (tmp_path / TRAINED_ON).write_text(fingerprint("Ague in the marsh.") + "\n")
    assert count_trained_on(["Ague  in\nthe Marsh.", "Palsy in the marsh."], tmp_path) == 1


def test_a_model_that_does_not_say_has_seen_nothing(tmp_path):
    assert count_trained_on(["Ague in the marsh."], tmp_path) == 0
