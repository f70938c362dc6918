"""What can't be read as a model object is a `ModelError` of one sentence, whatever is wrong with it."""

from __future__ import annotations

import pytest

from marsad.errors import ModelError
from marsad.model.codec import load
from marsad.model.judgement import Judgement


@pytest.mark.parametrize("text", ["{", '{"id": 3}', "9" * 6400, "[" * 100_000])
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(ModelError):
        load(Judgement, text)
