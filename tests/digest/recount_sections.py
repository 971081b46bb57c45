"""The digest's sections counted again from the raw rows, in plain Python and with nothing of the digest's."""

from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from math import sqrt
from zoneinfo import ZoneInfo

# By hand from the cards: where attention begins, and from which answer on somebody is often tired.
LINES = {
    ("phq15", "total"): ("physical", 10, True),
    ("phq8", "total"): ("psychological", 10, True),
    ("gad7", "total"): ("psychological", 10, True),
    ("who5", "percent"): ("psychological", 50, False),
    ("ucla3", "total"): ("social", 6, True),
    ("cbi_personal", "personal"): ("burnout", 50, True),
    ("bsfc_s", "total"): ("burden", 15, True),
}
TIRED = {
    ("phq8", "tired"): 2,
    ("phq9", "tired"): 2,
    ("phq15", "tired"): 2,
    ("cbi_personal", "tired"): 75,
    ("bsfc_s", "exhausted"): 2,
}


class Rows:
    """The raw rows that a digest is made from, as tuples: who, what, when."""

    def __init__(self, caregivers, scores, answers, attendances, practices, due, zone):
        self.caregivers = set(caregivers)
        self.scores = [row for row in scores if row[0] in self.caregivers and row[4] <= due]
        self.answers = [row for row in answers if row[0] in self.caregivers and row[5] <= due]
        self.attendances, self.practices, self.due, self.zone = attendances, practices, due, ZoneInfo(zone)

    def runs(self):
        """Each person's scores on a scale, oldest first."""
        found = defaultdict(list)
        for person, instrument, scale, value, _ in sorted(self.scores, key=lambda row: row[4]):
            found[instrument, scale, person].append(float(value))
        return found

    def outcomes(self, thresholds):
        """By scale: how many were scored twice, and how many improved, stayed and got worse beyond chance."""
        told = {}
        for (instrument, scale, _), values in self.runs().items():
            if (instrument, scale) not in thresholds or len(values) < 2:
                continue
            points, exceeded, worse = thresholds[instrument, scale]
            gain = (values[0] - values[-1]) * (1 if worse else -1)
            reached = abs(gain) > points if exceeded else abs(gain) >= points
            row = told.setdefault((instrument, scale), [0, 0, 0, 0])
            row[0] += 1
            row[2 if not reached else 1 if gain > 0 else 3] += 1
        return told

    def areas(self):
        """By area: how many people were scored in it, and how many stand beyond a line with their latest."""
        asked, beyond = defaultdict(set), defaultdict(set)
        for (instrument, scale, person), values in self.runs().items():
            if (instrument, scale) in LINES:
                area, line, upwards = LINES[instrument, scale]
                asked[area].add(person)
                if (values[-1] >= line) if upwards else (values[-1] <= line):
                    beyond[area].add(person)
        return {area: (len(people), len(beyond[area])) for area, people in asked.items()}

    def tired(self):
        """How many people were asked whether they are tired, and how many often are by some form."""
        latest = {}
        for person, instrument, item, value, _, _ in sorted(self.answers, key=lambda row: row[5]):
            if (instrument, item) in TIRED and value is not None:
                latest[person, instrument, item] = value
        often = {p for (p, instrument, item), value in latest.items() if value >= TIRED[instrument, item]}
        return len({person for person, _, _ in latest}), len(often)

    def sessions(self):
        """By number of the session: who came, and who did not."""
        told = {}
        for number, held_at, person, came in self.attendances:
            if held_at is not None and held_at <= self.due:
                row = told.setdefault(number, [0, 0])
                if person is not None:
                    row[0 if came else 1] += 1
        return told

    def pieces(self, sent):
        """By piece: whom it reached, who told, who tried, whom it helped at least a little."""
        told = defaultdict(lambda: [set(), set(), set(), set()])
        for person, piece, because, offered, answered, tried, helped in self.practices:
            if person not in self.caregivers or (because == "sent") != sent:
                continue
            if offered is None or offered > self.due:
                continue
            row = told[piece]
            row[0].add(person)
            if answered is not None and answered <= self.due:
                row[1].add(person)
                row[2].update({person} if tried else ())
                row[3].update({person} if helped in {"helped", "little"} else ())
        return {piece: [len(people) for people in row] for piece, row in told.items()}

    def quality(self, start, end):
        """Questions, skipped, long forms, those all alike, and check-ins answered too fast in a week."""
        week = [row for row in self.answers if start <= row[5] < end]
        forms, checkins = defaultdict(list), defaultdict(list)
        for _, instrument, _, value, checkin, at in week:
            forms[checkin, instrument].append(value)
            checkins[checkin].append(at)
        given = [[value for value in values if value is not None] for values in forms.values()]
        long = [values for values in given if len(values) >= 5]
        return (
            len(week),
            sum(value is None for _, _, _, value, _, _ in week),
            len(long),
            sum(len(set(values)) == 1 and values[0] > 0 for values in long),
            sum(
                len(times) >= 4 and max(times) - min(times) < timedelta(seconds=len(times) - 1)
                for times in checkins.values()
            ),
        )


def reliable(sd, reliability):
    """The change in points that must be exceeded, by Jacobson and Truax."""
    return 1.96 * sd * sqrt(2 * (1 - reliability))


def moment(text):
    """An instant as SQLite keeps it."""
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("UTC"))


def number(value):
    """A score as it is kept, as a number."""
    return float(Decimal(str(value)))
