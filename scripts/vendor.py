"""Fetch what the workbench shows itself with from the npm registry: scripts, styles, fonts and the outlines of countries.

Run `python scripts/vendor.py` to refresh them after a change of `PACKAGES`; it needs npm. Each package's licence lies beside its
files, and `vendor.json` says the version and SHA-256 of every file, so that a test sees what was changed by hand.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

STATIC = Path(__file__).parent.parent / "marsad" / "serve" / "static" / "vendor"
TESTS = Path(__file__).parent.parent / "tests" / "web" / "vendor"

PACKAGES: dict[str, tuple[Path, tuple[str, ...]]] = {
    "htmx.org@4.0.1": (STATIC, ("dist/htmx.min.js", "LICENSE")),
    "maplibre-gl@6.17.0": (
        STATIC,
        ("dist/maplibre-gl.mjs", "dist/maplibre-gl-worker.mjs", "dist/maplibre-gl.css", "LICENSE.txt"),
    ),
    "uplot@1.6.32": (STATIC, ("dist/uPlot.iife.min.js", "dist/uPlot.min.css", "LICENSE")),
    "@fontsource/ibm-plex-sans-arabic@5.3.0": (
        STATIC,
        (
            *(
                f"files/ibm-plex-sans-arabic-{script}-{weight}-normal.woff2"
                for script in ("arabic", "latin")
                for weight in (400, 600)
            ),
            "LICENSE",
        ),
    ),
    "@fontsource/noto-naskh-arabic@5.3.0": (
        STATIC,
        (*(f"files/noto-naskh-arabic-{script}-400-normal.woff2" for script in ("arabic", "latin")), "LICENSE"),
    ),
    "world-atlas@2.0.2": (STATIC, ("LICENSE",)),
    "axe-core@4.14.1": (TESTS, ("axe.min.js", "LICENSE")),
}
ATLAS = "world-atlas@2.0.2"
COARSE, FINE = "package/countries-110m.json", "package/countries-50m.json"
REGION = (-20.0, -5.0, 82.0, 48.0)  # west, south, east, north: where countries are drawn finely


def main() -> None:
    """Fetch every package and write what is listed of it."""
    listed: dict[Path, dict[str, dict[str, str]]] = {STATIC: {}, TESTS: {}}
    with tempfile.TemporaryDirectory() as folder:
        for package, (target, names) in PACKAGES.items():
            files = dict(_files(package, Path(folder), names))
            if package == ATLAS:
                files["countries.json"] = _countries(package, Path(folder))
            listed[target][package] = {
                name: _write(target / _short(package) / name, data) for name, data in files.items()
            }
    for target, packages in listed.items():
        text = json.dumps(packages, indent=1, sort_keys=True)
        (target / "vendor.json").write_text(f"{text}\n", encoding="utf-8")


def _short(package: str) -> str:
    """Name the folder of a package: its name without scope and version."""
    return package.rpartition("@")[0].rpartition("/")[2].removesuffix(".org")


def _archive(package: str, folder: Path) -> Path:
    name = subprocess.run(  # noqa: S603  the names stand above
        ["npm", "pack", "--silent", package],  # noqa: S607  npm is wherever its user has it
        cwd=folder, capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    return folder / name


def _files(package: str, folder: Path, names: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(_archive(package, folder)) as archive:
        for name in names:
            found = archive.extractfile(f"package/{name}")
            if found is None:
                raise SystemExit(f"{package} has no file {name}")
            yield (
                Path(name).name,
                b"\n".join(line for line in found.read().split(b"\n") if not line.startswith(b"//# sourceMappingURL")),
            )


def _write(path: Path, data: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def _countries(package: str, folder: Path) -> bytes:
    """Give the outlines of the countries as GeoJSON, fine where Marsad's gazetteer is dense and coarse elsewhere."""
    with tarfile.open(_archive(package, folder)) as archive:
        coarse, fine = (json.load(found) for name in (COARSE, FINE) if (found := archive.extractfile(name)))
    drawn = {each["properties"]["name"]: each for each in _features(coarse)}
    drawn |= {each["properties"]["name"]: each for each in _features(fine) if _near(each)}
    whole = {"type": "FeatureCollection", "features": [drawn[name] for name in sorted(drawn)]}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _near(feature: dict[str, Any]) -> bool:
    west, south, east, north = REGION
    rings = [ring for polygon in feature["geometry"]["coordinates"] for ring in polygon]
    return any(west <= x <= east and south <= y <= north for ring in rings for x, y in ring)


def _features(topology: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Decode TopoJSON: arcs are delta-coded whole numbers, and a ring is a chain of arcs, `~n` being arc n backwards."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append([round(x * sx + tx, 2), round(y * sy + ty, 2)])
        arcs.append(line)
    for each in topology["objects"]["countries"]["geometries"]:
        if "arcs" in each:
            parts = [each["arcs"]] if each["type"] == "Polygon" else each["arcs"]
            shape = [[_ring(arcs, ring) for ring in part] for part in parts]
            yield {
                "type": "Feature",
                "properties": {"name": each["properties"]["name"]},
                "geometry": {"type": "MultiPolygon", "coordinates": shape},
            }


def _ring(arcs: list[list[list[float]]], chain: list[int]) -> list[list[float]]:
    points: list[list[float]] = []
    for index in chain:
        line = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += line[1:] if points else line
    return points


if __name__ == "__main__":
    main()
