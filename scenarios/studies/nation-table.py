#!/usr/bin/python3
"""nation-table.py - draws the cities of scenarios/studies/nation.csv by the laws below; prints the table.

usage: nation-table.py >nation.csv              337 prefecture-level cities
       nation-table.py 0.1 >nation-tenth.csv    the same, each with a tenth of its people and posts

No city is a real one. What is known is two numbers: 1 411.78 million people (seventh census, 2020) in 337 cities (the
prefecture-level divisions of the mainland and its four municipalities). The rest are assumptions:
- Sizes are the 337 quantiles of a lognormal law with a standard deviation of the logarithm of 0.8: from 0.29 to 33 million,
  half of them below 3.1 million.
- The line has POSTS operators for 100 000 residents, 0.8 to 1.2 of that in even steps, in an order that has nothing to do with
  size, and at least eight.
- Rules: one city in four has no assessment, one in four the monthly ranking, two in four the ranking with exclusion.
"""
import statistics
import sys

PEOPLE, CITIES, SIGMA, POSTS = 1_411_780_000, 337, 0.8, 4.8
GOLDEN, ROOT = 0.6180339887498949, 0.4142135623730951      # (sqrt 5 - 1) / 2 and sqrt 2 - 1
RULES = (("none", 0, "false"), ("rank", 1.2, "true"), ("rank", 1.2, "false"), ("rank", 1.2, "true"))


def spread(i, step):
    """The i-th number of a Weyl sequence: even in [0, 1), whatever is taken of it."""
    return i * step % 1


def main(share):
    normal = statistics.NormalDist()
    size = [normal.inv_cdf((CITIES - rank - 0.5) / CITIES) for rank in range(CITIES)]
    size = [2.718281828459045 ** (SIGMA * z) for z in size]
    print("city.residents,centre.operators,rule.consequence,rule.pressure,exclusion.allowed")
    for rank, relative in enumerate(size):
        residents = round(PEOPLE * relative / sum(size) * share, -2)
        operators = max(8, round(residents / 100_000 * POSTS * (0.8 + 0.4 * spread(rank, GOLDEN))))
        consequence, pressure, exclusion = RULES[int(4 * spread(rank, ROOT))]
        print(f"{residents:.0f},{operators},{consequence},{pressure},{exclusion}")


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
