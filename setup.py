"""Packs configs/ into the wheel as pipeline/configs, where pipeline.config finds it; all else: pyproject.toml."""

from pathlib import Path
from shutil import copytree

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithConfigs(build_py):
    """The standard step, which copies the package, and configs/ beside it."""

    def run(self) -> None:
        """Copy; an editable install reads configs/ where it stands."""
        super().run()
        if not self.editable_mode:
            copytree("configs", Path(self.build_lib) / "pipeline" / "configs", dirs_exist_ok=True)


setup(cmdclass={"build_py": BuildWithConfigs})
