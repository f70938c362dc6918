"""Write what Marsad reads in a gold standard of sentences, as its scorer (`eval_gsr.py`) asks for it.

    python benchmarks/gsr.py --gold FOLDER -o PRED.jsonl

The standard is the Open Event Data Alliance's: sentences of Arabic newspapers with the PLOVER event types ASSAULT and PROTEST.
Nothing is trained on it. A sentence is read alone, as a report of one sentence without a date.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from marsad.knowledge.crosswalk import crosswalk
from marsad.knowledge.known import Knowledge
from marsad.model.claim import ActClaim, Claims, Party
from marsad.model.document import Document, document_id
from marsad.pipeline import extract, prepare

TYPES = ("assault", "protest")


def predictions(gold: Path, knowledge: Knowledge) -> Iterator[dict[str, Any]]:
    """Read every sentence of the standard once and give one object a sentence."""
    for key, text in sentences(gold).items():
        claims = extract(Document(document_id(text), text, key), knowledge)
        yield {"id": key, "text": text, "events": list(events(claims))}


def sentences(gold: Path) -> dict[str, str]:
    """Give the texts by their ids, each text once."""
    texts: dict[str, str] = {}
    for name in TYPES:
        with (gold / f"{name}_gsr.csv").open(encoding="utf-8", newline="") as rows:
            texts |= {row["text"]: row["id"] for row in csv.DictReader(rows) if row["text"] not in texts}
    return {key: text for text, key in texts.items()}


def events(claims: Claims) -> Iterator[dict[str, Any]]:
    """Give the acts that a sentence tells as news of their own, in PLOVER's terms; its coders left out what is only taken up."""
    return (_act(act) for act in claims.acts if act.foreground)


def _act(act: ActClaim) -> dict[str, Any]:
    doers = [party for party in act.parties if party.role != "target"]
    targets = [party for party in act.parties if party.role == "target"]
    return {
        "type": crosswalk("plover").to("sub_type", act.sub_type) or crosswalk("plover").to("type", act.type) or None,
        "verb_span": act.trigger.text,
        **_side("source", doers),
        **_side("target", targets),
    }


def _side(side: str, parties: Any) -> dict[str, Any]:
    quotes = " ".join(dict.fromkeys(party.quote.text for party in parties))
    return {f"{side}_span": quotes, f"{side}_role": _role(parties[0]) if parties else None}


def _role(party: Party) -> dict[str, str | None]:
    country = crosswalk("countries").to("alpha3", party.actor.country)
    return {"main": country or None, "role": crosswalk("plover").to("kind", party.actor.kind) or None}


def main() -> None:
    """Write the predictions."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--gold", type=Path, required=True, help="the folder of the standard")
    arguments.add_argument("-o", "--output", type=Path, required=True, help="JSON Lines to write")
    given = arguments.parse_args()
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in predictions(given.gold, prepare(imported=False))]
    given.output.write_text("".join(lines), encoding="utf-8")
    print(f"{len(lines)} sentences read")


if __name__ == "__main__":
    main()
