#!/usr/bin/env python3
"""The document store over HTTP: uploads, guessing, hostile names, 100 MB in flat memory, a server killed in an upload. THUOCDO names the program."""
import http.client
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from web_test import PASSWORD, PROGRAM, Browser

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(text):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("_rels/.rels", '<Relationships xmlns="r"><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>')
        z.writestr("word/document.xml", f'<w:document {W}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>')
    return out.getvalue()


class Uploader(Browser):
    def head_and_tail(self, fields, name):
        head = "".join(f'--XX\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items())
        head += f'--XX\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/html\r\n\r\n'
        return head.encode(), b"\r\n--XX--\r\n"

    def fields(self):
        page = self.ask("GET", "/documents/new").text
        return {**self.hidden("/documents/new"), "unit_id": re.search(r'<option value="(\d+)" selected', page).group(1)}

    def upload(self, name, content, **more):
        head, tail = self.head_and_tail({**self.fields(), **more}, name)
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        c.request("POST", "/documents/new", head + content + tail, {"Content-Type": "multipart/form-data; boundary=XX",
                  "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())})
        r = c.getresponse()
        r.text = r.read().decode("utf-8", "replace")
        c.close()
        return r


class Archive(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.data = os.path.join(cls.folder.name, "d")
        units = os.path.join(cls.folder.name, "units.csv")
        with open(units, "w", encoding="utf-8") as f:
            f.write("code,name,kind\nA,Sở Một,sở\nB,Sở Hai,sở\n")
        cls.run_program("init")
        cls.run_program("org", "import", units)
        for login, unit in (("an", "A"), ("binh", "B")):
            cls.run_program("user", "create", login, "--name", login, "--password", PASSWORD, "--role", "officer", "--unit", unit)
        cls.server = subprocess.Popen([PROGRAM, "serve", "--data", cls.data, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                                      stderr=subprocess.DEVNULL, text=True)
        cls.port = int(cls.server.stdout.readline().strip().rsplit(":", 1)[1])

    @classmethod
    def run_program(cls, *args):
        return subprocess.run([PROGRAM, *args, "--data", cls.data], check=True, capture_output=True, text=True).stdout

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.wait(15)
        cls.server.stdout.close()
        cls.folder.cleanup()

    def child(self):
        with open(f"/proc/{self.server.pid}/task/{self.server.pid}/children", encoding="ascii") as f:
            return int(f.read().split()[0])

    def person(self, login):
        b = Uploader(self.port)
        self.assertEqual(b.sign_in(login).status, 303)
        return b

    def given(self, b, name="kế hoạch.docx", text="Nội dung"):
        r = b.upload(name, docx(text + os.urandom(4).hex()))
        self.assertEqual(r.status, 303, r.text[-2000:])
        return int(re.search(r"/documents/(\d+)/edit", r.headers["Location"]).group(1))

    def test_guessing_tells_nothing(self):
        an, binh = self.person("an"), self.person("binh")
        number = self.given(an)
        file = re.search(r"/documents/files/(\d+)", an.ask("GET", f"/documents/{number}").text).group(1)
        for path in (f"/documents/{number}", f"/documents/{number}/edit", f"/documents/files/{file}", f"/documents/files/{file}/raw",
                     f"/documents/files/{file}/view", f"/documents/files/{file}/page/1"):
            self.assertEqual(binh.ask("GET", path).status, 404, path)
            absent = binh.ask("GET", re.sub(r"\d+", "999999", path, count=1))
            self.assertEqual(absent.status, 404, path)
            self.assertEqual(Browser(self.port).ask("GET", path).status, 303, path)
        form = binh.hidden("/documents/new")
        for path in (f"/documents/{number}/edit", f"/documents/{number}/remove", f"/documents/{number}/revise"):
            self.assertIn(binh.ask("POST", path, {**form, "version": 1, "type": "plan"}).status, (403, 404), path)
        self.assertEqual(an.ask("GET", f"/documents/{number}").status, 200)

    def test_foreign_unit(self):
        an, binh = self.person("an"), self.person("binh")
        self.assertEqual(binh.upload("x.docx", docx("x"), unit_id=an.fields()["unit_id"]).status, 403)

    def test_hostile_names_and_text(self):
        an = self.person("an")
        number = self.given(an, "../../<script>alert(1)</script>.docx", "&lt;img src=x onerror=alert(2)&gt; độc hại ")
        for path in (f"/documents/{number}", f"/documents/{number}/edit", "/documents", "/documents?q=doc+hai"):
            text = an.ask("GET", path).text
            self.assertNotIn("<script>alert", text, path)
            self.assertNotIn("<img src=x", text, path)
            self.assertNotIn("../", text, path)

    def test_downloads_run_nothing(self):
        an = self.person("an")
        number = self.given(an)
        file = re.search(r"/documents/files/(\d+)", an.ask("GET", f"/documents/{number}").text).group(1)
        r = an.ask("GET", f"/documents/files/{file}")
        self.assertTrue(r.headers["Content-Disposition"].startswith("attachment"))
        self.assertTrue(r.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'"))
        self.assertEqual(r.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("wordprocessingml", r.headers["Content-Type"])        # not what the client said it was
        self.assertEqual(an.ask("GET", f"/documents/files/{file}/raw").status, 404)

    @unittest.skipUnless(shutil.which("soffice"), "LibreOffice is not installed")
    def test_old_office_is_read_beside_the_requests(self):
        an = self.person("an")
        word = "Mường" + "".join(chr(97 + b % 26) for b in os.urandom(8))
        made = os.path.join(self.folder.name, "cũ.txt")
        with open(made, "w", encoding="utf-8") as f:
            f.write(f"Kế hoạch của {word}\n")
        subprocess.run(["soffice", f"-env:UserInstallation=file://{self.folder.name}/profile", "--headless", "--infilter=Text (encoded):UTF8",
                        "--convert-to", "doc:MS Word 97", "--outdir", self.folder.name, made], check=True, capture_output=True, timeout=120)
        with open(made[:-3] + "doc", "rb") as f:
            r = an.upload("cũ.doc", f.read())
        self.assertEqual(r.status, 303, r.text[-2000:])
        until = time.monotonic() + 120                      # the conversion takes what it takes; pages answer meanwhile
        while f"/documents/" not in (found := an.ask("GET", "/documents?q=" + urllib.parse.quote(word)).text.partition("<tbody")[2]):
            self.assertLess(time.monotonic(), until, found[-2000:])
            time.sleep(0.3)

    def test_refusals_say_why(self):
        an = self.person("an")
        for content, words in ((b"MZ\0\0\1\2", "chỉ nhận PDF"), (b"", "rỗng"), (b"<!doctype html><script>1</script>", "chỉ nhận PDF")):
            r = an.upload("x.pdf", content)
            self.assertEqual(r.status, 422)
            self.assertIn(words, r.text)

    def test_large_upload_is_flat(self):
        an = self.person("an")
        status = f"/proc/{self.child()}/status"
        with open(f"/proc/{self.child()}/clear_refs", "w", encoding="ascii") as f:
            f.write("5")

        def peak():
            with open(status, encoding="ascii") as f:
                return int(re.search(r"VmHWM:\s+(\d+)", f.read()).group(1))
        before = peak()
        r = an.upload("lớn.pdf", b"%PDF-1.4\n" + b"x" * 99_000_000)
        self.assertEqual(r.status, 303)
        self.assertLess(peak() - before, 32_000, "kB")

    def piece(self, b, part, at, content):
        fields = {"_csrf": b.hidden("/documents/new")["_csrf"], "part": part, "at": at}
        head = "".join(f'--XX\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items())
        head += '--XX\r\nContent-Disposition: form-data; name="piece"; filename="p"\r\n\r\n'
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        c.request("POST", "/documents/parts", head.encode() + content + b"\r\n--XX--\r\n", {"Content-Type": "multipart/form-data; boundary=XX",
                  "Accept": "application/json", "Cookie": "; ".join(f"{k}={v}" for k, v in b.cookies.items())})
        r = c.getresponse()
        answer = json.loads(r.read())
        c.close()
        return r.status, answer

    def offset(self, b, part):
        return json.loads(b.ask("GET", "/documents/parts?part=" + urllib.parse.quote(part), Accept="application/json").text)

    def test_pieces(self):
        an, binh = self.person("an"), self.person("binh")
        content = docx("Từng đoạn " + os.urandom(300).hex())
        part = f"{len(content)}/17/kế hoạch từng đoạn.docx"
        self.assertEqual(self.piece(an, part, 0, content[:200]), (200, {"ok": True, "offset": 200}))
        self.assertEqual(self.piece(an, part, 0, content[:200])[0], 409)            # sent twice
        self.assertEqual(self.piece(an, part, 300, content[300:])[0], 409)          # a hole
        self.assertEqual(self.piece(an, part, 200, content[200:] + b"x")[0], 409)   # longer than the file
        self.assertEqual(self.offset(binh, part)["offset"], 0)                      # another person's is another part
        fields = {**an.fields(), "part": part}
        fields.pop("file", None)
        self.assertIn("chưa gửi xong", an.ask("POST", "/documents/new", fields).text)
        os.kill(self.child(), signal.SIGKILL)                                       # what was acknowledged is there after a crash
        for _ in range(100):
            time.sleep(0.05)
            try:
                if self.offset(an, part)["offset"] == 200:
                    break
            except OSError:
                pass
        self.assertEqual(self.piece(an, part, 200, content[200:]), (200, {"ok": True, "offset": len(content)}))
        self.assertIn("chưa gửi xong", binh.ask("POST", "/documents/new", {**binh.fields(), "part": part}).text)
        r = an.ask("POST", "/documents/new", {**an.fields(), "part": part})
        self.assertEqual(r.status, 303, r.text[-500:])
        number = re.search(r"/documents/(\d+)/edit", r.headers["Location"]).group(1)
        self.assertIn("Từng đoạn", an.ask("GET", f"/documents/{number}").text)
        self.assertEqual(self.offset(an, part)["offset"], 0)                        # forgotten when the document is there
        for bad in ("", "x", "5/1/", "-5/1/a", f"{1 << 62}/1/a.pdf", f"{300 << 20}/1/a.pdf", "9/1/../../thuocdo.db"):
            answer = self.offset(an, bad)
            self.assertTrue(not answer["ok"] or answer["offset"] == 0, bad)
        self.assertEqual(self.piece(an, f"{300 << 20}/1/a.pdf", 0, b"%PDF-")[0], 429)
        self.assertFalse([n for n in os.listdir(os.path.join(self.data, "spool")) if not n.startswith("part-")])

    def test_killed_in_upload(self):
        an = self.person("an")
        rows = lambda: len(set(re.findall(r'href="/documents/(\d+)', an.ask("GET", "/documents").text)))
        before = rows()
        head, _ = an.head_and_tail(an.fields(), "dở.pdf")
        s = socket.create_connection(("127.0.0.1", self.port))
        s.sendall((f"POST /documents/new HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=XX\r\nContent-Length: 50000000\r\n"
                   f"Cookie: {'; '.join(f'{k}={v}' for k, v in an.cookies.items())}\r\n\r\n").encode() + head + b"%PDF-1.4\n" + b"y" * 5_000_000)
        time.sleep(0.3)
        old = self.child()
        os.kill(old, signal.SIGKILL)
        for _ in range(50):
            time.sleep(0.1)
            try:
                if self.child() != old:
                    break
            except IndexError:
                pass
        s.close()
        self.assertEqual(rows(), before)
        left = [n for folder in ("spool", "files") for n in os.listdir(os.path.join(self.data, folder)) if len(n) > 2]
        self.assertEqual(left, [])
        self.assertIn("0 tệp", self.run_program("archive", "sweep", "--now"))
        self.run_program("verify")


if __name__ == "__main__":
    unittest.main()
