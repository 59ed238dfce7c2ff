"""Invented documents with their labels in one file (tests/data/intake/gold/*.src), written out in the forms in which
documents come: text as it is taken out of a PDF, text with and without wrapped lines, Markdown, DOCX, XLSX, PDF.

The marks of a .src file: head `key: value` up to `---`; then one paragraph a line.
  !L !R  letterhead, left and right   !C centred line   !N recipients   !S signature   !A article
  @2 1.1. Text      node of the outline of level 2          D{Agency} Text    a duty of this agency
  [[c~number~date~issuer~text]]   citation                  [[d~agency~text]] a duty that is one sentence
  [[t~comparator~value~unit~text]] target                   [[s~achieved~max~criterion~cause~text]] score
  flattened: no   (in the head) the table is not asked for where its cells stand below one another
  %table kind / %head / %cols / %area no | title / %row / %end
"""
import pathlib, re, subprocess, textwrap, unicodedata

FIELDS = {"c": 3, "t": 3, "s": 4, "d": 1}


class Source:
    def __init__(self, path):
        self.name, self.meta, self.blocks = path.stem, {}, []
        self.gold = {k: [] for k in ("outline", "citations", "targets", "duties", "scores")}
        head, body = path.read_text(encoding="utf-8").split("\n---\n", 1)
        for line in head.splitlines():
            key, value = line.split(":", 1)
            self.meta[key] = value.strip() or None
        self.meta["recipients"] = [r.strip() for r in (self.meta.get("recipients") or "").split(";;") if r.strip()]
        self.flattened = self.meta.pop("flattened", None) != "no"   # "no": its table is not yet rebuilt from cells below one another
        self.gold["metadata"] = self.meta
        table = None
        for line in filter(None, body.splitlines()):
            if table is not None:
                table = self.table_line(table, line)
            elif line.startswith("%table"):
                table = {"kind": line.split()[1], "head": [], "cols": [], "rows": [], "areas": {}}
            else:
                self.para(line)
        self.gold["metadata"].pop("note", None)

    def table_line(self, table, line):
        word, _, rest = line.partition(" ")
        cells = [self.plain(c.strip()) for c in re.split(r"\s\|(?=\s|$)", rest)]
        if word == "%end":
            self.blocks.append(("table", table))
            self.gold["table"] = {"kind": table["kind"], "rows": rows_of(table)}
            return None
        if word == "%area":
            table["rows"].append(("area", cells))
        elif word == "%row":
            table["rows"].append(("row", cells + [""] * (len(table["cols"]) - len(cells))))
        else:
            table[word[1:]] = cells
        return table

    def para(self, line):
        kind, level, agency = "p", 0, None
        if line[0] == "!":
            kind, line = line[1], line[3:]
        elif line[0] == "@":
            kind, level, line = "node", int(line[1]), line[2:].lstrip()
        m = re.match(r"D\{([^}]*)\}\s*", line) or re.match(r"(Điều \d+\. )D\{([^}]*)\}\s*", line)
        if m:
            agency, before = m.groups()[-1], m.group(1) if m.lastindex == 2 else ""
            line = before + line[m.end():]
        text = self.plain(line)
        if kind == "node":
            no = re.match(r"(?:(?:PHẦN|CHƯƠNG) )?([IVXLA-Z]+|\d+(?:\.\d+)*|[a-zđ]|(?<=PHẦN )THỨ \w+)\s?[.):/-]+\s", text)
            self.gold["outline"].append({"level": level, "no": no.group(1) if no else None,
                "title": text[no.end():] if no else text})
        if agency:
            said = re.sub(r"^Điều \d+\. |^[-+]\s", "", text)
            self.gold["duties"].append({"agency": agency, "text": said})
        self.blocks.append((kind, text))

    def plain(self, s):
        """The text without its marks; what the marks say goes into the labels, in the order of their ends."""
        out, at = "", 0
        while (start := s.find("[[", at)) >= 0:
            depth, end = 1, start + 2
            while depth:
                depth += {"[[": 1, "]]": -1}.get(s[end:end + 2], 0)
                end += 2 if s[end:end + 2] in ("[[", "]]") else 1
            kind, *fields = s[start + 2:end - 2].split("~", FIELDS[s[start + 2]] + 1)
            text = self.plain(fields.pop())
            f = [x or None for x in fields]
            if kind == "c":
                self.gold["citations"].append({"number": f[0] if re.search(r"\d", f[0] or "") else None,
                    "type": f[0], "date": f[1], "issuer": f[2], "text": text})
            elif kind == "t":
                self.gold["targets"].append({"comparator": f[0], "value": f[1], "unit": f[2], "text": text})
            elif kind == "s":
                self.gold["scores"].append({"achieved": f[0], "max": f[1], "criterion": f[2], "cause": f[3]})
            elif kind == "d":
                self.gold["duties"].append({"agency": f[0], "text": text})
            out += s[at:start] + text
            at = end
        return out + s[at:]


def rows_of(table):
    rows, area, title = [], None, None
    for kind, cells in table["rows"]:
        if kind == "area":
            area, title = cells[0], cells[1]
            continue
        row = {k: v or None for k, v in zip(table["cols"], cells)}
        for key in ("objective", "tasks", "activities"):
            if row.get(key):
                row[key] = [item(x) for x in row[key].split("//")]
        rows.append({"area": area, "area_title": title} | row)
    return rows


def item(text):
    m = re.match(r"(\d+(?:\.\d+)+)\.?\s+(.*)", text.strip())
    return {"no": m.group(1) if m else None, "text": m.group(2) if m else text.strip()}


# ---- written out as text

def tail_lines(src):
    yield "Nơi nhận:"
    for i, r in enumerate(src.meta["recipients"]):
        yield "- " + r + (".\n" if i + 1 == len(src.meta["recipients"]) else ";\n")[0]


def lines(src, width=0):
    """(kind, line): paragraphs wrapped at `width` (0: not at all)."""
    for kind, text in src.blocks:
        if kind == "table":
            yield kind, text
        elif kind in "LR":
            yield from (("!", part) for part in text.split("|") if part)
        elif kind == "S":
            yield from (("!", part) for part in text.split("|"))
        elif kind == "N":
            yield from (("!", part) for part in tail_lines(src))
        else:
            wrapped = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) if width else [text]
            yield from ((kind if i == 0 else "+", part) for i, part in enumerate(wrapped))


def tsv(table):
    yield "\t".join(table["head"])
    for kind, cells in table["rows"]:
        yield "\t".join(c.replace("//", " ") for c in cells + [""] * (len(table["head"]) - len(cells)))


def flat(table, total=150):
    """As a PDF gives it: the cells below one another, each as narrow as its column."""
    most = [max([len(h)] + [len(c[i]) if i < len(c) else 0 for k, c in table["rows"] if k == "row"])
            for i, h in enumerate(table["head"])]
    width = [max(9, min(34, m * total // (sum(most) or 1))) for m in most]
    yield table["head"][0]
    for h, w in list(zip(table["head"], width))[1:]:
        yield from textwrap.wrap(h, w)
    for kind, cells in table["rows"]:
        if kind == "area":
            yield " ".join(cells)
            continue
        for c, w in zip(cells, width):
            for part in filter(None, c.split("//")):
                yield from textwrap.wrap(part, w, break_long_words=False)


def text_spaced(src):
    out = []
    for kind, x in lines(src, 80):
        out += list(flat(x)) if kind == "table" else [x]
    return "".join(" \n" if not x else x + " \n\n" for x in out)


def text_tight(src):
    out = []
    for kind, x in lines(src, 96):
        out += list(tsv(x)) if kind == "table" else [x]
    return "\n".join(out) + "\n"


def text_long(src):
    out = []
    for kind, x in lines(src):
        out += list(tsv(x)) if kind == "table" else [x]
    return "\n".join(out) + "\n"


def text_markdown(src):
    out = []
    for kind, x in lines(src):
        if kind == "table":
            rows = ["| " + " | ".join(x["head"]) + " |", "|" + "---|" * len(x["head"])]
            rows += ["| " + " | ".join(c.replace("//", " ") for c in cells + [""] * (len(x["head"]) - len(cells))) + " |"
                     for _, cells in x["rows"]]
            out.append("\n".join(rows))
        elif kind == "C" and x.isupper():
            out.append("## " + x)
        elif kind == "C":
            out.append("### **" + x + "**")
        elif kind == "node" and len(x) < 90 and x[-1] not in ".;":
            out.append("### **" + x + "**")
        elif x:
            out.append(x)
    return "\n\n".join(out) + "\n"


def text_nfd(src):
    return unicodedata.normalize("NFD", text_spaced(src))


def bullets(src, text):
    return re.sub(r"(?m)^- ", "– ", re.sub(r"(?m)^\+ ", "• ", text))


def old_tones(text):
    """The other way to place tones, and y for i where both are written."""
    pairs = "òa oà óa oá ỏa oả ọa oạ òe oè óe oé ủy uỷ úy uý ụy uỵ Ủy Uỷ ỦY UỶ ÒA OÀ ÓA OÁ ỏA OẢ ỤY UỴ".split()
    for new, old in zip(pairs[::2], pairs[1::2]):
        text = text.replace(new, old)
    return text.replace("Tỷ lệ", "Tỉ lệ").replace("tỷ lệ", "tỉ lệ")


# ---- written out as files of office programs

def docx(src, path):
    import docx as dx
    from docx.enum.text import WD_ALIGN_PARAGRAPH as align
    d = dx.Document()
    left = [t for k, t in src.blocks if k == "L"]
    right = [t for k, t in src.blocks if k == "R"]
    head = d.add_table(rows=1, cols=2)
    for cell, parts in zip(head.rows[0].cells, (left, right)):
        cell.text = ""
        for part in filter(None, parts[0].split("|") if parts else []):
            cell.add_paragraph(part).alignment = align.CENTER
    for kind, x in src.blocks:
        if kind == "table":
            docx_table(d, x)
        elif kind in "NS":
            continue_signature(d, src, kind, x)
        elif kind not in "LR":
            p = d.add_paragraph()
            p.add_run(x).bold = kind == "C" or kind == "node" and len(x) < 90
            if kind == "C":
                p.alignment = align.CENTER
    d.save(path)
    return path


def continue_signature(d, src, kind, x):
    if kind == "N":
        return
    t = d.add_table(rows=1, cols=2)
    for i, part in enumerate(tail_lines(src)):
        t.rows[0].cells[0].paragraphs[0].text = part if i == 0 else t.rows[0].cells[0].paragraphs[0].text
        if i:
            t.rows[0].cells[0].add_paragraph(part)
    for part in x.split("|"):
        t.rows[0].cells[1].add_paragraph(part)


def docx_table(d, table):
    t = d.add_table(rows=1, cols=len(table["head"]))
    t.style = "Table Grid"
    for cell, text in zip(t.rows[0].cells, table["head"]):
        cell.text = text
    above = [None] * len(table["head"])
    for kind, cells in table["rows"]:
        row = t.add_row().cells
        if kind == "area":
            row[0].text = cells[0]
            row[1].merge(row[-1]).text = cells[1]
            continue
        for i, text in enumerate(cells):
            if text == '"':
                above[i] = above[i].merge(row[i])
            else:
                row[i].text, above[i] = text.replace("//", "\n"), row[i]
    d.add_paragraph()


def xlsx(src, path):
    """Only the table, as units send it: title lines above, areas merged over the width."""
    import openpyxl
    from openpyxl.utils import get_column_letter as letter
    w = openpyxl.Workbook()
    s = w.active
    titles = [t for k, t in src.blocks if k == "C"][-3:]
    for t in titles:
        s.append([t])
    s.append([])
    for kind, x in src.blocks:
        if kind != "table":
            continue
        s.append(x["head"])
        for k, cells in x["rows"]:
            s.append([c.replace("//", "\n") or None for c in cells])
            if k == "area":
                s.merge_cells("B%d:%s%d" % (s.max_row, letter(len(x["head"])), s.max_row))
    w.save(path)
    return path


def office(path, kind, profile, timeout=90):
    """LibreOffice with a profile of its own; None when it is not there."""
    import shutil
    if not shutil.which("soffice"):
        return None
    many = path if isinstance(path, list) else [path]
    out = many[0].parent / "office"
    out.mkdir(exist_ok=True)
    subprocess.run(["soffice", "-env:UserInstallation=file://" + str(profile), "--headless", "--convert-to", kind, "--outdir", out,
                    *many], capture_output=True, timeout=timeout)
    made = out / (many[0].stem + "." + kind.split(":")[0])
    return made if made.exists() else None
