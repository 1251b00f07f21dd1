"""scispacy needs numpy 1, recent pyarrow refuses it, and pip does not notice: what we install must work together."""

import numpy
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import scispacy.abbreviation
import spacy


def test_the_libraries_work_together(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    assert isinstance(scispacy.abbreviation.AbbreviationDetector(nlp), scispacy.abbreviation.AbbreviationDetector)
    doc = nlp("Rituximab (RTX) was given.")
    frame = pd.DataFrame({"word": [token.text for token in doc], "at": numpy.array([token.idx for token in doc])})
    pq.write_table(pa.Table.from_pandas(frame), tmp_path / "words.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "words.parquet"), frame)
