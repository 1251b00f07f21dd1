"""litsift: facts out of clinical abstracts, each traced to the words it came from."""

__version__ = "0.1.0"
