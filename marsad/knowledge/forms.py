"""From entries to spelled forms: inflection by paradigm, folding, bound and li-al spellings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from marsad.errors import KnowledgeError
from marsad.knowledge.known import ARABIC, Form, Speech
from marsad.knowledge.schema import Ending, Paradigm, Word
from marsad.text.fold import fold_word

_NAMES = ("actor", "source")


def word_forms(word: Word, prefix: str, paradigms: Mapping[str, Paradigm]) -> Iterator[Form]:
    """Give every form of a word; `prefix` is the path of its file, which makes its id whole."""
    names = [word.inflect] if isinstance(word.inflect, str) else (word.inflect or [])
    for spelled in word.forms:
        if not names:
            pos: Speech = "name" if word.cls in _NAMES else "noun"
            yield from _variants(word, prefix, spelled, (pos, {}))
        for name in names:
            if name not in paradigms:
                raise KnowledgeError(f"{prefix}/{word.id}: no paradigm is called {name!r}; see morphology.yaml")
            for ending in paradigms[name].endings:
                inflected = _inflect(spelled, ending)
                if inflected:
                    yield from _variants(word, prefix, inflected, (paradigms[name].pos, ending.features()))


def _inflect(form: str, ending: Ending) -> str | None:
    head, gap, rest = form.partition(" ")
    if ending.drop and not head.endswith(ending.drop):
        return None
    stem = head[: len(head) - len(ending.drop)] if ending.drop else head
    return ending.before + stem + ending.add + gap + rest


def _variants(word: Word, prefix: str, spelled: str, kind: tuple[Speech, Mapping[str, str]]) -> Iterator[Form]:
    pos, features = kind
    means = {**features, **word.means}
    if word.register_:
        means["register"] = word.register_
    entry, text = f"{prefix}/{word.id}", fold_word(spelled)
    yield Form(text, entry, word.cls, means, pos)
    if spelled.endswith(ARABIC.feminine) and pos == "noun":
        yield Form(text[:-1] + ARABIC.feminine_bound, entry, word.cls, means, pos, bound=True)
    yield from joined_article(Form(text, entry, word.cls, means, pos))


def joined_article(form: Form) -> Iterator[Form]:
    """Give the spelling of a form with the article after the particle that swallows its alef (للجيش), if it has one."""
    if form.text.startswith(ARABIC.article) and len(form.text) > len(ARABIC.article) + 1:
        rest = ARABIC.article_joined + form.text[len(ARABIC.article) :]
        yield Form(rest, form.entry, form.category, form.means, form.pos, form.bound, ARABIC.article_particle)
