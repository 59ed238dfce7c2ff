#!/usr/bin/python3
"""Surveys: answers accepted over HTTP with nothing acknowledged lost on kill -9, and the index of a large file beside what an
analyst would use. Prints one JSON line a figure: [what, ours, peer, ratio]. Called by tools/bench; needs wrk and numpy, and
compares with R's data.table and DuckDB where they are (Debian: r-cran-data.table).

THUOCDO names the program; SURVEY_ROWS the respondents of the file (default 1,000,000; the national figure is 10,000,000);
SURVEY_REPLICATES (default 200); SURVEY_PYTHON a Python that has duckdb; SURVEY_ONLY=index leaves the server out.
"""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("THUOCDO", os.path.join(ROOT, "build/thuocdo"))
PG = os.environ.get("THUOCDO_PG_ADDRESS")
QUESTIONS = 25
LUA = """
local n, threads = 0, 0
function setup(thread) threads = threads + 1; thread:set("id", threads) end
function request()
  n = n + 1
  local key = string.format("%08x%08x%08x", id, n, math.random(0, 0x7fffffff))
  local body = "_csrf=CSRF&k=" .. key .. "&sheet=T" .. id .. "-" .. n
  for q = 1, 3 do body = body .. "&q" .. q .. "=" .. math.random(1, 5) end
  return wrk.format("POST", "PATH", { ["Cookie"] = "COOKIE", ["Accept"] = "application/json",
    ["Content-Type"] = "application/x-www-form-urlencoded" }, body)
end
"""


def say(what, ours, peer="", ratio=""):
    print(json.dumps([what, ours, peer, ratio], ensure_ascii=False), flush=True)


class Field:
    """A survey of three questions with an interviewer's address: one POST is one response."""

    def __init__(self, folder, db=None):
        self.data = ["--data", folder] + (["--db", db] if db else [])
        form = os.path.join(folder, "form.csv")
        units = os.path.join(folder, "units.csv")
        self.cli("init")
        with open(units, "w", encoding="utf-8") as f:
            f.write("code,name,kind\nA,Phường A,ward\n")
        with open(form, "w", encoding="utf-8") as f:
            f.write("survey\n,type,name,label,required,relevant,factor\n" + "".join(f",select_one likert5,q{i},Câu {i},yes,,Chung\n" for i in (1, 2, 3))
                    + "choices\n,list_name,name,label\n" + "".join(f",likert5,{i},Mức {i}\n" for i in range(1, 6))
                    + "settings\n,form_title,purpose\n,Thử,Thử tải\n")
        self.cli("org", "import", units)
        self.cli("survey", "import", form, "--code", "T")
        self.cli("survey", "open", "--survey", "thu", "--form", "T", "--title", "Thử", "--units", "A")
        self.path = self.cli("survey", "device", "--survey", "thu", "--unit", "A", "--kind", "visit", "--name", "1").strip()

    def cli(self, *words):
        return subprocess.run([PROGRAM, *words, *self.data], check=True, capture_output=True, text=True).stdout

    def serve(self):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.server = subprocess.Popen([PROGRAM, "serve", *self.data, "--listen", f"127.0.0.1:{self.port}"],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        for _ in range(200):
            try:
                return self.script()
            except OSError:
                time.sleep(0.05)
        sys.exit("the server does not answer")

    def script(self):
        """What wrk sends: with the visitor's cookie and form token, every sheet with a key of its own."""
        answer = urllib.request.urlopen(f"http://127.0.0.1:{self.port}{self.path}")
        cookie = next(v.split(";")[0] for v in answer.headers.get_all("Set-Cookie") if v.startswith("td_visit="))
        token = re.search(r'name="_csrf" value="([^"]*)"', answer.read().decode())[1]
        return LUA.replace("CSRF", token).replace("COOKIE", cookie).replace("PATH", self.path)

    def stored(self):
        return int(self.cli("survey", "status", "--survey", "thu").splitlines()[1].split(",")[4])


def accepted(name, folder, db=None):
    field = Field(folder, db)
    script = os.path.join(folder, "post.lua")
    with open(script, "w") as f:
        f.write(field.serve())
    address = f"http://127.0.0.1:{field.port}"
    out = subprocess.run(["wrk", "-t2", "-c50", "-d3", "--latency", "-s", script, address], capture_output=True, text=True).stdout
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
    p99 = re.search(r"99%\s+(\S+)", out)[1]
    first = field.stored()
    if first < int(re.search(r"(\d+) requests in", out)[1]) - (int(wrong[1]) if wrong else 0):
        sys.exit("not every acknowledged answer is stored")
    say(f"survey answers accepted over HTTP, 50 clients, {name}", f"{rate:,.0f}/s", f"p99 {p99}" + (f", {wrong[1]} refused" if wrong else ""))

    with open(script, "w") as f:                            # other keys and sheets than before
        f.write(field.script().replace("sheet=T", "sheet=K").replace("%08x%08x%08x", "%08x%08xff%08x"))
    load = subprocess.Popen(["wrk", "-t2", "-c50", "-d3", "-s", script, address], stdout=subprocess.PIPE, text=True)
    time.sleep(1.5)
    os.killpg(field.server.pid, signal.SIGKILL)             # the session of this server alone
    out = load.communicate()[0]
    done = int(re.search(r"(\d+) requests in", out)[1])
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    done -= int(wrong[1]) if wrong else 0
    stored = field.stored() - first
    say(f"  kill -9 under load, {name}: acknowledged {done:,}", f"stored {stored:,}", "lost", str(max(0, done - stored)))
    if stored < done:
        sys.exit("acknowledged answers were lost")


def big_file(folder, rows):
    """unit,group,q1…q25: 200 units, fixed width, so that numpy writes it quickly."""
    import numpy as np
    path, factors = os.path.join(folder, "answers.csv"), os.path.join(folder, "factors.csv")
    rng = np.random.default_rng(1)
    with open(path, "wb") as f:
        f.write(("unit,group," + ",".join(f"q{i + 1}" for i in range(QUESTIONS)) + "\n").encode())
        for begin in range(0, rows, 500000):
            n = min(500000, rows - begin)
            line = np.full((n, 6 + 2 * QUESTIONS + 1), ord(","), np.uint8)
            unit = rng.integers(0, 200, n)
            line[:, 0] = ord("U")
            for k, div in enumerate((100, 10, 1)):
                line[:, 1 + k] = 48 + unit // div % 10
            line[:, 5] = 97 + rng.integers(0, 2, n)
            answers = rng.integers(1, 6, (n, QUESTIONS), dtype=np.uint8)
            line[:, 7::2] = 48 + answers
            line[:, 6::2] = ord(",")
            line[:, -1] = 10
            f.write(line.tobytes())
    with open(factors, "w") as f:
        f.write("question,factor\n" + "".join(f"q{i + 1},F{i % 5}\n" for i in range(QUESTIONS)))
    return path, factors


def timed(command, **kw):
    begun = time.perf_counter()
    out = subprocess.run(command, check=True, capture_output=True, text=True, **kw).stdout
    return time.perf_counter() - begun, out


def peak(command):
    """Most resident memory of a command in MB."""
    pid = os.fork()
    if pid == 0:
        with open(os.devnull, "w") as null:
            os.dup2(null.fileno(), 1)
        os.execvp(command[0], command)
    _, _, use = os.wait4(pid, 0)
    return use.ru_maxrss / 1024


DUCK = """
import duckdb, sys
path, reps = sys.argv[1], int(sys.argv[2])
sums = ', '.join(f"sum(" + ' + '.join(f"(coalesce(q{i+1},0)-1)*25.0*(q{i+1} is not null)::int" for i in range(25) if i % 5 == f) + f") / sum(" + ' + '.join(f"(q{i+1} is not null)::int" for i in range(25) if i % 5 == f) + ") as F%d" % f for f in range(5))
duckdb.sql(f"create table a as select * from read_csv('{path}')")
print(duckdb.sql(f"select unit, count(*) n, {sums} from a group by unit order by unit").fetchall()[0])
"""

NUMPY = """
import sys, numpy as np
path, reps = sys.argv[1], int(sys.argv[2])
raw = np.fromfile(path, np.uint8)
head = int(np.argmax(raw == 10)) + 1
line = raw[head:].reshape(-1, 57)
unit = (line[:, 1] - 48).astype(np.int32) * 100 + (line[:, 2] - 48) * 10 + (line[:, 3] - 48)
a = line[:, 7::2][:, :25] - 48
rng = np.random.default_rng(1)
order = np.argsort(unit, kind='stable')
bounds = np.searchsorted(unit[order], np.arange(201))
for u in range(200):
    rows = a[order[bounds[u]:bounds[u + 1]]]
    y = np.stack([(rows[:, f::5].astype(np.int32) - 1).sum(1) * 25 for f in range(5)], 1).astype(np.float64)
    m = np.full_like(y, 5)
    n = len(y)
    if reps:
        out = np.empty((reps, 5))
        for r in range(reps):
            w = np.bincount(rng.integers(0, n, n), minlength=n).astype(np.float64)
            out[r] = (w @ y) / (w @ m)
        lo, hi = np.percentile(out, [2.5, 97.5], axis=0)
print(y.sum(0) / m.sum(0))
"""


DATATABLE = """
suppressPackageStartupMessages(library(data.table))
args <- commandArgs(TRUE); reps <- as.integer(args[2]); set.seed(1)
a <- fread(args[1], showProgress = FALSE)
for (f in 0:4) {
  q <- as.matrix(a[, paste0("q", seq(f + 1, 25, 5)), with = FALSE])
  set(a, j = paste0("y", f), value = rowSums((q - 1) * 25, na.rm = TRUE))
  set(a, j = paste0("m", f), value = rowSums(!is.na(q)))
}
ys <- paste0("y", 0:4); ms <- paste0("m", 0:4)
out <- a[, {
  y <- as.matrix(.SD[, ys, with = FALSE]); m <- as.matrix(.SD[, ms, with = FALSE]); n <- nrow(y)
  r <- if (reps) sapply(seq_len(reps), function(i) { w <- tabulate(sample.int(n, n, TRUE), n); (w %*% y) / (w %*% m) })
  if (reps) apply(r, 1, quantile, c(.025, .975))
  as.list(colSums(y) / colSums(m))
}, by = unit, .SDcols = c(ys, ms)]
cat(nrow(out), "\\n")
"""


def memory_of(command):
    return f"{peak(command):,.0f} MB"


def has_datatable():
    return bool(shutil.which("Rscript")) and subprocess.run(["Rscript", "-e", "library(data.table)"], capture_output=True).returncode == 0


def index(folder):
    rows = int(os.environ.get("SURVEY_ROWS", "1000000"))
    reps = int(os.environ.get("SURVEY_REPLICATES", "200"))
    path, factors = big_file(folder, rows)
    ours = [PROGRAM, "survey", "index", path, "--by", "unit,factor", "--factors", factors, "--csv"]
    plain, _ = min(timed(ours) for _ in range(2))
    boot, _ = timed(ours + ["--bootstrap", str(reps), "--seed", "1"])
    python = os.environ.get("SURVEY_PYTHON", sys.executable)
    duck = subprocess.run([python, "-c", "import duckdb"], capture_output=True).returncode == 0
    if duck:
        theirs, _ = timed([python, "-c", DUCK, path, "0"])
        say(f"index of {rows:,} x 25 answers by unit and factor, with error", f"{plain:.2f} s", f"duckdb, no error {theirs:.2f} s", f"{plain / theirs:.2f}")
    else:
        theirs, _ = timed([sys.executable, "-c", NUMPY, path, "0"])
        say(f"index of {rows:,} x 25 answers by unit and factor, with error", f"{plain:.2f} s", f"numpy, fixed width, no error {theirs:.2f} s", f"{plain / theirs:.2f}")
    theirs, _ = timed([sys.executable, "-c", NUMPY, path, str(reps)])
    say(f"  with {reps} bootstrap replicates", f"{boot:.2f} s", f"numpy, fixed width {theirs:.2f} s", f"{boot / theirs:.2f}")
    say("  most memory of that", memory_of(ours + ["--bootstrap", str(reps), "--seed", "1"]), "numpy " + memory_of([sys.executable, "-c", NUMPY, path, "1"]))
    if has_datatable():
        r = ["Rscript", "-e", DATATABLE, path]
        theirs, _ = timed(r + ["0"])
        say("  beside R data.table, no error", f"{plain:.2f} s", f"{theirs:.2f} s", f"{plain / theirs:.2f}")
        few = min(reps, 20)                                 # it takes long
        theirs, _ = timed(r + [str(few)])
        boot, _ = timed(ours + ["--bootstrap", str(few), "--seed", "1"])
        say(f"  beside R data.table, {few} replicates", f"{boot:.2f} s", f"{theirs:.1f} s", f"{boot / theirs:.2f}")
        say("  most memory of that", "", "data.table " + memory_of(r + ["2"]))


def main():
    with tempfile.TemporaryDirectory() as folder:
        if shutil.which("wrk") and os.environ.get("SURVEY_ONLY") != "index":
            one = os.path.join(folder, "lite")
            os.mkdir(one)
            accepted("SQLite", one)
            if PG:
                schema = f"thuocdo_bench_{os.getpid()}"
                two = os.path.join(folder, "pg")
                os.mkdir(two)
                subprocess.run(["psql", PG, "-qc", f"CREATE SCHEMA {schema}"], check=True)
                try:
                    accepted("PostgreSQL", two, f"{PG}{'&' if '?' in PG else '?'}options=-csearch_path%3D{schema}")
                finally:
                    subprocess.run(["psql", PG, "-qc", f"DROP SCHEMA {schema} CASCADE"], stderr=subprocess.DEVNULL)
        index(folder)


main()
