"""The tidy table of --csv in pandas: one row a run. /usr/bin/python3 read_pandas.py RESULT.csv [CONTROL]"""
import sys

import pandas

runs = pandas.read_csv(sys.argv[1]).pivot(index="replicate", columns="scenario")
control = sys.argv[2] if len(sys.argv) > 2 else runs["regret"].columns[0]
pairs = runs["regret"].sub(runs["regret"][control], axis=0)     # replicate i is one world in all scenarios
print(pandas.DataFrame({"difference": pairs.mean(), "standard error": pairs.sem()}))
