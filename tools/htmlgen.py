#!/usr/bin/env python3
"""Compile page templates to C: one function `void tpl_NAME(Out *o, const VIEW *v)` each.

    htmlgen.py page   FILE.html OUT.c       one template
    htmlgen.py header OUT.h FILE.html …     the declarations of all
    htmlgen.py messages FILE.html …         every message, as JSON lines: file, line, text

The compiler follows the HTML while it compiles, so each value is escaped for its place; where no
escape is certain the build stops with file:line. The language is described in src/html/README.md.
"""
import html
import json
import re
import sys

URL_ATTRS = {"href", "src", "action", "formaction", "poster", "cite", "data"}
MESSAGE_ATTRS = {"title", "alt", "placeholder", "aria-label", "label", "aria-description", "content"}
NOT_TRANSLATED = {"code", "pre", "kbd", "samp", "textarea"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
FILTERS = {"places0", "places1", "places2", "places4", "exact", "date", "time", "iso", "count", "tail", "signed"}
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
PATH = re.compile(r"[A-Za-z_][A-Za-z0-9_]*((\.|->)[A-Za-z_][A-Za-z0-9_]*)*\Z")


class Refused(Exception):
    def __init__(self, line, text):
        super().__init__(text)
        self.line = line


class Token:
    """kind: text, value, block."""
    def __init__(self, kind, text, line):
        self.kind, self.text, self.line = kind, text, line


def tokens(source, line=1):
    """Cut a template into text, values {{…}} and blocks {%…%}; comments {#…#} vanish."""
    out, at = [], 0
    for m in re.finditer(r"\{\{(.*?)\}\}|\{%(.*?)%\}|\{#.*?#\}", source, re.S):
        if m.start() > at:
            out.append(Token("text", source[at:m.start()], line))
        line += source.count("\n", at, m.start())
        if m.group(1) is not None:
            out.append(Token("value", m.group(1).strip(), line))
        elif m.group(2) is not None:
            out.append(Token("block", m.group(2).strip(), line))
        line += m.group(0).count("\n")
        at = m.end()
    if at < len(source):
        out.append(Token("text", source[at:], line))
    for t in out:
        if t.kind == "text":
            for bad in ("{{", "{%", "}}", "%}"):
                if bad in t.text:
                    raise Refused(t.line + t.text.count("\n", 0, t.text.index(bad)), f"“{bad}” without its partner")
    return out


def c_text(s):
    """A C string literal of UTF-8 text."""
    out = []
    for ch in s:
        if ch in '"\\':
            out.append("\\" + ch)
        elif ch == "\n":
            out.append("\\n")
        elif ord(ch) < 32 or ch == "?":
            out.append("\\%03o" % ord(ch))
        else:
            out.append(ch)
    return '"' + "".join(out) + '"'


def has_words(s):
    """Whether a reader of another language needs it translated: a lower-case letter says so."""
    return any(ch.islower() for ch in s)


class State:
    """Where in the HTML the compiler stands. Branches of a block must end where they began."""
    def __init__(self):
        self.place = "text"         # text tag name value raw comment
        self.tag = ""
        self.attr = ""
        self.quote = ""
        self.begun = ""             # static beginning of the attribute's value; None after a value

    def key(self):
        return (self.place, self.tag if self.place != "text" else "", self.attr if self.place == "value" else "", self.quote)


class Compiler:
    def __init__(self, path):
        self.path = path
        with open(path, encoding="utf-8") as f:
            self.source = f.read()
        self.name = self.view = None
        self.uses, self.code, self.messages = [], [], []
        self.state = State()
        self.scopes = [{"v"}]
        self.blocks = []            # open blocks: (kind, line, state key)
        self.run = []               # pieces of the message being read: str or Token
        self.run_line = 1
        self.silent = 0             # depth of elements that are not translated
        self.loops = 0
        self.for_rows = {}          # depth of an open for → its rows, for {% else %}

    # --- writing C -------------------------------------------------------------------------

    def emit(self, line, text):
        self.code.append((line, "    " * (len(self.scopes)) + text))

    def raw(self, line, s):
        if not s:
            return
        if self.code and self.code[-1][0] == "raw":
            last = self.code[-1]
            self.code[-1] = ("raw", last[1], last[2] + s)
        else:
            self.code.append(("raw", line, s))

    def path_c(self, text, line):
        text = text.strip()
        if not PATH.match(text):
            raise Refused(line, f"“{text}” is not a path such as v.name")
        head, dot, rest = text.partition(".")
        if not any(head in s for s in self.scopes):
            raise Refused(line, f"“{head}” is neither v nor a loop variable")
        return f"{head}->{rest}" if dot else f"(*{head})"

    def place_c(self):
        s = self.state
        if s.place == "text":
            return "PLACE_TEXT"
        if s.place == "value":
            if s.attr in URL_ATTRS:
                return "PLACE_URL" if s.begun == "" else "PLACE_URL_PART"
            return "PLACE_ATTR"
        return None

    def check_place(self, line):
        s = self.state
        if s.place == "raw":
            raise Refused(line, f"a value cannot be written inside <{s.tag}>")
        if s.place == "comment":
            raise Refused(line, "a value cannot be written inside an HTML comment")
        if s.place == "unquoted":
            raise Refused(line, f"the value of {s.attr} needs quotes")
        if s.place != "text" and s.place != "value":
            raise Refused(line, "a value cannot be a tag or an attribute name")
        if s.place == "value" and (s.attr.startswith("on") or s.attr in ("style", "srcdoc", "srcset")):
            raise Refused(line, f"a value cannot be written inside {s.attr}")

    def value_c(self, t, place):
        """The C statement for {{ … }}."""
        text, fn, keep = t.text, None, None
        if re.match(r"t\s", text):
            return f"out_tr(o, {place}, {self.path_c(text[2:], t.line)});"
        parts = [p.strip() for p in text.split("|")]
        for f in parts[1:]:
            m = re.match(r"keep\(([a-z0-9_]+)\)\Z", f)
            if m:
                keep = m.group(1)
            elif f in FILTERS:
                fn = f
            else:
                raise Refused(t.line, f"no filter “{f}”; there are {', '.join(sorted(FILTERS))}, keep(field)")
        c = f"out_{fn or 'value'}(o, {place}, {self.path_c(parts[0], t.line)});"
        return f'if (!out_kept(o, {place}, "{keep}")) {c}' if keep else c

    # --- messages ----------------------------------------------------------------------------

    def flush(self):
        """Write the run of text and values read so far; with words in it, it is one message."""
        run, self.run = self.run, []
        if not run:
            return
        plain = "".join(p for p in run if isinstance(p, str))
        place = self.run_place
        if not self.run_message or not has_words(html.unescape(plain)):
            for p in run:
                if isinstance(p, str):
                    self.raw(self.run_line, p if self.run_exact else re.sub(r"\s*\n\s*", "\n", p))
                else:
                    self.emit(p.line, self.value_c(p, p.place))
            return
        self.message(run, place)

    def message(self, run, place):
        text, values = "", []
        for p in run:
            if isinstance(p, str):
                text += html.unescape(p).replace("{", "(").replace("}", ")")
            else:
                values.append(p)
                text += "{%d}" % len(values)
        # NBSP is typography and belongs to the message; other white space is layout.
        text = re.sub(r"[ \t\r\n]+", " ", text)
        msg = text.strip(" ")
        self.messages.append((self.run_line, msg))
        if text.startswith(" "):
            self.raw(self.run_line, " ")
        if not values:
            self.emit(self.run_line, f"out_message(o, {place}, {c_text(msg)});")
        else:
            self.emit(self.run_line, f"for (OutMessage m_ = out_message_open(o, {place}, {c_text(msg)}); out_message_next(&m_);)")
            self.emit(self.run_line, "    switch (m_.hole) {")
            for i, p in enumerate(values):
                self.emit(p.line, f"    case {i + 1}: {self.value_c(p, p.place)} break;")
            self.emit(self.run_line, "    }")
        if text.endswith(" "):
            self.raw(self.run_line, " ")

    def add(self, piece, line):
        """A piece of text or a value at the present place joins the run."""
        if not self.run:
            self.run_line, self.run_place = line, self.place_c()
            if isinstance(piece, str):
                self.run_line += len(piece[:len(piece) - len(piece.lstrip())].split("\n")) - 1
            s = self.state
            self.run_exact = s.place == "value" or self.silent > 0
            self.run_message = (s.place == "text" and not self.silent) or (
                s.place == "value" and s.attr in MESSAGE_ATTRS)
            if s.place == "value" and s.attr == "content":
                self.run_message = isinstance(piece, str) and any(ord(ch) > 127 for ch in piece)
        self.run.append(piece)

    # --- following the HTML ------------------------------------------------------------------

    def text(self, t):
        s, src, i, line = self.state, t.text, 0, t.line
        while i < len(src):
            step = getattr(self, "in_" + s.place)
            n = step(src, i, line)
            line += src.count("\n", i, n)
            i = n

    def in_text(self, src, i, line):
        s = self.state
        if src.startswith("<!--", i):
            self.flush()
            s.place = "comment"
            return i + 4
        m = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)").match(src, i)
        if m:
            self.flush()
            s.place, s.tag, s.closing = "tag", m.group(2).lower(), bool(m.group(1))
            if s.tag in NOT_TRANSLATED:
                self.silent += -1 if s.closing else 1
            s.post = False
            self.raw(line, m.group(0))
            return m.end()
        if src[i] == "<":
            if src.lower().startswith("<!doctype", i):
                end = src.index(">", i) + 1
                self.raw(line, src[i:end])
                return end
            raise Refused(line, "write &lt; for a lone <")
        end = src.find("<", i)
        end = len(src) if end < 0 else end
        self.add(src[i:end], line)
        return end

    def in_comment(self, src, i, line):
        end = src.find("-->", i)
        if end < 0:
            return len(src)
        self.state.place = "text"
        return end + 3

    def in_raw(self, src, i, line):
        end = src.lower().find("</" + self.state.tag, i)
        if end < 0:
            end = len(src)
        else:
            self.state.place = "text"
        if src[i:end].strip():
            raise Refused(line, f"<{self.state.tag}> must be a file of its own: the pages' policy forbids inline ones")
        return end

    def in_tag(self, src, i, line):
        s = self.state
        ch = src[i]
        if ch == ">":
            self.raw(line, ">")
            s.place = "raw" if s.tag in ("script", "style") and not s.closing else "text"
            return i + 1
        if ch.isspace() or ch == "/":
            m = re.compile(r"[\s/]+").match(src, i)
            self.raw(line, "/" if "/" in m.group(0) else " ")
            return m.end()
        m = re.compile(r"([^\s=>/\"'<{}]+)(\s*=\s*)?").match(src, i)
        if not m:
            raise Refused(line, f"unexpected “{ch}” inside <{s.tag}>")
        s.attr = m.group(1).lower()
        if s.attr.startswith("on"):
            raise Refused(line, f"{s.attr}: behaviour belongs in assets/, the pages' policy forbids it here")
        if s.attr == "style":
            raise Refused(line, "style: looks belong in assets/app.css, the pages' policy forbids it here")
        self.raw(line, m.group(1))
        if m.group(2):
            self.raw(line, "=")
            s.place = "unquoted"
        return m.end()

    def in_unquoted(self, src, i, line):
        s = self.state
        if src[i] in "\"'":
            s.place, s.quote, s.begun = "value", src[i], ""
            self.raw(line, src[i])
            return i + 1
        m = re.compile(r"[^\s\"'<>=`{}]+").match(src, i)
        if not m:
            raise Refused(line, f"the value of {s.attr} needs quotes")
        if m.end() == len(src):
            raise Refused(line, f"the value of {s.attr} needs quotes")
        if s.tag == "form" and s.attr == "method" and m.group(0).lower() == "post":
            raise Refused(line, "write {% form \"/path\" %}: it carries the token against forged requests")
        self.raw(line, m.group(0))
        s.place = "tag"
        return m.end()

    def in_value(self, src, i, line):
        s = self.state
        end = src.find(s.quote, i)
        stop = len(src) if end < 0 else end
        piece = src[i:stop]
        if piece:
            if s.begun == "":
                s.begun = piece
                self.check_url(piece, line)
            if s.tag == "form" and s.attr == "method" and piece.lower() == "post" and not self.form_ok:
                raise Refused(line, "write {% form \"/path\" %}: it carries the token against forged requests")
            self.add(piece, line)
        if end >= 0:
            self.flush()
            self.raw(line, s.quote)
            s.place, s.quote = "tag", ""
            return end + 1
        return stop

    def check_url(self, piece, line):
        if self.state.attr in URL_ATTRS and not re.match(r"(/(?!/)|\?|#|\.|https://|mailto:|tel:|data:image/png)", piece):
            raise Refused(line, f"an address begins with / ? # . https: mailto: or tel:, not “{piece[:20]}”")

    # --- values and blocks ---------------------------------------------------------------------

    def value(self, t):
        self.check_place(t.line)
        t.place = self.place_c()
        self.value_c(t, t.place)            # refuse here, with the right line
        self.add(t, t.line)
        if self.state.place == "value":
            self.state.begun = None

    def condition(self, text, line):
        out = []
        for word in re.findall(r'"[^"]*"|==|!=|<=|>=|<|>|[^\s=!<>"]+', text):
            out.append(word)
        if not out:
            raise Refused(line, "a condition is missing")
        c, i = "", 0
        while i < len(out):
            w = out[i]
            if w in ("and", "or"):
                c += " && " if w == "and" else " || "
                i += 1
                continue
            if w == "not":
                c += "!"
                i += 1
                continue
            left = self.path_c(w, line)
            if i + 2 < len(out) and out[i + 1] in ("==", "!=", "<", ">", "<=", ">="):
                c += self.compare(left, out[i + 1], out[i + 2], line)
                i += 3
            else:
                c += f"out_true({left})"
                i += 1
            if i < len(out) and out[i] not in ("and", "or"):
                raise Refused(line, f"“{out[i]}” does not fit in the condition")
        if c.endswith(("&& ", "|| ", "!")):
            raise Refused(line, "the condition is not complete")
        if " && " in c and " || " in c:
            raise Refused(line, "and/or mixed: put the answer into the view")
        return c

    def compare(self, left, op, right, line):
        if right.startswith('"'):
            if op not in ("==", "!="):
                raise Refused(line, "texts are only compared with == and !=")
            return f"{'!' if op == '!=' else ''}str_eq({left}, S({c_text(right[1:-1])}))"
        if re.match(r"-?\d+\Z", right) or re.match(r"[A-Z][A-Z0-9_]+\Z", right):
            return f"((int64_t)({left}) {op} (int64_t)({right}))"
        return f"((int64_t)({left}) {op} (int64_t)({self.path_c(right, line)}))"

    def block(self, t):
        self.flush()
        word, _, rest = t.text.partition(" ")
        fn = getattr(self, "block_" + word, None)
        if not fn:
            raise Refused(t.line, f"no block “{word}”")
        if self.name is None and word not in ("page", "part", "use"):
            raise Refused(t.line, "a template begins with {% page name (View) %}")
        fn(rest.strip(), t.line)

    def block_page(self, rest, line):
        m = re.match(r"([a-z][a-z0-9_]*)\s*\(\s*([A-Za-z][A-Za-z0-9_]*)\s*\)\Z", rest)
        if not m or self.name:
            raise Refused(line, "one {% page name (ViewType) %} at the beginning")
        self.name, self.view = m.groups()

    block_part = block_page

    def block_use(self, rest, line):
        m = re.match(r'"([a-z0-9_/]+\.h)"\Z', rest)
        if not m:
            raise Refused(line, 'write {% use "room/room.h" %}')
        self.uses.append(m.group(1))

    def open(self, kind, line):
        self.blocks.append((kind, line, self.state.key()))
        self.scopes.append(set())

    def check_same(self, line):
        kind, first, key = self.blocks[-1]
        if self.state.key() != key:
            raise Refused(line, f"the branch of “{kind}” from line {first} ends inside other HTML than it began in")

    def block_for(self, rest, line):
        m = re.match(r"([a-z][a-z0-9_]*)(?:\s*,\s*([a-z][a-z0-9_]*))?\s+in\s+(\S+)\Z", rest)
        if not m or "v" in m.group(1, 2) or "o" in m.group(1, 2):
            raise Refused(line, "write {% for r in v.rows %} or {% for r, i in v.rows %}")
        rows = self.path_c(m.group(3), line)
        self.loops += 1
        i = f"i{self.loops}_"
        self.emit(line, f"for (size_t {i} = 0; {i} < (size_t)({rows}).n; {i}++) {{")
        self.open("for", line)
        self.scopes[-1] |= {m.group(1)} | ({m.group(2)} if m.group(2) else set())
        self.emit(line, f"const __typeof__(*({rows}).v) *{m.group(1)} = &({rows}).v[{i}];")
        if m.group(2):
            self.emit(line, f"const size_t {m.group(2)}_n = {i} + 1, *{m.group(2)} = &{m.group(2)}_n;")
            self.emit(line, f"(void){m.group(2)};")
        self.emit(line, f"(void){m.group(1)};")
        self.for_rows[len(self.blocks)] = rows

    def block_if(self, rest, line):
        self.emit(line, f"if ({self.condition(rest, line)}) {{")
        self.open("if", line)

    def block_elif(self, rest, line):
        if not self.blocks or self.blocks[-1][0] != "if":
            raise Refused(line, "elif without if")
        self.check_same(line)
        self.scopes.pop()
        self.emit(line, f"}} else if ({self.condition(rest, line)}) {{")
        self.scopes.append(set())

    def block_else(self, rest, line):
        if not self.blocks or self.blocks[-1][0] not in ("if", "for"):
            raise Refused(line, "else without if or for")
        kind, first, key = self.blocks[-1]
        self.check_same(line)
        self.scopes.pop()
        if kind == "if":
            self.emit(line, "} else {")
        else:
            self.emit(line, "}")
            self.emit(line, f"if (({self.for_rows[len(self.blocks)]}).n == 0) {{")
        self.blocks[-1] = ("else", first, key)
        self.scopes.append(set())

    def block_end(self, rest, line):
        if not self.blocks:
            raise Refused(line, "end without a beginning")
        kind = self.blocks[-1][0]
        if kind == "form":
            self.blocks.pop()
            self.form_ok = False
            self.text(Token("text", "</form>", line))
            return
        self.check_same(line)
        self.scopes.pop()
        self.blocks.pop()
        self.emit(line, "}" if kind != "title" else "    out_title_end(o); }")

    def block_title(self, rest, line):
        self.emit(line, "{ out_title_begin(o);")
        self.open("title", line)

    def block_include(self, rest, line):
        m = re.match(r"([a-z][a-z0-9_]*)\s*\(\s*(\S+?)\s*\)\Z", rest)
        if not m:
            raise Refused(line, "write {% include part (v.thing) %}")
        self.emit(line, f"tpl_{m.group(1)}(o, &{self.path_c(m.group(2), line)});")

    def block_error(self, rest, line):
        if not re.match(r'"[a-z0-9_]+"\Z', rest):
            raise Refused(line, 'write {% error "field" %}')
        self.emit(line, f"out_field_error(o, {rest});")

    form_ok = False

    def block_form(self, rest, line):
        if self.state.place != "text":
            raise Refused(line, "a form cannot begin inside a tag")
        m = re.match(r'"(.*?)"(.*)\Z', rest, re.S)
        if not m or not m.group(1).startswith("/") or re.search(r"\b(method|action)\s*=", m.group(2)):
            raise Refused(line, 'write {% form "/path" %}, further attributes behind the path')
        self.blocks.append(("form", line, None))
        self.form_ok = True
        for t in tokens(f'<form method="post" action="{m.group(1)}"{m.group(2)}>', line):
            {"text": self.text, "value": self.value, "block": self.block}[t.kind](t)
        self.emit(line, "out_form(o);")

    # --- the whole -------------------------------------------------------------------------------

    def compile(self):
        last = 1
        for t in tokens(self.source):
            last = t.line
            if t.kind == "text" and self.name is None:
                if t.text.strip():
                    raise Refused(t.line, "a template begins with {% page name (View) %}")
                continue
            {"text": self.text, "value": self.value, "block": self.block}[t.kind](t)
        self.flush()
        if self.name is None:
            raise Refused(1, "a template begins with {% page name (View) %}")
        if self.blocks:
            raise Refused(self.blocks[-1][1], f"“{self.blocks[-1][0]}” has no end")
        if self.state.place != "text":
            raise Refused(last, f"the page ends inside <{self.state.tag}>")
        return self

    def c(self):
        out = ["/* Made by tools/htmlgen.py; change the template. */", '#include "html/out.h"', '#include "pages.h"']
        out += [f'#include "{u}"' for u in self.uses]
        out += ["", f"void tpl_{self.name}(Out *o, const {self.view} *v)", "{", "    (void)v;"]
        for item in self.code:
            if item[0] == "raw":
                out += [f"    out_raw(o, S({c_text(item[2])}));"]
            else:
                out += [f'#line {item[0]} "{self.path}"', item[1]]
        return "\n".join(out + ["}", ""])


def write_if_new(path, text):
    try:
        if open(path, encoding="utf-8").read() == text:
            return
    except OSError:
        pass
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def header(paths):
    out = ["/* Made by tools/htmlgen.py: every page and part. Views are structs whose tag is their name. */",
           "#pragma once", '#include "html/out.h"', ""]
    seen = {}
    for path in paths:
        m = re.search(r"\{%\s*(?:page|part)\s+([a-z][a-z0-9_]*)\s*\(\s*([A-Za-z][A-Za-z0-9_]*)\s*\)", open(path, encoding="utf-8").read())
        if not m:
            raise SystemExit(f"{path}:1: a template begins with {{% page name (View) %}}")
        if m.group(1) in seen:
            raise SystemExit(f"{path}:1: the name {m.group(1)} is taken by {seen[m.group(1)]}")
        seen[m.group(1)] = path
        out += [f"typedef struct {m.group(2)} {m.group(2)};", f"void tpl_{m.group(1)}(Out *o, const {m.group(2)} *v);"]
    return "\n".join(out + [""])


def compiled(path):
    try:
        return Compiler(path).compile()
    except Refused as e:
        raise SystemExit(f"{path}:{e.line}: {e}")


def main(verb, *args):
    if verb == "page":
        write_if_new(args[1], compiled(args[0]).c())
    elif verb == "header":
        write_if_new(args[0], header(args[1:]))
    elif verb == "messages":
        for path in args:
            for line, text in compiled(path).messages:
                print(json.dumps({"file": path, "line": line, "text": text}, ensure_ascii=False))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
