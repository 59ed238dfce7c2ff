/*
 * The grid of figures: arrows and Enter move, a block copied from Excel is pasted from the cell on, Ctrl+D copies the cell
 * above (or fills the cells picked with Shift and arrows), Ctrl+Z takes back, sums move along, a cell is saved when it is
 * left. Without this file the same form is saved by its button.
 */
(function () {
  'use strict';
  var doc = document, form = doc.querySelector('[data-grid-form]'), table = doc.querySelector('[data-grid]');
  if (!form || !table) return;
  var english = doc.documentElement.lang === 'en', bar = doc.querySelector('[data-grid-bar]'), side = doc.querySelector('[data-grid-side]');
  var rows = Array.prototype.map.call(table.tBodies[0].rows, (tr) => Array.prototype.slice.call(tr.cells, 1).map((td) => td.querySelector('input')));
  var sums = Array.prototype.slice.call(table.tFoot.rows[0].cells, 1), undo = [], dirty = new Map(), sending = false, held = null, picked = [], timer;
  var at = new Map();
  rows.forEach((row, r) => { row.forEach((el, k) => { if (el) { at.set(el, [r, k]); el.dataset.saved = el.value; } }); });

  var words = english ? {
    saving: 'Saving…', saved: (n) => `Saved ${n} cells at ${clock()}.`, offline: 'Not saved: no connection. Sent again when there is one; keep this page open.',
    gone: 'You are signed out. Sign in in another tab, then change a cell again.', wrong: (n) => `Nothing saved: ${n} cells to correct. `,
    pasted: (r, k, n, w, out) => `${r} × ${k} cells pasted: ${n} change, ${w} are no numbers${out ? `, ${out} lie outside the grid or are closed` : ''}.`,
    write: (n) => `Save ${n} cells`, back: 'Undo', number: 'not a number', fix: 'Correct the marked cells, or undo.', undone: 'Undone.'
  } : {
    saving: 'Đang lưu…', saved: (n) => `Đã lưu ${n} ô lúc ${clock()}.`, offline: 'Chưa lưu được: mất kết nối. Sẽ gửi lại khi có mạng; đừng đóng trang này.',
    gone: 'Phiên đăng nhập đã hết. Hãy đăng nhập ở thẻ khác rồi sửa lại một ô.', wrong: (n) => `Chưa lưu ô nào: ${n} ô cần sửa. `,
    pasted: (r, k, n, w, out) => `Đã dán ${r} × ${k} ô: ${n} ô đổi, ${w} ô không phải số${out ? `, ${out} ô nằm ngoài bảng hoặc không được nhập` : ''}.`,
    write: (n) => `Lưu ${n} ô`, back: 'Hoàn tác', number: 'không phải số', fix: 'Hãy sửa các ô được đánh dấu, hoặc hoàn tác.', undone: 'Đã hoàn tác.'
  };
  function clock() { return new Date().toTimeString().slice(0, 5); }

  /* The spelling of numbers that the server reads: 1.234,5 and 1234,5 and 1234.5; exact, in millionths. */
  function number(text) {
    var s = text.trim().replace(/[\s\u00a0]/g, '').replace(/%$/, ''), m;
    if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(s)) s = s.replace(/\./g, '');
    else if (/^\d{1,3}(,\d{3}){2,}(\.\d+)?$/.test(s)) s = s.replace(/,/g, '');
    m = /^(\d+)(?:[.,](\d{1,6}))?$/.exec(s);
    return m ? BigInt(m[1] + (m[2] || '').padEnd(6, '0')) : null;
  }
  function shown(n) {
    var whole = (n / 1000000n).toString().replace(/\B(?=(\d{3})+$)/g, english ? ',' : '.'), rest = (n % 1000000n).toString().padStart(6, '0').replace(/0+$/, '');
    return rest ? whole + (english ? '.' : ',') + rest : whole;
  }

  function sum(k) {
    var total = 0n, any = false;
    if (!/^(count|amount)$/.test(sums[k].dataset.sum)) return;
    rows.forEach((row) => {
      var n = row[k] ? number(row[k].value) : null;
      if (n !== null) { total += n; any = true; }
    });
    sums[k].textContent = any ? shown(total) : '';
  }

  function mark(el, text) {
    if (text) { el.setAttribute('aria-invalid', 'true'); el.title = text; } else { el.removeAttribute('aria-invalid'); el.removeAttribute('title'); }
  }
  function ask(text) {
    bar.textContent = text;
  }
  function button(text, fn, second) {
    var b = doc.createElement('button');
    b.type = 'button';
    b.className = 'button small' + (second ? ' second' : '');
    b.textContent = text;
    b.addEventListener('click', fn);
    bar.append(' ', b);
  }

  /* One change of many cells: what stood there is kept for Ctrl+Z. Returns the cells that changed. */
  function put(list) {
    var before = [], columns = new Set();
    list.forEach((one) => {
      var el = one[0];
      if (el.value === one[1]) return;
      before.push([el, el.value]);
      el.value = el.dataset.entered = one[1];
      mark(el, el.value.trim() && number(el.value) === null ? words.number : '');
      columns.add(at.get(el)[1]);
    });
    columns.forEach(sum);
    if (before.length) undo.push(before);
    return before.map((b) => b[0]);
  }
  function note(el) {
    if (el.value !== el.dataset.saved) dirty.set(el, true); else dirty.delete(el);
  }

  function send() {
    var batch = Array.from(dirty.keys()).filter((el) => el.getAttribute('aria-invalid') !== 'true' || el.title !== words.number), body = new URLSearchParams(), sent;
    if (sending || held || !batch.length) return;
    sending = true;
    sent = batch.map((el) => [el, el.value]);
    ['_csrf', 'parent', 'period', 'area', 'kinds', 'seen', 'reason'].forEach((name) => {
      if (form.elements[name]) body.append(name, form.elements[name].value);
    });
    body.append('cells', sent.map((s) => s[0].name + '\t' + s[1].trim()).join('\n'));
    ask(words.saving);
    fetch(form.action, { method: 'POST', body: body, redirect: 'manual', headers: { Accept: 'application/json' } }).then((r) => {
      if (r.type === 'opaqueredirect' || r.status === 401) { ask(words.gone); return undefined; }
      return r.json().then((j) => {
        if (!r.ok) { ask(j.text || words.offline); return; }
        batch.forEach((el) => { mark(el, ''); });
        if (j.errors.length) {
          j.errors.forEach((e) => { if (form.elements[e.cell]) mark(form.elements[e.cell], e.text); });
          ask(words.wrong(j.errors.length) + j.errors[0].text);
          form.elements[j.errors[0].cell].focus();
          return;
        }
        form.elements.seen.value = j.seen;
        sent.forEach((s) => { s[0].dataset.saved = s[1]; note(s[0]); });
        ask(words.saved(j.saved));
      });
    }, () => { ask(words.offline); }).finally(() => {
      sending = false;
      if (Array.from(dirty.keys()).some((el) => !sent.some((s) => s[0] === el))) send();
    });
  }

  /* The block of the clipboard: lines and tabs; a cell in quotes may hold line ends. */
  function block(text) {
    var out = [[]], i = 0, cell, end;
    text = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
    while (i <= text.length) {
      if (text[i] === '"' && (end = text.slice(i + 1).search(/"(?:\t|\n|$)/)) >= 0) {
        cell = text.slice(i + 1, i + 1 + end).replace(/""/g, '"');
        i += end + 2;
      } else {
        end = text.slice(i).search(/[\t\n]/);
        cell = end < 0 ? text.slice(i) : text.slice(i, i + end);
        i += cell.length;
      }
      out[out.length - 1].push(cell);
      if (text[i] === '\n') out.push([]);
      i++;
    }
    return out;
  }

  table.addEventListener('paste', (e) => {
    var text = e.clipboardData.getData('text/plain'), from = at.get(e.target), cells, list = [], outside = 0, changed, wrong;
    if (!from || !/[\t\n]/.test(text.replace(/\n$/, ''))) return;
    e.preventDefault();
    cells = block(text);
    cells.forEach((line, r) => {
      line.forEach((one, k) => {
        var el = (rows[from[0] + r] || [])[from[1] + k];
        if (el) list.push([el, one.trim()]); else outside++;
      });
    });
    held = changed = put(list);
    changed.forEach(note);
    wrong = changed.filter((el) => el.title === words.number).length;
    ask(words.pasted(cells.length, cells[0].length, changed.length, wrong, outside) + (wrong ? ' ' + words.fix : ''));
    if (!changed.length) { held = null; return; }
    if (!wrong) button(words.write(changed.length), () => { held = null; send(); });
    button(words.back, back, true);
  });

  function back() {
    var last = undo.pop();
    held = null;
    if (!last) return;
    last.forEach((b) => { b[0].value = b[0].dataset.entered = b[1]; mark(b[0], ''); sum(at.get(b[0])[1]); note(b[0]); });
    last[0][0].focus();
    ask(words.undone);
    send();
  }

  function pick(list) {
    picked.forEach((el) => { el.classList.remove('picked'); });
    picked = list;
    picked.forEach((el) => { el.classList.add('picked'); });
  }
  function go(r, k, step) {
    for (; rows[r] && (rows[r][k] !== undefined); r += step[0], k += step[1])
      if (rows[r][k]) { rows[r][k].focus(); rows[r][k].select(); return true; }
    return false;
  }

  table.addEventListener('keydown', (e) => {
    var el = e.target, from = at.get(el), first, last, list;
    if (!from || e.isComposing) return;
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'z' && el.value === (el.dataset.entered === undefined ? el.value : el.dataset.entered)) {
      e.preventDefault();
      back();
    } else if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'd') {
      e.preventDefault();
      list = picked.length > 1 ? picked : [rows[from[0] - 1] && rows[from[0] - 1][from[1]], el].filter(Boolean);
      put(list.slice(1).map((x) => [x, list[0].value])).forEach(note);
      pick([]);
      send();
    } else if (e.shiftKey && (e.key === 'ArrowDown' || e.key === 'ArrowUp')) {
      e.preventDefault();
      first = picked.length ? at.get(picked[0])[0] : from[0];
      last = (picked.length ? at.get(picked[picked.length - 1])[0] : from[0]) + (e.key === 'ArrowDown' ? 1 : -1);
      if (last >= first && rows[last]) pick(rows.slice(first, last + 1).map((row) => row[from[1]]).filter(Boolean));
    } else if (e.key === 'Enter' || e.key === 'ArrowDown') {
      e.preventDefault();
      go(from[0] + 1, from[1], [1, 0]);
    } else if (e.key === 'ArrowUp') {
      e.preventDefault();
      go(from[0] - 1, from[1], [-1, 0]);
    } else if (e.key === 'ArrowRight' && el.selectionEnd === el.value.length) {
      if (go(from[0], from[1] + 1, [0, 1])) e.preventDefault();
    } else if (e.key === 'ArrowLeft' && el.selectionStart === 0) {
      if (go(from[0], from[1] - 1, [0, -1])) e.preventDefault();
    } else if (e.key === 'Escape' && el.dataset.entered !== undefined) {
      el.value = el.dataset.entered;
      sum(from[1]);
    }
  });

  /* What was before the cell and was said about it, beside the grid. */
  function beside(el) {
    var unit = el.closest('tr').dataset.unit, code = table.tHead.rows[0].cells[at.get(el)[1] + 1].querySelector('abbr').textContent;
    clearTimeout(timer);
    timer = setTimeout(() => {
      var query = new URLSearchParams({ unit: unit, element: code, period: form.elements.period.value });
      fetch('/figures/history?' + query, { redirect: 'error', headers: { 'X-Fragment': '1' } }).then((r) => r.ok ? r.text() : Promise.reject(), () => Promise.reject())
        .then((html) => {
          if (doc.activeElement !== el) return;
          side.innerHTML = html;
          side.querySelectorAll('nav, form').forEach((x) => { x.remove(); });
          side.querySelectorAll('h1').forEach((h) => { var h2 = doc.createElement('h2'); h2.textContent = h.textContent; h.replaceWith(h2); });
          side.hidden = false;
        }, () => { /* the grid works without it */ });
    }, 500);
  }

  table.addEventListener('focusin', (e) => {
    if (!at.has(e.target)) return;
    e.target.dataset.entered = e.target.value;
    if (picked.length && picked.indexOf(e.target) < 0) pick([]);
    beside(e.target);
  });
  table.addEventListener('input', (e) => { if (at.has(e.target)) sum(at.get(e.target)[1]); });
  table.addEventListener('change', (e) => {
    var el = e.target, was = el.dataset.entered;
    if (!at.has(el)) return;
    if (was !== undefined && was !== el.value) undo.push([[el, was]]);
    mark(el, el.value.trim() && number(el.value) === null ? words.number : '');
    note(el);
    if (el.title === words.number) ask(words.fix); else send();
  });
  form.addEventListener('submit', () => { dirty.clear(); held = null; });
  window.addEventListener('online', send);
  window.addEventListener('beforeunload', (e) => { if (dirty.size) e.preventDefault(); });
})();
