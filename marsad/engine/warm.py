"""Whoever imports this has the knowledge loaded and read a report with it: processes that are forked of it share that memory.

The program of `multiprocessing` that forks workers imports it before any thread is started. Whatever fails here fails again, and is
said, where a shard is made.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from datetime import date

from marsad.errors import MarsadError
from marsad.ingest import Report, to_document
from marsad.pipeline import prepare
from marsad.record.intake import reading

_REPORT = "قتل ثلاثة مدنيين وأصيب خمسة آخرون في قصف على حلب أمس، وفق مصدر طبي."

with suppress(MarsadError, OSError):
    reading(to_document(Report("warm", _REPORT, published=date(2019, 1, 9))), prepare())
    gc.collect()
    gc.freeze()
