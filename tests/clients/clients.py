"""clients.py PROGRAM RESULT CSV FOLDER - does a result open in the readers that people use, with the same numbers?

Prints a line of TAP for each test. The CSV has the digits that read back as the same number, so numbers are compared for equality.
"""

import csv
import json
import math
import os
import re
import shutil
import subprocess
import sys
import zipfile

import h5py
import netCDF4
import numpy as np
import xarray

import tap

PROGRAM, RESULT, CSV, FOLDER = sys.argv[1:]
with open(CSV, newline="", encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))
SCENARIOS = list(dict.fromkeys(row["scenario"] for row in ROWS))
with h5py.File(RESULT) as _file:
    GROUPS = [name for name, item in _file.items() if isinstance(item, h5py.Group)]
    KPIS = [name for name, item in _file.items() if "better" in item.attrs]


def number(text):
    return float(text) if text else math.nan


def expected(name):
    """The column of the CSV as (scenario, replicate)."""
    column = [number(row[name]) for row in ROWS]
    return np.array(column).reshape(len(SCENARIOS), -1)


def assert_equals_csv(read):
    """read(name) -> array (scenario, replicate)."""
    for name in KPIS:
        np.testing.assert_array_equal(read(name), expected(name), err_msg=name)


def told(*command):
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout, done.stderr


def xarray_reads(engine):
    with xarray.open_dataset(RESULT, engine=engine) as runs:
        assert list(runs.scenario.values) == SCENARIOS
        assert_equals_csv(lambda name: runs[name].values)
    for group in GROUPS:
        with xarray.open_dataset(RESULT, engine=engine, group=group) as part:
            part.load()
            assert group == "failures" or list(part.scenario.values) == SCENARIOS, group
    with xarray.open_dataset(RESULT, engine=engine, group="series") as days:
        start, warmup = np.datetime64(attribute_of_file("start")), int(attribute_of_file("warmup_d"))
        assert days.time.values[0] == start - np.timedelta64(warmup, "D"), days.time.values[0]
        assert all(days[name].dtype == np.float64 for name in days.data_vars)


def attribute_of_file(name):
    with h5py.File(RESULT) as file:
        value = file.attrs[name]
        return value[0] if isinstance(value, np.ndarray) else value


def xarray_reads_with_netcdf4():
    xarray_reads("netcdf4")


def xarray_reads_with_h5netcdf():
    xarray_reads("h5netcdf")


def netcdf4_reads():
    with netCDF4.Dataset(RESULT) as file:
        assert file.data_model == "NETCDF4"
        assert list(file["scenario"][:]) == SCENARIOS
        assert set(GROUPS) == set(file.groups)
        assert_equals_csv(lambda name: np.ma.filled(file[name][:], math.nan))


def h5py_reads():
    with h5py.File(RESULT) as file:
        assert [text.decode() for text in file["scenario"]] == SCENARIOS
        assert_equals_csv(lambda name: file[name][:])


def ncdump_reads():
    assert told("ncdump", "-k", RESULT)[1] == "netCDF-4\n"
    name = KPIS[0]
    status, text, complaint = told("ncdump", "-p", "9,17", "-v", name, RESULT)
    assert status == 0, complaint
    cells = re.search(rf"\n {name} =\s([^;]*);", text).group(1).split(",")
    shown = [math.nan if cell.strip() in ("_", "NaN") else float(cell) for cell in cells]
    np.testing.assert_array_equal(shown, expected(name).ravel())


def h5dump_reads():
    name = KPIS[0]
    status, text, complaint = told("h5dump", "-y", "-w", "1", "-m", "%.17g", "-d", name, RESULT)
    assert status == 0, complaint
    cells = re.search(r"DATA \{(.*?)\}", text, re.DOTALL).group(1).split(",")
    np.testing.assert_array_equal([float(cell) for cell in cells], expected(name).ravel())
    assert told("h5dump", "-H", RESULT)[0] == 0


def every_dataset():
    """(path, dataset) of all."""
    found = []
    with h5py.File(RESULT) as file:
        file.visititems(lambda path, item: found.append(path) if isinstance(item, h5py.Dataset) else None)
        for path in found:
            yield path, file[path]


def every_dataset_is_described():
    for path, data in every_dataset():
        for attribute in ("units", "long_name"):
            assert data.attrs.get(attribute), f"{path} has no {attribute}"
        assert data.attrs["units"] not in ("days", "hours", "minutes", "seconds"), path
        if "better" in data.attrs:
            assert data.attrs["long_name_zh"] and data.attrs["definition"], path


def every_dimension_has_its_coordinate():
    for path, data in every_dataset():
        for axis, dimension in enumerate(data.dims):
            assert h5py.h5ds.is_scale(data.id) or len(dimension) == 1, f"{path} has no coordinate on dimension {axis}"
            if len(dimension):
                assert dimension[0].parent == data.parent, f"{path}: the coordinate is in another group"


def types_are_ones_that_all_readers_know():
    for path, data in every_dataset():
        text = h5py.check_string_dtype(data.dtype)
        assert data.dtype in (np.float64, np.int32) or (text and text.length is None and text.encoding == "utf-8"), path


def storage_is_as_documented():
    tracked = h5py.h5p.CRT_ORDER_TRACKED
    for path, data in every_dataset():
        made = data.id.get_create_plist()
        assert not made.get_obj_track_times(), path
        assert made.get_attr_creation_order() & tracked, path
        if "better" not in data.attrs:
            continue
        assert data.shuffle and data.compression == "gzip" and data.compression_opts == 1, path
        assert math.isnan(data.fillvalue) and math.isnan(data.attrs["_FillValue"][0]), path
        replicates = data.chunks[1]                 # of one scenario, as many as fit into 32 KiB
        if data.ndim > 2:
            assert data.chunks == (1, replicates) + data.shape[2:], path
            assert replicates == 1 or 8 * math.prod(data.chunks) <= 32768, path


def the_order_is_the_order_of_writing():
    with netCDF4.Dataset(RESULT) as file:
        assert list(file.variables)[:2] == ["scenario", "replicate"]
        assert [name for name in file.variables if name in KPIS] == [name for name in ROWS[0] if name in KPIS]


def the_program_confirms_the_digest():
    status, text, complaint = told(PROGRAM, "digest", RESULT)
    assert status == 0, complaint
    assert text == attribute_of_file("content_digest") + "\n"


def a_client_may_add_an_attribute():
    copy = FOLDER + "/annotated.h5"
    shutil.copy(RESULT, copy)
    with netCDF4.Dataset(copy, "a") as file:
        file.comment = "seen"
    status, _, complaint = told(PROGRAM, "digest", copy)
    assert status == 0, complaint


def a_changed_number_is_found_out():
    copy = FOLDER + "/changed.h5"
    shutil.copy(RESULT, copy)
    with h5py.File(copy, "r+") as file:
        file[KPIS[0]][0, 0] = 0.37
    status, _, complaint = told(PROGRAM, "digest", copy)
    assert status == 4, status
    assert "does not hold what its digest says" in complaint, complaint


def a_flipped_byte_is_found_out():
    copy = FOLDER + "/flipped.h5"
    with open(RESULT, "rb") as file:
        content = bytearray(file.read())
    content[len(content) // 2] ^= 1
    with open(copy, "wb") as file:
        file.write(content)
    status, _, complaint = told(PROGRAM, "digest", copy)
    assert status == 4, status
    assert complaint.count("\n") == 1 and "is damaged" in complaint, complaint


def another_text_does_not_give_the_same_numbers():
    copy = FOLDER + "/retold.h5"
    shutil.copy(RESULT, copy)
    with h5py.File(copy, "r+") as file:     # outside the digest
        text = file["provenance/resolved"][0].decode()
        retold = re.sub(r"(?m)^(  patience_mu: ).*$", r"\g<1>2", text)
        assert retold != text
        file["provenance/resolved"][0] = retold
    assert told(PROGRAM, "digest", copy)[0] == 0
    status, _, complaint = told(PROGRAM, "reproduce", copy, "--quiet")
    assert status == 4, (status, complaint)
    first = re.search(r"is not reproduced: the first difference is in scenario (\S+), replicate 0, output \w+", complaint)
    assert first and first[1] == SCENARIOS[0], complaint


READERS = "analysis/readers/"


def printed_difference(text, scenario, column):
    """The number in a column of the row that begins with the scenario."""
    row = next(line for line in text.splitlines() if line.startswith(scenario))
    return float(row[len(scenario):].split()[column])


def differences():
    """Of the regret, from the first scenario, by the CSV."""
    regret = expected("regret")
    return dict(zip(SCENARIOS, (regret - regret[0]).mean(axis=1)))


def reader_gives(command, column):
    status, text, complaint = told(*command)
    assert status == 0, complaint
    for scenario, difference in differences().items():
        assert abs(printed_difference(text, scenario, column) - difference) < 1e-6, text


def xarray_example_gives_the_numbers():
    status, text, complaint = told("/usr/bin/python3", "-W", "ignore", READERS + "read_xarray.py", RESULT)
    assert status == 0, complaint
    control = differences()[attribute_of_file("control")]
    for scenario, difference in differences().items():
        assert abs(printed_difference(text, scenario, 0) - (difference - control)) < 1e-6, text


def pandas_example_gives_the_numbers():
    reader_gives(("/usr/bin/python3", "-W", "ignore", READERS + "read_pandas.py", CSV), 0)


def r_example_gives_the_numbers():
    if not shutil.which("Rscript") or told("Rscript", "-e", "library(ncdf4)")[0] != 0:
        raise tap.Skip("R with ncdf4 is not installed (Debian: r-cran-ncdf4)")
    reader_gives(("Rscript", READERS + "read_ncdf4.R", RESULT), 0)


def the_walk_through_runs():
    status, text, complaint = told("/usr/bin/python3", "-W", "ignore", READERS + "walkthrough.py", RESULT)
    assert status == 0, complaint
    assert attribute_of_file("content_digest") in text


def archive(name):
    status, _, complaint = told(PROGRAM, "archive", RESULT, "-o", FOLDER + "/" + name, "--author", 'A "B" C', "--license", "CC-BY-4.0")
    assert status == 0, complaint
    return FOLDER + "/" + name


def crate_of(read, names):
    """Is it an RO-Crate 1.1? Every file is described, every description is of a file, every reference leads somewhere."""
    crate = json.loads(read("ro-crate-metadata.json"))
    assert crate["@context"] == "https://w3id.org/ro/crate/1.1/context"
    entity = {item["@id"]: item for item in crate["@graph"]}
    assert len(entity) == len(crate["@graph"])
    about = entity["ro-crate-metadata.json"]
    assert about["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"} and about["about"] == {"@id": "./"}
    root = entity["./"]
    assert root["@type"] == "Dataset" and re.fullmatch(r"\d{4}-\d\d-\d\d", root["datePublished"]) and root["name"]
    assert {part["@id"] for part in root["hasPart"]} == set(names) - {"ro-crate-metadata.json"}
    assert {key for key, item in entity.items() if item["@type"] == "File"} == set(names) - {"ro-crate-metadata.json"}
    for item in crate["@graph"]:
        for value in item.values():
            for link in value if isinstance(value, list) else [value]:
                if isinstance(link, dict) and not link["@id"].startswith("http"):
                    assert link["@id"] in entity, link
        if item["@type"] == "File":
            assert int(item["contentSize"]) == len(read(item["@id"])), item
    assert entity[root["license"]["@id"]]["name"] == "CC-BY-4.0" and entity[root["author"]["@id"]]["name"] == 'A "B" C'
    assert attribute_of_file("content_digest") in entity["#run"]["description"]
    for item in crate["@graph"]:                # what RO-Crate 1.1 requires of every entity, of the descriptor and of files
        assert isinstance(item["@id"], str) and item["@type"] and not any(isinstance(v, dict) and set(v) != {"@id"}
                                                                          for v in item.values()), item
        if item["@type"] == "File":
            assert item["name"] and re.fullmatch(r"[a-z]+/[\w.+-]+", item["encodingFormat"]) and not item["@id"].startswith("/")
    assert about["@type"] == "CreativeWork" and root["description"] and not root["@id"].startswith("#")
    assert "hotline reproduce result.h5" in read("README.md").decode()
    return crate


def files_of(folder):
    found = []
    for at, _, names in os.walk(folder):
        found += [os.path.relpath(os.path.join(at, name), folder) for name in names]
    return found


def bytes_of(path):
    with open(path, "rb") as file:
        return file.read()


def the_archive_is_an_ro_crate():
    folder = archive("crate")
    crate_of(lambda name: bytes_of(os.path.join(folder, name)), files_of(folder))
    assert bytes_of(folder + "/result.h5") == bytes_of(RESULT)
    assert b"ODD" in bytes_of(folder + "/model.md")
    status, _, complaint = told(PROGRAM, "run", folder + "/scenarios/0.yaml", "--days", "5", "--warmup", "2", "--quiet")
    assert status == 0, complaint
    status, _, complaint = told(PROGRAM, "archive", RESULT, "-o", folder)
    assert status == 2 and "is there already" in complaint, complaint


def the_zip_holds_the_same():
    folder = FOLDER + "/crate"
    with zipfile.ZipFile(archive("crate.zip")) as file:
        assert file.testzip() is None
        crate_of(file.read, file.namelist())
        assert set(file.namelist()) == set(files_of(folder))
        assert file.read("result.h5") == bytes_of(RESULT)


TESTS = [
    xarray_reads_with_netcdf4, xarray_reads_with_h5netcdf, netcdf4_reads, h5py_reads, ncdump_reads, h5dump_reads,
    every_dataset_is_described, every_dimension_has_its_coordinate, types_are_ones_that_all_readers_know,
    storage_is_as_documented, the_order_is_the_order_of_writing, the_program_confirms_the_digest,
    a_client_may_add_an_attribute, a_changed_number_is_found_out, a_flipped_byte_is_found_out,
    another_text_does_not_give_the_same_numbers, xarray_example_gives_the_numbers, pandas_example_gives_the_numbers,
    r_example_gives_the_numbers, the_walk_through_runs, the_archive_is_an_ro_crate, the_zip_holds_the_same,
]


tap.main(TESTS)
