#!/usr/bin/env python3
"""Statistics of dossiers by unit, month and field with working days, straight from a CSV file, beside what an analyst would use instead:
the same counts, the same result line by line, in one run. Prints a line of JSON for each row of the table of tools/bench.

THUOCDO, GEN name the programs; DOSSIERS the number of rows (1,000,000); DUCKDB a folder whose node_modules hold @duckdb/node-api. Peers
that are not installed are left out. SQLite is run up to 1,000,000 rows only, for its import alone takes minutes beyond."""
import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta

THUOCDO = os.path.abspath(os.environ.get("THUOCDO", "build/thuocdo"))
GEN = os.environ.get("GEN", "build/gen_dossiers")
ROWS = int(os.environ.get("DOSSIERS", "1000000"))
AS_OF = "2026-01-15"
HOLIDAYS = ["2025-01-01", "2025-01-27", "2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31", "2025-04-07", "2025-04-30", "2025-05-01",
            "2025-05-02", "2025-09-01", "2025-09-02", "2026-01-01"]
WHEN = ("done AND fin < due", "done AND (due IS NULL OR fin = due)", "done AND fin > due", "active AND (due IS NULL OR due >= as_of)",
        "active AND due < as_of", "status = 5", "status IN (7, 8)", "channel = 2", "online_payment = 1", "digitised = 1", "postal_return = 1")
COUNTS = ", ".join(["count(*)"] + [f"count(*) FILTER (WHERE {w})" for w in WHEN])


def say(*row):
    print(json.dumps(row, ensure_ascii=False), flush=True)


def run(*args, out=None, stdin=None):
    """Seconds, CPU seconds, peak megabytes. A shell starts the program, so that this process's own memory is not counted."""
    start = time.monotonic()
    p = subprocess.Popen(["/bin/sh", "-c", 'exec "$0" "$@"', *args], stdout=out or subprocess.DEVNULL, stdin=stdin)
    _, status, used = os.wait4(p.pid, 0)
    p.returncode = os.waitstatus_to_exitcode(status)
    if p.returncode:
        raise SystemExit(f"{args[0]}: exit {p.returncode}")
    return time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def shown(t, name=""):
    if name.startswith("PostgreSQL"):                   # works in a server of its own
        return f"{t[0]:.2f} s"
    return f"{t[0]:.2f} s, {t[1]:.2f} CPU, {t[2]:,.0f} MB"




def calendar(folder):
    """Working days up to and with each day, for the peers; the days off, for the program."""
    off, n = {date.fromisoformat(d) for d in HOLIDAYS}, 0
    with open(f"{folder}/wd.csv", "w") as f, open(f"{folder}/off.csv", "w") as g:
        g.write("date,kind\n" + "".join(f"{d},holiday\n" for d in HOLIDAYS))
        f.write("day,cum\n")
        for i in range(1461):
            d = date(2024, 1, 1) + timedelta(i)
            n += d.weekday() < 5 and d not in off
            f.write(f"{d},{n}\n")


def duckdb(folder, data, out):
    script = f"""
const {{ DuckDBInstance }} = require('@duckdb/node-api');
(async () => {{
  const c = await (await DuckDBInstance.create()).connect();
  await c.run(`SET threads = 2`);
  await c.run(`COPY (WITH wd AS (SELECT day::DATE AS day, cum FROM read_csv('{folder}/wd.csv')),
    d AS (SELECT *, received_at::DATE AS rec, due_at::DATE AS due, finished_at::DATE AS fin, status IN (9, 10) AS done, status IN (2, 4) AS active,
          DATE '{AS_OF}' AS as_of FROM read_csv('{data}', header = true))
    SELECT unit_code, strftime(rec, '%Y-%m') AS m, field_code, {COUNTS},
           coalesce(sum(CASE WHEN done AND fin > rec THEN b.cum - a.cum END), 0)::BIGINT
      FROM d JOIN wd a ON a.day = d.rec LEFT JOIN wd b ON b.day = d.fin GROUP BY ALL) TO '{out}' (HEADER false)`);
}})();
"""
    path = os.path.join(os.environ["DUCKDB"], "thuocdo_bench.js")
    with open(path, "w") as f:
        f.write(script)
    try:
        return run("node", path)
    finally:
        os.remove(path)


def data_table(folder, data, out):
    script = f"""
suppressMessages(library(data.table)); setDTthreads(2)
w <- fread("{folder}/wd.csv"); first <- as.integer(as.IDate("2024-01-01")); cum <- w$cum
d <- fread("{data}", select = c("unit_code", "field_code", "received_at", "due_at", "finished_at", "channel", "online_payment", "digitised",
           "postal_return", "status"), colClasses = list(character = c("received_at", "due_at", "finished_at")))
as_of <- as.integer(as.IDate("{AS_OF}"))
day <- function(s) {{ u <- unique(substr(s, 1, 10)); as.integer(as.IDate(u))[match(substr(s, 1, 10), u)] }}
d[, `:=`(rec = day(received_at), due = day(due_at), fin = day(finished_at), m = substr(received_at, 1, 7),
         done = status %in% c(9L, 10L), active = status %in% c(2L, 4L))]
d[, days := fifelse(done & fin > rec, cum[fin - first + 1L] - cum[rec - first + 1L], 0)]
T <- function(x) fifelse(is.na(x), FALSE, x)
d[, `:=`(e = T(done & fin < due), o = done & (is.na(due) | T(fin == due)), l = T(done & fin > due),
         w = active & (is.na(due) | T(due >= as_of)), v = T(active & due < as_of))]
r <- d[, .(n = .N, sum(e), sum(o), sum(l), sum(w), sum(v), sum(status == 5L), sum(status %in% 7:8), sum(channel == 2L), sum(online_payment == 1L),
           sum(digitised == 1L), sum(postal_return == 1L), sum(days)), by = .(unit_code, m, field_code)]
fwrite(r, "{out}", col.names = FALSE)
"""
    path = f"{folder}/dt.R"
    with open(path, "w") as f:
        f.write(script)
    return run("Rscript", path)


def postgres(folder, data, out):
    address = subprocess.run(["tools/pg", "start"], capture_output=True, text=True, check=True).stdout.strip().splitlines()[-1]
    # a table of its own, unlogged; text becomes dates in the query, as in the others
    sql = f"""
SET client_min_messages = warning;
DROP TABLE IF EXISTS bench_d, bench_wd;
CREATE UNLOGGED TABLE bench_d (dossier_code text, procedure_code text, unit_code text, field_code text, received_at timestamp, due_at timestamp,
  finished_at timestamp, channel int, online_payment int, fee bigint, digitised int, postal_return int, status int);
CREATE TABLE bench_wd (day date, cum int);
\\copy bench_wd FROM '{folder}/wd.csv' CSV HEADER
\\copy bench_d FROM '{data}' CSV HEADER
ANALYZE bench_d; ANALYZE bench_wd;
SET max_parallel_workers_per_gather = 1; SET work_mem = '1GB';
\\copy (WITH d AS (SELECT *, received_at::date AS rec, due_at::date AS due, finished_at::date AS fin, status IN (9, 10) AS done, status IN (2, 4) AS active, DATE '{AS_OF}' AS as_of FROM bench_d) SELECT unit_code, to_char(rec, 'YYYY-MM'), field_code, {COUNTS}, coalesce(sum(CASE WHEN done AND fin > rec THEN b.cum - a.cum END), 0) FROM d JOIN bench_wd a ON a.day = d.rec LEFT JOIN bench_wd b ON b.day = d.fin GROUP BY 1, 2, 3) TO '{out}' CSV
DROP TABLE bench_d, bench_wd;
"""
    path = f"{folder}/pg.sql"
    with open(path, "w") as f:
        f.write(sql)
    os.chmod(folder, 0o755)
    return run("psql", "-qX", "-v", "ON_ERROR_STOP=1", address, "-f", path)


def sqlite(folder, data, out):
    sql = f"""
.mode csv
.import {folder}/wd.csv wd
.import {data} d
CREATE INDEX wd_day ON wd (day);
.once {out}
WITH e AS (SELECT unit_code, field_code, date(received_at) AS rec, CASE WHEN due_at <> '' THEN date(due_at) END AS due,
    CASE WHEN finished_at <> '' THEN date(finished_at) END AS fin, substr(received_at, 1, 7) AS m, CAST(status AS INT) AS status, CAST(channel AS INT) AS channel,
    CAST(online_payment AS INT) AS online_payment, CAST(digitised AS INT) AS digitised, CAST(postal_return AS INT) AS postal_return FROM d),
  f AS (SELECT *, status IN (9, 10) AS done, status IN (2, 4) AS active, '{AS_OF}' AS as_of FROM e)
SELECT unit_code, m, field_code, {COUNTS},
  CAST(coalesce(sum(CASE WHEN done AND fin > rec THEN (SELECT cum FROM wd WHERE day = fin) - (SELECT cum FROM wd WHERE day = rec) END), 0) AS INT)
  FROM f GROUP BY 1, 2, 3;
"""
    path = f"{folder}/s.sql"
    with open(path, "w") as f:
        f.write(sql)
    with open(path) as f:
        return run("sqlite3", f"{folder}/s.db", stdin=f)


def own(folder, files, out, *more):
    with open(out, "w") as f:
        return run(THUOCDO, "onestop", "stats", *files, "--by", "unit,month,field", "--as-of", AS_OF, "--holidays", f"{folder}/off.csv", "--csv", *more, out=f)




def by_key(path):
    with open(path, newline="") as f:
        return {tuple(r[:3]): r for r in csv.reader(f) if r[0] != "unit"}


def same(ours, theirs):
    """Every count of every line; peers give sums of working days, the program their mean."""
    mine, other = by_key(ours), by_key(theirs)
    if len(mine) != len(other):
        return False
    for k, r in other.items():
        m = mine.get(k)
        done = sum(map(int, r[4:7]))
        mean = f"{(int(float(r[15])) * 200 + done) // (done * 2) / 100:.2f}" if done else ""
        if m is None or m[3:15] != r[3:15] or m[15] != mean:
            print(f"not the same: {m} {r} {mean}", file=sys.stderr)
            return False
    return True


def compared(ours, theirs):
    """In a process of its own: the memory of what is measured afterwards begins with that of this one."""
    child = os.fork()
    if not child:
        os._exit(0 if same(ours, theirs) else 1)
    return ", same lines" if os.waitpid(child, 0)[1] == 0 else ", LINES DIFFER"


def available():
    if os.environ.get("DUCKDB") and shutil.which("node"):
        yield "DuckDB", duckdb
    if shutil.which("Rscript") and not subprocess.run(["Rscript", "-e", "library(data.table)"], capture_output=True).returncode:
        yield "R data.table", data_table
    if shutil.which("psql"):
        yield "PostgreSQL, COPY and query", postgres
    if shutil.which("sqlite3") and ROWS <= 1000000:
        yield "SQLite, import and query", sqlite


def statistics(folder, data, check):
    out = f"{folder}/own.csv"
    times = [own(folder, [data], out) for _ in range(3)]
    mine = min(times)
    one = own(folder, [data], f"{folder}/one.csv", "--threads", "1")
    for name, peer in available():
        theirs = peer(folder, data, f"{folder}/peer.csv")
        told = compared(out, f"{folder}/peer.csv") if check else ""
        say(f"dossiers {ROWS:,}: unit × month × field, working days", shown(mine), f"{name}: {shown(theirs, name)}{told}", f"{mine[0] / theirs[0]:.3f}")
    with open(data, "rb") as f:
        cat = min(run("cat", stdin=f) for _ in range(2))
    lines = min(run("wc", "-l", data) for _ in range(3))
    say("  one thread", shown(one), f"wc -l {lines[0]:.2f} s", f"{one[0] / lines[0]:.1f}")
    say("  two threads, beside the limit", shown(mine), f"wc -l {lines[0]:.2f} s, cat {cat[0]:.2f} s", f"{mine[0] / lines[0]:.1f}")


def flat(folder, data):
    """The same file again and again: the groups stay, the rows grow."""
    for times in (1, 10, 100):
        if times * ROWS <= 100000000:
            t = own(folder, [data] * times, "/dev/null")
            say(f"  memory of {times * ROWS:,} rows", shown(t), f"{times * ROWS / t[0] / 1e6:.1f} million rows/s")


def main():
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        data = f"{folder}/hoso.csv"
        with open(data, "wb") as f:
            subprocess.run([GEN, str(ROWS), "1"], stdout=f, check=True)
        calendar(folder)
        statistics(folder, data, os.environ.get("CHECK", "1") == "1")
        flat(folder, data)


if __name__ == "__main__":
    main()
