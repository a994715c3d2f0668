#include "staffing_figure.h"

#include <math.h>
#include <stdio.h>

#include "plots/marks.h"

enum { REQUIRED, COVER, N_CURVES, MOST_PANELS = 4 };
static const double PANEL_LEFT = 1.0, PANEL_WIDTH = 7.25;
static const char *const DAYS[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
static const char *const DAYS_ZH[] = { "周一", "周二", "周三", "周四", "周五", "周六", "周日" };

/* ---- cover ---- */

static double on_duty(const struct requirement *r, int curve, int slot)
{
    return curve == REQUIRED ? r->requirement[slot] : r->cover[slot];
}

/* A step an interval, so that what is required stands as long as it is. */
static void curve_week(struct page *page, const struct requirement *r, int curve, struct range *y)
{
    int block = script_block(page->script);
    for (int k = 0; k < FORECAST_DAYS * r->per_day; k++)
        for (int end = 0; end < 2; end++) {
            double row[] = { (k + end) / (double)r->per_day, on_duty(r, curve, k) };
            script_row(page->script, 2, row);
            marks_include(y, row[1]);
        }
    script_block_end(page->script);
    marks_line(page, block, curve, NULL);
}

static void panel_week(struct picture *f, const struct requirement *r, double top)
{
    struct page *page = &f->page;
    struct range y = { 0, 0 };
    theme_panel(page, PANEL_LEFT, top, PANEL_WIDTH, 2.5,
                picture_word(f, "operators on duty, Monday to Sunday", "在岗话务员，周一至周日"));
    script_add(page->script, "set xrange [0:7]\nset xtics (");
    for (int day = 0; day < FORECAST_DAYS; day++)
        script_add(page->script, "%s'%s' %g", day ? ", " : "", picture_word(f, DAYS[day], DAYS_ZH[day]), day + 0.5);
    script_add(page->script, ") scale 0\n");
    for (int curve = 0; curve < N_CURVES; curve++)
        curve_week(page, r, curve, &y);
    for (int day = 1; day < FORECAST_DAYS; day++)
        marks_rule(page, day);
    marks_axis(page, 'y', y);
    theme_draw(page);
}

/* Mean over some days of the week, by hour of the day. */
static void panel_day(struct page *page, const struct requirement *r, double top, const char *title, int from, int until)
{
    struct range y = { 0, 0 };
    theme_panel(page, PANEL_LEFT, top, PANEL_WIDTH, 1.9, title);
    script_add(page->script, "set xrange [0:24]\nset xtics 3\n");
    for (int curve = 0; curve < N_CURVES; curve++) {
        int block = script_block(page->script);
        for (int i = 0; i < r->per_day; i++) {
            double sum = 0;
            for (int day = from; day < until; day++)
                sum += on_duty(r, curve, day * r->per_day + i) / (until - from);
            for (int end = 0; end < 2; end++)
                script_row(page->script, 2, (double[]){ (i + end) * 24.0 / r->per_day, sum });
            marks_include(&y, sum);
        }
        script_block_end(page->script);
        marks_line(page, block, curve, NULL);
    }
    marks_axis(page, 'y', y);
}

static void cover_numbers(struct sheet *numbers, const struct requirement *r)
{
    static const struct sheet_column COLUMN[] = {
        { "weekday", SHEET_TEXT, "weekday", "星期" }, { "start", SHEET_TEXT, "start", "开始" },
        { "required", SHEET_COUNT, "required", "需求" }, { "on_duty", SHEET_NUMBER, "on the city's shifts", "按现行班次" } };
    sheet_begin(numbers, "intervals", sizeof COLUMN / sizeof *COLUMN, COLUMN);
    for (int k = 0; k < FORECAST_DAYS * r->per_day; k++) {
        int minute = k % r->per_day * r->interval_s / 60;
        sheet_text(numbers, "%s", DAYS[k / r->per_day]);
        sheet_text(numbers, "%02d:%02d", minute / 60, minute % 60);
        sheet_number(numbers, r->requirement[k]);
        sheet_number(numbers, r->cover[k]);
    }
}

void staffing_figure_cover(struct picture *f, const struct staffplan *p, const char *city, struct sheet *numbers)
{
    const struct theme_entry entry[N_CURVES] = { { picture_word(f, "required", "需求"), REQUIRED, 0 },
                                                 { picture_word(f, "on the city's shifts", "按现行班次在岗"), COVER, 0 } };
    char caption[256];
    snprintf(caption, sizeof caption,
             picture_word(f, "%s, %d posts; mean number on duty after days off, pauses and vacancies",
                          "%s，%d个岗位；在岗人数为扣除轮休、小休和空缺后的均值"), city, p->posts);
    theme_page(&f->page, &f->script, f->format, picture_word(f, "Operators required and on duty", "所需与在岗话务员"), caption,
               LEGEND_LINES, N_CURVES, entry, 9.6);
    double top = f->page.top + 0.35;
    panel_week(f, &p->requirement, top);
    panel_day(&f->page, &p->requirement, top + 3.4, picture_word(f, "Monday to Friday, mean", "周一至周五均值"), 0, 5);
    theme_draw(&f->page);
    panel_day(&f->page, &p->requirement, top + 6.2, picture_word(f, "Saturday and Sunday, mean", "周六、周日均值"), 5, 7);
    theme_label_x(&f->page, picture_word(f, "hour of the day", "时刻（时）"));
    theme_draw(&f->page);
    theme_end(&f->page);
    cover_numbers(numbers, &p->requirement);
}

/* ---- service ---- */

static struct estimate service_of(const struct headcount_trial *trial, int g)
{
    return (struct estimate){ .n = trial->replicates, .mean = trial->value[g], .half = 1.96 * trial->error[g] };
}

static void panel_service(struct page *page, const struct staffplan *p, int g, double top)
{
    double posts[STAFFPLAN_CURVE];
    struct estimate value[STAFFPLAN_CURVE];
    struct range x = MARKS_NO_RANGE, y = MARKS_NO_RANGE;
    for (int i = 0; i < p->n_curve; i++) {
        posts[i] = p->curve[i].number;
        value[i] = service_of(&p->curve[i], g);
        marks_include(&x, posts[i]);
        marks_include_estimate(&y, value[i], 1);
    }
    marks_include(&y, p->goal[g].bound);
    theme_panel(page, PANEL_LEFT, top, PANEL_WIDTH, 2.3, p->goal[g].text);
    int block = marks_curve(page, p->n_curve, posts, value, 1, 1);
    marks_band(page, block, 0);
    marks_line(page, block, 0, NULL);
    marks_level(page, p->goal[g].bound);
    marks_rule(page, p->posts);
    marks_axis(page, 'x', x);
    marks_axis(page, 'y', y);
}

static void service_numbers(struct sheet *numbers, const struct staffplan *p)
{
    static const struct sheet_column COLUMN[] = { { "target", SHEET_TEXT, "target", "目标" },
                                                  { "posts", SHEET_COUNT, "posts", "岗位" },
                                                  { "service", SHEET_INTERVAL, "service", "服务水平" } };
    sheet_begin(numbers, "posts", sizeof COLUMN / sizeof *COLUMN, COLUMN);
    for (int g = 0; g < p->n_goals; g++)
        for (int i = 0; i < p->n_curve; i++) {
            struct estimate e = service_of(&p->curve[i], g);
            sheet_text(numbers, "%s", p->goal[g].text);
            sheet_number(numbers, p->curve[i].number);
            sheet_interval(numbers, e.mean, (struct interval){ estimate_low(e), estimate_high(e) });
        }
}

void staffing_figure_service(struct picture *f, const struct staffplan *p, const char *city, struct sheet *numbers)
{
    int panels = p->n_goals < MOST_PANELS ? p->n_goals : MOST_PANELS;
    char caption[256];
    snprintf(caption, sizeof caption,
             picture_word(f, "%s; band: 95 %% interval of the mean over %d x %d days; grey: the target, and %d posts",
                          "%s；带：%d次×%d天均值的95%%区间；灰线：目标与%d个岗位"), city, p->curve[0].replicates, REHEARSAL_DAYS,
             p->posts);
    theme_page(&f->page, &f->script, f->format, picture_word(f, "Service and headcount", "服务水平与岗位数"), caption,
               LEGEND_LINES, 0, NULL, 0.9 + 3.1 * panels);
    for (int g = 0; g < panels; g++) {
        panel_service(&f->page, p, g, f->page.top + 0.35 + 3.1 * g);
        if (g == panels - 1)
            theme_label_x(&f->page, picture_word(f, "posts", "岗位数"));
        theme_draw(&f->page);
    }
    theme_end(&f->page);
    service_numbers(numbers, p);
}
