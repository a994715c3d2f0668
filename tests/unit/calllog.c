/* A log of calls as people hand it in: in any order of columns and rows, and with every mistake we could think of. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/queues/calllog.h"
#include "scratch.h"

static char path[64];

static int read_text(struct calllog *log, const char *text, size_t size, struct err *err)
{
    snprintf(path, sizeof path, "/tmp/calllog.XXXXXX");
    scratch_write(path, 0, text, size);
    int got = calllog_read(log, path, err);
    unlink(path);
    return got;
}

#define HEAD "date,arrival_s,type,priority,caller,outcome,wait_s,service_s,operator\n"

static void reads_what_is_there(void **state)
{
    (void)state;
    const char *text = "\xef\xbb\xbfoperator,outcome,date,wait_s,arrival_s,service_s\r\n"
                       "3,AGENT,1999-02-02,12.5,100,60\r\n"
                       "\r\n"
                       ",HANG,1999-02-02,7,50,0\r\n"
                       ",PHANTOM,1999-02-01,7,50,0\r\n"
                       ",AGENT,1999-01-31,0,86399.5,1";
    struct calllog log;
    struct err err = { 0 };
    assert_int_equal(read_text(&log, text, strlen(text), &err), 0);
    assert_true(log.n == 3 && log.n_days == 3 && log.n_phantoms == 1);
    assert_string_equal(log.first, "1999-01-31");
    assert_string_equal(log.last, "1999-02-02");
    assert_true(log.call[0].day == 0 && log.call[0].operator == -1 && log.call[0].arrival_s == 86399.5);
    assert_true(log.call[1].day == 2 && !log.call[1].answered && log.call[1].arrival_s == 50);
    assert_true(log.call[2].answered && log.call[2].operator == 3 && log.call[2].wait_s == 12.5);
    calllog_free(&log);
    calllog_free(&log);
}

static const struct { const char *text, *says; } FAULTY[] = {
    { "", ":1:1: the file is empty; a log begins with the names of its columns" },
    { "date,arrival_s,outcome,wait_s,operator\n", ":1:1: there is no column 'service_s'; a log needs date, arrival_s, "
      "outcome, wait_s, service_s and operator" },
    { HEAD, ":2:1: there is no call in this log" },
    { HEAD "1999-02-01,1,NW,0,,PHANTOM,0,0,\n", ":2:1: there is no call in this log" },
    { HEAD "1999-02-01,7o6,NW,0,,HANG,0,0,\n", ":2:12: arrival_s '7o6' is not a number" },
    { HEAD "1999-02-01,706,NW,0,,HANG,,0,\n", ":2:27: wait_s '' is not a number" },
    { HEAD "1999-02-01,706,NW,0,,HANG,nan,0,\n", ":2:27: wait_s nan is not below 86400" },
    { HEAD "1999-02-01,706,NW,0,,AGENT,0,-5,1\n", ":2:30: service_s -5 is negative" },
    { HEAD "1999-02-01,86400,NW,0,,AGENT,0,5,1\n", ":2:12: arrival_s 86400 is not below 86400" },
    { HEAD "1999-02-30,706,NW,0,,AGENT,0,5,1\n", ":2:1: this is no date; dates are written YYYY-MM-DD" },
    { HEAD "1.2.1999,706,NW,0,,AGENT,0,5,1\n", ":2:1: this is no date; dates are written YYYY-MM-DD" },
    { HEAD "1999-02-01,706,NW,0,,AGENT,0,5,1\n1999-02-01,706,NW,0,,LOST,0,5,1\n",
      ":3:22: outcome 'LOST' is none of AGENT, HANG, PHANTOM" },
    { HEAD "1999-02-01,706,NW\n", ":2:1: the line ends before column 'outcome'" },
    { HEAD "1999-02-01,706,NW,0,,AGENT,0,5,Anna\n", ":2:32: operator 'Anna' is not a number" },
    { HEAD "1999-02-01,706,NW,0,,AGENT,0,5,1\n2999-02-01,706,NW,0,,AGENT,0,5,1\n",
      ": the calls are spread over 365244 days; at most 3660" },
};

static void complains_with_file_line_and_column(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof FAULTY / sizeof *FAULTY; i++) {
        struct calllog log;
        struct err err = { 0 };
        char want[256];
        assert_int_equal(read_text(&log, FAULTY[i].text, strlen(FAULTY[i].text), &err), -1);
        snprintf(want, sizeof want, "%s%s", path, FAULTY[i].says);
        assert_string_equal(err.text, want);
        assert_int_equal(err.code, EXIT_INPUT);
        calllog_free(&log);
    }
}

static void what_is_no_text_is_refused(void **state)
{
    (void)state;
    struct calllog log;
    struct err err = { 0 };
    assert_int_equal(read_text(&log, HEAD "a\0b\n", sizeof HEAD + 3, &err), -1);
    assert_non_null(strstr(err.text, ":2:2: a zero byte: this is no text file"));
    calllog_free(&log);
    struct err missing = { 0 }, folder = { 0 };
    assert_int_equal(calllog_read(&log, "/nowhere/at-all.csv", &missing), -1);
    assert_string_equal(missing.text, "/nowhere/at-all.csv: No such file or directory");
    calllog_free(&log);
    assert_int_equal(calllog_read(&log, "/tmp", &folder), -1);
    assert_string_equal(folder.text, "/tmp: Is a directory");
    calllog_free(&log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_is_there),
        cmocka_unit_test(complains_with_file_line_and_column),
        cmocka_unit_test(what_is_no_text_is_refused),
    };
    return cmocka_run_group_tests_name("calllog", tests, NULL, NULL);
}
