"""Settings of a run: `configs/default.yaml`, with a user's file layered over it, checked before anything starts."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import ConfigError

# In a checkout the folder stands beside the package; in an installed wheel it is packed inside it.
_CONFIG_FOLDERS = (Path(__file__).parent / "configs", Path(__file__).parent.parent / "configs")


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReadSettings(_Settings):
    """How files are read."""

    max_document_mb: int = Field(default=50, ge=1)
    """The largest document in megabytes (2**20 bytes), decompressed; larger ones go to `errors`."""
    max_unpacked_mb: int = Field(default=100_000, ge=1)
    """The most that is unpacked out of one archive or packed file, all in it together, in megabytes."""
    max_ratio: int = Field(default=200, ge=1)
    """The most that is unpacked out of one archive or packed file, in multiples of its size (always 64 MB)."""
    columns: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    """Which columns of a table hold what, where their names do not say: `{title: Headline}`; see docs/commands.md."""


class CleanSettings(_Settings):
    """How pages are cleaned."""

    sites: Path | None = None
    """A folder of further page profiles (`*.yaml`), tried before the packaged ones."""


class NerSettings(_Settings):
    """The model that supplies DRUG and DISEASE spans beside the vocabulary."""

    model: str = "litsift"
    """`litsift` for the shipped model, the package name or path of any spaCy model, or `none`."""
    guideline: Literal["bc5cdr", "ncbi-disease", "biored", "phee", "neurotrial-ner"] = "bc5cdr"
    """The corpus whose idea of a drug and a disease the shipped model follows; see MODEL.md beside it."""
    labels: dict[str, Literal["DRUG", "DISEASE"]] = Field(default_factory=dict)
    """Another model's labels and what they become; labels that are not listed are ignored."""
    mode: Literal["add", "replace"] = "add"
    """Of another model. `add`: beside the vocabulary, the longer of two that overlap; `replace`: instead of it."""


class TagSettings(_Settings):
    """How mentions are found."""

    lexicon: Path | None = None
    """A CSV of own terms (columns term, label, name, concept_id, kind) that wins over everything."""
    disable: tuple[str, ...] = ()
    """Names of spaCy components to leave out."""
    ner: NerSettings = NerSettings()


class RunSettings(_Settings):
    """How the work is cut up."""

    shard_size: int = Field(default=64, ge=1)
    """Documents a shard; a shard is the unit that is redone when something in it changed."""
    workers: int = Field(default=1, ge=1)
    """Processes that work at the same time on this machine."""
    scheduler: str | None = None
    """The address of a Dask scheduler (`tcp://host:8786`) whose workers do the work instead."""
    time_limit_s: float = Field(default=30, gt=0)
    """Seconds that one document may take; one that takes longer goes to `errors`."""


class Config(_Settings):
    """All settings of a run."""

    read: ReadSettings = ReadSettings()
    clean: CleanSettings = CleanSettings()
    tag: TagSettings = TagSettings()
    run: RunSettings = RunSettings()

    def with_engine(self, workers: int | None, scheduler: str | None) -> Config:
        """Return these settings with who does the work replaced, where it is given. Raises ConfigError for both."""
        if workers is not None and scheduler is not None:
            raise ConfigError("workers and scheduler: give one of them; a scheduler has workers of its own")
        given = {"workers": workers, "scheduler": scheduler}
        update = {key: value for key, value in given.items() if value is not None}
        try:
            run = RunSettings.model_validate({**self.run.model_dump(), **update})
        except ValidationError as error:
            key, problem = _first_problem(error)
            raise ConfigError(f"{key}: {problem}; see run.{key} in configs/default.yaml") from None
        return self.model_copy(update={"run": run})

    def fingerprint(self) -> str:
        """Return a hash of everything that can change the output: the settings and the content of files they name.

        Who does the work, how long it may take and where the files stand change nothing.
        """
        settings = self.model_dump(mode="json", exclude=_NO_MATTER)
        digest = hashlib.sha256(json.dumps(settings, sort_keys=True).encode())
        for path in (self.tag.lexicon, *_files(self.clean.sites, "*.yaml"), *_files(Path(self.tag.ner.model), "**/*")):
            if path is not None and path.is_file():
                digest.update(path.read_bytes())
        return digest.hexdigest()


_NO_MATTER: Any = {"run": {"workers", "scheduler", "time_limit_s"}, "tag": {"lexicon"}, "clean": {"sites"}}


def _files(folder: Path | None, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern)) if folder and folder.is_dir() else []


def config_folder() -> Path:
    """Return the folder of the packaged configuration files (default.yaml, sites/, lexicon/).

    Raises ConfigError if the installation lacks it.
    """
    for folder in _CONFIG_FOLDERS:
        if (folder / "default.yaml").is_file():
            return folder
    raise ConfigError("the packaged configs/ folder is missing; reinstall litsift")


def load_config(path: Path | None = None) -> Config:
    """Return the default settings with the file `path` (YAML) layered over them, key by key.

    Paths in the file are taken relative to the file. Raises ConfigError, with the key, for anything that does not fit.
    """
    settings = _read_yaml(config_folder() / "default.yaml")
    if path is not None:
        settings = _merge(settings, _read_yaml(path))
    try:
        config = Config.model_validate(settings)
    except ValidationError as error:
        key, problem = _first_problem(error)
        raise ConfigError(f"{path or 'default.yaml'}: setting '{key}': {problem}; see configs/default.yaml") from None
    return _resolve_paths(config, (path or config_folder() / "default.yaml").parent)


def _first_problem(error: ValidationError) -> tuple[str, str]:
    """Return the key of the first setting that does not fit, and why it does not."""
    first = error.errors()[0]
    problem = "there is no such setting" if first["type"] == "extra_forbidden" else first["msg"]
    return ".".join(str(part) for part in first["loc"]), problem


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file; name a settings file (YAML)") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = str(error).splitlines()[0]
        raise ConfigError(f"{path}: cannot be read as YAML ({reason}); correct or remove it") from None
    if not isinstance(content, dict):
        raise ConfigError(f"{path}: must hold settings as 'key: value'; see configs/default.yaml")
    return content


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict) and key != "labels"
        merged[key] = _merge(base[key], value) if both else value
    return merged


def _resolve_paths(config: Config, folder: Path) -> Config:
    """Return settings whose paths are absolute: workers may stand in another folder."""

    def resolved(path: Path | None, key: str) -> Path | None:
        if path is None:
            return None
        full = folder.resolve() / path
        if not full.exists():
            raise ConfigError(f"setting '{key}': {full} does not exist; correct the path or remove the setting")
        return full

    clean = config.clean.model_copy(update={"sites": resolved(config.clean.sites, "clean.sites")})
    tag = config.tag.model_copy(update={"lexicon": resolved(config.tag.lexicon, "tag.lexicon")})
    return config.model_copy(update={"clean": clean, "tag": tag})
