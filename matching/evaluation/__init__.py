"""Judged sets and metrics: how well the engine ranks what people have judged."""

from matching.evaluation.judged import JudgedSet, JudgedSetInvalid, JudgedText, load_judged_set
from matching.evaluation.metrics import MEASURES, Interval
from matching.evaluation.report import SetResult, SystemResult, as_table, evaluate
from matching.evaluation.reporting import report_sections
from matching.evaluation.runs import SYSTEMS
from matching.evaluation.sections import MarkersMissing, replaced

__all__ = [
    "MEASURES",
    "SYSTEMS",
    "Interval",
    "JudgedSet",
    "JudgedSetInvalid",
    "JudgedText",
    "MarkersMissing",
    "SetResult",
    "SystemResult",
    "as_table",
    "evaluate",
    "load_judged_set",
    "replaced",
    "report_sections",
]
