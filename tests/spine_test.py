"""The spine through the command line: files in, explained ranks out, on SQLite and PostgreSQL; backups; kill -9; hostile input.

THUOCDO names the program, THUOCDO_PG_ADDRESS a PostgreSQL (its part is skipped where there is none).
"""
import contextlib
import csv
import io
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest

PROGRAM = os.environ.get("THUOCDO", "build/thuocdo")
PG = os.environ.get("THUOCDO_PG_ADDRESS")
SHARED = os.environ.get("THUOCDO_SHARED")

# One district's year in files: the figures and amounts are those of the published report, the wording is our own.
AN_LAO_SET = """code,parent,name,max_points,rule,source,evidence,assessor
1,,Chỉ đạo điều hành,10,,,,
1.1,1,Kế hoạch của cấp xã đạt chất lượng,0.5,Tỷ lệ % x điểm tối đa,,,
1.2,1,Đối thoại với doanh nghiệp,0.5,Có: 0.5; không: 0,,,
1.3,1,Các tiêu chí khác,9,,,,
2,,Văn bản quy phạm pháp luật,5,,,,
3,,Thủ tục hành chính,10,,,,
3.1,3,Rà soát thủ tục,2,Có: 2; không: 0,,,
3.2,3,Một cửa,1.5,,,,
3.3,3,Kết quả giải quyết,3,,,,
3.4,3,Các tiêu chí khác,3.5,,,,
4,,Tổ chức bộ máy,7,,,,
4.1,4,Số lượng cấp phó,1,Mỗi đơn vị vi phạm trừ 0.5 điểm,,,
4.2,4,Các tiêu chí khác,6,,,,
5,,Chế độ công vụ,11,,,,
5.1,5,Xếp loại cuối năm,1,100%: 1; dưới 100%: 0.5,,,
5.2,5,Các tiêu chí khác,10,,,,
6,,Tài chính công,5,,,,
6.1,6,Công khai tài chính,1,Có: 1; không: 0,,,
6.2,6,Báo cáo ngân sách,1,Đúng hạn: 1; trễ hạn: 0.5; không báo cáo: 0,,,
6.3,6,Phần mềm quản lý tài chính,1,,,,
6.4,6,Các tiêu chí khác,2,,,,
7,,Chính quyền điện tử,12,,,,
7.1,7,Văn bản điện tử,1,"Từ 95% trở lên: 1; từ 90% đến dưới 95%: 0,5; dưới 90%: 0",,,
7.2,7,Dịch vụ công trực tuyến,1,Từ 50% trở lên: 1; dưới 50%: 0,,,
7.3,7,Chứng thực điện tử cấp xã,1,Từ 35% trở lên: 1; dưới 35%: 0,,,
7.4,7,Hồ sơ qua bưu chính,0.5,"Từ 50% trở lên: 0,5; dưới 50%: tỷ lệ/50% x 0,5",,,
7.5,7,Các tiêu chí khác,8.5,,,,
8,,Tác động,40,,,,
8.1,8,Người dân và tổ chức hài lòng,30,Chỉ số hài lòng x 30,survey,,
8.2,8,Lãnh đạo và đại biểu đánh giá,10,,survey,,
"""
AN_LAO_FACTS = [("1.1", "50%"), ("1.2", "không"), ("3.1", "không"), ("4.1", "1"), ("5.1", "99%"), ("6.1", "không"),
                ("6.2", "trễ hạn"), ("7.1", "92%"), ("7.2", "40%"), ("7.3", "30%"), ("7.4", "18%"), ("8.1", "87,36%")]
AN_LAO_POINTS = [("1.3", "9"), ("2", "5"), ("3.2", "0.5"), ("3.3", "2.99"), ("3.4", "3.5"), ("4.2", "6"), ("5.2", "10"),
                 ("6.3", "0.5"), ("6.4", "2"), ("7.5", "8.5"), ("8.2", "7.68")]
FIELDS = {"1": "9.25", "2": "5.00", "3": "6.99", "4": "6.50", "5": "10.50", "6": "3.00", "7": "9.18", "8": "33.89"}
LOSSES = {"1.1": "0.25", "1.2": "0.5", "3.1": "2", "3.2": "1", "3.3": "0.01", "4.1": "0.5", "5.1": "0.5", "6.1": "1", "6.2": "0.5",
          "6.3": "0.5", "7.1": "0.5", "7.2": "1", "7.3": "1", "7.4": "0.32"}


def td(*args, ok=True, code=None):
    p = subprocess.run([PROGRAM, *map(str, args)], capture_output=True, text=True)
    if code is not None:
        assert p.returncode == code, f"{args}: exit {p.returncode}: {p.stdout}{p.stderr}"
    elif ok:
        assert p.returncode == 0, f"{args}: exit {p.returncode}: {p.stderr}"
    return p


class Folder(unittest.TestCase):
    address = None

    def setUp(self):
        self.tmp = tempfile.TemporaryDirectory()
        self.dir = self.tmp.name
        self.data = ["--data", os.path.join(self.dir, "data")]
        td("init", *self.data)

    def tearDown(self):
        self.tmp.cleanup()

    def file(self, name, text):
        path = os.path.join(self.dir, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def an_lao(self):
        self.set = ["--set", "H", "--year", "2021"]
        td("org", "import", self.file("u.csv", "code,name,kind,parent,group,valid_from,valid_to\nAL,Huyện A,huyện,,Huyện,,\n"
                                                "TS,Huyện T,huyện,,Huyện,,\n"), *self.data)
        td("criteria", "import", self.file("set.csv", AN_LAO_SET), *self.data, *self.set)
        td("fact", "import", self.file("f.csv", "unit,year,fact,value\n" + "".join(f'AL,2021,{c},"{v}"\n' for c, v in AN_LAO_FACTS)), *self.data)
        td("score", "import", self.file("s.csv", "unit,criterion,points\n" + "".join(f"AL,{c},{p}\n" for c, p in AN_LAO_POINTS)),
           *self.data, *self.set)

    def compute(self, *args):
        return json.loads(td("score", "compute", *self.data, *self.set, "--json", *args).stdout)

    def explain(self, unit, criterion):
        return json.loads(td("score", "explain", *self.data, *self.set, "--unit", unit, "--criterion", criterion, "--json").stdout)


class Spine(Folder):
    def test_a_published_district_year(self):
        """Field scores, total and all fourteen named losses of a published report, by rule where a rule gives them."""
        self.an_lao()
        unit = self.compute()["groups"][0]["units"][0]
        self.assertEqual(unit["points"], "84.31")
        self.assertEqual(unit["points_exact"], "84.308")
        self.assertEqual(unit["percent"], "84.31")
        self.assertEqual(unit["grade"], "Tốt")
        self.assertEqual({f["code"]: f["points"] for f in unit["fields"]}, FIELDS)
        for code, lost in LOSSES.items():
            e = self.explain("AL", code)
            self.assertEqual(round(float(e["max"]) - float(e["points"]), 8), float(lost), code)
            self.assertTrue(e["why"], code)
        postal = self.explain("AL", "7.4")
        self.assertEqual(postal["points"], "0.18")
        self.assertEqual(postal["state"], "points")
        self.assertIn("18%", postal["arithmetic"])
        self.assertEqual(postal["inputs"][0]["source"], os.path.join(self.dir, "f.csv") + ":12" if postal["inputs"][0]["source"].startswith("/")
                         else "f.csv:12")

    def test_explanations_add_up(self):
        self.an_lao()
        for code in FIELDS:
            e = self.explain("AL", code)
            if e["parts"]:
                self.assertAlmostEqual(sum(float(p["points"]) for p in e["parts"]), float(e["points"]), places=8)

    def test_printed_parts_may_differ_from_the_total(self):
        """26.208 and 58.1 print as 26.21 and 58.10, their total 84.308 as 84.31; per-criterion rounding gives 84.31 too, truncation 84.30."""
        self.an_lao()
        self.assertEqual(self.compute("--round", "truncate")["groups"][0]["units"][0]["points"], "84.30")
        self.assertEqual(self.compute("--round", "per-criterion")["groups"][0]["units"][0]["points_exact"], "84.31")

    def test_same_again_replaces(self):
        self.an_lao()
        td("score", "import", self.file("s2.csv", "unit,criterion,points\nAL,1.3,8\n"), *self.data, *self.set)
        self.assertEqual(self.compute()["groups"][0]["units"][0]["points_exact"], "83.308")

    def test_ties(self):
        td("org", "import", self.file("u.csv", "code,name,kind,group\n" + "".join(f"U{i},Sở {i},sở,Sở\n" for i in range(4))), *self.data)
        self.set = ["--set", "S", "--year", "2025"]
        td("criteria", "import", self.file("c.csv", "code,parent,name,max_points,rule,source,evidence,assessor\n1,,Một,100,,,,\n"), *self.data, *self.set)
        td("score", "import", self.file("s.csv", "unit,criterion,points\nU0,1,90\nU1,1,95\nU2,1,95\nU3,1,80.005\n"), *self.data, *self.set)
        ranks = {u["unit"]: u["rank"] for u in self.compute()["groups"][0]["units"]}
        self.assertEqual(ranks, {"U1": 1, "U2": 1, "U0": 3, "U3": 4})
        ranks = {u["unit"]: u["rank"] for u in self.compute("--ties", "112")["groups"][0]["units"]}
        self.assertEqual(ranks, {"U1": 1, "U2": 1, "U0": 2, "U3": 3})
        shown = {u["unit"]: u["points"] for u in self.compute()["groups"][0]["units"]}
        self.assertEqual(shown["U3"], "80.01")

    def test_order_of_input_never_matters(self):
        self.an_lao()
        first = self.compute()
        with tempfile.TemporaryDirectory() as other:
            data = ["--data", os.path.join(other, "d")]
            td("init", *data)
            td("org", "import", self.file("u.csv", "code,name,kind,parent,group,valid_from,valid_to\nTS,Huyện T,huyện,,Huyện,,\n"
                                                    "AL,Huyện A,huyện,,Huyện,,\n"), *data)
            td("criteria", "import", os.path.join(self.dir, "set.csv"), *data, *self.set)
            facts, points = AN_LAO_FACTS[:], AN_LAO_POINTS[:]
            random.Random(7).shuffle(facts)
            random.Random(8).shuffle(points)
            td("score", "import", self.file("s.csv", "unit,criterion,points\n" + "".join(f"AL,{c},{p}\n" for c, p in points)), *data, *self.set)
            td("fact", "import", self.file("f.csv", "unit,year,fact,value\n" + "".join(f'AL,2021,{c},"{v}"\n' for c, v in facts)), *data)
            second = json.loads(td("score", "compute", *data, *self.set, "--json").stdout)
        first.pop("as_of"), second.pop("as_of")
        self.assertEqual(first, second)

    def test_refusals_name_the_place_and_write_nothing(self):
        self.an_lao()
        before = self.compute()
        for name, head, row, needles in (
                ("s", "unit,criterion,points\n", "AL,1.3,9.5\n", ["dòng 2", "9.5", "9"]),
                ("s", "unit,criterion,points\n", "AL,1.3,-1\n", ["dòng 2", "âm"]),
                ("s", "unit,criterion,points\n", "AL,1,5\n", ["dòng 2", "tiêu chí con"]),
                ("s", "unit,criterion,points\n", "ZZ,1.3,1\n", ["dòng 2", "ZZ"])):
            p = td("score", "import", self.file(name + ".csv", head + "AL,2,4\n" * 0 + row), *self.data, *self.set, code=1)
            for n in needles:
                self.assertIn(n, p.stderr)
        p = td("fact", "import", self.file("f.csv", "unit,year,fact,value\nAL,2021,1.1,40%\nAL,2021,1.2,31/02/2021\n"), *self.data, code=1)
        self.assertIn("dòng 3", p.stderr)
        self.assertIn("31/02/2021", p.stderr)
        self.assertEqual(self.compute(), before)

    def test_a_bare_number_is_not_a_rate(self):
        """A rule in percent refuses 95 without the sign, and says so where the number is explained."""
        self.an_lao()
        td("fact", "import", self.file("f.csv", "unit,year,fact,value\nAL,2021,7.1,92\n"), *self.data)
        e = self.explain("AL", "7.1")
        self.assertEqual(e["state"], "refused")
        self.assertIn("%", e["why"])

    def test_checks_of_a_set(self):
        bad = self.file("bad.csv", "code,parent,name,max_points,rule,source,evidence,assessor\n"
                        "1,,Một,10,,,,\n1.1,1,A,3,,,,\n1.1,1,B,3,,,,\n1.2,9,C,3,,,,\n1.3,1,D,2,Từ 90%: 3; dưới 80%: 0,,,\n1.4,1,E,1,Nếu trời mưa thì vui,,,\n")
        r = json.loads(td("criteria", "check", bad, "--json", code=1).stdout)
        self.assertEqual({e["kind"] for e in r["errors"]}, {"duplicate", "orphan", "rule"})
        self.assertTrue({"gap", "above_max", "scale"} <= {w["kind"] for w in r["warnings"]}, r["warnings"])
        slip = self.file("slip.csv", "code,parent,name,max_points,rule,source,evidence,assessor\n1,,Một,10.05,,,,\n1.1,1,A,10.5,,,,\n2,,Hai,89.5,,,,\n")
        r = json.loads(td("criteria", "check", slip, "--json").stdout)
        self.assertTrue(r["ok"])
        self.assertEqual({w["kind"] for w in r["warnings"]}, {"sum", "scale"})

    def test_export_reads_back(self):
        self.an_lao()
        for end in ("csv", "xlsx"):
            out = os.path.join(self.dir, "out." + end)
            td("criteria", "export", *self.data, *self.set, "--o", out)
            td("criteria", "import", out, *self.data, "--set", "H2", "--year", "2021")
            again = os.path.join(self.dir, "again." + end)
            td("criteria", "export", *self.data, "--set", "H2", "--year", "2021", "--o", again)
            if end == "csv":
                with open(out, encoding="utf-8-sig") as a, open(again, encoding="utf-8-sig") as b:
                    self.assertEqual(list(csv.reader(a)), list(csv.reader(b)))

    def test_backup_restore_verify(self):
        self.an_lao()
        out = os.path.join(self.dir, "b.zip")
        td("backup", out, *self.data)
        new = ["--data", os.path.join(self.dir, "new")]
        td("restore", out, *new)
        td("verify", *new)
        a, b = (json.loads(td("score", "compute", *d, *self.set, "--json").stdout) for d in (self.data, new))
        self.assertEqual(a, b)
        td("restore", out, *new, code=1)                                # not into a folder with data
        with open(out, "r+b") as f:                                     # one byte changed
            f.seek(os.path.getsize(out) // 3)
            byte = f.read(1)
            f.seek(-1, 1)
            f.write(bytes([byte[0] ^ 255]))
        other = ["--data", os.path.join(self.dir, "other")]
        self.assertNotEqual(td("restore", out, *other, ok=False).returncode, 0)
        self.assertFalse(os.path.exists(other[1]))

    def test_verify_finds_a_changed_trail(self):
        self.an_lao()
        import sqlite3
        db = sqlite3.connect(os.path.join(self.data[1], "thuocdo.db"))
        with self.assertRaises(sqlite3.DatabaseError):
            db.execute("UPDATE audit SET who = 'x' WHERE id = 2")
        db.execute("DROP TRIGGER audit_no_update")
        db.execute("UPDATE audit SET who = 'x' WHERE id = 2")
        db.commit()
        db.close()
        self.assertIn("2", td("verify", *self.data, code=1).stderr)

    def test_kill_in_the_middle_of_an_import(self):
        """kill -9 at twelve moments of an import: either all rows are there or none, and the data stay sound."""
        n = 4000
        rows = "code,name,kind\n" + "".join(f"X{i},Xã số {i},xã\n" for i in range(n))
        path = self.file("many.csv", rows)
        for k in range(12):
            with tempfile.TemporaryDirectory() as d:
                data = ["--data", os.path.join(d, "d")]
                td("init", *data)
                p = subprocess.Popen([PROGRAM, "org", "import", path, *data], stdout=subprocess.DEVNULL)
                time.sleep(0.02 * k)
                p.send_signal(signal.SIGKILL)
                p.wait()
                units = json.loads(td("org", "list", *data, "--json").stdout)
                self.assertIn(len(units), (0, n))
                td("verify", *data)

    def test_hostile_names_and_files(self):
        evil = "<script>alert(1)</script>" + "\u202e" + "ơ" * 10000
        td("org", "import", self.file("u.csv", f'code,name,kind\nE1,"{evil}",sở\n'), *self.data)
        self.assertIn("<script>", json.loads(td("org", "list", *self.data, "--json").stdout)[0]["name"])
        for name, content in (("a.xlsx", b"PK\x03\x04garbage"), ("b.csv", b"\x00\x00\x00"), ("c.csv", b""), ("d.csv", b'a,"b\n')):
            path = os.path.join(self.dir, name)
            with open(path, "wb") as f:
                f.write(content)
            p = td("org", "import", path, *self.data, code=1)
            self.assertTrue(p.stderr.strip())
        td("org", "import", os.path.join(self.dir, "none.csv"), *self.data, code=3)
        td("org", "nonsense", code=2)
        td("org", "import", *self.data, code=2)

    def test_english(self):
        self.an_lao()
        p = td("score", "import", self.file("s.csv", "unit,criterion,points\nAL,1.3,-1\n"), *self.data, *self.set, "--lang", "en", code=1)
        self.assertIn("row 2", p.stderr)


@unittest.skipIf(not PG, "no PostgreSQL")
class SpineOnPostgres(Spine):
    """The same sentences on PostgreSQL: a schema of its own for each test."""

    def setUp(self):
        self.tmp = tempfile.TemporaryDirectory()
        self.dir = self.tmp.name
        self.schema = f"t{os.getpid()}_{random.randrange(10 ** 9)}"
        subprocess.run(["psql", "-q", PG, "-c", f"CREATE SCHEMA {self.schema}"], check=True)
        self.data = ["--data", os.path.join(self.dir, "data"), "--db",
                     f"{PG}{'&' if '?' in PG else '?'}options=-csearch_path%3D{self.schema}"]
        td("init", *self.data)

    def tearDown(self):
        subprocess.run(["psql", "-q", PG, "-c", f"DROP SCHEMA {self.schema} CASCADE"], stderr=subprocess.DEVNULL)
        self.tmp.cleanup()

    # these are about the files of SQLite
    test_backup_restore_verify = None
    test_verify_finds_a_changed_trail = None
    test_kill_in_the_middle_of_an_import = None
    test_order_of_input_never_matters = None


@unittest.skipIf(not PG, "no PostgreSQL")
class BothDatabases(Folder):
    def test_same_results(self):
        self.an_lao()
        lite = self.compute()
        pg = SpineOnPostgres("test_ties")
        pg.setUp()
        try:
            pg.an_lao()
            other = pg.compute()
        finally:
            pg.tearDown()
        lite.pop("as_of"), other.pop("as_of")
        self.assertEqual(lite, other)


class Upgrade(unittest.TestCase):
    def test_old_data_are_copied_before_they_are_upgraded(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([PROGRAM, "init", "--data", folder], check=True, capture_output=True)
            with contextlib.closing(sqlite3.connect(os.path.join(folder, "thuocdo.db"))) as db, db:
                steps = [n for n, in db.execute("SELECT number FROM schema_step ORDER BY number")]
                db.execute("DELETE FROM schema_step WHERE number = ?", (steps[-1],))   # as an older program left it
            old = subprocess.run([PROGRAM, "user", "list", "--data", folder], capture_output=True, text=True)
            self.assertEqual(old.returncode, 1)
            self.assertIn("thuocdo init", old.stderr)
            subprocess.run([PROGRAM, "init", "--data", folder], capture_output=True)    # its last step is there already: may fail
            with contextlib.closing(sqlite3.connect(os.path.join(folder, f"thuocdo.db.step{steps[-2]}"))) as copy:
                self.assertEqual(copy.execute("PRAGMA integrity_check").fetchone(), ("ok",))
                self.assertEqual(copy.execute("SELECT max(number) FROM schema_step").fetchone(), (steps[-2],))
            self.assertFalse([n for n in os.listdir(folder) if n.endswith(".part")])


class Readme(unittest.TestCase):
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

    def page(self, name):
        with open(os.path.join(self.root, name), encoding="utf-8") as f:
            return f.read().replace("\\\n", " ")

    def test_commands_of_the_guide_exist(self):
        everywhere = {"data", "db", "lang", "as", "login", "now", "json", "csv"}
        known = {c["name"]: {o["name"] for o in c["options"]} | everywhere
                 for r in json.loads(subprocess.run([PROGRAM, "describe"], capture_output=True, check=True).stdout)["rooms"] for c in r["commands"]}
        pages = ["README.md", "README.vi.md"] + sorted("docs/guide/" + n for n in os.listdir(os.path.join(self.root, "docs/guide")) if n.endswith(".md"))
        for page in pages:
            for words in re.findall(r"thuocdo ([a-z][^\n`|;]*)", self.page(page)):
                name = next((" ".join(words.split()[:n]) for n in (3, 2, 1) if " ".join(words.split()[:n]) in known), words.split()[0])
                if name in ("help", "describe"):
                    continue
                self.assertIn(name, known, f"{page}: thuocdo {words}")
                for option in re.findall(r"(?<![\w-])--([a-z][a-z0-9-]*)", words):
                    self.assertIn(option, known[name], f"{page}: thuocdo {words}")

    def test_pictures_of_the_guide_exist(self):
        for name in sorted(os.listdir(os.path.join(self.root, "docs/guide"))):
            for picture in re.findall(r"\]\((\.\./[^)]*|[^):]*\.md)\)", self.page("docs/guide/" + name)):
                self.assertTrue(os.path.exists(os.path.join(self.root, "docs/guide", picture)), f"{name}: {picture}")

    def test_the_tour_runs_as_it_is_printed(self):
        tour = next(block for block in self.page("README.md").split("```") if "thuocdo init --data my" in block)
        with tempfile.TemporaryDirectory() as folder:
            os.symlink(os.path.join(self.root, "data"), os.path.join(folder, "data"))
            os.mkdir(os.path.join(folder, "build"))
            os.symlink(os.path.abspath(PROGRAM), os.path.join(folder, "build/thuocdo"))
            lines = [line for line in tour.splitlines() if "thuocdo serve" not in line]
            out = subprocess.run(["bash", "-e"], input="\n".join(lines), cwd=folder, capture_output=True, text=True)
        self.assertEqual((out.returncode, out.stderr), (0, ""))
        self.assertIn("87,36% × 10 = 8,736", out.stdout)


if __name__ == "__main__":
    unittest.main()
