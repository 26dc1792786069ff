"""The generated sections of the report of the engine: Markdown, written between markers.

A section `figures` stands between `<!-- begin figures -->` and `<!-- end figures -->`; what is
outside of markers is written by people and never touched. Measuring is done elsewhere.
"""

from collections.abc import Mapping, Sequence

from matching.errors import MatchingError
from matching.evaluation.ablations import SetAblations
from matching.evaluation.bands import BandCount, SetBands, Silence
from matching.evaluation.metrics import Interval
from matching.evaluation.report import BEST, ENGINE, SetResult, SystemResult, means
from matching.ranking.calibration import Band

MEASURE = "nDCG@10"


class MarkersMissing(MatchingError):
    """A report has no place for a section; the message says which lines it needs."""


def replaced(report: str, sections: Mapping[str, str]) -> str:
    """Return the report with each section put between its markers, in place of what was there.

    Raises MarkersMissing when a section has not both of its markers, in their order.
    """
    for name, content in sections.items():
        begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
        before, found, rest = report.partition(begin)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise MarkersMissing(f"The report needs a line {begin} and after it a line {end}.")
        report = f"{before}{begin}\n\n{content.strip()}\n\n{end}{after}"
    return report


def figures(results: Sequence[SetResult]) -> str:
    """Every ranking on every set, the means over the sets, and the best plain way of each set."""
    names = list(results[0].systems[0].measures)
    rows = [["set", "ranking", *names], ["---"] * (2 + len(names))]
    for result in results:
        for place, system in enumerate(result.systems):
            title = f"`{result.name}` ({result.questions}, {result.texts})" if not place else ""
            label = f"{system.system} ({system.note})" if system.note else system.system
            rows.append([title, label, *(_measured(system, name) for name in names)])
    over_all = [["mean over the sets", *names], ["---"] * (1 + len(names))]
    for label, row in means(results).items():
        over_all.append([label, *(f"{row[name]:.3f}" for name in names)])
    several = [_table(over_all)] if len(results) > 1 else []
    return "\n\n".join([_table(rows), *several, _against_best(results)])


def ablations(found: Sequence[SetAblations]) -> str:
    """What is lost on every set without each part, with the paired interval below it."""
    heads = [f"`{item.name}`" for item in found]
    rows = [["without", *heads, "mean"], ["---"] * (2 + len(found))]
    wholes = [item.whole for item in found]
    rows.append(["(whole)", *(f"{whole:.3f}" for whole in wholes), f"{_mean(wholes):.3f}"])
    for parts in zip(*(item.parts for item in found), strict=True):
        lost = [part.difference for part in parts]
        cells = (f"{_signed(item)}<br>{item.low:+.3f} to {item.high:+.3f}" for item in lost)
        rows.append([parts[0].without, *cells, f"{_mean([item.mean for item in lost]):+.3f}"])
    return _table(rows)


def calibration(bands: Sequence[SetBands], silences: Sequence[Silence]) -> str:
    """How many of the first ten in each band are right, and how often nothing is said to fit."""
    return f"{_band_table(bands)}\n\n{_silence_table(bands, silences)}"


def _against_best(results: Sequence[SetResult]) -> str:
    rows = [["set", "best of the plain ways", "its " + MEASURE, "engine", "difference"]]
    rows.append(["---"] * len(rows[0]))
    for result in results:
        best = result.best(MEASURE)
        if best is None or result.systems[0].system != ENGINE:
            continue
        engine = result.systems[0].measures[MEASURE].mean
        rival = best.measures[MEASURE].mean
        # `against` is the rival less the engine: turned round, it says what the engine adds.
        turned = best.against[MEASURE]
        gained = Interval(-turned.mean, -turned.high, -turned.low)
        spread = f"{_signed(gained)} ({gained.low:+.3f} to {gained.high:+.3f})"
        name = f"{best.system} {best.note}".strip()
        rows.append([f"`{result.name}`", name, f"{rival:.3f}", f"{engine:.3f}", spread])
    row = means(results)
    if len(results) > 1 and BEST in row and ENGINE in row:
        ours, theirs = row[ENGINE][MEASURE], row[BEST][MEASURE]
        rows.append(["mean", "", f"{theirs:.3f}", f"{ours:.3f}", f"{ours - theirs:+.3f}"])
    return _table(rows)


def _band_table(bands: Sequence[SetBands]) -> str:
    rows = [["set", "language", "questions", *Band], ["---"] * (3 + len(Band))]
    for item in bands:
        cells = (_precision(count) for count in item.counts)
        rows.append([f"`{item.name}`", _language(item), str(item.questions), *cells])
    return _table(rows)


def _silence_table(bands: Sequence[SetBands], silences: Sequence[Silence]) -> str:
    rows = [["questions of", "asked of", "questions", "told that nothing fits"], ["---"] * 4]
    for item in bands:
        name = f"`{item.name}`, {_language(item)}"
        rows.append([name, "its own", str(item.questions), _share(item.silent, item.questions)])
    by_pair = sorted(silences, key=lambda item: (item.asked, item.collection))
    for pair in by_pair:
        told = _share(pair.silent, pair.questions)
        rows.append([f"`{pair.asked}`", f"`{pair.collection}`", str(pair.questions), told])
    return _table(rows)


def _language(item: SetBands) -> str:
    return "known" if item.language_known else "unknown"


def _precision(count: BandCount) -> str:
    return "" if count.precision is None else f"{count.precision:.2f} of {count.answers}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else ""


def _measured(system: SystemResult, name: str) -> str:
    value, difference = system.measures[name], system.against[name]
    return f"{value.mean:.3f} ({value.low:.3f} to {value.high:.3f}){_star(difference)}"


def _signed(difference: Interval) -> str:
    return f"{difference.mean:+.3f}{_star(difference)}"


def _star(difference: Interval) -> str:
    return " *" if difference.low > 0 or difference.high < 0 else ""


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _table(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
