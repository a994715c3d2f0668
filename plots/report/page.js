/* page.js - the language switch and the interactive charts of a report. */
(function () {
    "use strict";
    var root = document.documentElement, store = document.getElementById("numbers");
    var numbers = store && window.uPlot ? JSON.parse(store.textContent) : null;
    var drawn = [];

    function language() { return root.dataset.lang; }

    function switchTo(lang) {
        root.dataset.lang = root.lang = lang;
        drawCharts();
    }

    function width(box) { return Math.max(260, Math.floor(box.clientWidth)); }

    function height(box) { return Math.max(260, Math.min(420, Math.round(width(box) * 0.5))); }

    function short(x) { return x == null ? "–" : String(Number(x.toPrecision(4))); }

    function ticks(u, values) { return values.map(function (x) { return String(Number(x.toPrecision(6))); }); }

    /* ---- day by day: a line and a band for each scenario ---- */

    function bandOf(series, scenario, sign) {
        return series.mean[scenario].map(function (x, i) {
            if (series.low)                     /* over points: the band is given, and lies as it will around the mean */
                return (sign > 0 ? series.high : series.low)[scenario][i];
            var half = series.half[scenario][i];
            return x == null || half == null ? null : x + sign * half;
        });
    }

    function seriesPlot(box, which, lang) {
        var chosen = numbers.series[which], n = numbers.scenarios.length, data = [numbers.day];
        var lines = [{ label: lang === "zh" ? "第…天" : "day" }], bands = [];
        numbers.scenarios.forEach(function (scenario, s) {
            lines.push({ label: scenario[lang], stroke: scenario.colour, width: 1.5, points: { show: false },
                         value: function (u, x) { return short(x); } });
            data.push(chosen.mean[s]);
        });
        numbers.scenarios.forEach(function (scenario, s) {
            [1, -1].forEach(function (sign) {
                lines.push({ label: "", stroke: "transparent", width: 0, points: { show: false } });
                data.push(bandOf(chosen, s, sign));
            });
            bands.push({ series: [1 + n + 2 * s, 2 + n + 2 * s], fill: scenario.colour + "30" });
        });
        var plot = new uPlot({
            width: width(box), height: height(box), scales: { x: { time: false } }, series: lines, bands: bands,
            axes: [{ values: ticks }, { size: 62, values: ticks, label: chosen.unit || undefined, labelSize: 18 }],
            hooks: { setSeries: [function (u, i, options) {     /* the band goes with its line */
                if (i >= 1 && i <= n && options.show != null)
                    [1 + n + 2 * (i - 1), 2 + n + 2 * (i - 1)].forEach(function (b) { u.setSeries(b, { show: options.show }); });
            }] }
        }, data, box);
        var rows = plot.root.querySelectorAll(".u-legend .u-series");
        for (var i = n + 1; i < rows.length; i++)
            rows[i].style.display = "none";
        return plot;
    }

    /* ---- each replication under every rule: a thin line a replication, dots with intervals for the means ---- */

    function letter(s) { return String.fromCharCode(65 + s); }

    /* Ends of the line through a mean: [mean, half of its interval], or over points [mean, null, low, high]. */
    function endsOf(pair) {
        return pair.length > 2 ? [pair[2], pair[3]] : [pair[0] - (pair[1] || 0), pair[0] + (pair[1] || 0)];
    }

    function whiskers(chosen) {
        return function (u) {
            var ctx = u.ctx;
            chosen.mean.forEach(function (pair, s) {
                if (pair[0] == null)
                    return;
                var x = u.valToPos(s, "x", true), y = u.valToPos(pair[0], "y", true);
                ctx.save();
                ctx.strokeStyle = ctx.fillStyle = numbers.scenarios[s].colour;
                ctx.lineWidth = 2 * devicePixelRatio;
                var ends = endsOf(pair);
                ctx.beginPath();
                ctx.moveTo(x, u.valToPos(ends[0], "y", true));
                ctx.lineTo(x, u.valToPos(ends[1], "y", true));
                ctx.stroke();
                ctx.beginPath();
                ctx.arc(x, y, 4.5 * devicePixelRatio, 0, 2 * Math.PI);
                ctx.fill();
                ctx.restore();
            });
        };
    }

    function pairsPlot(box, which, lang) {
        var chosen = numbers.kpis[which], n = numbers.scenarios.length, data = [chosen.runs.map(function (x, s) { return s; })];
        var lines = [{}], all = [];
        chosen.runs[0].forEach(function (x, r) {
            data.push(chosen.runs.map(function (runs) { return runs[r]; }));
            lines.push({ stroke: "rgba(90,90,90,.35)", width: 1, points: { show: n === 1, size: 4 } });
        });
        chosen.runs.forEach(function (runs) { runs.forEach(function (x) { if (x != null) all.push(x); }); });
        chosen.mean.forEach(function (pair) {
            if (pair[0] != null)
                all.push.apply(all, endsOf(pair));
        });
        var low = Math.min.apply(null, all), high = Math.max.apply(null, all), room = (high - low) * 0.06 || 1;
        var list = document.createElement("ul");
        var plot = new uPlot({
            width: width(box), height: height(box), legend: { show: false }, cursor: { show: false }, series: lines,
            scales: { x: { time: false, range: [-0.5, n - 0.5] }, y: { range: all.length ? [low - room, high + room] : [0, 1] } },
            axes: [{ splits: function () { return data[0]; }, values: function (u, at) { return at.map(letter); }, grid: { show: false } },
                   { size: 62, values: ticks, label: chosen.unit || undefined, labelSize: 18 }],
            hooks: { draw: [whiskers(chosen)] }
        }, data, box);
        list.className = "letters";
        numbers.scenarios.forEach(function (scenario, s) {
            var item = list.appendChild(document.createElement("li")), name = item.appendChild(document.createElement("b"));
            name.textContent = letter(s);
            name.style.color = scenario.colour;
            item.appendChild(document.createTextNode(scenario[lang] + "  " + short(chosen.mean[s][0]) +
                (chosen.mean[s].length > 2 ? " (" + short(chosen.mean[s][2]) + " … " + short(chosen.mean[s][3]) + ")"
                    : chosen.mean[s][1] == null ? "" : " ± " + short(chosen.mean[s][1]))));
        });
        box.appendChild(list);
        return plot;
    }

    /* ---- places ---- */

    function fill(chart) {
        var lang = chart.dataset.lang, pairs = chart.dataset.chart === "pairs", list = pairs ? numbers.kpis : numbers.series;
        var select = chart.querySelector("select"), box = chart.querySelector(".plot"), place = { box: box, plot: null };
        list.forEach(function (item, i) { select.add(new Option(item[lang] + (item.unit ? " (" + item.unit + ")" : ""), i)); });
        place.draw = function () {
            if (place.plot)
                place.plot.destroy();
            box.textContent = "";
            place.plot = (pairs ? pairsPlot : seriesPlot)(box, Number(select.value), lang);
        };
        select.addEventListener("change", place.draw);
        place.lang = lang;
        return place;
    }

    function drawCharts() {
        drawn.forEach(function (place) { if (place.lang === language()) place.draw(); });
    }

    function resize() {
        drawn.forEach(function (place) {
            if (place.plot && place.lang === language())
                place.plot.setSize({ width: width(place.box), height: height(place.box) });
        });
    }

    document.querySelectorAll("button[data-to]").forEach(function (button) {
        button.addEventListener("click", function () { switchTo(button.dataset.to); });
    });
    if (numbers) {
        drawn = Array.prototype.map.call(document.querySelectorAll(".chart"), fill);
        drawCharts();
        window.addEventListener("resize", resize);
    }
    var opened = [];
    window.addEventListener("beforeprint", function () {        /* paper cannot unfold */
        opened = Array.prototype.filter.call(document.querySelectorAll("details"), function (d) { return !d.open; });
        opened.forEach(function (d) { d.open = true; });
    });
    window.addEventListener("afterprint", function () { opened.forEach(function (d) { d.open = false; }); });
}());
