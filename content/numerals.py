"""Chinese numerals as people type them, turned into figures: 三月十号 is 3月10号."""

import re
import unicodedata

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4}
_DIGITS |= {"五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_RUN = re.compile(f"[{''.join(_DIGITS)}十]+")
# A weekday is a name and no number: 周二.
_NAMED = re.compile(r"(周|星期|礼拜)[一二三四五六日天]")


def in_figures(text: str) -> str:
    """Return the text with every number up to 99, and every year digit by digit, in plain figures."""
    text = unicodedata.normalize("NFKC", text)
    kept = {found.start() + len(found[1]) for found in _NAMED.finditer(text)}
    return _RUN.sub(lambda run: run[0] if run.start() in kept else _figure(run[0]), text)


def _figure(run: str) -> str:
    before, ten, after = run.partition("十")
    if not ten:
        return "".join(str(_DIGITS[each]) for each in run)
    if len(before) > 1 or len(after) > 1 or "十" in after:
        return run
    return str(10 * _DIGITS.get(before, 1) + _DIGITS.get(after, 0))
