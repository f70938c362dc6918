"""What the verbs share that can ask a second reader: the options that name it, and how it is opened."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.errors import MarsadError

if TYPE_CHECKING:
    from marsad.opinion.reader import Reader
    from marsad.record.opining import Opined

KEY = "MARSAD_LLM_KEY"
_LONGEST = 3600.0


class Readers(StrEnum):
    """Who reads."""

    RULES = "rules"
    LLM = "llm"


ReadBy = Annotated[
    Readers,
    typer.Option(
        "--reader",
        help="`llm` asks a language model for a second opinion beside the rules: THE TEXT OF EACH REPORT IS SENT to the host of --endpoint.",
    ),
]
EndpointUrl = Annotated[
    str,
    typer.Option(
        "--endpoint",
        envvar="MARSAD_LLM_ENDPOINT",
        help=f"The OpenAI-compatible server to ask, such as http://127.0.0.1:11434/v1. A key is taken from {KEY} alone.",
        metavar="URL",
    ),
]
ModelName = Annotated[
    str, typer.Option("--model", envvar="MARSAD_LLM_MODEL", help="The model, as that server calls it.", metavar="NAME")
]
Insecure = Annotated[
    bool, typer.Option("--insecure", help="Send reports to another machine although the line is not encrypted.")
]
Seconds = Annotated[float, typer.Option("--seconds", min=1, max=_LONGEST, help="How long one answer may take, in all.")]
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Second:
    """A second reader as the options name it."""

    endpoint: str
    model: str
    insecure: bool = False
    seconds: float = PATIENCE


@contextmanager
def second_reader(second: Second) -> Iterator[Reader]:
    """Open a second reader; nothing is sent until it is asked."""
    from marsad.opinion.asking import Endpoint
    from marsad.opinion.reader import Reader

    if not second.endpoint or not second.model:
        raise MarsadError(
            "a second reader needs --endpoint, the server to ask, and --model, the model there: reports are sent nowhere by themselves"
        )
    key = os.environ.get(KEY, "")
    endpoint = Endpoint.of(second.endpoint, second.model, key, insecure=second.insecure)
    with endpoint.client(second.seconds) as client:
        yield Reader(endpoint, client, time.sleep)


def summary(opined: Opined) -> str:
    """Say what came of asking."""
    counts = (
        f"{opined.agreed} claims agreed",
        f"{opined.differing} read otherwise",
        f"{opined.theirs} that the rules do not have",
        f"{opined.ours} that it does not have",
    )
    refused = sum(opined.refused.values())
    why = ", ".join(f"{part} {reason} {times}" for (part, reason), times in sorted(opined.refused.items()))
    return f"second reader: {opined.heard} reports heard; {', '.join(counts)}; {refused} refused" + (
        f" ({why})\n" if why else "\n"
    )
