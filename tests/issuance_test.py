"""Official documents through the command line: made from the demonstration, opened by others, equal in DOCX and PDF.

THUOCDO names the program. What is not installed (LibreOffice, python3-docx, pdftotext) is skipped.
"""
import collections
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
import zipfile
from xml.dom import minidom

PROGRAM = os.environ.get("THUOCDO", "build/thuocdo")
KINDS = ("ranking", "report-card", "result-report", "remedy-plan")
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
        run("demo", "--data", cls.data)
        for kind in KINDS:
            for ending in ("docx", "pdf", "html", "xlsx"):
                unit = "H99" if kind == "ranking" else "H99.11"
                run("issue", "make", "--data", cls.data, "--kind", kind, "--unit", unit, "--set", "SO", "--year", "2025", "-o", cls.file(kind, ending))

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
                for name in z.namelist():
                    minidom.parseString(z.read(name))
                types = z.read("[Content_Types].xml").decode()
                for name in z.namelist():
                    if name.startswith(("word/", "docProps/")) and not name.endswith(".rels"):
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
            self.assertGreater(len(document.tables), 1)

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

    def test_intake_reads_the_issued_report_back(self):
        want = json.loads(run("score", "compute", "--data", self.data, "--set", "SO", "--year", "2025", "--json"))
        unit = next(u for g in want["groups"] for u in g["units"] if u["unit"] == "H99.11")
        for ending in ("docx", "pdf"):
            read = json.loads(run("intake", "read", self.file("result-report", ending), "--json"))
            total = next(s for s in read["scores"] if s["kind"] == "total")
            self.assertEqual((total["achieved"], total["rank"]), (unit["points"], unit["rank"]), ending)
            self.assertGreater(len(read["scores"]), 20)

    def test_numbers_and_freezing(self):
        data = ("--data", self.data)
        run("issue", "draft", *data, "--kind", "ranking", "--set", "SO", "--year", "2025")
        run("issue", "number", "1", *data, "--signer", "Quách Vĩnh Tường")
        self.assertIn("đã có số", run("issue", "number", "1", *data, code=1))
        a, b = self.file("a", "pdf"), self.file("b", "pdf")
        run("issue", "get", "1", *data, "-o", a)
        run("issue", "publish", "1", *data)
        run("issue", "get", "1", *data, "-o", b)
        self.assertEqual(open(a, "rb").read(), open(b, "rb").read())
        row = json.loads(run("issue", "list", *data, "--json"))[0]
        self.assertEqual((row["number"], row["state"]), ("01/QĐ-UBND", "published"))


if __name__ == "__main__":
    unittest.main()
