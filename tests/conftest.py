"""What a kill leaves, at every moment of a piece of work."""

import os
import shutil
import sys
from pathlib import Path

import pytest

# What Python tells before it happens and what may change a folder; `ctypes.dlsym`: an exchange of two folders.
_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "shutil.rmtree", "ctypes.dlsym"}
_watching = []


def _on_event(event, arguments):
    if not _watching:
        return
    writes = event == "open" and isinstance(arguments[0], str) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    if event in _CHANGES or writes:
        watcher = _watching.pop()  # what it does itself is no moment
        watcher(arguments[0] if writes else None)
        _watching.append(watcher)


@pytest.fixture(scope="session")
def _told():
    sys.addaudithook(_on_event)  # there is no way to take it off again


@pytest.fixture
def moments(tmp_path_factory, _told):
    """A function that does some work and returns copies of a folder: what a kill leaves that comes just before one of
    the work's changes to files, or just after it opened a file to write it anew, for each of them.
    """

    def moments(folder, work):
        copies = []

        def copy(opened):
            copies.append(tmp_path_factory.mktemp("killed") / folder.name)
            shutil.copytree(folder, copies[-1])
            if opened and Path(opened).is_relative_to(folder) and not Path(opened).is_dir():
                copy(None)
                (copies[-1] / Path(opened).relative_to(folder)).write_bytes(b"")

        _watching.append(copy)
        try:
            work()
        finally:
            _watching.clear()
        assert len(copies) > 2
        return copies

    return moments
