"""Whoever imports this has loaded the knowledge, and read a report with it: processes that are forked of it share that memory.

The small process of `multiprocessing` that workers are forked of imports it. It must have no thread of its own, so two libraries are told
not to start any; what fails here fails again, and is said, where a shard is made.
"""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from datetime import date

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("JE_ARROW_MALLOC_CONF", "background_thread:false")

import marsad.engine.careful
import marsad.engine.worker
from marsad.errors import MarsadError
from marsad.ingest import Report, to_document
from marsad.pipeline import prepare
from marsad.record.intake import reading

__all__ = ["marsad"]
_REPORT = "قتل ثلاثة مدنيين وأصيب خمسة آخرون في قصف على حلب أمس، وفق مصدر طبي."

with suppress(MarsadError, OSError):
    reading(to_document(Report("warm", _REPORT, published=date(2019, 1, 9))), prepare())
    gc.collect()
    gc.freeze()
