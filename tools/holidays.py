#!/usr/bin/env python3
"""Turn data/holidays.csv into the const table of src/cal/calendar.h: holidays.py IN.csv OUT.c"""
import csv
import datetime
import sys

KINDS = {"holiday": "DAY_HOLIDAY", "tet": "DAY_TET", "substitute": "DAY_SUBSTITUTE",
         "swap_off": "DAY_SWAP_OFF", "swap_work": "DAY_SWAP_WORK"}
STATUS = {"confirmed": "ROW_CONFIRMED", "recalled": "ROW_RECALLED"}


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main(source, target):
    with open(source, encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    with open(target, "w", encoding="utf-8") as out:
        out.write('/* Made from data/holidays.csv. */\n#include "cal/calendar.h"\n\n')
        out.write("const CalRow cal_vn_rows[] = {\n")
        for r in rows:
            day = datetime.date.fromisoformat(r["date"]).toordinal()     # 0001-01-01 is 1, as in base/date.h
            out.write("    { { %d }, %s, %s, S(%s), S(%s) },\n" % (
                day, KINDS[r["kind"]], STATUS[r["status"]], quoted(r["name_vi"]), quoted(r["legal_basis"])))
        out.write("};\nconst size_t cal_n_vn_rows = COUNT(cal_vn_rows);\n")


main(*sys.argv[1:])
