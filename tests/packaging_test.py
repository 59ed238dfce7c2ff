#!/usr/bin/env python3
"""The units of the package: what they run exists, every timer is switched on and off, systemd understands them. THUOCDO names the program."""
import glob
import os
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.abspath(os.environ.get("THUOCDO", os.path.join(ROOT, "build", "thuocdo")))


def text(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as f:
        return f.read()


def units(ending):
    return [os.path.basename(p) for p in sorted(glob.glob(os.path.join(ROOT, "packaging", "*." + ending)))]


class Packaging(unittest.TestCase):
    def test_jobs_run(self):
        """each job of a timer does its work on a data folder that holds nothing yet"""
        with tempfile.TemporaryDirectory() as folder:
            data = os.path.join(folder, "d")
            subprocess.run([PROGRAM, "init", "--data", data], check=True, capture_output=True)
            for unit in units("timer"):
                line = re.search(r"^ExecStart=/usr/bin/thuocdo (.*)$", text("packaging", unit.replace(".timer", ".service")), re.M).group(1)
                r = subprocess.run([PROGRAM, *line.replace("${THUOCDO_DATA}", data).split()], check=False, capture_output=True, text=True)
                self.assertEqual(r.returncode, 0, f"{unit}: {r.stderr}")

    def test_timers_switched(self):
        self.assertEqual(len(units("timer")), 4)
        for unit in units("timer"):
            self.assertIn(unit, text("packaging", "postinst"))
            self.assertIn(unit, text("packaging", "prerm"))

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd is not installed")
    def test_systemd_understands(self):
        with tempfile.TemporaryDirectory() as folder:
            drop = os.path.join(folder, "thuocdo-.service.d")
            os.mkdir(drop)
            shutil.copy(os.path.join(ROOT, "packaging", "job.conf"), drop)
            for unit in units("service") + units("timer"):
                with open(os.path.join(folder, unit), "w", encoding="utf-8") as f:
                    f.write(text("packaging", unit).replace("/usr/bin/thuocdo", PROGRAM))
            r = subprocess.run(["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *units("service"), *units("timer")], check=False,
                               capture_output=True, text=True, cwd=folder, env={**os.environ, "SYSTEMD_UNIT_PATH": folder + ":"})
            self.assertEqual([x for x in r.stderr.splitlines() if "thuocdo" in x], [])


if __name__ == "__main__":
    unittest.main()
