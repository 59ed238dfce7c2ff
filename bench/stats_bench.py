#!/usr/bin/python3
"""Survey index and rank robustness against numpy, in one run: wall and CPU seconds of each.

    bench/stats_bench.py [respondents] [draws]          THUOCDO names the program (default build/thuocdo)

The program reads files (and its time counts that), numpy starts from arrays in memory: the comparison favours numpy. The numpy side is what an analyst would write: vectorised, no loops over respondents.
"""
import os
import subprocess
import sys
import tempfile
import time

import numpy as np

PROGRAM = os.environ.get("THUOCDO", "build/thuocdo")
PEOPLE = int(sys.argv[1]) if len(sys.argv) > 1 else 400_000
DRAWS = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
UNITS, QUESTIONS, CRITERIA = 3321, 25, 100


def make_survey(folder, rng):
    unit = np.sort(rng.integers(0, UNITS, PEOPLE))
    answers = rng.integers(0, 6, (PEOPLE, QUESTIONS))
    word = np.array(["", "1", "2", "3", "4", "5"])
    with open(f"{folder}/a.csv", "w", encoding="utf-8") as f:
        f.write("unit,group," + ",".join(f"q{i + 1}" for i in range(QUESTIONS)) + "\n")
        for u, row in zip(unit, word[answers]):
            f.write(f"U{u:05d},g," + ",".join(row) + "\n")
    with open(f"{folder}/f.csv", "w", encoding="utf-8") as f:
        f.write("question,factor\n" + "".join(f"q{i + 1},F{i // 5}\n" for i in range(QUESTIONS)))
    return unit, answers


def make_points(folder, rng):
    """Every criterion follows a target that a part of the units passed; a quarter of them rests on a survey."""
    reached = np.round(rng.uniform(0, 1.5, (UNITS, CRITERIA)), 4)
    error = np.where(np.arange(CRITERIA) >= 75, 0.03, 0.0)
    with open(f"{folder}/p.csv", "w", encoding="utf-8") as f:
        f.write("unit,criterion,max,points,reached,survey_error\n")
        for u in range(UNITS):
            f.writelines(f"U{u:05d},{c:03d},1,{min(1, x)},{x},{error[c]}\n" for c, x in enumerate(reached[u]))
    return reached, error


def program(*words):
    start = time.monotonic()
    child = subprocess.Popen([PROGRAM, *words], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)            # its peak memory is that of this process before exec: not shown
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{PROGRAM} {' '.join(words)}: exit {child.returncode}")
    return time.monotonic() - start, used.ru_utime + used.ru_stime


def timed(f):
    start, cpu = time.monotonic(), time.process_time()
    f()
    return time.monotonic() - start, time.process_time() - cpu


def numpy_survey(unit, answers, replicates):
    """From arrays in memory: reading the file is not even counted."""
    def run():
        factor = np.repeat(np.arange(5), 5)
        value = np.array([0, 0, 25, 50, 75, 100.0])[answers]
        there = answers > 0
        y = np.stack([value[:, factor == k].sum(1) for k in range(5)], 1)
        m = np.stack([there[:, factor == k].sum(1) for k in range(5)], 1).astype(float)
        edge = np.searchsorted(unit, np.arange(UNITS + 1))
        rng = np.random.default_rng(1)
        for u in range(UNITS):
            a, b = edge[u], edge[u + 1]
            if a == b:
                continue
            n = b - a
            r = y[a:b].sum(0) / m[a:b].sum(0)
            np.sqrt(n / max(n - 1, 1) * ((y[a:b] - r * m[a:b]) ** 2).sum(0)) / m[a:b].sum(0)
            if replicates:
                times = rng.multinomial(n, np.full(n, 1 / n), replicates)
                np.percentile((times @ y[a:b]) / (times @ m[a:b]), [2.5, 97.5], axis=0)
    return timed(run)


def numpy_robust(reached, error, draws, everything):
    def run():
        rng = np.random.default_rng(1)
        share = np.minimum(1, reached)
        ranks = np.empty((draws, UNITS), np.int16)
        for d in range(draws):
            w = 1 + 0.25 * rng.uniform(-1, 1, CRITERIA)
            w /= w.sum()
            if everything:
                moved = np.minimum(1, reached / (1 + 0.1 * rng.uniform(-1, 1, CRITERIA)))
                moved[:, 75:] += rng.normal(0, 1, (UNITS, 25)) * error[75:]
                index = moved @ w
            else:
                index = share @ w
            ranks[d, np.argsort(-index, kind="stable")] = np.arange(1, UNITS + 1)
        np.percentile(ranks, [5, 50, 95], axis=0)
    return timed(run)


def show(what, ours, theirs, scaled=1.0):
    wall, cpu = ours
    print(f"{what:44} {wall:6.2f} s wall {cpu:6.2f} s CPU   numpy {theirs[1] * scaled:8.2f} s CPU"
          f"   ratio {cpu / (theirs[1] * scaled):.3f}")


def main():
    rng = np.random.default_rng(20261121)
    with tempfile.TemporaryDirectory() as folder:
        unit, answers = make_survey(folder, rng)
        reached, error = make_points(folder, rng)
        index = ["survey", "index", f"{folder}/a.csv", "--factors", f"{folder}/f.csv", "--by", "unit,factor", "--json"]
        show(f"index + error, {PEOPLE * QUESTIONS / 1e6:.0f} M answers", program(*index),
             numpy_survey(unit, answers, 0))
        show("+ 1,000 bootstrap (numpy: 50, scaled)", program(*index, "--bootstrap", "1000"),
             numpy_survey(unit, answers, 50), 20)
        few = max(1, DRAWS // 50)
        plain, model = f"{folder}/w.csv", f"{folder}/p.csv"
        subprocess.run(["cut", "-d,", "-f1-4", model], stdout=open(plain, "w"), check=True)
        draw = ["--draws", str(DRAWS), "--json"]
        show(f"{DRAWS} draws, weights (numpy: {few}, scaled)", program("insight", "robust-file", plain, *draw),
             numpy_robust(reached, error, few, False), DRAWS / few)
        show(f"{DRAWS} draws, all (numpy: {few}, scaled)",
             program("insight", "robust-file", model, "--thresholds", "10", *draw),
             numpy_robust(reached, error, few, True), DRAWS / few)


if __name__ == "__main__":
    main()
