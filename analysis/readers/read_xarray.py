"""A result in xarray: paired differences from the control, and a daily series. /usr/bin/python3 read_xarray.py RESULT.h5"""
import sys

import xarray

runs = xarray.open_dataset(sys.argv[1])                         # one number a run: dims scenario, replicate
pairs = runs["regret"] - runs["regret"].sel(scenario=runs.attrs["control"])      # replicate i is one world in all scenarios
print(pairs.mean("replicate").rename("regret, difference from the control").to_series())
days = xarray.open_dataset(sys.argv[1], group="series")         # dims scenario, replicate, time
print(days["backlog"].mean("replicate").to_pandas().T.tail(3))
