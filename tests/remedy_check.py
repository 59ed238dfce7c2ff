#!/usr/bin/env python3
"""A district's published result becomes lost points and a remedy plan with owners and days.

The 14 losses that the report of a real district names (labels of gold/002.json in the folder of real facts, THUOCDO_SHARED or
../shared) are derived with the amounts of the report, made into remedies and tasks, and composed into words. Skipped
where the facts are absent. THUOCDO names the program (default build/thuocdo).
"""
import csv
import json
import os
import pathlib
import subprocess
import tempfile
import unittest
from fractions import Fraction

PROGRAM = os.environ.get("THUOCDO", "build/thuocdo")
HERE = pathlib.Path(__file__).resolve().parent.parent
SHARED = next((p for p in (pathlib.Path(os.environ.get("THUOCDO_SHARED", HERE.parent / "shared")), HERE.parent.parent / "shared")
               if (p / "gold/002.json").exists()), None)


def plain(x):
    return format(x, ".2f")


@unittest.skipUnless(SHARED, "the labelled report is not here")
class Report(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.data = ["--data", os.path.join(self.folder.name, "d")]
        self.round = ["--set", "HUYEN", "--year", "2021"]
        self.run_program("init", *self.data)
        self.read_report()
        self.given("units.csv", [["code", "name", "kind", "group"], ["H", "Huyện mẫu", "huyện", "Huyện"], ["K", "Huyện khác", "huyện", "Huyện"]],
                   "org", "import")
        self.given("set.csv", [["code", "parent", "name", "max_points", "rule"]] + self.rows, "criteria", "import", *self.round)
        self.given("points.csv", [["unit", "criterion", "points", "reason"]] + self.points, "score", "import", *self.round)

    def tearDown(self):
        self.folder.cleanup()

    def run_program(self, *words):
        out = subprocess.run([PROGRAM, *words], capture_output=True, text=True)
        self.assertEqual(out.returncode, 0, out.stderr)
        return out.stdout

    def given(self, name, rows, *command):
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8", newline="") as f:
            csv.writer(f).writerows(rows)
        self.run_program(*command[:2], path, *self.data, *command[2:])

    def read_report(self):
        """Areas as fields, named criteria as leaves; what the report does not name stands in one leaf without a loss, but
        for the two areas whose only loss is told with the area itself."""
        scores = json.loads((SHARED / "gold/002.json").read_text(encoding="utf-8"))["scores"]
        areas = [s for s in scores if s["kind"] == "area"]
        self.rows, self.points, self.named = [], [], {}
        for n, area in enumerate(areas, 1):
            self.rows.append([str(n), "", area["criterion"], plain(area["max"]), ""])
            rest, k = Fraction(str(area["max"])), 0
            got_rest = Fraction(str(area["achieved"]))
            for s in [s for s in scores if s["kind"] == "criterion" and s["area"] == area["area"]]:
                k += 1
                top = Fraction(str(s["max"]))
                got = top + Fraction(str(s["achieved"])) if s["achieved"] < 0 else Fraction(str(s["achieved"]))
                self.leaf(f"{n}.{k}", str(n), s["criterion"], top, got, s["cause"], area["area"] != "tac_dong")
                rest, got_rest = rest - top, got_rest - got
            if area["cause"]:
                self.leaf(f"{n}.{k + 1}", str(n), area["criterion"], rest, got_rest, area["cause"], True)
            elif rest:
                self.leaf(f"{n}.{k + 1}", str(n), "Các tiêu chí khác", rest, got_rest, None, False)
        self.total = Fraction(str(next(s for s in scores if s["kind"] == "total")["achieved"]))

    def leaf(self, code, parent, name, top, got, cause, named):
        self.rows.append([code, parent, name, plain(float(top)), ""])
        self.points.append(["H", code, plain(float(got)), cause or ""])
        self.points.append(["K", code, plain(float(top)), ""])
        if named:
            self.named[code] = (top - got, cause)

    def test_losses_remedies_words(self):
        self.assertEqual(len(self.named), 14)
        self.assertEqual(sum(x[0] for x in self.named.values()), 60 - Fraction("50.42"))
        told = json.loads(self.run_program("remedy", "derive", *self.data, *self.round, "--json"))
        self.assertEqual(Fraction(told["points"]), 100 - self.total)
        losses = json.loads(self.run_program("remedy", "list", *self.data, *self.round, "--unit", "H", "--json"))
        got = {x["criterion"]: (Fraction(x["lost"]), x) for x in losses}
        for code, (lost, cause) in self.named.items():
            self.assertEqual(got[code][0], lost, code)
            if cause:
                self.assertIn(cause[:40], got[code][1]["reason"])
            self.assertEqual(got[code][1]["peers"], 0)
        self.assertEqual(len(got), 16)                                  # and the two surveys
        for code in self.named:
            made = self.run_program("remedy", "add", str(got[code][1]["id"]), *self.data, "--cause", got[code][1]["reason"], "--measure",
                                    "Khắc phục " + code, "--lead", "Huyện mẫu", "--deadline", "trước 30/9", "--do-year", "2022")
            self.run_program("remedy", "task", made.strip(), *self.data)
        plan = json.loads(self.run_program("remedy", "plan", *self.data, "--year", "2022", "--unit", "H", "--json"))
        self.assertEqual(len(plan), 14)
        for row in plan:
            self.assertTrue(row["lead"] and row["due"] == "2022-09-29" and row["task"])
        status = json.loads(self.run_program("remedy", "status", *self.data, *self.round, "--unit", "H", "--json"))
        promise = status["if_all_promises_are_kept"][0]
        self.assertEqual(Fraction(promise["points"]), 60 - Fraction("50.42"))
        self.assertEqual(Fraction(promise["percent_then"]), self.total + 60 - Fraction("50.42"))
        words = json.loads(self.run_program("remedy", "words", *self.data, *self.round, "--unit", "H", "--json"))
        text = "\n".join(p["text"] for p in words["parts"])
        self.assertIn("84,31", text)
        for code in self.named:
            self.assertIn(f"[{code}]", text)


if __name__ == "__main__":
    unittest.main()
