"""staffing.py PROGRAM FOLDER - do the tables of a staffing plan open in the readers that people use, with the numbers of its CSV?

Plans a small city, rosters what it requires, and prints a line of TAP for each test.
"""

import csv
import re
import subprocess
import sys

import h5py
import netCDF4
import numpy as np
import pandas
import xarray

import tap

PROGRAM, FOLDER = sys.argv[1:]
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
HOURS = 24 * len(DAYS)
PLAN, ROSTER = FOLDER + "/plan", FOLDER + "/roster.csv"


def told(*command):
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def plan():
    return told(PROGRAM, "staff", "tiny", "--target", "answered_30s>=.9", "--target", "urgent_p95_wait<=60s", "--days", "28",
                "--warmup", "10", "--reps", "2", "--interval", "60", "--no-check", "--quiet", "--lang", "zh", "--script", "-o", PLAN + ".csv")


SAID = plan()
ROSTERED = told(PROGRAM, "roster", PLAN + ".csv", "-o", ROSTER)
TABLE = pandas.read_csv(PLAN + ".csv", float_precision="round_trip")
COLUMNS = ["calls", "load", "theory", "requirement", "cover", "short"]


def assert_equals_csv(read):
    """read(name) -> the column of the group `week`; the CSV has the digits that read back as the same number."""
    for name in COLUMNS:
        np.testing.assert_array_equal(read(name), TABLE[name].to_numpy(float), err_msg=name)


def xarray_reads_the_week():
    for engine in ("netcdf4", "h5netcdf"):
        with xarray.open_dataset(PLAN + ".h5", engine=engine, group="week") as week:
            np.testing.assert_array_equal(week.hour.values, np.arange(HOURS))
            assert_equals_csv(lambda name, of=week: of[name].values)
            assert all(week[name].attrs["units"] and week[name].attrs["long_name"] for name in week.variables)


def h5py_reads_the_week():
    with h5py.File(PLAN + ".h5") as file:
        assert_equals_csv(lambda name: file["week"][name][:])


def netcdf4_reads_the_week():
    with netCDF4.Dataset(PLAN + ".h5") as file:
        assert_equals_csv(lambda name: np.ma.filled(file["week"][name][:], np.nan))


def ncdump_reads_the_week():
    text = told("ncdump", "-p", "9,17", "-v", "week/load", PLAN + ".h5")
    cells = re.search(r"\n\s+load =\s([^;]*);", text).group(1).split(",")
    np.testing.assert_array_equal([float(cell) for cell in cells], TABLE["load"].to_numpy(float))


def the_table_is_a_whole_week():
    assert list(TABLE.weekday) == [day for day in DAYS for _ in range(24)]
    assert list(TABLE.start) == [f"{hour:02d}:00" for _ in DAYS for hour in range(24)]
    with h5py.File(PLAN + ".h5") as file:
        week = file["week"]
        assert (week["answered"][:] <= week["offered"][:]).all() and (week["in_time"][:] <= week["answered"][:]).all()
        weeks = int(file.attrs["weeks"])
        assert abs(week["offered"][:].sum() / weeks / TABLE.calls.sum() - 1) < 0.1


def service_grows_with_posts_and_meets_its_targets():
    headcount = int(re.search(r"编制：(\d+)个岗位", SAID).group(1))
    with xarray.open_dataset(PLAN + ".h5", group="service") as service, h5py.File(PLAN + ".h5") as file:
        assert int(file.attrs["headcount"]) == headcount
        found = service.sel(posts=headcount)
        assert found.target_1 >= 0.9 - 2 * found.target_1_error and found.target_2 >= 0.95 - 2 * found.target_2_error
        assert float(service.target_1[-1]) > float(service.target_1[0])
        assert service.target_1.attrs["long_name"] == "answered_30s>=.9"


def figures_are_there_with_their_numbers():
    for figure in ("cover", "service"):
        with open(f"{PLAN}-{figure}.png", "rb") as file:
            assert file.read(8) == b"\x89PNG\r\n\x1a\n"
        with open(f"{PLAN}-{figure}.gnuplot", encoding="utf-8") as file:
            assert re.search("[\u4e00-\u9fff]", file.read()), "no Chinese in it"
    cover = pandas.read_csv(PLAN + "-cover.figure.csv", float_precision="round_trip")
    np.testing.assert_array_equal(cover.required, TABLE.requirement)
    np.testing.assert_array_equal(cover.on_duty, TABLE.cover)
    service = pandas.read_csv(PLAN + "-service.figure.csv", float_precision="round_trip")
    with h5py.File(PLAN + ".h5") as file:
        np.testing.assert_array_equal(service.service, np.concatenate([file["service"]["target_1"], file["service"]["target_2"]]))


def hours_of(row):
    """Hours of the week on the phone, from the cells of a row of the roster."""
    first = DAYS.index(row["weekday"]) * 24 + int(row["start"][:2])
    length = (int(row["end"][:2]) - int(row["start"][:2])) % 24
    pause = (int(row["break_start"][:2]) - int(row["start"][:2])) % 24
    assert all(row[cell].endswith(":00") for cell in ("start", "end", "break_start", "break_end"))
    assert (int(row["break_end"][:2]) - int(row["break_start"][:2])) % 24 == 1 and pause in (3, 4, 5) and length == 9
    return [(first + hour) % HOURS for hour in range(length) if hour != pause]


def the_roster_covers_what_the_table_requires():
    cover, days = np.zeros(HOURS, int), {}
    with open(ROSTER, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            days.setdefault(row["operator"], []).append(DAYS.index(row["weekday"]))
            for hour in hours_of(row):
                cover[hour] += 1
    short = np.maximum(TABLE.requirement.to_numpy() - cover, 0)
    assert not short.any(), short
    assert len(days) == int(re.search(r"\n(\d+) operators cover", ROSTERED).group(1))
    for worked in days.values():
        off = sorted(set(range(7)) - set(worked))
        assert len(worked) == 5 and (off[1] - off[0] in (1, 6)), worked


TESTS = [
    xarray_reads_the_week, h5py_reads_the_week, netcdf4_reads_the_week, ncdump_reads_the_week, the_table_is_a_whole_week,
    service_grows_with_posts_and_meets_its_targets, figures_are_there_with_their_numbers, the_roster_covers_what_the_table_requires,
]


tap.main(TESTS)
