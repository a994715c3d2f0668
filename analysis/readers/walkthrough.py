# %% [markdown]
# # A result, cell by cell
# Open this file in Jupyter (jupytext), VS Code or Spyder, where `# %%` begins a cell, or run it as it is:
#
#     /usr/bin/python3 analysis/readers/walkthrough.py results/demo.h5
#
# The result is that of `make demo` or of any sweep with a control. Nothing here is needed for `hotline compare` and
# `hotline report`, which do the same and more; it shows how to ask the file something of your own.

# %%
import sys

import numpy as np
import xarray

RESULT = sys.argv[1] if len(sys.argv) > 1 else "results/demo.h5"
runs = xarray.open_dataset(RESULT)
control = runs.attrs["control"]
print(runs.attrs["title"], "- seed", int(np.ravel(runs.attrs["seed"])[0]), "- digest", runs.attrs["content_digest"])
print(dict(runs.sizes), "control:", control)

# %% [markdown]
# ## What an output means
# Every variable says its unit, its name in English and Chinese, whether more is better, and its definition.

# %%
for name in ("regret", "resolved_latent", "resolved_recorded"):
    about = runs[name].attrs
    print(f"{name} [{about['units']}, better: {about['better']}] {about['long_name']} / {about['long_name_zh']}: {about['definition']}")

# %% [markdown]
# ## Differences in pairs
# Replicate i is the same world under every rule, so a difference is taken within it. The interval is a bootstrap over
# replications: resample the pairs, not the two means.


# %%
def interval(pairs, draws=2000, seed=1):
    """Mean and 95 % bootstrap interval of an array over replications."""
    pairs = pairs[np.isfinite(pairs)]
    chosen = np.random.default_rng(seed).integers(0, len(pairs), (draws, len(pairs)))
    low, high = np.quantile(pairs[chosen].mean(axis=1), [0.025, 0.975])
    return pairs.mean(), low, high


others = [s for s in runs.scenario.values if s != control]
for name in ("regret", "resolved_latent", "goodhart_gap_resolved"):
    for scenario in others:
        pairs = (runs[name].sel(scenario=scenario) - runs[name].sel(scenario=control)).values
        mean, low, high = interval(pairs)
        says = "cannot be told apart" if low <= 0 <= high else "differs"
        print(f"{name}: {scenario} - {control}: {mean:+.4f} ({low:+.4f} to {high:+.4f}), {says}")

# %% [markdown]
# These are read one by one here. `hotline compare` corrects for reading many at once (Holm).
#
# ## A year, day by day
# Series lie in a group of their own; `time` is a date, and the warm-up comes before day 0.

# %%
days = xarray.open_dataset(RESULT, group="series")
monthly = days["backlog"].mean("replicate").resample(time="1M").mean().to_pandas().T
print(monthly.round(1).tail(4))

# %% [markdown]
# ## The course of tickets
# How a ticket was closed, by what it was about, what the books say and what is so.

# %%
courses = xarray.open_dataset(RESULT, group="courses")["course_tickets"].mean("replicate")
paper = courses.sel(course=[c for c in courses.course.values if "; resolved; not fixed" in c]).sum("course")
share = (paper / courses.sum(["way", "course"])).to_pandas().T
print("closed as resolved and not really fixed, share of all tickets closed, by way:")
print(share[share.max(axis=1) > 0.005].round(3))

# %% [markdown]
# ## Streets
# A street is another street in another replication, so one is looked at alone.

# %%
streets = xarray.open_dataset(RESULT, group="by_street_month")["street_month_tickets"].sel(replicate=0, scenario=control)
print(streets.to_pandas().round(1))
