"""What a language model answered, at the boundary: sizes, types and lists are limited; anything else is refused and counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import from_json

from marsad.model.opinion import Reason, Refusal, counted

MOST_CLAIMS = 200
MOST_LETTERS = 400
_MOST_CONTENT = 400_000
_MOST_CHOICES = 8
_FENCE = "```"


class _Boundary(BaseModel):
    """What comes from outside: no value is made to fit, and what nobody asked for is not looked at."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


def _said(value: Any) -> Any:
    """Take blank letters for what they are: nothing said."""
    return None if isinstance(value, str) and not value.strip() else value


Letters = Annotated[str, Field(min_length=1, max_length=MOST_LETTERS)]
Perhaps = Annotated[Letters | None, BeforeValidator(_said)]
Listed = Annotated[str, Field(min_length=1, max_length=80)]


class HarmSaid(_Boundary):
    """One outcome for one group of people, as letters of the report."""

    kind: Literal["harm"]
    outcome: Listed
    number: Letters
    harm: Letters
    victims: Perhaps = None
    scope: Literal["incident", "cumulative"] = "incident"
    when: Perhaps = None
    where: Perhaps = None
    by: Perhaps = None
    source: Perhaps = None


class ActSaid(_Boundary):
    """One act, as letters of the report."""

    kind: Literal["act"]
    type: Listed
    act: Letters
    when: Perhaps = None
    where: Perhaps = None
    by: Perhaps = None
    against: Perhaps = None
    source: Perhaps = None


class _Message(_Boundary):
    content: Annotated[str, Field(max_length=_MOST_CONTENT)]


class _Choice(_Boundary):
    message: _Message


class _Completion(_Boundary):
    choices: Annotated[list[_Choice], Field(min_length=1, max_length=_MOST_CHOICES)]


Said = HarmSaid | ActSaid
_CLAIM: TypeAdapter[Said] = TypeAdapter(Annotated[Said, Field(discriminator="kind")])


@dataclass(frozen=True, slots=True)
class Answer:
    """The claims of an answer that have the right form, and what was refused before anything was looked up in the report."""

    said: tuple[Said, ...] = ()
    refused: tuple[Refusal, ...] = ()


def answer(body: bytes) -> Answer:
    """Read a chat completion."""
    try:
        content = _Completion.model_validate_json(body).choices[0].message.content
    except (ValidationError, ValueError):
        return _none("no-completion")
    try:
        found = from_json(_bare(content), allow_inf_nan=False)
    except ValueError:
        return _none("no-json")
    if not (isinstance(found, dict) and isinstance(found.get("claims"), list)):
        return _none("no-claims")
    return _claims(found["claims"])


def _none(reason: Reason) -> Answer:
    return Answer(refused=(Refusal("answer", reason),))


def _bare(content: str) -> str:
    """Take off the fence of Markdown that many models put about JSON."""
    text = content.strip()
    if text.startswith(_FENCE) and text.endswith(_FENCE) and "\n" in text:
        return text.partition("\n")[2].removesuffix(_FENCE)
    return text


def _claims(found: list[Any]) -> Answer:
    """Take the claims one by one, so that a wrong one does not take the others with it."""
    said = tuple(_each(found[:MOST_CLAIMS]))
    beyond = max(0, len(found) - MOST_CLAIMS)
    refused = [Refusal("claim", "too-many", beyond)] if beyond else []
    malformed = sum(each is None for each in said)
    refused += [Refusal("claim", "malformed", malformed)] if malformed else []
    return Answer(tuple(each for each in said if each is not None), counted(refused))


def _each(found: list[Any]) -> Iterator[Said | None]:
    for each in found:
        try:
            yield _CLAIM.validate_python(each)
        except ValidationError:
            yield None
