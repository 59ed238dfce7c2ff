#!/usr/bin/env python3
"""The desk on a stored round: cheapest points against all subsets, ranks that do not move, wrong words told.

THUOCDO names the program (default build/thuocdo).
"""
import itertools
import json
import os
import random
import subprocess
import tempfile
import unittest
from fractions import Fraction

PROGRAM = os.environ.get("THUOCDO", "build/thuocdo")
PG = os.environ.get("THUOCDO_PG_ADDRESS")
CRITERIA = [("1", "", 5), ("1.1", "1", 1), ("1.2", "1", 1.5), ("1.3", "1", 2.5), ("2", "", 5), ("2.1", "2", 0.5),
            ("2.2", "2", 2), ("2.3", "2", 2.5)]
LEAVES = [c for c in CRITERIA if c[1]]
POINTS = {                                              # unit → points of the leaves in their order
    "S1": (1, 1.5, 2.5, 0.5, 2, 1),
    "S2": (0.5, 1, 2.5, 0, 2, 2.5),
    "S3": (1, 0.25, 1, 0.5, 0.75, 2),
    "S4": (0.5, 0, 2, 0.25, 1.5, 1.2),
    "S5": (1, 1.5, 0, 0.5, 2, 0),
}


class InsightRound(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.data = ["--data", os.path.join(self.folder.name, "d")]
        self.fill()

    def fill(self):
        self.run_program("init", *self.data)
        self.given("units.csv", "code,name,kind,parent,group,valid_from,valid_to\n"
                   "T,Tỉnh mẫu,tỉnh,,,01/01/2020,\n" +
                   "".join(f"{u},Sở {u},sở,T,Sở,01/01/2020,\n" for u in POINTS), "org", "import")
        self.given("set.csv", "code,parent,name,max_points,rule,source,evidence,assessor\n" +
                   "".join(f"{c},{p},Tiêu chí {c},{m},,{'survey' if c == '2.3' else 'self'},,\n" for c, p, m in CRITERIA),
                   "criteria", "import", "--set", "TEST", "--year", "2025", "--scale", "10")
        self.given("points.csv", "unit,criterion,points\n" +
                   "".join(f"{u},{c[0]},{x}\n" for u, v in POINTS.items() for c, x in zip(LEAVES, v)),
                   "score", "import", "--set", "TEST", "--year", "2025")

    def tearDown(self):
        self.folder.cleanup()

    def run_program(self, *words, code=0):
        out = subprocess.run([PROGRAM, *words], capture_output=True, text=True)
        self.assertEqual(out.returncode, code, out.stderr)
        return out.stdout if code == 0 else out.stderr

    def given(self, name, text, *command):
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        self.run_program(*command[:2], path, *self.data, *command[2:])

    def insight(self, what, *more):
        return json.loads(self.run_program("insight", what, *self.data, "--set", "TEST", "--year", "2025", "--json", *more))

    def cheapest(self, unit, enough):
        """All subsets: least effort (rarity among the others), then fewer, then smaller codes."""
        best = None
        lost = []
        for k, (code, _, top) in enumerate(LEAVES):
            have = [v[k] for u, v in POINTS.items() if u != unit]
            if POINTS[unit][k] < top:
                effort = round(Fraction(len(have) + 1, sum(x >= top for x in have) + 1) * 100 + Fraction(1, 1000))
                lost.append((code, Fraction(str(top)) - Fraction(str(POINTS[unit][k])), effort))
        for n in range(len(lost) + 1):
            for some in itertools.combinations(lost, n):
                if enough(sum(Fraction(str(x)) for x in POINTS[unit]) + sum(x[1] for x in some)):
                    key = (sum(x[2] for x in some), n, [x[0] for x in some])
                    best = key if best is None or key < best else best
        return best

    def test_reach_is_the_best_of_all_subsets(self):
        total = {u: sum(Fraction(str(x)) for x in v) for u, v in POINTS.items()}
        for unit in POINTS:
            for rank in range(1, 6):
                got = self.insight("reach", "--unit", unit, "--rank", str(rank))
                want = self.cheapest(unit, lambda t: sum(x > t for u, x in total.items() if u != unit) <= rank - 1)
                self.assertTrue(got["possible"])
                self.assertEqual([x["criterion"] for x in got["items"]], want[2], (unit, rank))
                self.assertEqual(Fraction(got["effort"]) * 100, want[0])
        got = self.insight("reach", "--unit", "S4", "--grade", "90")
        self.assertEqual([x["criterion"] for x in got["items"]], self.cheapest("S4", lambda t: t >= 9)[2])

    def test_rank_held_needs_nothing(self):
        best = next(r["unit"] for r in self.insight("robust", "--draws", "10", "--weights", "0") if r["rank"] == 1)
        self.assertEqual(self.insight("reach", "--unit", best, "--rank", "1"),
                         {"possible": True, "need": "0", "gain": "0", "effort": "0", "items": []})

    def test_robust(self):
        for row in self.insight("robust", "--draws", "100", "--weights", "0"):
            self.assertEqual((row["median"], row["p5"], row["p95"]), (row["rank"],) * 3)
        one = self.insight("robust", "--draws", "5000", "--seed", "1", "--threads", "1", "--survey", "5", "--appraiser", "2")
        self.assertEqual(one, self.insight("robust", "--draws", "5000", "--seed", "1", "--threads", "2", "--survey", "5",
                                           "--appraiser", "2"))
        self.assertAlmostEqual(sum(r["top"]["1"] for r in one), 1, places=2)
        ranks = {u["unit"]: u["rank"] for g in json.loads(self.run_program(
            "score", "compute", *self.data, "--set", "TEST", "--year", "2025", "--json"))["groups"] for u in g["units"]}
        self.assertEqual({r["unit"]: r["rank"] for r in one}, ranks)

    def test_sensitivity_and_criteria(self):
        for row in self.insight("sensitivity", "--draws", "300", "--weights", "25"):
            if row["variance"]:
                self.assertAlmostEqual(row["weights"]["first"], 1, places=6)
        self.assertEqual({c["criterion"] for c in self.insight("criteria")["criteria"]}, {c[0] for c in LEAVES})

    def test_what_if(self):
        before = self.run_program("score", "compute", *self.data, "--set", "TEST", "--year", "2025", "--json")
        self.assertEqual(self.insight("whatif", "--change", "S1:1.1=1"), [])
        rows = {r["unit"]: r for r in self.insight("whatif", "--change", "S4:1.2=1.5;S4:2.3=2,5")}
        gain = Fraction(rows["S4"]["after"]["points"]) - Fraction(rows["S4"]["before"]["points"])
        self.assertEqual(gain, Fraction("2.8"))
        for row in rows.values():
            if row["unit"] != "S4":
                self.assertEqual(row["before"]["points"], row["after"]["points"])
        self.assertEqual(before, self.run_program("score", "compute", *self.data, "--set", "TEST", "--year", "2025", "--json"))
        where = [*self.data, "--set", "TEST", "--year", "2025"]
        for bad, part in (("S4:1.2=9", "1.2"), ("S4:1=1", "thành phần"), ("S4-1.2", "MÃ_ĐƠN_VỊ"), ("S9:1.1=1", "S9")):
            self.assertIn(part, self.run_program("insight", "whatif", *where, "--change", bad, code=1))

    def test_wrong_words_are_told(self):
        where = [*self.data, "--set", "TEST", "--year", "2025"]
        self.assertIn("S9", self.run_program("insight", "reach", *where, "--unit", "S9", "--rank", "1", code=1))
        self.assertIn("--rank", self.run_program("insight", "reach", *where, "--unit", "S1", code=1))
        self.assertIn("Z", self.run_program("insight", "reach", *where, "--unit", "S1", "--grade", "Z", code=1))


    def test_scenarios_and_what_if_of_every_kind(self):
        where = [*self.data, "--set", "TEST", "--year", "2025"]
        before = self.run_program("score", "compute", *where, "--json")
        kept = self.run_program("insight", "save", "thử", *where, "--change", "S4:1.2=1.5", "--max", "2.2=4").strip()
        rows = {r["unit"]: r for r in self.insight("whatif", "--scenario", kept)}
        for unit, points in POINTS.items():             # the second criterion of field 2 counts twice
            total = sum(Fraction(str(x)) for x in points) + Fraction(str(points[4]))
            total += Fraction("1.5") - Fraction(str(points[1])) if unit == "S4" else 0
            self.assertEqual(Fraction(rows[unit]["after"]["points"]), total)
        self.assertEqual(json.loads(self.run_program("insight", "scenarios", *self.data, "--json"))[0]["changes"], 2)
        self.run_program("criteria", "copy", *where, "--to-set", "TEST", "--to-year", "2026")
        self.assertEqual(self.insight("whatif", "--trial", "TEST"), [])
        self.assertEqual(before, self.run_program("score", "compute", *where, "--json"))

    def test_compare(self):
        one = self.insight("compare", "--unit", "S1")[0]
        totals = {u: sum(Fraction(str(x)) for x in v) for u, v in POINTS.items()}
        mean = [sum(Fraction(str(v[k])) for v in POINTS.values()) / len(POINTS) for k in range(len(LEAVES))]
        self.assertEqual(Fraction(one["years"][-1]["percent"]), totals["S1"] * 10)
        self.assertEqual(one["years"][-1]["rank"], 1 + sum(t > totals["S1"] for t in totals.values()))
        self.assertEqual({x["criterion"] for x in one["stronger"]},
                         {c[0] for k, c in enumerate(LEAVES) if Fraction(str(POINTS["S1"][k])) > mean[k]})
        self.assertEqual({x["criterion"] for x in one["weaker"]},
                         {c[0] for k, c in enumerate(LEAVES) if Fraction(str(POINTS["S1"][k])) < mean[k]})

    @unittest.skipIf(not PG, "no PostgreSQL")
    def test_postgres_gives_the_same(self):
        asked = [("robust", "--draws", "2000", "--seed", "5", "--weights", "20", "--survey", "4", "--threads", "1"),
                 ("sensitivity", "--draws", "200", "--weights", "20", "--appraiser", "3"), ("reach", "--unit", "S3", "--rank", "1"),
                 ("criteria",), ("compare",), ("whatif", "--change", "S4:1.2=1.5")]
        sqlite = [self.insight(*words) for words in asked]
        schema = f"t{os.getpid()}_{random.randrange(10 ** 9)}"
        subprocess.run(["psql", "-q", PG, "-c", f"CREATE SCHEMA {schema}"], check=True)
        try:
            self.data = ["--data", os.path.join(self.folder.name, "p"), "--db", f"{PG}{'&' if '?' in PG else '?'}options=-csearch_path%3D{schema}"]
            self.fill()
            self.assertEqual([self.insight(*words) for words in asked], sqlite)
        finally:
            subprocess.run(["psql", "-q", PG, "-c", f"DROP SCHEMA {schema} CASCADE"], stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    unittest.main()
