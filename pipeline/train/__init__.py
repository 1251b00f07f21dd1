"""Makes the shipped NER model out of public corpora: `python -m pipeline.train CORPORA`, or `make train`."""
