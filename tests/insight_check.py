#!/usr/bin/python3
"""Rank robustness, cheapest points and criteria against independent computations with numpy.

THUOCDO names the program (default build/thuocdo). Needs python3-numpy; skipped where it is absent.
"""
import itertools
import json
import os
import subprocess
import tempfile
import unittest
from fractions import Fraction

try:
    import numpy as np
except ImportError:
    np = None

PROGRAM = os.environ.get("THUOCDO", "build/thuocdo")


@unittest.skipIf(np is None, "python3-numpy is absent")
class Insight(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.file = os.path.join(self.folder.name, "diem.csv")
        self.rng = np.random.default_rng(6)

    def tearDown(self):
        self.folder.cleanup()

    def given(self, units, criteria, missing=0.05):
        """Shares in quarters (NaN: not applicable) and maxima in halves, written as a file."""
        top = self.rng.integers(1, 7, criteria) / 2
        share = self.rng.integers(0, 5, (units, criteria)) / 4
        share[self.rng.random(share.shape) < missing] = np.nan
        share[:, 0] = 1
        with open(self.file, "w", encoding="utf-8") as f:
            f.write("unit,criterion,max,points\n")
            for u in range(units):
                for c in range(criteria):
                    points = "" if np.isnan(share[u, c]) else repr(share[u, c] * top[c])
                    f.write(f"U{u:03d},{c + 1:03d},{top[c]},{points}\n")
        return share, top

    def run_json(self, command, *more):
        out = subprocess.run([PROGRAM, "insight", command, self.file, "--json", *more], capture_output=True, text=True)
        self.assertEqual(out.returncode, 0, out.stderr)
        return json.loads(out.stdout)

    @staticmethod
    def ranks(index):
        return 1 + (index[:, :, None] < index[:, None, :]).sum(2)

    def test_rank_bands_under_weight_noise(self):
        share, top = self.given(40, 25)
        rows = self.run_json("robust-file", "--draws", "10000", "--seed", "1", "--weights", "25", "--top", "1,5")
        there = ~np.isnan(share)
        w = top * (1 + 0.25 * self.rng.uniform(-1, 1, (10000, 25)))
        index = (w @ np.nan_to_num(share).T) / (w @ there.T)
        ranks = np.concatenate([self.ranks(part) for part in np.array_split(index, 50)])
        for u, row in enumerate(rows):
            lo, mid, hi = np.percentile(ranks[:, u], [5, 50, 95])
            self.assertLessEqual(abs(row["median"] - mid), 1)
            self.assertLessEqual(abs(row["p5"] - lo), 1)
            self.assertLessEqual(abs(row["p95"] - hi), 1)
            for k in (1, 5):
                self.assertAlmostEqual(row["top"][str(k)], (ranks[:, u] <= k).mean(), delta=0.03)

    def test_zero_moves_nothing_and_threads_do_not_matter(self):
        self.given(30, 12)
        for row in self.run_json("robust-file", "--draws", "200", "--weights", "0"):
            self.assertEqual((row["median"], row["p5"], row["p95"]), (row["rank"],) * 3)
        one = self.run_json("robust-file", "--draws", "3000", "--seed", "4", "--threads", "1", "--appraiser", "3")
        self.assertEqual(one, self.run_json("robust-file", "--draws", "3000", "--seed", "4", "--threads", "3",
                                            "--appraiser", "3"))

    def test_cheapest_points_against_all_subsets(self):
        share, top = self.given(9, 11)
        points = [[None if np.isnan(s) else Fraction(s) * Fraction(m) for s, m in zip(row, top)] for row in share]
        limit = [sum(Fraction(m) for p, m in zip(row, top) if p is not None) for row in points]
        index = [sum(p for p in row if p is not None) / n for row, n in zip(points, limit)]
        for u, rank in itertools.product((0, 3, 7), (1, 2, 5)):
            got = self.run_json("reach-file", "--unit", f"U{u:03d}", "--rank", str(rank))
            lost = []
            for c, m in enumerate(top):
                if points[u][c] is not None and points[u][c] < Fraction(m):
                    peers = [points[v][c] for v in range(9) if v != u and points[v][c] is not None]
                    effort = Fraction(len(peers) + 1, sum(p >= Fraction(m) for p in peers) + 1)
                    lost.append((f"{c + 1:03d}", Fraction(m) - points[u][c], int(effort * 100 + Fraction(1, 2))))
            best = None
            for n in range(len(lost) + 1):
                for some in itertools.combinations(lost, n):
                    reached = index[u] + sum(x[1] for x in some) / limit[u]
                    if sum(i > reached for v, i in enumerate(index) if v != u) <= rank - 1:
                        key = (sum(x[2] for x in some), n, [x[0] for x in some])
                        best = key if best is None or key < best else best
            self.assertIsNotNone(best)
            self.assertEqual([x["criterion"] for x in got["items"]], best[2])
            self.assertEqual(Fraction(got["effort"]) * 100, best[0])

    def test_criteria(self):
        share, top = self.given(60, 8, 0)
        got = self.run_json("criteria-file")
        points = share * top
        k = points.shape[1]
        alpha = k / (k - 1) * (1 - points.var(0, ddof=1).sum() / points.sum(1).var(ddof=1))
        self.assertAlmostEqual(got["alpha"], alpha, 5)
        total = points.sum(1)
        for c, row in enumerate(got["criteria"]):
            self.assertAlmostEqual(row["effective"], np.cov(points[:, c], total)[0, 1] / total.var(ddof=1), 5)
            if c:
                self.assertAlmostEqual(row["with_rest"], np.corrcoef(share[:, c], total - points[:, c])[0, 1], 5)
        self.assertTrue(got["criteria"][0]["all_full"])


if __name__ == "__main__":
    unittest.main()
