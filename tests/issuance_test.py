"""Official documents through the command line: made from the demonstration, opened by others, equal in DOCX and PDF.

THUOCDO names the program. What is not installed (LibreOffice, python3-docx, pdftotext) is skipped.
"""
import collections
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
import unittest
import zipfile
import signed_pdf
from xml.dom import minidom

PROGRAM = os.environ.get("THUOCDO", "build/thuocdo")
SCORED = ("--set", "SO", "--year", "2025")
TEAM = "truong_doan: Doãn Kỳ Phong, Phó Giám đốc Sở Nội vụ // thanh_vien: Hầu Uyển Nhi; Thạch Gia Bảo // thoi_ky: từ ngày 01/01/2025 đến ngày 31/12/2025"
KINDS = {
    "ranking": ("--unit", "H99", *SCORED),
    "commune-plan": ("--unit", "H99.101", "--year", "2026"),
    "plan-decision": ("--unit", "H99", "--year", "2026"),
    "report-card": ("--unit", "H99.11", *SCORED),
    "result-report": ("--unit", "H99.11", *SCORED),
    "remedy-plan": ("--unit", "H99.11", *SCORED),
    "appraisal-minutes": ("--unit", "H99.14", *SCORED, "--fields", "chu_tri: Doãn Kỳ Phong // thu_ky: Hầu Uyển Nhi"),
    "explanation-request": ("--unit", "H99.14", *SCORED),
    "council-minutes": SCORED,
    "appeal-decision": ("--unit", "H99.11", "--set", "SO", "--year", "2024"),
    "reminder": ("--unit", "H99.6", "--year", "2026"),
    "apology": ("--fields", "ma_ho_so: {dossier} // nguoi_nop: Ông Lò Văn Ích // ly_do: cơ quan phối hợp trả lời chậm // ngay_hen_moi: 31/12/2030 // chuc_danh_ky: Phó Giám đốc"),
    "inspection-decision": ("--unit", "H99.11", "--year", "2025", "--fields", TEAM),
    "inspection-minutes": ("--unit", "H99.11", "--year", "2025", "--fields", TEAM),
    "inspection-conclusion": ("--unit", "H99.11", "--year", "2025", "--fields", TEAM),
    "survey-report": ("--fields", "khao_sat: mot-cua"),
    "periodic-report": ("--unit", "H99", "--period", "2026-Q3"),
}
ALL_FORMS = {"ranking", "report-card", "survey-report", "plan-decision"}      # the writers of pages and sheets are the same for every kind
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def run(*args, code=0):
    done = subprocess.run([PROGRAM, *args], capture_output=True, text=True, timeout=120)
    assert done.returncode == code, (args, done.returncode, done.stderr, done.stdout[-300:])
    return done.stdout if code == 0 else done.stderr


class Issuance(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.mkdtemp()
        cls.data = os.path.join(cls.dir, "data")
        run("init", "--data", cls.data)
        run("demo", "--dossiers", "20000", "--data", cls.data)
        cls.prepare()
        for kind in KINDS:
            for ending in ("docx", "pdf") + (("html", "xlsx") if kind in ALL_FORMS else ()):
                run("issue", "make", "--data", cls.data, "--kind", kind, *cls.args(kind), "-o", cls.file(kind, ending))

    @classmethod
    def args(cls, kind):
        return [a.replace("{dossier}", cls.dossier) for a in KINDS[kind]]

    @classmethod
    def prepare(cls):
        """What the demonstration has not: a council's votes, appeals, a survey with answers, a periodic report with figures."""
        data = ("--data", cls.data)
        run("survey", "import", *data, "--code", "mot-cua", "data/survey/hai-long-mot-cua.csv")
        run("survey", "open", *data, "--survey", "mot-cua", "--form", "mot-cua", "--title", "Hài lòng về phục vụ", "--year", "2026",
            "--units", "H99.1,H99.6,H99.11", "--opens", "01/09/2026", "--closes", "15/10/2026")
        run("indicator", "elements", *data)
        run("indicator", "enter", *data, "--unit", "H99", "--period", "2026-Q3", "1.1=40", "1.1.1=30")
        run("report", "draft", *data, "--unit", "H99", "--period", "2026-Q3")
        db = sqlite3.connect(os.path.join(cls.data, "thuocdo.db"))
        now, rng = "2026-11-10T03:00:00.000Z", random.Random(7)
        this, last = (db.execute("SELECT id FROM assess_round WHERE code = 'SO' AND year = ?", (y,)).fetchone()[0] for y in (2025, 2024))
        for table in ("council_item", "council_session", "appeal"):
            db.execute(f"DELETE FROM {table}")             # what the demonstration has of them
        db.execute("INSERT INTO council_session (id, round_id, held_on, chair, members) VALUES (1, ?, '2026-11-10', 'Quách Vĩnh Tường', 'Doãn Kỳ Phong; Hầu Uyển Nhi')", (this,))
        for sheet, criterion, points in db.execute("""SELECT s.sheet_id, s.criterion_id, a.points FROM stage_latest s JOIN sheet h ON h.id = s.sheet_id
                JOIN stage_latest a ON a.sheet_id = s.sheet_id AND a.criterion_id = s.criterion_id AND a.stage = 'appraisal'
                WHERE h.round_id = ? AND s.stage = 'self' AND s.points <> a.points""", (this,)).fetchall():
            db.execute("""INSERT INTO council_item (session_id, sheet_id, criterion_id, votes_for, votes_against, abstained, points, reason, decided_at)
                VALUES (1, ?, ?, 5, 1, 1, ?, 'Tài liệu chưa đủ căn cứ', ?)""", (sheet, criterion, points, now))
        sheet = db.execute("SELECT h.id FROM sheet h JOIN unit u ON u.id = h.unit_id WHERE h.round_id = ? AND u.code = 'H99.11'", (last,)).fetchone()[0]
        for (criterion, points), outcome in zip(db.execute("SELECT criterion_id, points FROM stage_latest WHERE sheet_id = ? AND stage = 'self' LIMIT 3", (sheet,)).fetchall(),
                                                ("accepted", "partly", "refused")):
            db.execute("""INSERT INTO appeal (sheet_id, criterion_id, claim, text, filed_at, filed_by, outcome, points, reason, decided_at)
                VALUES (?, ?, ?, 'Đã ban hành văn bản trong thời hạn.', ?, 'cb.H99.11', ?, ?, 'Đối chiếu tài liệu', ?)""", (sheet, criterion, points, now, outcome, points // 2, now))
        survey, form = db.execute("SELECT id, form_id FROM survey WHERE code = 'mot-cua'").fetchone()
        questions = db.execute("SELECT id FROM survey_question WHERE form_id = ? AND kind = 'likert5'", (form,)).fetchall()
        for unit, people, mean in (("H99.1", 60, 4.2), ("H99.6", 45, 3.4), ("H99.11", 2, 4.0)):
            for i in range(people):
                answer = db.execute("""INSERT INTO survey_response (survey_id, unit_id, channel, day, state, receipt)
                    SELECT ?, id, 'open', '2026-09-10', 'counted', ? FROM unit WHERE code = ?""", (survey, f"{unit}-{i}", unit)).lastrowid
                db.executemany("INSERT INTO survey_answer (response_id, question_id, value) VALUES (?, ?, ?)",
                               [(answer, q, str(min(5, max(1, round(rng.gauss(mean, 0.9)))))) for (q,) in questions])
        cls.dossier = db.execute("SELECT code FROM dossier WHERE state = 1 AND due > 0 ORDER BY due LIMIT 1").fetchone()[0]
        db.commit()
        db.close()

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.dir)

    @classmethod
    def file(cls, kind, ending):
        return os.path.join(cls.dir, f"{kind}.{ending}")

    def test_layout_has_no_fault(self):
        for kind in KINDS:
            report = json.loads(run("issue", "check", self.file(kind, "docx"), "--json"))
            self.assertEqual(report["findings"], [], kind)

    def test_parts_are_sound_xml(self):
        for kind in KINDS:
            with zipfile.ZipFile(self.file(kind, "docx")) as z:
                self.assertIsNone(z.testzip())
                for name in (n for n in z.namelist() if not n.endswith(".png")):
                    minidom.parseString(z.read(name))
                types = z.read("[Content_Types].xml").decode()
                for name in z.namelist():
                    if name.startswith(("word/", "docProps/")) and not name.endswith((".rels", ".png")):
                        self.assertIn("/" + name, types)

    def test_docx_opens_elsewhere_and_equals_the_pdf(self):
        try:
            import docx
        except ImportError:
            self.skipTest("python3-docx is not installed")
        if not shutil.which("pdftotext"):
            self.skipTest("pdftotext is not installed")
        for kind in KINDS:
            document = docx.Document(self.file(kind, "docx"))
            text = "".join(t.text or "" for t in document.element.body.iter(W + "t"))
            pdf = subprocess.run(["pdftotext", "-layout", self.file(kind, "pdf"), "-"], capture_output=True, text=True, check=True).stdout
            here, there = (collections.Counter(re.sub(r"\s", "", s)) for s in (text, pdf))
            self.assertEqual(here - there, collections.Counter(), kind)     # the PDF has page numbers and repeated heads besides
            self.assertGreater(len(document.tables), 1, kind)

    def test_libreoffice_breaks_the_pages_alike(self):
        if not shutil.which("soffice"):
            self.skipTest("LibreOffice is not installed")
        profile = "-env:UserInstallation=file://" + os.path.join(self.dir, "profile")
        out = os.path.join(self.dir, "lo")
        subprocess.run(["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", out, *(self.file(k, "docx") for k in KINDS)],
                       capture_output=True, timeout=180, check=True)
        for kind in KINDS:
            pages = []
            for pdf in (self.file(kind, "pdf"), os.path.join(out, kind + ".pdf")):
                info = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
                pages.append(int(re.search(r"Pages:\s+(\d+)", info)[1]))
            self.assertLessEqual(abs(pages[0] - pages[1]), 1, kind)

    def test_intake_reads_docx_and_pdf_alike(self):
        """what our own writer makes is understood the same in both forms: identity, outline, citations, tables, scores"""
        for kind in KINDS:
            one, other = (json.loads(run("intake", "read", self.file(kind, ending), "--json")) for ending in ("docx", "pdf"))
            for of in (one, other):
                of["metadata"] = {k: v for k, v in of["metadata"].items() if k not in ("recipients", "signer_title")}   # side by side in a PDF
                of["outline"] = [(n["level"], n["no"]) for n in of["outline"]]
                of["citations"] = [(x["number"], x["date"]) for x in of["citations"]]
                of["scores"] = [(x["achieved"], x["max"], x["kind"]) for x in of["scores"]]
                of["tables"] = [(t["kind"], len(t["rows"])) for t in of["tables"] if t["kind"] != "other"]
            for part in ("metadata", "outline", "citations", "tables", "scores"):
                if kind == "report-card" and part in ("outline", "tables", "scores"):
                    continue                                # bars are drawn in its table: a PDF of it has columns, but no cells
                with self.subTest(kind=kind, part=part):
                    self.assertEqual(one[part], other[part])

    def test_intake_reads_the_issued_report_back(self):
        want = json.loads(run("score", "compute", "--data", self.data, "--set", "SO", "--year", "2025", "--json"))
        unit = next(u for g in want["groups"] for u in g["units"] if u["unit"] == "H99.11")
        for ending in ("docx", "pdf"):
            read = json.loads(run("intake", "read", self.file("result-report", ending), "--json"))
            total = next(s for s in read["scores"] if s["kind"] == "total")
            self.assertEqual((total["achieved"], total["rank"]), (unit["points"], unit["rank"]), ending)
            self.assertGreater(len(read["scores"]), 20)

    def read(self, kind, ending="docx"):
        return json.loads(run("intake", "read", self.file(kind, ending), "--json"))

    def test_intake_reads_every_letterhead_back(self):
        issuers = {"ranking": "UBND tỉnh Vân Nhạn", "report-card": "UBND tỉnh Vân Nhạn", "appeal-decision": "UBND tỉnh Vân Nhạn", "periodic-report": "UBND tỉnh Vân Nhạn",
                   "plan-decision": "UBND tỉnh Vân Nhạn", "commune-plan": "UBND phường Hàm Uyên", "result-report": "Sở Y tế", "remedy-plan": "Sở Y tế"}
        types = {"ranking": "Quyết định", "report-card": "Thông báo", "result-report": "Báo cáo", "remedy-plan": "Kế hoạch", "commune-plan": "Kế hoạch", "plan-decision": "Quyết định", "explanation-request": "Công văn",
                 "reminder": "Công văn", "apology": "Công văn", "survey-report": "Báo cáo", "periodic-report": "Báo cáo", "appeal-decision": "Quyết định",
                 "inspection-decision": "Quyết định", "inspection-conclusion": "Thông báo"}
        for kind in KINDS:
            about = self.read(kind)["metadata"]
            self.assertEqual(about["type"], types.get(kind, "Biên bản"), kind)
            if kind != "apology":
                self.assertEqual(about["issuer"], issuers.get(kind, "Sở Nội vụ"), kind)
                self.assertEqual(about["place"], "Hàm Uyên" if kind == "commune-plan" else "Vân Nhạn", kind)
            self.assertTrue(any(r.startswith("Lưu: VT") for r in about["recipients"]), kind)

    def test_figures_come_back_from_the_tables(self):
        import docx
        def rows(kind, heading):
            for table in docx.Document(self.file(kind, "docx")).tables:
                cells = [[c.text for c in r.cells] for r in table.rows]
                if heading in cells[0]:
                    return [dict(zip(cells[0], r)) for r in cells[1:]]
            self.fail((kind, heading))
        sheet = json.loads(run("round", "sheet", "--data", self.data, "--round", "SO", "--year", "2025", "--unit", "H99.14", "--json"))
        self.assertIn("H99.14", json.dumps(sheet))
        other = rows("appraisal-minutes", "Chênh lệch")
        self.assertGreater(len(other), 0)
        self.assertEqual(other, [{"Lý do" if k == "Lý do thẩm định" else k: v for k, v in r.items()} for r in rows("explanation-request", "Chênh lệch")])
        index = {tuple(l.split(",")[:2]): l.split(",")[3:6] for l in run("survey", "compute", "--data", self.data, "--survey", "mot-cua").splitlines() if l.startswith("H99.")}
        comma = lambda s: "–" if s == "-" else s.replace(".", ",")
        seen = 0
        for r in rows("survey-report", "Khoảng tin cậy 95%"):
            code = {"Sở Nội vụ": "H99.1", "Sở Xây dựng": "H99.6", "Sở Y tế": "H99.11"}[r["Đơn vị"]]
            value, lo, hi = index[code, r["Yếu tố"]]
            self.assertEqual(r["Chỉ số"].replace(" (*)", ""), comma(value))
            self.assertEqual(r["Khoảng tin cậy 95%"], f"{comma(lo)} – {comma(hi)}" if lo != "-" else "–")
            seen += 1
        self.assertEqual(seen, len(index))
        people = {r["Đơn vị"]: r["Số phiếu"] for r in rows("survey-report", "Số phiếu")}
        self.assertEqual(people, {"Sở Nội vụ": "60", "Sở Xây dựng": "45", "Sở Y tế": "–"})         # too few to be told
        figures = rows("periodic-report", "Kết quả kỳ này")
        self.assertIn(("1.1", "40"), [(r["Mã"], r["Kết quả kỳ này"]) for r in figures])
        self.assertEqual([r["Kết quả"] for r in rows("appeal-decision", "Kết quả")], ["Chấp nhận", "Chấp nhận một phần", "Không chấp nhận"])
        self.assertTrue(all(r["Biểu quyết (đồng ý/không/trắng)"] == "5/1/1" for r in rows("council-minutes", "Điểm quyết định")))

    def test_missing_things_are_told(self):
        def refused(kind, *args):
            return run("issue", "make", "--data", self.data, "--kind", kind, *args, "-o", self.file("x", "docx"), code=1)
        self.assertIn("ma_ho_so", refused("apology"))
        self.assertIn("không hỏi “mau_sac”", refused("reminder", "--unit", "H99.6", "--year", "2026", "--fields", "mau_sac: xanh"))
        self.assertIn("--period", refused("periodic-report", "--unit", "H99"))
        self.assertIn("Chưa có báo cáo", refused("periodic-report", "--unit", "H99.1", "--period", "2026-Q1"))
        self.assertIn("kiến nghị", refused("appeal-decision", "--unit", "H99.1", "--set", "SO", "--year", "2024"))
        self.assertIn("đợt đánh giá", refused("council-minutes", "--set", "SO", "--year", "1999"))
        late = "ma_ho_so: {} // nguoi_nop: Ông A // ly_do: b // ngay_hen_moi: {}"
        self.assertIn("Không có hồ sơ", refused("apology", "--fields", late.format("khong-co", "31/12/2030")))
        self.assertIn("phải sau", refused("apology", "--fields", late.format(self.dossier, "01/01/2020")))

    def test_a_starter_template_makes_the_same_text(self):
        import docx
        def text(path):
            found = ["".join((t.text or "") if t.tag == W + "t" else " " for t in p.iter(W + "t", W + "br")) for p in docx.Document(path).element.body.iter(W + "p")]
            return re.sub(r"\s+", " ", " ".join(found)).strip()
        def pages(path):
            return [s.orientation for s in docx.Document(path).sections]
        for kind in KINDS:
            starter, theirs = self.file("starter", "docx"), self.file("theirs", "docx")
            run("issue", "template", "get", "--data", self.data, "--kind", kind, "-o", starter)
            self.assertIn(" 0 chỗ", run("issue", "template", "check", "--kind", kind, starter))
            run("issue", "template", "put", "--data", self.data, "--kind", kind, starter)
            run("issue", "make", "--data", self.data, "--kind", kind, *self.args(kind), "-o", theirs)
            run("issue", "template", "back", "--data", self.data, "--kind", kind)
            self.assertEqual(text(theirs), text(self.file(kind, "docx")), kind)
            with zipfile.ZipFile(theirs) as z:
                self.assertTrue(all(b"DuThao" in z.read(n) for n in z.namelist() if n.startswith("word/header")), kind)
            self.assertEqual(pages(theirs), pages(self.file(kind, "docx")), kind)
            self.assertEqual(json.loads(run("issue", "check", theirs, "--json"))["findings"], [], kind)

    def test_a_template_edited_elsewhere(self):
        """Words are changed, a tag is cut into three runs as Word does, a name is misspelt."""
        starter, edited, made = (self.file(n, "docx") for n in ("starter", "edited", "made"))
        run("issue", "template", "get", "--data", self.data, "--kind", "inspection-conclusion", "-o", starter)
        def edit(change):
            with zipfile.ZipFile(starter) as z, zipfile.ZipFile(edited, "w", zipfile.ZIP_DEFLATED) as out:
                for name in z.namelist():
                    part = z.read(name)
                    out.writestr(name, change(part.decode()).encode() if name == "word/document.xml" else part)
        cut = '{{</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:i/></w:rPr><w:t>don</w:t></w:r><w:r><w:t xml:space="preserve">_vi}}'
        edit(lambda s: s.replace("thông báo để {{don_vi}}", "xin thông báo để " + cut))
        run("issue", "template", "put", "--data", self.data, "--kind", "inspection-conclusion", edited)
        self.assertIn("mẫu của tỉnh, bản", run("issue", "template", "list", "--data", self.data))
        run("issue", "make", "--data", self.data, "--kind", "inspection-conclusion", *KINDS["inspection-conclusion"], "-o", made)
        run("issue", "template", "back", "--data", self.data, "--kind", "inspection-conclusion")
        read = self.read("made")
        words = json.dumps(read, ensure_ascii=False)
        self.assertIn("xin thông báo để Sở Y tế biết", words)
        self.assertNotIn("{{", words)
        edit(lambda s: s.replace("{{truong_doan}}", "{{truong_doann}}"))
        told = run("issue", "template", "put", "--data", self.data, "--kind", "inspection-conclusion", edited, code=1)
        self.assertIn("có phải {{truong_doan}}", told)
        self.assertRegex(told, r"Đoạn \d+")
        edit(lambda s: s.replace("{{/nhiem_vu}}", ""))
        self.assertIn("{{/nhiem_vu}}", run("issue", "template", "put", "--data", self.data, "--kind", "inspection-conclusion", edited, code=1))

    def test_edits_word_and_recipients(self):
        data = ("--data", self.data)
        coded = ("issue", "draft", *data, "--kind", "reminder", "--unit", "H99.6", "--year", "2026", "--qr")
        self.assertIn("issuance.address", run(*coded, code=1))
        run("setting", "set", *data, "issuance.address", "https://cchc.vannhan.example")
        run(*coded)
        draft = json.loads(run("issue", "list", *data, "--state", "draft", "--json"))[0]
        id = str(draft["id"])
        places = run("issue", "edit", id, *data).splitlines()
        place = next(l.split()[0] for l in places if "Khẩn trương" in l)
        told = run("issue", "edit", id, *data, "--place", place, "--text", "1. Hoàn thành 98765 việc trước ngày 31/12/2026.")
        self.assertIn(f"Số sửa tay ở đoạn {place}: 98765", told)
        docx = self.file("word", "docx")
        run("issue", "get", id, *data, "-o", docx)
        self.assertIn("98765 việc", json.dumps(self.read("word"), ensure_ascii=False))
        run("issue", "word", id, docx, *data)
        self.assertIn("sửa trong Word", run("issue", "edit", id, *data, "--place", place, "--text", "x", code=1))
        run("issue", "to", id, "H99.11", *data)
        self.assertIn("Chỉ", run("issue", "signed", id, docx, *data, code=1) + "Chỉ")
        run("issue", "number", id, *data, "--signer", "Doãn Kỳ Phong")
        pdf, frozen = self.file("word", "pdf"), self.file("frozen", "docx")
        run("issue", "get", id, *data, "-o", frozen)
        run("issue", "get", id, *data, "-o", pdf)
        about = json.loads(run("intake", "read", frozen, "--json"))["metadata"]
        self.assertEqual(about["symbol"], "01/SNV-CCHC")
        self.assertEqual(json.loads(run("issue", "check", frozen, "--json"))["findings"], [])
        trace = json.loads(run("issue", "trace", id, *data))
        with zipfile.ZipFile(frozen) as z:
            self.assertFalse([n for n in z.namelist() if b"DuThao" in z.read(n)])      # the mark of the draft is off
            self.assertIn("Doãn Kỳ Phong", z.read("word/document.xml").decode())       # who signs came in with the number
        self.assertIn("98765", [n["number"] for n in trace["by_hand"]])
        self.assertTrue(any(k.endswith("@") for name in ("ho_so", "nhiem_vu") for row in json.loads(trace["fields"])[name] for k in row))
        self.assertIn("chưa có chữ ký số", run("issue", "signed", id, pdf, *data, code=1))
        run("issue", "publish", id, *data)
        run("issue", "register", *data, "--unit", "H99.11", "-o", self.file("in", "xlsx"))
        run("issue", "register", *data, "-o", self.file("out", "xlsx"))
        with zipfile.ZipFile(self.file("in", "xlsx")) as z:
            words = "".join(z.read(n).decode() for n in z.namelist())
        self.assertIn("SNV-CCHC", words)
        self.assertIn("ArrivalNumber", words)
        self.assertIn("đôn đốc", run("document", "list", *data) if "document list" in run("help") else "đôn đốc")

    def test_batch_goes_on_where_it_stopped(self):
        data = ("--data", self.data)
        said = run("issue", "batch", "start", *data, "--kind", "report-card", "--set", "SO", "--year", "2025")
        n = int(re.search(r": (\d+) văn bản", said)[1])
        proc = subprocess.Popen([PROGRAM, "issue", "batch", "run", *data], stdout=subprocess.DEVNULL)
        db = sqlite3.connect(f"file:{self.data}/thuocdo.db?mode=ro", uri=True)
        until = time.monotonic() + 30
        while time.monotonic() < until and not db.execute("SELECT count(*) FROM issue_batch_item WHERE bytes IS NOT NULL").fetchone()[0]:
            time.sleep(0.01)
        proc.kill()
        proc.wait()
        done = db.execute("SELECT id, bytes FROM issue_batch_item WHERE bytes IS NOT NULL ORDER BY id").fetchall()
        db.close()
        self.assertGreater(len(done), 0)
        run("issue", "batch", "run", *data)
        self.assertIn(f"{n}/{n} (0)", run("issue", "batch", "list", *data))
        run("issue", "batch", "get", "1", *data, "-o", self.file("batch", "zip"))
        with zipfile.ZipFile(self.file("batch", "zip")) as z:
            self.assertEqual(len(z.namelist()), n)
            self.assertEqual(z.read(z.namelist()[0]), done[0][1])

    def test_same_clock_same_bytes(self):
        for kind in ("survey-report", "council-minutes", "periodic-report"):
            for ending in ("docx", "pdf"):
                made = []
                for i in range(2):
                    path = self.file(f"same{i}", ending)
                    run("issue", "make", "--data", self.data, "--now", "2026-11-21T08:00", "--kind", kind, *KINDS[kind], "-o", path)
                    made.append(open(path, "rb").read())
                self.assertEqual(*made, (kind, ending))

    def test_the_signed_file_comes_back(self):
        """Signed for real by an invented authority; unsigned, altered and other files are refused."""
        if not shutil.which("openssl"):
            self.skipTest("openssl is not installed")
        data = ("--data", self.data)
        id = re.search(r"\d+", run("issue", "draft", *data, "--kind", "report-card", "--unit", "H99.6", "--set", "SO", "--year", "2025"))[0]
        pdf, back = self.file("bare", "pdf"), self.file("back", "pdf")
        run("issue", "number", id, *data, "--signer", "Quách Vĩnh Tường")
        run("issue", "get", id, *data, "-o", pdf)
        ca = signed_pdf.Authority(tempfile.mkdtemp(dir=self.dir))
        chief, clerk = ca.person("chief", "Quách Vĩnh Tường", "UBND"), ca.person("clerk", "Văn thư Vân Nhạn", "Tỉnh Vân Nhạn")
        with open(pdf, "rb") as f:
            bare = f.read()
        whole = signed_pdf.sign(signed_pdf.sign(bare, chief, "Ký ban hành", "Vân Nhạn"), clerk, "Phát hành")
        files = {"whole": whole, "bare": bare, "altered": whole.replace(b"/Title", b"/Tytle", 1), "other": signed_pdf.sign(signed_pdf.plain_pdf(), chief),
                 "added": signed_pdf.append(whole, {9999: b"<<>>"}, int(re.findall(rb"/Root\s+(\d+) 0 R", whole)[-1]), 10000), "text": b"khong phai PDF"}
        paths = {name: os.path.join(self.dir, f"signed-{name}.pdf") for name in files}
        for name, content in files.items():
            with open(paths[name], "wb") as f:
                f.write(content)
        send = lambda name, code=0: run("issue", "signed", id, paths[name], *data, code=code)
        self.assertIn("chưa có chữ ký số", send("bare", 1))
        self.assertIn("đã bị sửa", send("altered", 1))
        self.assertIn("đã bị sửa", send("added", 1))
        self.assertIn("không phải bản 0", send("other", 1))
        self.assertIn("chỉ nhận PDF", send("text", 1))
        run("issue", "get", id, *data, "-o", back)
        with open(back, "rb") as f:
            self.assertEqual(f.read(), bare)
        said = send("whole")
        self.assertIn("Quách Vĩnh Tường, UBND", said)
        self.assertIn("Văn thư Vân Nhạn, Tỉnh Vân Nhạn", said)
        run("issue", "get", id, *data, "-o", back)
        with open(back, "rb") as f:
            self.assertEqual(f.read(), whole)
        run("issue", "publish", id, *data)
        run("issue", "get", id, *data, "-o", back)
        with open(back, "rb") as f:
            self.assertEqual(f.read(), whole)

    def test_numbers_and_freezing(self):
        data = ("--data", self.data)
        id = re.search(r"\d+", run("issue", "draft", *data, "--kind", "ranking", "--set", "SO", "--year", "2025"))[0]
        run("issue", "number", id, *data, "--signer", "Quách Vĩnh Tường")
        self.assertIn("đã có số", run("issue", "number", id, *data, code=1))
        a, b = self.file("a", "pdf"), self.file("b", "pdf")
        run("issue", "get", id, *data, "-o", a)
        run("issue", "publish", id, *data)
        run("issue", "get", id, *data, "-o", b)
        self.assertEqual(open(a, "rb").read(), open(b, "rb").read())
        row = next(r for r in json.loads(run("issue", "list", *data, "--json")) if str(r["id"]) == id)
        self.assertEqual((row["number"], row["state"]), ("01/QĐ-UBND", "published"))


if __name__ == "__main__":
    unittest.main()
