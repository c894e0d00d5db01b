"""The workshop to hand out: a folder for participants, as a zip as well, and one for the teacher.

    python tools/handout.py OUT

Participants get exercises, data, the package and its lock file: after one install nothing needs a network. The teacher
gets guide and solutions, and a key with the answers that the solutions give when they are run now.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch

from budgetlib import workshop

ROOT = Path(__file__).parents[1]
EXERCISES = ROOT / "notebooks" / "workshop"
DATA = ("panel", "reports", "series", "workshop")
README = """# 工作坊 / Workshop

装一次（要网络，一两分钟），以后不用网络。Install once, with a network; afterwards none is needed.

```
python3 -m venv .venv
.venv/bin/python -m pip install --require-hashes -r requirements.lock
.venv/bin/python -m pip install --no-deps {wheel}
.venv/bin/python -m jupyterlab notebooks/workshop
```

Windows: `py -3 -m venv .venv`, `.venv\\Scripts\\python` …

先运行 `1-trace.ipynb` 的第一格：显示“环境正常”就可以开始。
Run the first cell of `1-trace.ipynb`: when it says that the environment is fine, you can start.
"""


def main(out: Path) -> None:
    """Write both folders and the zip; what an earlier run left in their place goes."""
    participants, teacher = out / "workshop", out / "workshop-teacher"
    for folder in (participants, teacher):
        shutil.rmtree(folder, ignore_errors=True)
    (participants / "notebooks" / "workshop").mkdir(parents=True)
    teacher.mkdir()
    for path in sorted(EXERCISES.iterdir()):
        own = path.suffix == ".ipynb" and not path.stem.endswith("-solution")
        shutil.copy(path, participants / "notebooks" / "workshop" if own else teacher)
    for name in DATA:
        shutil.copytree(ROOT / "data" / name, participants / "data" / name)
    shutil.copy(ROOT / "requirements.lock", participants)
    (participants / "README.md").write_text(README.format(wheel=_wheel(participants)), encoding="utf-8")
    (teacher / "answers.md").write_text(_key(), encoding="utf-8")
    archive = shutil.make_archive(str(participants), "zip", out, participants.name)
    print(f"{archive} ({Path(archive).stat().st_size / 1e6:.1f} MB); {teacher}")


def _wheel(folder: Path) -> str:
    """The package, built into the folder; its file name."""
    options = ("--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder))
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(ROOT)], check=True)
    return next(folder.glob("*.whl")).name


def _key() -> str:
    """Every question with the answer that its solution gives."""
    rows = ["# 答案 / Answers", "", "| 题 / question | 答案 / answer |", "| --- | --- |"]
    for path in sorted(EXERCISES.glob("*-solution.ipynb")):
        rows += [f"| {question} | {_text(answer)} |" for question, answer in _answers(path).items()]
    return "\n".join(rows) + "\n"


def _answers(solution: Path) -> dict[str, Any]:
    """What the cells of a solution hand to ``workshop.check``."""
    found: dict[str, Any] = {}
    names: dict[str, Any] = {"display": _nothing}
    before = Path.cwd()
    os.chdir(EXERCISES)
    try:
        silent = redirect_stdout(io.StringIO())
        with silent, patch.multiple(workshop, check=found.__setitem__, score=_nothing, environment=_nothing):
            for cell in json.loads(solution.read_text(encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "code":
                    exec(compile("".join(cell["source"]), solution.name, "exec"), names)
    finally:
        os.chdir(before)
    return found


def _nothing(*asked: object) -> None:
    """In the place of what a participant is told."""


def _text(answer: Any) -> str:
    """A number to two decimals, several names in one line."""
    if isinstance(answer, str):
        return answer
    try:
        return f"{float(answer):,.2f}"
    except (TypeError, ValueError):
        return "、".join(sorted(map(str, answer)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
