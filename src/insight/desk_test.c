#include "base/test.h"
#include "insight/show.h"

#include <math.h>

static const char given[] =
    "unit,group,criterion,max,points,effort,reached\n"
    "A,sở,1.1,2,1.5,,\n"
    "A,sở,1.2,1,0.5,4,\n"
    "A,sở,2.1,1,0,1,\n"
    "B,sở,1.1,2,2,,\n"
    "B,sở,1.2,1,1,,1.4\n"
    "B,sở,2.1,1,,,\n"
    "C,sở,1.1,2,2,,\n"
    "C,sở,1.2,1,0.25,,0.25\n"
    "C,sở,2.1,1,0.75,,\n"
    "X,xã,1.1,2,2,,\n";

static Desk desk(TestRun *t, const char *text)
{
    Answer why = { .arena = t->arena };
    Desk d;

    CHECK_OK(desk_read(&d, t->arena, S("diem.csv"), str_of(text), &why));
    return d;
}

TEST(desk_totals, "the index is points over what applies, and ranks stay within the group")
{
    Desk d = desk(t, given);

    CHECK_INT(d.units, 4);
    CHECK_DEC(d.index[0], "50");
    CHECK_DEC(d.index[1], "100");
    CHECK_DEC(d.index[2], "75");
    CHECK_INT(desk_rank(&d, 0), 3);
    CHECK_INT(desk_rank(&d, 2), 2);
    CHECK_INT(desk_rank(&d, 3), 1);
}

TEST(desk_reach, "the cheapest lost points to a rank or a grade are found with given and estimated efforts")
{
    Answer why = { .arena = t->arena };
    Desk d = desk(t, given);
    DeskReach r;

    /* rank 2: 3 of 4 points as C has, 1 is missing: 2.1 alone gives it for 1 */
    CHECK_OK(desk_reach(&r, t->arena, &d, &(DeskAim){ .unit = 0, .rank = 2 }, &why));
    CHECK_DEC(r.need, "1");
    CHECK_INT(r.reach.n, 1);
    CHECK_STR(r.reach.items[0]->code, "2.1");
    CHECK_DEC(r.reach.effort, "1");
    /* rank 1: B has all that applies to it, so A needs all of its own; 1.1 is estimated: both peers have it, (2+1)/(2+1) */
    CHECK_OK(desk_reach(&r, t->arena, &d, &(DeskAim){ .unit = 0, .rank = 1 }, &why));
    CHECK_INT(r.reach.n, 3);
    CHECK_DEC(r.reach.gain, "2");
    CHECK_DEC(r.reach.effort, "6");
    CHECK_OK(desk_reach(&r, t->arena, &d, &(DeskAim){ .unit = 0, .percent = { true, DEC(60) } }, &why));
    CHECK_DEC(r.need, "0.4");
    CHECK_DEC(r.reach.effort, "1");
    CHECK_OK(desk_reach(&r, t->arena, &d, &(DeskAim){ .unit = 1, .rank = 1 }, &why));
    CHECK(r.reach.possible && r.reach.n == 0);
}

TEST(desk_model, "a criterion that follows its target keeps how far the target was passed")
{
    Desk d = desk(t, given);
    RobustModel *m = desk_model(&d, t->arena, 0);

    CHECK(m->share[0] == 0.75 && isnan(m->share[5]));
    CHECK(m->target[1] && !m->target[0]);
    CHECK(fabs(m->share[4] - 1.4) < 1e-12);
}

TEST(desk_refuses, "bad rows are told all at once, each with its line")
{
    static const char bad[] = "unit,criterion,max,points\nA,1,2,3\nA,1,2,1\nA,1,1,1\n,2,1,1\nB,2,x,1\nB,3,0,0\n";
    Answer why = { .arena = t->arena };
    Desk d;

    CHECK_INT(desk_read(&d, t->arena, S("diem.csv"), str_of(bad), &why), E_INVALID);
    CHECK_HAS(why.text, "dòng 2");
    CHECK_HAS(why.text, "dòng 4");
    CHECK_HAS(why.text, "dòng 5");
    CHECK_HAS(why.text, "dòng 6");
    CHECK_HAS(why.text, "dòng 7");
    CHECK_INT(desk_read(&d, t->arena, S("diem.csv"), S("unit,criterion,max,points\nA,1,2,1\nA,1,2,1\n"), &why), E_INVALID);
    CHECK_HAS(why.text, "đã có");
    CHECK_INT(desk_read(&d, t->arena, S("diem.csv"), S("unit,criterion,max,points\nA,1,2,\n"), &why), E_INVALID);
    CHECK_HAS(why.text, "không có tiêu chí nào");
}

TEST(desk_json, "what is shown is JSON with the fields that the commands promise")
{
    Ctx c = { .arena = t->arena, .answer.arena = t->arena };
    Buf out = { .arena = t->arena };
    Desk d = desk(t, given);
    const size_t top[] = { 1 };
    RobustAsk ask = { .draws = 100, .seed = 1, .top = top, .n_top = 1, .near = 2 };
    DeskReach reach;
    Robust r;

    CHECK_OK(robust_run(&r, t->arena, desk_model(&d, t->arena, 0), &ask, &c.answer));
    show_robust(&c, &out, true, &d, &r, &ask);
    CHECK_HAS(buf_str(&out), "{\"unit\":\"C\",\"group\":\"sở\",\"index\":\"75\",\"rank\":2,\"median\":2,\"p5\":2,\"p95\":2,"
                             "\"top\":{\"1\":0},\"alike\":[]}");
    CHECK_OK(desk_reach(&reach, t->arena, &d, &(DeskAim){ .unit = 0, .rank = 2 }, &c.answer));
    show_reach(&c, &out, true, &reach);
    CHECK_HAS(buf_str(&out), "{\"possible\":true,\"need\":\"1\",\"gain\":\"1\",\"effort\":\"1\","
                             "\"items\":[{\"criterion\":\"2.1\",\"points\":\"1\",\"effort\":\"1\"}]}");
}
