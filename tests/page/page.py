"""page.py PROGRAM RESULT FOLDER - is the page of a report what it should be? Prints a line of TAP for each test."""
import json
import os
import re
import subprocess
import sys

import browser

PROGRAM, RESULT, FOLDER = sys.argv[1:]
PAGE = FOLDER + "/page.html"


def told(*command, **environment):
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env={**os.environ, **environment})
    return done.returncode, done.stdout, done.stderr


def report(page, *options, **environment):
    status, text, complaint = told(PROGRAM, "report", RESULT, "-o", page, *options, **environment)
    assert status == 0, complaint
    with open(page, encoding="utf-8") as file:
        return text, file.read()


SAID, TEXT = report(PAGE)
CHARTS = int(re.search(r"(\d+) interactive charts", SAID)[1])
COMPARED = json.loads(told(PROGRAM, "compare", RESULT, "--json")[1])
LONG_NAMES = {kpi["kpi"]: kpi["name"] for kpi in COMPARED["outputs"]}
PLAIN = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", re.sub(r"(?s)<(script|style|svg)\b.*?</\1>", "", TEXT)))


def the_page_stands_alone():
    assert not re.search(r"""<(script|link|img|iframe)\b[^>]*\b(src|href)=["'](?!data:)""", TEXT)
    assert "@import" not in TEXT and "url(http" not in TEXT
    assert "default-src 'none'" in TEXT


def names_with_signs_are_text():
    assert "three rules &amp; one &lt;town&gt;" in TEXT and "<town>" not in TEXT
    assert "一镇三规则" in TEXT


def the_finding_says_what_compare_says():
    read = re.search(r"(\d+) differences are read at once: the 95 % intervals of (\d+) exclude 0.*?\. (\d+) still do", PLAIN)
    assert [int(n) for n in read.groups()] == [COMPARED[key] for key in ("differences", "excluding_zero", "surviving")]


def verdict(kpi, row):
    """What a paired difference says, by the numbers of `hotline compare`."""
    low, high, holm = row["difference_low"], row["difference_high"], row["p_holm"]
    if row["difference"] == 0 and low == high == 0:
        return "same"
    if low is None or low <= 0 <= high:
        return "open"
    if holm is None or holm > 0.05:
        return "hint"
    if kpi["better"] == "neither":
        return "neither"
    return "better" if (row["difference"] < 0) == (kpi["better"] == "lower") else "worse"


def what_is_not_known_is_not_claimed():
    """A scenario's verdicts are those of `hotline compare`: as many of each, and numbers only where something differs."""
    parts = re.findall(r"(?s)<h3>.*?(?=<h3>|</section>)", TEXT.split('<main lang="zh">')[0].split("The finding")[1].split("<table")[0])
    told_of = {re.search(r"<h3>([^<]*)", part)[1]: part for part in parts}
    assert len(told_of) == 2
    for name, part in told_of.items():
        want = {}
        for kpi in COMPARED["outputs"]:
            row = next(row for row in kpi["scenarios"] if row["scenario"] == name)
            if row.get("pairs", 0) >= 2:
                want[verdict(kpi, row)] = want.get(verdict(kpi, row), 0) + 1
        said = dict(re.findall(r'(?s)<p class="told (\w+)"><b class="label">[^<]*</b> (.*?)\.</p>', part))
        assert {kind: names.count("; ") + 1 for kind, names in said.items()} == want, (name, want)
        for kind, names in said.items():
            assert ("±" in names) == (kind not in ("open", "same")), (kind, names)


def the_same_result_gives_the_same_page():
    assert report(FOLDER + "/again.html")[1] == TEXT


def without_gnuplot_the_page_says_so():
    text = report(FOLDER + "/bare.html", PATH="/nowhere")[1]
    assert "figures need gnuplot, which is not installed" in text and "<svg" not in text


def a_study_of_factors_shows_what_regret_depends_on():
    study, result, page = (FOLDER + name for name in ("/factors.yaml", "/factors.h5", "/factors.html"))
    with open(study, "w", encoding="utf-8") as file:
        file.write("base: tiny\ndays: 20\nwarmup: 10\nreplications: 2\n"
                   "factors: {centre.operators: {range: [1, 3]}, calling.omega: {range: [0, 1]}}\n"
                   "design: {kind: saltelli, n: 8, groups: {both: [centre.operators, calling.omega]}}\n")
    assert told(PROGRAM, "sweep", study, "--quiet", "-o", result)[0] == 0
    assert told(PROGRAM, "report", result, "-o", page)[0] == 0
    with open(page, encoding="utf-8") as file:
        text = file.read()
    for title in ("What moves the result", "What the result depends on", "Response over two factors", "结果取决于什么"):
        assert f'aria-label="{title}"' in text, title
    assert "话务员编制" in text and ">both<" in text


def a_study_of_many_points_speaks_of_all_of_them():
    study, result, page = (FOLDER + name for name in ("/points.yaml", "/points.h5", "/points.html"))
    with open(study, "w", encoding="utf-8") as file:
        file.write("base: tiny\ndays: 20\nwarmup: 10\nreplications: 2\npolicies: [no-assessment, satisfaction-100]\n"
                   "factors: {calling.omega: {range: [0, 1], role: uncertainty}}\ndesign: {kind: sobol, n: 8}\n")
    assert told(PROGRAM, "sweep", study, "--quiet", "-o", result)[0] == 0
    assert told(PROGRAM, "report", result, "-o", page)[0] == 0
    rows = json.loads(told(PROGRAM, "compare", result, "--json")[1])["over_points"]
    with open(page, encoding="utf-8") as file:
        english = file.read().split('<main lang="zh">')[0]
    finding = english.split("The finding")[1]
    assert finding.index("over 8 points") < finding.index("One point in detail")
    assert 'aria-label="Differences over all points"' in english
    table = re.search(r'(?s)<table class="points">.*?</table>', english)[0]
    for row in rows:
        assert row["alternative"] == "satisfaction-100", row
        if not row["points"]:
            continue
        shown = re.search(r"(?s)title=\"[^\"]*\">%s</th><td[^>]*>(.*?)</td>" % re.escape(LONG_NAMES[row["kpi"]]), table)[1]
        same = row["lowest"] == row["highest"] == 0
        assert "the same" in shown if same else f"; {row['same_sign']:.0f}/{row['points']:.0f})" in shown, (row, shown)


def chinese_can_come_first():
    assert '<html lang="zh" data-lang="zh">' in report(FOLDER + "/zh.html", "--lang", "zh")[1]


def in_browser(test):
    """The test opens a page of its own; afterwards the console has said nothing and nothing was fetched."""
    def opened():
        page = browser.Browser()
        try:
            test(page)
            assert not page.complaints, page.complaints
            assert all(url.startswith(("file://", "data:")) for url in page.requests), page.requests
        finally:
            page.close()
    opened.__name__, opened.needs = test.__name__, "browser"
    return opened


VISIBLE = "[...document.querySelectorAll('main')].filter(m => m.offsetParent !== null).map(m => m.lang).join()"
INKED = """[...document.querySelectorAll('main[lang=%s] canvas')].map(c => {
    const bytes = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
    let sum = 0, n = 0;
    for (let i = 3; i < bytes.length; i += 4) if (bytes[i]) { n++; sum = (sum * 31 + bytes[i - 1] + i) %% 1000003; }
    return [n, sum];
})"""


@in_browser
def the_language_can_be_switched(page):
    page.open(PAGE)
    assert page.ask(VISIBLE) == "en"
    page.ask("document.querySelector('button[data-to=zh]').click()")
    assert page.ask(VISIBLE) == "zh"
    assert page.ask("document.documentElement.lang") == "zh"
    assert "一镇三规则" in page.ask("document.body.innerText")


@in_browser
def charts_are_drawn(page):
    page.open(PAGE)
    for lang in ("en", "zh"):
        page.ask(f"document.querySelector('button[data-to={lang}]').click()")
        page.ask("new Promise(done => setTimeout(done, 300))")
        ink = page.ask(INKED % lang)
        assert len(ink) == CHARTS and all(n > 1000 for n, _ in ink), ink
        page.ask(f"""document.querySelectorAll('main[lang={lang}] select').forEach(s => {{
            s.selectedIndex = 3; s.dispatchEvent(new Event('change')); }})""")
        page.ask("new Promise(done => setTimeout(done, 300))")
        other = page.ask(INKED % lang)
        assert all(a != b for a, b in zip(ink, other)) and all(n > 1000 for n, _ in other), (ink, other)


charts_are_drawn.needs = "charts"


@in_browser
def figures_are_drawn(page):
    page.open(PAGE)
    sizes = page.ask("[...document.querySelectorAll('main[lang=en] figure svg')].map(s => s.getBoundingClientRect().height)")
    assert len(sizes) == int(re.search(r"(\d+) figures", SAID)[1]) and all(size > 80 for size in sizes), sizes


@in_browser
def a_phone_shows_it(page):
    page.open(PAGE, width=390, height=800, mobile=True)
    for lang in ("en", "zh"):
        page.ask(f"document.querySelector('button[data-to={lang}]').click()")
        wide = page.ask("document.documentElement.scrollWidth")
        assert wide <= 390, f"{lang}: {wide} pixels wide"
        lines = page.ask(f"Math.max(...Array.from(document.querySelectorAll('main [lang={lang}] tbody th, main[lang={lang}] tbody th'), "
                         "t => t.offsetHeight)) / parseFloat(getComputedStyle(document.querySelector('tbody th')).lineHeight)")
        assert lines < 5, f"{lang}: the name of an output in {lines} lines"


@in_browser
def it_prints(page):
    page.open(PAGE)
    pdf = page.printed()
    assert pdf.startswith(b"%PDF"), pdf[:20]
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 3


TESTS = [
    the_page_stands_alone, names_with_signs_are_text, the_finding_says_what_compare_says, what_is_not_known_is_not_claimed,
    the_same_result_gives_the_same_page, without_gnuplot_the_page_says_so,
    a_study_of_factors_shows_what_regret_depends_on, a_study_of_many_points_speaks_of_all_of_them, chinese_can_come_first,
    the_language_can_be_switched, charts_are_drawn, figures_are_drawn, a_phone_shows_it, it_prints,
]


def skipped(test):
    """Why a test cannot be done here, or None."""
    needs = getattr(test, "needs", None)
    if needs and not browser.found():
        return "chromium is not installed"
    if needs == "charts" and not CHARTS:
        return "the program was built without uPlot (no npm, or no network)"
    return None


def main():
    failed = 0
    for test in TESTS:
        name = test.__name__.replace("_", " ")
        if skipped(test):
            print(f"ok - {name} # SKIP {skipped(test)}")
            continue
        try:
            test()
            print("ok -", name)
        except Exception as fault:  # the other tests are still tried
            failed += 1
            print("not ok -", name)
            for line in (str(fault) or repr(fault)).splitlines()[:10]:
                print("#", line)
    sys.exit(failed > 0)


main()
