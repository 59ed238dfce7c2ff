#!/usr/bin/python3
"""The survey index against an independent computation with numpy, on generated answers.

THUOCDO names the program (default build/thuocdo). Needs python3-numpy; skipped where it is absent.
"""
import csv
import json
import os
import subprocess
import tempfile
import unittest

try:
    import numpy as np
except ImportError:
    np = None

PROGRAM = os.environ.get("THUOCDO", "build/thuocdo")
T_975 = {1: 12.7062047, 2: 4.3026527, 3: 3.1824463, 5: 2.5705818, 9: 2.2621572, 19: 2.0930241, 28: 2.0484071}


@unittest.skipIf(np is None, "python3-numpy is absent")
class SurveyIndex(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.rng = np.random.default_rng(20261121)

    def tearDown(self):
        self.folder.cleanup()

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def given_answers(self, units, people, questions):
        """A table of answers (0 is a blank) that depends on unit and question, so that factors differ."""
        unit = self.rng.integers(0, units, people)
        lean = self.rng.uniform(1.5, 4.5, units)[unit][:, None] + self.rng.normal(0, 0.8, (people, 1))
        a = np.clip(np.rint(lean + self.rng.normal(0, 1, (people, questions))), 1, 5).astype(int)
        a[self.rng.random(a.shape) < 0.15] = 0
        group = self.rng.integers(0, 2, people)
        with open(self.path("a.csv"), "w", newline="", encoding="utf-8") as f:
            w = csv.writer(f)
            w.writerow(["unit", "group"] + [f"q{i + 1}" for i in range(questions)])
            for u, g, row in zip(unit, group, a):
                w.writerow([f"U{u:03d}", "dân" if g else "doanh nghiệp"] + [x or "" for x in row])
        factor = np.arange(questions) % 3
        with open(self.path("f.csv"), "w", encoding="utf-8") as f:
            f.write("question,factor\n" + "".join(f"q{i + 1},F{k}\n" for i, k in enumerate(factor)))
        return unit, group, a, factor

    def run_index(self, *more):
        out = subprocess.run([PROGRAM, "survey", "index", self.path("a.csv"), "--json", *more],
                             capture_output=True, text=True, check=True)
        return json.loads(out.stdout)

    @staticmethod
    def sums(a, values):
        v = np.concatenate([[0], values])
        return v[a].sum(1), (a > 0).sum(1)

    def test_index_and_linearised_interval(self):
        values = np.array([0, 20, 50, 75, 100.0])
        unit, _, a, factor = self.given_answers(20, 1500, 13)
        got = {(r["unit"], r["factor"]): r for r in self.run_index(
            "--by", "unit,factor", "--factors", self.path("f.csv"), "--weights", "0,20,50,75,100")}
        self.assertEqual(len(got), 60)
        for u in range(20):
            for k in range(3):
                y, m = self.sums(a[unit == u][:, factor == k], values)
                y, m = y[m > 0], m[m > 0]
                r, n = y.sum() / m.sum(), len(m)
                row = got[(f"U{u:03d}", f"F{k}")]
                self.assertEqual(row["n"], n)
                self.assertEqual(row["answers"], int(m.sum()))
                self.assertAlmostEqual(float(row["index"]), r, 7)
                self.assertGreaterEqual(n, 30)
                half = 1.959963985 * np.sqrt(n / (n - 1) * ((y - r * m) ** 2).sum()) / m.sum()
                self.assertAlmostEqual(float(row["lo"]), max(0, r - half), 5)
                self.assertAlmostEqual(float(row["hi"]), min(100, r + half), 5)

    def test_strata_and_finite_population(self):
        """Groups weigh as their populations, the error is that of stratified samples without replacement."""
        unit, group, a, _ = self.given_answers(6, 1200, 7)
        people = {}
        with open(self.path("s.csv"), "w", encoding="utf-8") as f:
            f.write("unit,group,population\n")
            for u in range(6):
                for g, name in enumerate(("doanh nghiệp", "dân")):
                    people[u, g] = int(self.rng.integers(150, 5000))
                    f.write(f"U{u:03d},{name},{people[u, g]}\n")
        values = np.array([0, 25, 50, 75, 100.0])
        for row in self.run_index("--strata", self.path("s.csv")):
            u = int(row["unit"][1:])
            total, index, var, n_all = sum(people[u, g] for g in (0, 1)), 0, 0, 0
            for g in (0, 1):
                y, m = self.sums(a[(unit == u) & (group == g)], values)
                y, m = y[m > 0], m[m > 0]
                r, n, share = y.sum() / m.sum(), len(m), people[u, g] / total
                se = np.sqrt(n / (n - 1) * ((y - r * m) ** 2).sum()) / m.sum()
                index, var, n_all = index + share * r, var + share ** 2 * (1 - n / people[u, g]) * se ** 2, n_all + n
            self.assertTrue(row["weighted"])
            self.assertFalse(row["gap"])
            self.assertEqual(row["n"], n_all)
            self.assertAlmostEqual(float(row["index"]), index, 6)
            self.assertAlmostEqual(float(row["hi"]) - float(row["lo"]), 2 * 1.959963985 * np.sqrt(var), 4)

    def test_everybody_asked_leaves_no_error(self):
        with open(self.path("a.csv"), "w", encoding="utf-8") as f:
            f.write("unit,q1\n" + "".join(f"A,{1 + i % 5}\n" for i in range(50)))
        with open(self.path("s.csv"), "w", encoding="utf-8") as f:
            f.write("unit,population\nA,50\n")
        row = self.run_index("--strata", self.path("s.csv"))[0]
        self.assertEqual(row["lo"], row["hi"])
        self.assertEqual(float(row["index"]), 50)

    def test_few_respondents_use_student_t(self):
        for n in (2, 3, 4, 6, 10, 20, 29):
            _, _, a, _ = self.given_answers(1, n, 8)
            y, m = self.sums(a, np.array([0, 25, 50, 75, 100.0]))
            r = y.sum() / m.sum()
            half = T_975[n - 1] * np.sqrt(n / (n - 1) * ((y - r * m) ** 2).sum()) / m.sum()
            row = self.run_index()[0]
            self.assertTrue(row["small"])
            self.assertAlmostEqual(float(row["lo"]), max(0, r - half), 4)
            self.assertAlmostEqual(float(row["hi"]), min(100, r + half), 4)

    def test_bootstrap_interval(self):
        for units, people, questions in ((4, 900, 6), (1, 5000, 3)):   # drawn one by one, and kind by kind
            unit, group, a, _ = self.given_answers(units, people, questions)
            rows = self.run_index("--by", "unit,group", "--bootstrap", "4000", "--seed", "1")
            for row in rows:
                u, g = int(row["unit"][1:]), row["group"] == "dân"
                y, m = self.sums(a[(unit == u) & (group == g)], np.array([0, 25, 50, 75, 100.0]))
                pick = self.rng.integers(0, len(y), (4000, len(y)))
                lo, hi = np.percentile(y[pick].sum(1) / m[pick].sum(1), [2.5, 97.5])
                room = 0.07 * (hi - lo)             # noise of two times 4,000 replicates
                self.assertAlmostEqual(float(row["lo"]), lo, delta=room)
                self.assertAlmostEqual(float(row["hi"]), hi, delta=room)

    def test_bootstrap_repeats_with_any_threads(self):
        self.given_answers(9, 30000, 6)
        one = self.run_index("--by", "unit", "--bootstrap", "50", "--seed", "7", "--threads", "1")
        self.assertEqual(one, self.run_index("--by", "unit", "--bootstrap", "50", "--seed", "7", "--threads", "4"))
        self.assertNotEqual(one, self.run_index("--by", "unit", "--bootstrap", "50", "--seed", "8"))

    def test_bad_cell_is_named(self):
        with open(self.path("a.csv"), "w", encoding="utf-8") as f:
            f.write("unit,group,q1,q2\nA,x,1,2\nA,x,6,2\n")
        out = subprocess.run([PROGRAM, "survey", "index", self.path("a.csv"), "--json"], capture_output=True, text=True)
        self.assertEqual(out.returncode, 1)
        self.assertEqual(out.stdout, "")
        for part in ("a.csv", "dòng 3", "q1", "“6”"):
            self.assertIn(part, out.stderr)


if __name__ == "__main__":
    unittest.main()
