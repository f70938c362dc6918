"""Where a user's own data lie, and where countries are fetched from: what the environment says, else what is usual."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

GEONAMES = "https://download.geonames.org/export/dump/"


def home() -> Path:
    """Give the folder of the user's own data: MARSAD_HOME, or the system's place for such."""
    return Path(os.environ.get("MARSAD_HOME") or platformdirs.user_data_dir("marsad"))


def gazetteers() -> Path:
    """Give the folder of the imported gazetteers."""
    return home() / "gazetteers"


def geonames() -> str:
    """Give the address of GeoNames' country files: MARSAD_GEONAMES, or GeoNames itself."""
    return os.environ.get("MARSAD_GEONAMES") or GEONAMES


def processors() -> int:
    """Count the processors that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
