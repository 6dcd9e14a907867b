"""Virtual environments without the embedded models."""

import sysconfig
import venv
from pathlib import Path


def create_bare_environment(folder: Path) -> Path:
    """Create a virtual environment with the packages of this one, but nothing else of it. Return its Python."""
    venv.create(folder, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "packages.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin" / "python"
