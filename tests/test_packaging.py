import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def python(*arguments, cwd):
    return subprocess.run([sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, check=True).stdout


def test_the_configuration_is_packed_into_a_build(tmp_path):
    build = [
        "setup.py",
        "--quiet",
        "build",
        "--build-base",
        str(tmp_path / "base"),
        "--build-lib",
        str(tmp_path / "lib"),
    ]
    python(*build, cwd=ROOT)
    code = "from pipeline.config import config_folder, load_config; load_config(); print(config_folder())"
    assert Path(python("-c", code, cwd=tmp_path / "lib").strip()) == tmp_path / "lib" / "pipeline" / "configs"
    package = tmp_path / "lib" / "pipeline"
    for file in ("tag/ner_model/MODEL.md", "tag/ner_model/tok2vec/model", "train/card.md", "configs/ner.cfg"):
        assert (package / file).is_file(), file
    assert {path.name for path in (package / "vocab" / "data").iterdir()} == {
        path.name for path in (ROOT / "pipeline" / "vocab" / "data").iterdir()
    }


def test_the_package_runs_as_a_module():
    assert python("-m", "pipeline", "--version", cwd=ROOT).startswith("litsift ")


def test_help_loads_no_heavy_library():
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom pipeline.cli import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        "print(sorted({'spacy', 'pyarrow', 'pandas', 'numpy', 'duckdb', 'pydantic', 'bs4'} & set(sys.modules)))"
    )
    assert python("-c", code, cwd=ROOT).strip() == "[]"
