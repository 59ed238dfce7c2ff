#!/usr/bin/env python3
"""What the build tools refuse and what they write. Run by ./dev test: python3 tests/tools_test.py"""
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tools"))
import htmlgen
import messages
import pogen

HEAD = "{% page x (V) %}\n"


def compiled(body):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "x.html")
        with open(path, "w", encoding="utf-8") as f:
            f.write(HEAD + body)
        return htmlgen.Compiler(path).compile()


class Refusals(unittest.TestCase):
    def refused(self, body, line, part):
        with self.assertRaises(htmlgen.Refused) as e:
            compiled(body)
        self.assertIn(part, str(e.exception))
        self.assertEqual(e.exception.line, line)

    def test_places_without_certain_escape(self):
        self.refused("<p class={{ v.x }}>", 2, "needs quotes")
        self.refused("<p>\n<script>{{ v.x }}</script>", 3, "inside <script>")
        self.refused("<style>{{ v.x }}</style>", 2, "inside <style>")
        self.refused("<p {{ v.x }}>", 2, "attribute name")
        self.refused("<{{ v.x }}>", 2, "lone <")
        self.refused("<!-- {{ v.x }} -->", 2, "comment")
        self.refused('<a onclick="f()">', 2, "onclick")
        self.refused('<a style="color:red">', 2, "style")
        self.refused('<iframe srcdoc="{{ v.x }}">', 2, "srcdoc")
        self.refused('<a href="javascript:{{ v.x }}">', 2, "an address begins")
        self.refused('<a href="//evil/{{ v.x }}">', 2, "an address begins")

    def test_inline_script(self):
        self.refused("<script>alert(1)</script>", 2, "file of its own")

    def test_blocks(self):
        self.refused("{% if v.x %}<p>", 2, "has no end")
        self.refused("{% if v.x %}<p class=\"{% end %}\">", 2, "ends inside other HTML")
        self.refused("{% end %}", 2, "without a beginning")
        self.refused("{% nonsense %}", 2, "no block")
        self.refused("{% for r in v.rows %}{{ q.x }}{% end %}", 2, "neither v nor a loop variable")
        self.refused("{{ f(v) }}", 2, "not a path")
        self.refused("{{ v.x | raw }}", 2, "no filter")
        self.refused("<p>\n\n{{ v.x", 4, "without its partner")
        self.refused('<form method="post" action="/x">', 2, "{% form")
        self.refused('<form method=post action="/x">', 2, "{% form")

    def test_bare_char_pointer_and_bool_do_not_compile(self):
        for field, good in (("Str x;", True), ("const char *x;", False), ("bool x;", False), ("int64_t x;", True)):
            with tempfile.TemporaryDirectory() as folder:
                page = os.path.join(folder, "x.html")
                with open(page, "w", encoding="utf-8") as f:
                    f.write(HEAD + "<p>{{ v.x }}</p>")
                with open(os.path.join(folder, "pages.h"), "w", encoding="utf-8") as f:
                    f.write('#include "html/out.h"\ntypedef struct V { %s } V; void tpl_x(Out *o, const V *v);' % field)
                with open(os.path.join(folder, "x.c"), "w", encoding="utf-8") as f:
                    f.write(htmlgen.compiled(page).c())
                done = subprocess.run([os.environ.get("CC", "gcc").split()[-1], "-std=gnu17",
                                       "-fsyntax-only", "-I" + folder, "-I" + os.path.join(ROOT, "src"), os.path.join(folder, "x.c")],
                                      capture_output=True, text=True)
                self.assertEqual(done.returncode == 0, good, done.stderr)
                if not good:
                    self.assertIn("x.html:2", done.stderr)


class Written(unittest.TestCase):
    def test_messages(self):
        c = compiled('<p title="Mở ra">\n  Có {{ v.n }} đơn vị.\n</p><td>{{ v.a }} / {{ v.b }}</td><code>giữ nguyên</code>')
        self.assertEqual([m[1] for m in c.messages], ["Mở ra", "Có {1} đơn vị."])

    def test_places(self):
        c = compiled('<a href="{{ v.u }}">x</a><a href="/u/{{ v.c }}" class="a {{ v.k }}">{{ v.t }}</a>').c()
        for part in ("PLACE_URL, v->u", "PLACE_URL_PART, v->c", "PLACE_ATTR, v->k", "PLACE_TEXT, v->t"):
            self.assertIn(part, c)

    def test_flag_in_tag(self):
        self.assertIn("selected", compiled("<option{% if v.on %} selected{% end %}>x</option>").c())

    def test_form_has_token(self):
        self.assertIn("out_form(o)", compiled('{% form "/x/{{ v.id }}" class="a" %}<b>y</b>{% end %}').c())


class Catalogue(unittest.TestCase):
    def po(self, text):
        with tempfile.NamedTemporaryFile("w", suffix=".po", encoding="utf-8") as f:
            f.write(text)
            f.flush()
            return pogen.catalogue(f.name)

    def test_conversions_must_agree(self):
        self.assertEqual(self.po('msgid "Có %d"\nmsgstr "There are %d"\n'), {"Có %d": "There are %d"})
        with self.assertRaises(SystemExit):
            self.po('msgid "Có %d"\nmsgstr "There are %s"\n')
        with self.assertRaises(SystemExit):
            self.po('msgid "Có {1}"\nmsgstr "There are"\n')


class Complete(unittest.TestCase):
    @unittest.skipUnless(os.environ.get("THUOCDO_MESSAGES"), "messages.py --check is its own step")
    def test_every_message_has_english(self):
        self.assertEqual(messages.main("--check"), 0)


if __name__ == "__main__":
    os.chdir(ROOT)
    unittest.main()
