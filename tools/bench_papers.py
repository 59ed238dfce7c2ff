#!/usr/bin/python3
"""Papers: DOCX and PDF a second, a large sheet, each beside what a user would pick instead, measured in this one run."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

BENCH = os.environ.get("BENCH", "build-bench")


def say(what, ours, peer="", ratio=""):
    print(f"{what:<58} {ours:>18} {peer:>34} {ratio:>9}", flush=True)


def run(*args):
    return subprocess.run(args, check=True, capture_output=True, text=True).stdout


def best(fn, times=3):
    results = []
    for _ in range(times):
        start = time.perf_counter()
        fn()
        results.append(time.perf_counter() - start)
    return min(results)


def papers(folder):
    """Reports of five pages with a table of 60 rows, beside python-docx and one conversion by LibreOffice; a large sheet."""
    sample = os.path.join(folder, "report.docx")
    out = run(f"{BENCH}/thuocdo-bench", "paper", sample)
    m = re.search(r"docx (\d+)/s (\d+) MB, pdf (\d+)/s (\d+) MB, xlsx 1000000 cells ([\d.]+) s (\d+) MB", out)
    docx, docx_mb, pdf, pdf_mb, xlsx, xlsx_mb = (float(x) for x in m.groups())
    try:
        import docx as peer_docx

        def peer():
            d = peer_docx.Document()
            for i in range(6):
                d.add_heading(f"{i + 1}. Lĩnh vực", 2)
                for k in range(5):
                    d.add_paragraph("Trong năm, đơn vị đã hoàn thành nhiệm vụ của kế hoạch; tỷ lệ hồ sơ thủ tục hành chính giải quyết đúng hạn đạt 97,50%. " * 2)
            t = d.add_table(rows=61, cols=5)
            for r, row in enumerate(t.rows):
                for c, cell in enumerate(row.cells):
                    cell.text = f"Nhiệm vụ {r}.{c}"
            d.save(os.path.join(folder, "peer.docx"))

        theirs = 1 / best(peer, 3)
        say("reports of 5 pages with 60 rows as DOCX", f"{docx:,.0f}/s", f"python-docx {theirs:.1f}/s", f"{theirs / docx:.4f}")
    except ImportError:
        say("reports of 5 pages with 60 rows as DOCX", f"{docx:,.0f}/s", "python-docx is not installed")
    say("  memory at most", f"{docx_mb:.0f} MB")
    if shutil.which("soffice"):
        begun = time.perf_counter()
        run("soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf", "--outdir", folder, sample)
        theirs = 1 / (time.perf_counter() - begun)
        say("the same as PDF", f"{pdf:,.0f}/s", f"LibreOffice, one conversion {theirs:.2f}/s", f"{theirs / pdf:.4f}")
    else:
        say("the same as PDF", f"{pdf:,.0f}/s", "LibreOffice is not installed")
    say("  memory at most", f"{pdf_mb:.0f} MB")
    say("XLSX of 1,000,000 cells", f"{xlsx:.1f} s", f"{xlsx_mb:.0f} MB")


if __name__ == "__main__":
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as scratch:
        papers(scratch)
    sys.exit(0)
