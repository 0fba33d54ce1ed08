#!/usr/bin/env python3
"""Deadlines, worked out a second time with Python's own time zones, to check what `heed sla deadline --batch` answers.

    sla_zoneinfo.py HEED [--random N] [--transitions FIRST LAST]     exit status 0 when all are equal; what differs is printed

Random cases of hours, holidays and targets in forty zones, and cases around every change of their clocks in those years. The second
way shares nothing with the first: it goes through time by quarters of an hour (by minutes where the clocks change within one), and asks of
each what the clock on the wall shows.
"""
import argparse
import datetime
import json
import random
import subprocess
import sys
import zoneinfo

ZONES = """Europe/Berlin Europe/London Europe/Dublin Europe/Lisbon Europe/Moscow Europe/Istanbul Europe/Kyiv Atlantic/Azores
America/New_York America/Chicago America/Denver America/Los_Angeles America/St_Johns America/Sao_Paulo America/Santiago
America/Asuncion America/Mexico_City America/Caracas America/Havana America/Scoresbysund Africa/Casablanca Africa/Cairo Africa/Juba
Africa/Nairobi Asia/Gaza Asia/Jerusalem Asia/Beirut Asia/Tehran Asia/Kolkata Asia/Kathmandu Asia/Pyongyang Asia/Tokyo
Asia/Ulaanbaatar Australia/Lord_Howe Australia/Adelaide Pacific/Apia Pacific/Chatham Pacific/Auckland Pacific/Kiritimati UTC""".split()
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOUR, DAY = 3600, 86400
EPOCH = datetime.date(1970, 1, 1)


class Wall:
    """What clocks show in one zone."""

    def __init__(self, name):
        self.zone = zoneinfo.ZoneInfo(name)
        self.known = {}

    def ahead(self, second):
        found = self.known.get(second)
        if found is None:
            when = datetime.datetime.fromtimestamp(second, self.zone)
            found = self.known[second] = int(when.utcoffset().total_seconds())
        return found

    def pieces(self, start):
        """(begin, end, ahead) from `start` on, within each of which clocks run on evenly."""
        at = start
        while True:
            end = (at // (HOUR // 4) + 1) * (HOUR // 4)  # Midnight is at a quarter somewhere, never within one.
            if self.ahead(at) != self.ahead(end - 1):
                end = (at // 60 + 1) * 60
            yield at, end, self.ahead(at)
            at = end


def second_of(text):
    return sum(int(part) * unit for part, unit in zip(text.split(":"), (HOUR, 60)))


def deadline(wall, hours, start, seconds):
    week = [[(second_of(a), second_of(b)) for a, b in hours["week"].get(day, [])] for day in DAYS]
    holidays = {(datetime.date.fromisoformat(day) - EPOCH).days for day in hours["holidays"]}
    for begin, end, ahead in wall.pieces(start):
        day, into = divmod(begin + ahead, DAY)
        if day in holidays:
            continue
        for first, last in sorted(week[(day + 3) % 7]):  # The first of January 1970 was a Thursday.
            worked = min(last, into + end - begin) - max(first, into)
            if worked <= 0:
                continue
            if seconds <= worked:
                return begin + max(first, into) - into + seconds
            seconds -= worked


def clock_time(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


def some_hours(source, zone, near):
    week = {}
    for day in source.sample(DAYS, source.randint(1, 7)):
        marks = sorted(source.sample(range(0, 1441, source.choice((1, 15, 60))), source.choice((2, 2, 4))))
        week[day] = [[clock_time(a), clock_time(b)] for a, b in zip(marks[::2], marks[1::2])]
    days = [datetime.datetime.fromtimestamp(near, datetime.timezone.utc).date() + datetime.timedelta(source.randint(-1, 9))
            for _ in range(source.choice((0, 0, 1, 3)))]
    return {"timezone": zone, "week": week, "holidays": [str(day) for day in days]}


def random_cases(source, count):
    for _ in range(count):
        zone = source.choice(ZONES)
        start = source.randint(946684800, 2145916800)  # 2000 to 2037
        yield zone, start, some_hours(source, zone, start), source.choice((1, 5, 60, 90, 480, source.randint(1, 2000)))


def transitions(wall, first, last):
    """The seconds at which clocks change, found by halving."""
    begin, end = (int(datetime.datetime(year, 1, 1, tzinfo=datetime.timezone.utc).timestamp()) for year in (first, last + 1))
    for week in range(begin, end, 7 * DAY):
        low, high = week, week + 7 * DAY
        if wall.ahead(low) == wall.ahead(high):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if wall.ahead(middle) == wall.ahead(low) else (low, middle)
        yield high


def transition_cases(source, walls, first, last):
    always = {day: [["00:00", "24:00"]] for day in DAYS}
    night = {day: [["00:30", "01:30"], ["02:15", "02:45"], ["22:00", "23:30"]] for day in DAYS}
    for zone, wall in walls.items():
        for at in transitions(wall, first, last):
            for week in (always, night):
                start = at - source.randint(0, 26 * 60) * 60
                yield zone, start, {"timezone": zone, "week": week, "holidays": []}, source.randint(1, 2000)


def text_of(second):
    return datetime.datetime.fromtimestamp(second, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("heed")
    parser.add_argument("--random", type=int, default=5000)
    parser.add_argument("--transitions", type=int, nargs=2, default=(2024, 2027))
    asked = parser.parse_args()
    source = random.Random(20261122)
    walls = {zone: Wall(zone) for zone in ZONES}
    cases = [*random_cases(source, asked.random), *transition_cases(source, walls, *asked.transitions)]
    lines = [json.dumps({"start": text_of(start), "minutes": minutes, "hours": hours}) for _, start, hours, minutes in cases]
    said = subprocess.run([asked.heed, "sla", "deadline", "--batch"], input="\n".join(lines) + "\n", text=True, check=True,
                          capture_output=True).stdout.splitlines()
    wrong = len(said) != len(cases)
    for (zone, start, hours, minutes), line, answer in zip(cases, lines, said):
        due = json.loads(answer).get("deadline")
        right = deadline(walls[zone], hours, start, minutes * 60)
        if due is None or datetime.datetime.fromisoformat(due.replace("Z", "+00:00")).timestamp() != right:
            print(f"{line}\n  {answer}, and not {text_of(right)}")
            wrong = True
    print(f"{len(cases)} deadlines in {len(ZONES)} zones: " + ("some differ" if wrong else "all equal"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
