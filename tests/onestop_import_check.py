#!/usr/bin/env python3
"""Imports of dossiers that are killed, repeated, read beside and fed with hostile files.

THUOCDO names the program (build/thuocdo), GEN the generator (build/gen_dossiers)."""
import os, random, signal, sqlite3, subprocess, tempfile, time, unittest
from datetime import datetime

THUOCDO = os.environ.get("THUOCDO", "build/thuocdo")
GEN = os.environ.get("GEN", "build/gen_dossiers")
HEAD = b"dossier_code,procedure_code,unit_code,field_code,received_at,due_at,finished_at,channel,fee,status\n"
GOOD = b"A%d,P1,X1,LV,2025-03-03 08:00,2025-03-07 17:00,2025-03-06 09:00,2,0,10\n"

# name, what follows the heading, the row that is named and a part of the reason
HOSTILE = [
    ("a quote in the middle", GOOD % 1 + b'A2,P"1,X1,LV,2025-03-03,,,1,0,4\n', "dòng 3", "ngoặc kép"),
    ("a quote that never ends", GOOD % 1 + b'"A2,P1,X1,LV,2025-03-03,,,1,0,4\nA3,P1,X1,LV,2025-03-03,,,1,0,4\n', "dòng 3", "ngoặc kép"),
    ("a cell of 10 MB", GOOD % 1 + b"A2,P1,X1," + b"L" * (10 << 20) + b",2025-03-03,,,1,0,4\n", "dòng 3", "1.024 byte"),
    ("bytes that are no letters", GOOD % 1 + b"A2,P1,X\xff\xfe1,LV,2025-03-03,,,1,0,4\n", "dòng 3", ""),
    ("a day that does not exist", GOOD % 1 + b"A2,P1,X1,LV,30/02/2025,,,1,0,4\n", "dòng 3", "30/02/2025"),
    ("mixed dates, one of them turned round", GOOD % 1 + b"A2,P1,X1,LV,03/13/2025,,,1,0,4\n", "dòng 3", "03/13/2025"),
    ("a code twice", GOOD % 1 + GOOD % 2 + GOOD % 1, "dòng 4", "đã có ở một dòng trước"),
    ("a NUL byte", GOOD % 1 + b"A\x002,P1,X1,LV,2025-03-03,,,1,0,4\n", "dòng 3", "NUL"),
    ("a status that is none", GOOD % 1 + b"A2,P1,X1,LV,2025-03-03,,,1,0,11\n", "dòng 3", "mười trạng thái"),
    ("a cell too many", GOOD % 1 + b"A2,P1,X1,LV,2025-03-03,,,1,0,4,5\n", "dòng 3", "số ô"),
    ("done without an end", GOOD % 1 + b"A2,P1,X1,LV,2025-03-03,,,1,0,9\n", "dòng 3", "thiếu thời điểm kết thúc"),
    ("a unit that nobody knows", GOOD % 1 + b"A2,P1,X77,LV,2025-03-03,,,1,0,4\n", "dòng 3", "X77"),
    ("no code", GOOD % 1 + b",P1,X1,LV,2025-03-03,,,1,0,4\n", "dòng 3", "thiếu mã hồ sơ"),
]


class Import(unittest.TestCase):
    def setUp(self):
        self.tmp = tempfile.TemporaryDirectory()
        self.data = os.path.join(self.tmp.name, "d")
        self.cli("init", "--data", self.data)

    def tearDown(self):
        self.tmp.cleanup()

    def file(self, data, name):
        path = os.path.join(self.tmp.name, name)
        with open(path, "wb") as f:
            f.write(data)
        return path

    def cli(self, *args, code=0):
        p = subprocess.run([THUOCDO, *args], capture_output=True)
        self.assertEqual(p.returncode, code, p.stdout.decode()[-300:] + p.stderr.decode()[-800:])
        return p.stdout.decode() + (p.stderr.decode() if code else "")

    def units(self, codes):
        self.cli("org", "import", self.file(("code,name,kind,parent\n" + "".join(f"{u},Xã {u},xã,\n" for u in codes)).encode(), "u.csv"), "--data", self.data)

    def figures(self):
        return self.cli("onestop", "figures", "--data", self.data, "--year", "2025", "--as-of", "2026-01-01")

    def import_args(self, path):
        return ["onestop", "import", path, "--data", self.data, "--source", "A", "--skip-bad"]

    def test_killed_repeated_and_read_beside(self):
        text = subprocess.run([GEN, "30000", "5"], capture_output=True, check=True).stdout
        lines = text.split(b"\n")
        self.units(sorted({l.split(b",")[2].decode() for l in lines[1:] if l}))
        first = self.file(b"\n".join(lines[:3000]) + b"\n", "a.csv")
        whole = self.file(text, "b.csv")
        self.cli(*self.import_args(first))
        old = self.figures()
        rng = random.Random(3)
        seen = set()                                                    # readers see the old figures until the new are whole
        for _ in range(3):                                              # killed: nothing of it is there, or all of it
            p = subprocess.Popen([THUOCDO, *self.import_args(whole)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.05 + rng.random() * 0.25)
            p.send_signal(signal.SIGKILL)
            p.wait()
            seen.add(self.figures())
        p = subprocess.Popen([THUOCDO, *self.import_args(whole)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while p.poll() is None:
            seen.add(self.figures())
        self.assertEqual(p.returncode, 0)
        new = self.figures()
        self.assertNotEqual(new, old)
        self.assertLessEqual(seen, {old, new})
        self.assertIn("0 hồ sơ mới, 0 thay đổi", self.cli(*self.import_args(whole)))
        self.assertEqual(self.figures(), new)
        self.cli("verify", "--data", self.data)

    def one(self, sql):
        db = sqlite3.connect(os.path.join(self.data, "thuocdo.db"))
        try:
            return db.execute(sql).fetchall()
        finally:
            db.close()

    def test_history_of_a_dossier(self):
        """What changes between files is kept, and a history tells every supplement with the waiting added up."""
        second = lambda s: int((datetime.fromisoformat(s) - datetime(1, 1, 1)).total_seconds()) + 86400
        self.units(["X1"])
        row = "A1,P1,X1,LV,2025-03-03 08:00,%s,%s,2,0,%s\n"
        for due, end, status, told in (("2025-03-10 17:00", "", "4", "1 hồ sơ mới"), ("2025-03-10 17:00", "", "5", "1 thay đổi"),
                                       ("2025-03-17 17:00", "2025-03-14 10:00", "10", "1 thay đổi")):
            path = self.file(HEAD + (row % (due, end, status)).encode(), "a.csv")
            self.assertIn(told, self.cli("onestop", "import", path, "--data", self.data, "--source", "A"))
        self.assertEqual(self.one("SELECT told, old_state, state, old_due, due FROM dossier_event ORDER BY state"),
                         [(0, 1, 2, second("2025-03-10 17:00"), second("2025-03-10 17:00")),
                          (0, 2, 4, second("2025-03-10 17:00"), second("2025-03-17 17:00"))])
        steps = ("Mã hồ sơ;Thời điểm;Trạng thái;Hẹn trả\nA1;03/03/2025 08:00;Được tiếp nhận;10/03/2025 17:00\nA1;05/03/2025 08:00;Yêu cầu bổ sung giấy tờ;\n"
                 "A1;06/03/2025 08:00;Đang xử lý;13/03/2025 17:00\nA1;07/03/2025 08:00;5;\nA1;10/03/2025 08:00;4;17/03/2025 17:00\nA1;14/03/2025 10:00;10;\n")
        history = ["onestop", "history", self.file(steps.encode(), "h.csv"), "--data", self.data, "--source", "A"]
        self.assertIn("6 bước của 1 hồ sơ", self.cli(*history, "--dry-run"))
        self.assertIn("6 bước của 1 hồ sơ", self.cli(*history))
        kept = "SELECT supplements, asked, supplied, waited, old_due, due, by_date, by_766 FROM dossier"
        want = [(2, second("2025-03-07 08:00"), second("2025-03-10 08:00"), 4 * 86400, second("2025-03-10 17:00"), second("2025-03-17 17:00"), 1, 3)]
        self.assertEqual(self.one(kept), want)
        by_766 = self.cli("onestop", "figures", "--data", self.data, "--year", "2025", "--reading", "766").splitlines()
        self.assertEqual(dict(zip(by_766[0].split(","), by_766[1].split(",")))["late"], "1")
        self.assertIn("0 bước của 1 hồ sơ, 6 bước đã có", self.cli(*history))
        self.assertIn("1 giữ nguyên", self.cli("onestop", "import", path, "--data", self.data, "--source", "A"))
        self.assertEqual(self.one(kept), want)
        for bad, reason in ((steps.replace("A1;14", "A9;14"), "A9"), (steps.replace(";10;", ";11;"), "mười trạng thái"),
                            (steps.replace("14/03/2025 10:00", "31/02/2025"), "31/02/2025"), (steps.replace("Thời điểm", "Khi"), "at")):
            told = self.cli("onestop", "history", self.file(bad.replace("2025 08", "2024 08").encode(), "b.csv"), "--data", self.data, "--source", "A", code=1)
            self.assertIn(reason, told)
            self.assertEqual(self.one(kept), want)
        self.assertEqual(self.one("SELECT count(*) FROM dossier_event WHERE told = 1"), [(6,)])
        self.cli("verify", "--data", self.data)

    def test_hostile_files_name_row_and_reason_and_leave_nothing(self):
        self.units(["X1"])
        empty = self.figures()
        for name, body, row, reason in HOSTILE:
            told = self.cli("onestop", "import", self.file(HEAD + body, "h.csv"), "--data", self.data, "--source", "A", code=1)
            self.assertIn(row, told, name)
            self.assertIn(reason, told, name)
            self.assertEqual(self.figures(), empty, name)
        for text in (HEAD + GOOD % 1, ("\ufeff" + (HEAD + GOOD % 1).decode()).encode(), (HEAD + GOOD % 1).decode().encode("utf-16"),
                     (HEAD + GOOD % 1).replace(b",", b";"), (HEAD + GOOD % 1).replace(b"\n", b"\r\n")):
            told = self.cli("onestop", "import", self.file(text, "h.csv"), "--data", self.data, "--source", "A")
            self.assertTrue("1 hồ sơ mới" in told or "1 giữ nguyên" in told, told)


if __name__ == "__main__":
    unittest.main()
