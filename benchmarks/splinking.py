"""Linking by splink: the same accounts and candidate pairs as Marsad's, weights trained by expectation maximisation without labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import pandas as pd
from splink import Linker, SettingsCreator, block_on
from splink import comparison_library as compare
from splink.backends.duckdb import DuckDBAPI

from marsad.reconcile.cluster import Pair
from marsad.reconcile.sketch import Sketch

MATCH = 0.5


def groups(sketches: Mapping[str, Sketch], pairs: Sequence[Pair]) -> list[list[str]]:
    """Give connected groups of the accounts; splink blocks by day and place, and only pairs that Marsad's blocking brings are kept."""
    table = pd.DataFrame([_row(each) for each in sketches.values()])
    api = DuckDBAPI(
        connection=duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    )
    linker = Linker(api.register(table), _settings())
    linker.training.estimate_u_using_random_sampling(max_pairs=200_000)
    for rule in (block_on("day", "name"), block_on("day", "killed")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=MATCH).as_pandas_dataframe()  # type: ignore[no-untyped-call]
    wanted = set(pairs)
    linked = [(min(a, b), max(a, b)) for a, b in zip(found["unique_id_l"], found["unique_id_r"], strict=True)]
    return _connected(list(sketches), [pair for pair in linked if pair in wanted])


def _row(each: Sketch) -> dict[str, object]:
    return {
        "unique_id": each.id,
        "day": each.last.isoformat() if each.last else None,
        "name": each.name or None,
        "lat": each.place.lat if each.place else None,
        "lon": each.place.lon if each.place else None,
        "kind": min(each.kinds, default=None),
        "actor": min(each.initiators, default=None),
        "killed": str(max(each.killed)) if each.killed else None,
        "injured": str(max(each.injured)) if each.injured else None,
    }


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.JaroWinklerAtThresholds("name", [0.9]),
            compare.DistanceInKMAtThresholds("lat", "lon", [5, 25]),
            *(compare.ExactMatch(column) for column in ("kind", "actor", "killed", "injured")),
        ],
        blocking_rules_to_generate_predictions=[block_on("day")],
    )


def _connected(ids: Sequence[str], pairs: Sequence[Pair]) -> list[list[str]]:
    group = {each: [each] for each in ids}
    for one, other in pairs:
        if group[one] is not group[other]:
            merged = group[one] + group[other]
            group |= dict.fromkeys(merged, merged)
    return list({id(each): each for each in group.values()}.values())
