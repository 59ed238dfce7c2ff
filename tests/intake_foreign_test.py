"""Files that no office should send and still do: old Office, OpenDocument, scans; and files that mean harm.

Each ends in a reading or in one clear Vietnamese sentence, within limits of time and memory. THUOCDO names the program."""
import io, json, os, pathlib, resource, shutil, struct, subprocess, tempfile, time, unittest, zipfile, zlib

import intake_forms as forms

HERE = pathlib.Path(__file__).resolve().parent
THUOCDO = os.environ.get("THUOCDO", "build/thuocdo")
SECONDS, MEGABYTES = 20, 2300           # a reader process may have 2 GB, and is ended by the clock
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def run(path, *more):
    start = time.monotonic()
    done = subprocess.run([THUOCDO, "intake", "read", str(path), *more], capture_output=True, text=True, timeout=SECONDS * 4)
    return done, time.monotonic() - start


def packed(files, stored=()):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in files.items():
            z.writestr(name, data)
    return out.getvalue()


def docx(body):
    return packed({"[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": body if body.startswith("<?xml") else '<?xml version="1.0"?><w:document %s><w:body>%s</w:body></w:document>' % (WORD, body)})


def xlsx(sheet, strings=""):
    return packed({"[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": '<workbook %s xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>' % SHEET,
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": "<sst %s>%s</sst>" % (SHEET, strings),
        "xl/worksheets/sheet1.xml": "<worksheet %s><sheetData>%s</sheetData></worksheet>" % (SHEET, sheet)})


def locked():
    """The outside of an Office file with a password: a compound file whose directory names the encrypted package."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHH", 0x3e, 3, 0xfffe, 9) + bytes(480)
    return head + "EncryptedPackage".encode("utf-16-le") + bytes(1024)


def pdf(objects, trailer=""):
    out = b"%PDF-1.4\n"
    places = []
    for i, o in enumerate(objects):
        places.append(len(out))
        out += b"%d 0 obj\n" % (i + 1) + (o if isinstance(o, bytes) else o.encode()) + b"\nendobj\n"
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + ("trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, xref)).encode()


def png(width, height):
    part = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)) + part(b"IDAT", zlib.compress(b"\0" * 100))


def row(n, cells):
    return "<w:tr>" + "<w:tc><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc>" * cells % ((n,) * cells) + "</w:tr>"


LAUGH = "".join('<!ENTITY l%d "%s">' % (i, "&l%d;" % (i - 1) * 10) for i in range(1, 12))
HOSTILE = {     # name: (bytes, words one of which the sentence must hold; None: it may also be read)
    "rong.docx": (b"", ["rỗng"]),
    "bom.docx": (lambda: docx("<w:p><w:r><w:t>" + " " * 80_000_000 + "</w:t></w:r></w:p>"), ["lớn", "bom"]),
    "cuoi.docx": (docx('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">%s]><w:document %s><w:body><w:p><w:r><w:t>&l11;</w:t></w:r></w:p></w:body></w:document>' % (LAUGH, WORD)), ["hỏng", "không", "DOCTYPE"]),
    "sau.docx": (docx("<w:tbl><w:tr><w:tc>" * 20000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 20000), ["lồng", "sâu", "hỏng"]),
    "sau-xml.docx": (docx("<w:sdt>" * 100000), ["lồng", "sâu", "hỏng"]),
    "vo.docx": (docx("<w:p><w:r><w:t>chưa đóng"), ["hỏng", "cắt cụt"]),
    "cut.docx": (docx("<w:p><w:r><w:t>" + "a b " * 5000 + "</w:t></w:r></w:p>")[:-60], ["hỏng", "cắt cụt", "mở được"]),
    "bang.docx": (lambda: docx("<w:tbl>" + "".join(row(n, 60) for n in range(30000)) + "</w:tbl>"), None),
    "nen.docx": (packed({"a.txt": "x", "b/c.txt": "y"}), ["ZIP", "nén"]),
    "bom.xlsx": (lambda: xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', "<si><t>" + "a" * 80_000_000 + "</t></si>"), ["lớn", "bom"]),
    "xa.xlsx": (xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' * 3), None),
    "am.xlsx": (xlsx('<row r="-5"><c r="A99999999999"><v>1</v></c></row>'), None),
    "vo.xlsx": (xlsx("<row><c><v>1"), ["hỏng", "cắt cụt"]),
    "nhieu-o.xlsx": (lambda: xlsx("".join('<row r="%d">%s</row>' % (r, '<c><v>1</v></c>' * 500) for r in range(1, 8001))), None),
    "mat-khau.docx": (locked(), ["mật khẩu"]),
    "mat-khau.xlsx": (locked(), ["mật khẩu"]),
    "mat-khau.pdf": (pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>",
        "<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -44>>" % ("41" * 32, "42" * 32)], "/Encrypt 3 0 R/ID[<00><00>]"), ["mật khẩu"]),
    "cut.pdf": (b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pa", ["hỏng", "cắt cụt"]),
    "vong.pdf": (pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999>>"]), ["trang", "hỏng", "quét", "chữ"]),
    "to.pdf": (pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9e9 9e9]/Contents 4 0 R>>", "<</Length 30>>stream\nBT (x) Tj ET\nendstream"]), ["trang", "hỏng", "quét", "chữ"]),
    "gia.pdf": (b"\x7fELF" + bytes(range(256)) * 40, ["không phải", "không rõ"]),
    "gia.docx": (b"<html><body>Xin chao</body></html>", ["không phải", "HTML", "trang web"]),
    "gia.txt": (b"\x00\x01\x02\x03" * 500, ["không phải", "UTF-8", "không rõ"]),
    "to.png": (png(60000, 60000), ["ảnh"]),
    "vo.jpg": (b"\xff\xd8\xff\xe0" + bytes(500), ["ảnh"]),
    "dong.txt": (b"a" * 3_000_000, ["dòng"]),
    "to.txt": (("Dòng chữ bình thường của một văn bản.\n" * 450_000).encode(), ["lớn", "dòng"]),
    "vo.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le") + os.urandom(2000), ["DOC", "LibreOffice"]),
}


class Hostile(unittest.TestCase):
    def test_each_ends_in_a_sentence(self):
        with tempfile.TemporaryDirectory() as tmp:
            for name, (data, words) in HOSTILE.items():
                path = pathlib.Path(tmp, name)
                path.write_bytes(data() if callable(data) else data)
                done, seconds = run(path)
                with self.subTest(file=name, says=done.stderr.strip()[:200]):
                    self.assertIn(done.returncode, (1,) if words else (0, 1), "no crash, no success")
                    self.assertLess(seconds, SECONDS)
                    if done.returncode:
                        lines = done.stderr.strip().splitlines()
                        self.assertEqual(len(lines), 1, "one sentence")
                        self.assertTrue(lines[0].endswith("."), "a full sentence")
                        self.assertNotIn("lỗi không xác định", lines[0])
                        if words:
                            self.assertTrue(any(w in lines[0] for w in words), words)
                path.unlink()
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        self.assertLess(used, MEGABYTES)
        self.assertEqual([p for p in pathlib.Path("/tmp").glob("thuocdo-tool-*") if p.stat().st_mtime > time.time() - 60], [])


@unittest.skipUnless(shutil.which("soffice"), "LibreOffice is not here")
class OldOffice(unittest.TestCase):
    def test_doc_reads_like_docx(self):
        try:
            import docx as _                                       # noqa: F401
        except ImportError:
            self.skipTest("python-docx is not here")
        src = forms.Source(HERE / "data/intake/gold/05-remedy-commune.src")
        with tempfile.TemporaryDirectory() as tmp:
            made = forms.docx(src, pathlib.Path(tmp, "a.docx"))
            want = json.loads(run(made, "--json")[0].stdout)
            for kind in ("doc",):
                old = forms.office(made, kind, pathlib.Path(tmp, "profile"))
                done, seconds = run(old, "--json")
                with self.subTest(kind=kind, says=done.stderr):
                    self.assertEqual(done.returncode, 0)
                    got = json.loads(done.stdout)
                    for part in ("metadata", "citations", "targets", "duties"):
                        strip = lambda x: [{k: v for k, v in e.items() if k not in ("line", "lines", "page")} for e in x] if isinstance(x, list) else x
                        self.assertEqual(strip(got[part]), strip(want[part]))
                    self.assertEqual([r["criterion"] for r in got["tables"][-1]["rows"]], [r["criterion"] for r in want["tables"][-1]["rows"]])

    def test_xls_reads_like_xlsx(self):
        try:
            import openpyxl                                        # noqa: F401
        except ImportError:
            self.skipTest("openpyxl is not here")
        src = forms.Source(HERE / "data/intake/gold/02-plan-commune.src")
        with tempfile.TemporaryDirectory() as tmp:
            made = forms.xlsx(src, pathlib.Path(tmp, "a.xlsx"))
            old = forms.office(made, "xls", pathlib.Path(tmp, "profile"))
            if old is None:
                self.skipTest("LibreOffice Calc is not here")
            want, got = (json.loads(run(p, "--json")[0].stdout)["tables"][0]["rows"] for p in (made, old))
            self.assertEqual([(r["lead"], r["deadline"]) for r in got], [(r["lead"], r["deadline"]) for r in want])


@unittest.skipUnless(shutil.which("tesseract") and shutil.which("pdftoppm") and shutil.which("soffice"), "no OCR here")
class Scans(unittest.TestCase):
    def test_a_scanned_letter_is_read_with_low_confidence(self):
        src = forms.Source(HERE / "data/intake/gold/08-letter.src")
        with tempfile.TemporaryDirectory() as tmp:
            made = forms.office(forms.docx(src, pathlib.Path(tmp, "a.docx")), "pdf", pathlib.Path(tmp, "profile"))
            subprocess.run(["pdftoppm", "-r", "200", "-jpeg", "-singlefile", made, tmp + "/page"], check=True)
            picture = pathlib.Path(tmp, "page.jpg").read_bytes()
            at = picture.index(b"\xff\xc0") + 5
            high, wide = struct.unpack(">HH", picture[at:at + 4])
            scan = pathlib.Path(tmp, "scan.pdf")
            scan.write_bytes(pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
                b"<</Length 31>>stream\nq 595 0 0 842 0 0 cm /I Do Q   \nendstream",
                b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length %d>>stream\n"
                % (wide, high, len(picture)) + picture + b"\nendstream"]))
            for path in (scan, pathlib.Path(tmp, "page.jpg")):
                done, _ = run(path, "--json")
                with self.subTest(file=path.name, says=done.stderr):
                    self.assertEqual(done.returncode, 0)
                    got = json.loads(done.stdout)
                    self.assertEqual(got["metadata"]["symbol"], "1937/SNV-CCHC")
                    found = {c["number"] for c in got["citations"]} & {c["number"] for c in src.gold["citations"]}
                    self.assertGreaterEqual(len(found), 3)
                    self.assertTrue(all(c["confidence"] <= 55 for c in got["citations"] + got["outline"]))
                    self.assertTrue(any("ảnh quét" in w["text"] for w in got["warnings"]))
