#!/usr/bin/env python3
"""The document store when things break: no room, a killed reader, a database that is busy, damaged files; and its API. THUOCDO names the program."""
import glob
import http.client
import io
import json
import os
import re
import resource
import shutil
import signal
import socket
import socketserver
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from archive_http_test import Uploader, docx
from web_test import PASSWORD, PROGRAM

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SIGNED = os.path.join(ROOT, "tests", "data", "signed")


class Store:
    """A data folder with two departments, an officer in each, a set of two criteria, and a server when it is wanted."""
    made = None                         # made once and copied: hashing passwords is slow on purpose

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.data = os.path.join(self.folder.name, "d")
        self.server = None
        if Store.made:
            shutil.copytree(Store.made.data, self.data)
            return
        Store.made = self
        unittest.addModuleCleanup(self.folder.cleanup)
        self.put("units.csv", "code,name,kind\nA,Sở Một,sở\nB,Sở Hai,sở\n")
        self.put("set.csv", 'code,parent,name,max_points,rule\n1,,Chỉ đạo,2,\n1.1,1,Kế hoạch,1,"Có: 1 điểm; không: 0 điểm"\n'
                 '1.2,1,Báo cáo,1,"Có: 1 điểm; không: 0 điểm"\n')
        self.run("init")
        self.run("org", "import", self.path("units.csv"))
        self.run("criteria", "import", self.path("set.csv"), "--set", "SO", "--year", "2025", "--scale", "2")
        for login, unit in (("an", "A"), ("binh", "B")):
            self.run("user", "create", login, "--name", login, "--password", PASSWORD, "--role", "officer", "--unit", unit)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def put(self, name, content):
        with open(self.path(name), "wb") as f:
            f.write(content.encode() if isinstance(content, str) else content)
        return self.path(name)

    def run(self, *args, check=True):
        r = subprocess.run([PROGRAM, *args, "--data", self.data], check=False, capture_output=True, text=True)
        if check and r.returncode:
            raise AssertionError(f"{args}: {r.returncode} {r.stderr}")
        return r.stdout if check else r

    def serve(self, limit=0):
        """limit: bytes that a file may grow to, like a disk that is full."""
        def before():
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        self.server = subprocess.Popen([PROGRAM, "serve", "--data", self.data, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, text=True, preexec_fn=before if limit else None, restore_signals=False)
        self.port = int(self.server.stdout.readline().strip().rsplit(":", 1)[1])
        return self

    def stop(self):
        if self.server:
            self.server.terminate()
            self.server.wait(15)
            self.server.stdout.close()
            self.server = None

    def end(self):
        self.stop()
        self.folder.cleanup()

    @classmethod
    def new(cls):
        if not cls.made:
            cls()
        return cls()

    def person(self, login):
        b = Uploader(self.port)
        assert b.sign_in(login).status == 303
        return b

    def documents(self):
        with sqlite3.connect(os.path.join(self.data, "thuocdo.db")) as db:
            return db.execute("SELECT count(*) FROM document").fetchone()[0]

    def files(self):
        return [p for p in glob.glob(os.path.join(self.data, "files", "**"), recursive=True) if os.path.isfile(p)]


class Faults(unittest.TestCase):
    def setUp(self):
        self.s = Store.new()
        self.addCleanup(self.s.end)

    def test_full_disk(self):
        before = os.path.getsize(os.path.join(self.s.data, "thuocdo.db"))
        s = self.s.serve(limit=before + 3_000_000)
        an = s.person("an")
        r = an.upload("lớn.pdf", b"%PDF-1.4\n" + os.urandom(8_000_000))
        self.assertEqual(r.status, 507)
        self.assertIn("không còn chỗ", r.text)
        self.assertEqual((s.documents(), s.files()), (0, []))
        small = an.upload("nhỏ.docx", docx("vẫn còn chỗ cho tệp nhỏ"))
        self.assertEqual(small.status, 303, small.text[-400:])
        self.assertEqual(s.documents(), 1)
        self.assertIn("0 tệp", s.run("archive", "sweep", "--now"))
        s.run("verify")

    def test_database_without_room(self):
        """what was acknowledged before the disk was full is there, what was refused is not, and the server says why"""
        s = self.s.serve(limit=os.path.getsize(os.path.join(self.s.data, "thuocdo.db")) + 600_000)
        an, added, refused = s.person("an"), 0, None
        for i in range(60):
            r = an.upload(f"{i}.docx", docx(" ".join(os.urandom(6).hex() for _ in range(4000)) + str(i)))
            if r.status != 303:
                refused = r
                break
            added += 1
        self.assertIsNotNone(refused)
        self.assertEqual(refused.status, 507, refused.text[-600:])
        self.assertRegex(refused.text, "đã đầy|không còn chỗ|dung lượng đĩa")
        self.assertGreater(added, 0)
        self.assertEqual(an.ask("GET", "/documents").status, 200)           # it goes on serving
        s.stop()
        self.assertEqual(s.documents(), added)
        s.run("verify")
        s.serve()
        self.assertEqual(s.person("an").upload("sau.docx", docx("có chỗ lại")).status, 303)

    def test_killed_reader(self):
        s = self.s.serve()
        an, stop, killed = s.person("an"), threading.Event(), []

        def hunt():
            while not stop.is_set():
                for p in glob.glob("/proc/[0-9]*/cmdline"):
                    try:
                        with open(p, "rb") as f:
                            words = f.read().split(b"\0")
                        if b"--reader" in words and b"doc" in words and any(w.startswith("bị giết".encode()) for w in words):
                            os.kill(int(p.split("/")[2]), signal.SIGKILL)
                            killed.append(p)
                    except (OSError, ProcessLookupError):
                        pass
        hunter = threading.Thread(target=hunt)
        hunter.start()
        heavy = docx("</w:t></w:r></w:p>" + "<w:p><w:r><w:t>dòng chữ khá dài để đọc lâu</w:t></w:r></w:p>" * 150_000 + "<w:p><w:r><w:t>")
        r = an.upload("bị giết.docx", heavy)
        stop.set()
        hunter.join()
        self.assertTrue(killed, "the reader was too quick for the test")
        self.assertEqual(r.status, 422, r.text[-300:])
        self.assertIn("quá nhiều thời gian hoặc bộ nhớ", r.text)
        self.assertEqual((s.documents(), s.files()), (0, []))
        self.assertEqual(an.upload("tốt.docx", docx("đọc được")).status, 303)

    def test_busy_database(self):
        s = self.s.serve()
        an = s.person("an")
        fields = [an.fields() for _ in range(2)]
        db = sqlite3.connect(os.path.join(s.data, "thuocdo.db"), isolation_level=None, check_same_thread=False)
        db.execute("BEGIN IMMEDIATE")
        threading.Timer(1.0, lambda: db.execute("ROLLBACK")).start()
        r = an.upload("chờ.docx", docx("chờ được"), **fields[0])
        self.assertEqual(r.status, 303, "a writer that is soon done is waited for")
        db.execute("BEGIN IMMEDIATE")
        r = an.upload("bận.docx", docx("không chờ được"), **fields[1])
        db.execute("ROLLBACK")
        self.assertEqual(r.status, 409)
        self.assertIn("thử lại", r.text)
        self.assertEqual(s.documents(), 1)
        self.assertEqual(an.upload("bận.docx", docx("không chờ được")).status, 303)

    def test_deep_verify(self):
        s = self.s
        for i in range(3):
            s.run("archive", "add", s.put(f"{i}.docx", docx(f"văn bản {i}")), "--unit", "A")
        self.assertEqual(json.loads(s.run("archive", "verify", "--json"))["wrong"], 0)
        self.assertNotIn("mã băm của 3 tệp", s.run("verify"))
        whole = s.run("verify", "--deep")
        self.assertIn("mã băm của 3 tệp", whole)
        self.assertIn("lành lặn", whole)
        a, b, _ = sorted(s.files())
        with open(a, "r+b") as f:
            f.seek(40)
            f.write(b"\xff")
        os.unlink(b)
        orphan = os.path.join(s.data, "files", "aa", "bb", "aabb" + "0" * 60)
        os.makedirs(os.path.dirname(orphan), exist_ok=True)
        with open(orphan, "wb") as f:
            f.write(b"x")
        os.utime(orphan, (1, 1))
        r = s.run("archive", "verify", "--json", check=False)
        told = json.loads(r.stdout)
        self.assertEqual((r.returncode, told["files"], told["wrong"], told["orphans"]), (1, 3, 2, 1))
        self.assertIn("mã băm không khớp", told["findings"])
        self.assertIn("không có trong kho", told["findings"])
        r = s.run("verify", "--deep", check=False)
        self.assertNotEqual(r.returncode, 0)
        self.assertIn("mã băm không khớp", r.stderr)
        self.assertIn("không có trong kho", r.stderr)
        s.run("archive", "sweep")
        self.assertFalse(os.path.exists(orphan))

    def test_signatures_short_writes(self):
        """the check of signatures and the reading of scans go on behind a file that is missing, and say which it is"""
        s = self.s
        for name in ("one", "two", "later"):
            s.run("archive", "add", os.path.join(SIGNED, name + ".pdf"), "--unit", "A")
        path = os.path.join(s.data, "thuocdo.db")
        with sqlite3.connect(path) as db:
            db.execute("DELETE FROM file_signature")
            db.execute("DELETE FROM file_sign")
            db.execute("UPDATE document_file SET text_state = 'none'")
            first = db.execute("SELECT sha256 FROM document_file ORDER BY id").fetchone()[0]
        os.rename(next(p for p in s.files() if p.endswith(first)), s.path("away"))
        r = s.run("archive", "signatures", check=False)
        self.assertEqual(r.returncode, 1)
        self.assertIn("3 tệp PDF, kiểm tra chữ ký số của 2 tệp", r.stdout)
        self.assertIn("one.pdf", r.stdout)
        with sqlite3.connect(path) as db:
            self.assertEqual(db.execute("SELECT count(*) FROM file_sign").fetchone()[0], 2)
        r = s.run("archive", "read", check=False)
        self.assertEqual(r.returncode, 1)
        self.assertIn("xem 3 tệp", r.stdout)
        self.assertIn("one.pdf", r.stdout)
        os.rename(s.path("away"), os.path.join(s.data, "files", first[:2], first[2:4], first))
        self.assertIn("1 tệp PDF, kiểm tra chữ ký số của 1 tệp", s.run("archive", "signatures"))

    @unittest.skipUnless(shutil.which("soffice"), "LibreOffice is not installed")
    def test_old_word_file(self):
        """what the quick reader cannot read is read by a job afterwards, and found"""
        s = self.s
        s.put("cu.txt", "Văn bản khuôn cũ tìm được")
        subprocess.run(["soffice", f"-env:UserInstallation=file://{s.folder.name}/profile", "--headless", "--infilter=Text (encoded):UTF8", "--convert-to", "doc:MS Word 97",
                        "--outdir", s.folder.name, s.path("cu.txt")], check=True, capture_output=True)
        s.run("archive", "add", s.path("cu.doc"), "--unit", "A")
        self.assertEqual(json.loads(s.run("archive", "search", "khuon cu", "--json")), [])
        an = s.serve().person("an")
        self.assertIn("Chưa đọc chữ", an.ask("GET", "/documents/1").text)
        self.assertIn("đọc được 1 tệp", s.run("archive", "read"))
        page = an.ask("GET", "/documents/1").text
        self.assertNotIn("Chưa đọc chữ", page)
        self.assertIn("Văn bản khuôn cũ tìm được", page)
        self.assertEqual(len(json.loads(s.run("archive", "search", "khuon cu", "--json"))), 1)
        self.assertIn("xem 0 tệp", s.run("archive", "read"))

    def test_retention(self):
        s = self.s
        for i, year in enumerate((2001, 2002, 2025)):
            s.run("archive", "add", s.put(f"{i}.docx", docx(f"văn bản {i}")), "--unit", "A", "--type", "plan", "--date", f"{year}-02-03")
        s.run("archive", "attach", "2", "--unit", "A", "--set", "SO", "--year", "2025", "--criterion", "1.1")
        self.assertEqual(s.run("archive", "expire", check=False).returncode, 1)         # no term is set
        self.assertEqual(json.loads(s.run("archive", "expire", "--years", "10", "--json")), [1])
        self.assertEqual(s.documents(), 3)
        s.run("archive", "expire", "--years", "10", "--remove")
        self.assertEqual(s.documents(), 2)                                              # evidence stays, however old
        s.run("archive", "change", "3", "--number", "7/KH-SM", "--abstract", "Sửa từ dòng lệnh")
        self.assertEqual(json.loads(s.run("archive", "show", "3", "--json"))["symbol"], "KH-SM")
        evidence = json.loads(s.run("archive", "show", "2", "--json"))["evidence"][0]["id"]
        self.assertEqual(s.run("archive", "remove", "2", check=False).returncode, 1)
        s.run("archive", "detach", str(evidence))
        s.run("archive", "remove", "2")
        self.assertEqual(s.documents(), 1)


class Clamd(socketserver.BaseRequestHandler):
    """Says FOUND for what holds the word EICAR."""
    def handle(self):
        got = b""
        self.request.recv(10)
        while True:
            head = self.request.recv(4, socket.MSG_WAITALL)
            n = int.from_bytes(head, "big")
            if not n:
                break
            got += self.request.recv(n, socket.MSG_WAITALL)
        self.server.seen.append(len(got))
        self.request.sendall(b"stream: Eicar-Test FOUND\0" if b"EICAR" in got else b"stream: OK\0")


class Security(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.s = Store.new().serve()

    @classmethod
    def tearDownClass(cls):
        cls.s.end()

    def api(self, key, method, path, fields=None, file=None):
        c = http.client.HTTPConnection("127.0.0.1", self.s.port, timeout=20)
        body, headers = b"", {"Authorization": "Bearer " + key}
        for k, v in (fields or {}).items():
            body += f'--XX\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
        if file:
            body += f'--XX\r\nContent-Disposition: form-data; name="file"; filename="{file[0]}"\r\n\r\n'.encode() + file[1] + b"\r\n"
        if method == "POST":
            body += b"--XX--\r\n"
            headers["Content-Type"] = "multipart/form-data; boundary=XX"
        c.request(method, path, body if method == "POST" else None, headers)
        r = c.getresponse()
        raw = r.read()
        c.close()
        return r.status, json.loads(raw) if "json" in r.headers["Content-Type"] else raw

    def key(self, login):
        return self.s.run("token", "issue", login, "--name", "thử").strip()

    def test_api(self):
        an, binh = self.key("an"), self.key("binh")
        with open(os.path.join(SIGNED, "two.pdf"), "rb") as f:
            signed = f.read()
        status, made = self.api(an, "POST", "/api/v1/documents", {"unit": "A", "type": "Kế hoạch", "number": "12/KH-SM", "date": "2025-01-20",
                                "set": "SO", "set_year": 2025, "criterion": "1.1", "page": "2"}, ("kế hoạch ký.pdf", signed))
        self.assertEqual(status, 200, made)
        self.assertEqual((made["number"], made["symbol"], made["signed"], made["uses"]), ("12", "KH-SM", "whole", 1))
        status, shown = self.api(an, "GET", f"/api/v1/documents/{made['id']}")
        self.assertEqual([g["name"] for g in shown["files"][0]["signatures"]], ["Nguyễn Minh Họa", "Văn thư Sở Nội vụ"])
        self.assertEqual(self.api(an, "GET", f"/api/v1/files/{shown['files'][0]['id']}")[1], signed)
        self.assertEqual(self.api(an, "POST", f"/api/v1/documents/{made['id']}/evidence", {"unit": "A", "set": "SO", "criterion": "1.2"})[1]["added"], True)
        self.assertEqual(self.api(an, "POST", f"/api/v1/documents/{made['id']}/evidence", {"unit": "A", "set": "SO", "criterion": "1.2"})[1]["added"], False)
        self.assertEqual({e["criterion"] for e in self.api(an, "GET", "/api/v1/evidence?set=SO&unit=A")[1]}, {"1.1", "1.2"})
        self.assertEqual(self.api(an, "GET", "/api/v1/documents?type=plan")[1]["documents"][0]["id"], made["id"])
        self.assertEqual(self.api(an, "GET", "/api/v1/documents/search?q=ke+hoach+ky")[1][0]["id"], made["id"])
        # another unit's key sees nothing of it, by whatever number
        self.assertEqual(self.api(binh, "GET", "/api/v1/documents")[1]["total"], 0)
        self.assertEqual(self.api(binh, "GET", "/api/v1/documents/search?q=ke+hoach+ky")[1], [])
        for path in (f"/api/v1/documents/{made['id']}", f"/api/v1/files/{shown['files'][0]['id']}"):
            self.assertEqual(self.api(binh, "GET", path)[0], 404, path)
            self.assertEqual(self.api("x" + binh, "GET", path)[0], 403, path)
        self.assertEqual(self.api(binh, "GET", "/api/v1/evidence?set=SO&unit=A")[0], 403)
        self.assertEqual(self.api(binh, "POST", "/api/v1/documents", {"unit": "A"}, ("x.docx", docx("x")))[0], 403)
        self.assertIn(self.api(binh, "POST", f"/api/v1/documents/{made['id']}/evidence", {"unit": "B", "set": "SO", "criterion": "1.1"})[0], (403, 404))
        status, refused = self.api(an, "POST", "/api/v1/documents", {"unit": "A", "criterion": "9.9", "set": "SO"}, ("y.docx", docx("y")))
        self.assertEqual((status, refused["field"]), (422, "criterion"))

    def test_same_bytes_of_another_unit(self):
        """knowing a hash, even having the bytes, tells nothing of who else has them"""
        an, binh = self.s.person("an"), self.s.person("binh")
        content = docx("cùng một tệp " + os.urandom(3).hex())
        an.upload("của an.docx", content)
        r = binh.upload("của bình.docx", content)
        number = re.search(r"/documents/(\d+)/edit", r.headers["Location"]).group(1)
        text = binh.ask("GET", f"/documents/{number}").text
        self.assertNotIn("của an", text)
        self.assertNotIn("Có vẻ trùng", text)

    def test_secrets_are_refused(self):
        an = self.s.person("an")
        for mark in ("MẬT", "TỐI MẬT", "Độ mật: Tuyệt mật", "MẬT (A)"):
            r = an.upload("kế hoạch.docx", docx(f"{mark}</w:t></w:r></w:p><w:p><w:r><w:t>ỦY BAN NHÂN DÂN</w:t></w:r></w:p><w:p><w:r><w:t>Nội dung"))
            self.assertEqual(r.status, 422, mark)
            self.assertIn("bí mật nhà nước", r.text)
        letterhead = ('</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>SỞ MỘT</w:t></w:r></w:p><w:p><w:r><w:t>TỐI MẬT</w:t></w:r></w:p></w:tc>'
                      '</w:tr></w:tbl><w:p><w:r><w:t>')
        self.assertEqual(an.upload("khung.docx", docx(letterhead)).status, 422)
        r = an.upload("bí mật đời tư.docx", docx("Bảo vệ bí mật đời tư của công dân; giữ bí mật thông tin người tố cáo, mật ong, mật khẩu"))
        self.assertEqual(r.status, 303)

    def test_macros_and_tricks(self):
        an = self.s.person("an")
        def office(**parts):
            out = io.BytesIO(docx("có macro"))
            with zipfile.ZipFile(out, "a") as z:
                for name, content in parts.items():
                    z.writestr(name.replace("__", "/"), content)
            return out.getvalue()
        self.assertIn("macro", an.upload("a.docx", office(word__vbaProject_bin="x").replace(b"vbaProject_bin", b"vbaProject.bin")).text)
        self.assertIn("macro", an.upload("b.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le")
                                         + b"\0" * 90 + "_VBA_PROJECT".encode("utf-16-le") + b"\0" * 600).text)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
            z.writestr("_rels/.rels", '<Relationships xmlns="r"><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>')
            z.writestr("word/document.xml", '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document xmlns:w="http://schemas.openxmlformats.org/'
                       'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>')
        r = an.upload("xxe.docx", out.getvalue())
        if r.status == 303:
            number = re.search(r"/documents/(\d+)/edit", r.headers["Location"]).group(1)
            self.assertNotIn("root:", an.ask("GET", f"/documents/{number}").text)
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as z:
            z.writestr("_rels/.rels", '<Relationships xmlns="r"><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>')
            z.writestr("word/document.xml", b" " * 300_000_000)
        r = an.upload("bom.docx", bomb.getvalue())
        self.assertIn(r.status, (422, 429))

    def test_viruses(self):
        path = self.s.path("clamd.sock")
        server = socketserver.ThreadingUnixStreamServer(path, Clamd)
        server.seen = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.s.run("setting", "set", "archive.clamd", path)
        an = self.s.person("an")
        try:
            r = an.upload("độc.docx", docx("chào") + b"EICAR")
            self.assertEqual(r.status, 422)
            self.assertIn("diệt vi-rút chặn", r.text)
            self.assertEqual(an.upload("sạch.docx", docx("sạch sẽ")).status, 303)
            self.assertEqual(len(server.seen), 2)
            server.shutdown()
            server.server_close()
            os.unlink(path)
            r = an.upload("chưa quét.docx", docx("không có ai quét"))
            self.assertEqual(r.status, 422)                     # closed when it cannot be checked
            self.assertIn("Chưa kiểm tra được vi-rút", r.text)
        finally:
            self.s.run("setting", "set", "archive.clamd", "")

    def test_names_and_texts_are_data(self):
        """nothing of a file becomes markup: its name, its text, its cells, the words of a signature"""
        an = self.s.person("an")
        evil = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>"
        escaped = evil.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        number = re.search(r"/documents/(\d+)/edit", an.upload("x\"onload=alert(1) y='.docx", docx(escaped + " tìm được")).headers["Location"]).group(1)
        form = {**an.hidden(f"/documents/{number}/edit"), "type": "plan", "abstract": evil, "issuer": evil, "number": "1"}
        self.assertEqual(an.ask("POST", f"/documents/{number}/edit", form).status, 303)
        for path in (f"/documents/{number}", f"/documents/{number}/edit", "/documents", "/documents?q=tim+duoc", "/documents?q=%3Cscript%3E"):
            text = an.ask("GET", path).text
            self.assertNotIn("<script>alert", text, path)
            self.assertNotIn("<img src=x", text, path)
            self.assertNotRegex(text, r'<[^>]* onload=alert', path)
        file = re.search(r"/documents/files/(\d+)", an.ask("GET", f"/documents/{number}").text).group(1)
        r = an.ask("GET", f"/documents/files/{file}")
        self.assertRegex(r.headers["Content-Disposition"], r"^attachment; filename\*=UTF-8''[\w%.-]+$")
        self.assertIn("sandbox", r.headers["Content-Security-Policy"])


if __name__ == "__main__":
    unittest.main()
