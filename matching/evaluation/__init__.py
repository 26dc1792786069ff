"""Judged sets and metrics: how well the engine ranks what people have judged."""

from matching.evaluation.judged import JudgedSet, JudgedSetInvalid, JudgedText, load_judged_set
from matching.evaluation.metrics import MEASURES, Interval
from matching.evaluation.report import SetResult, SystemResult, as_table, evaluate
from matching.evaluation.runs import SYSTEMS

__all__ = [
    "MEASURES",
    "SYSTEMS",
    "Interval",
    "JudgedSet",
    "JudgedSetInvalid",
    "JudgedText",
    "SetResult",
    "SystemResult",
    "as_table",
    "evaluate",
    "load_judged_set",
]
