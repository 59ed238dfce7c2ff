/*
 * Small helps on top of pages that work without them. The only markup put in is a fragment that our own
 * server escaped. What each data- attribute does: docs/design/README.md.
 */
(function () {
  'use strict';
  var doc = document, english = doc.documentElement.lang === 'en', store = null;
  try { store = window.localStorage; } catch (e) { /* switched off: drafts are simply not kept */ }

  var words = english ? {
    saving: 'Saving…', saved: 'Saved at ', failed: 'Not saved: no connection. It is sent again when there is one; keep this page open.',
    conflict: 'Someone else changed this meanwhile. Reload the page to compare.', refused: 'Not saved. Please check the value.',
    gone: 'You are signed out. Sign in in another tab, then leave this field again.',
    copied: 'Copied', draft: 'An unsent draft from this machine is kept here.', use: 'Use the draft', drop: 'Drop it', none: 'No row matches.'
  } : {
    saving: 'Đang lưu…', saved: 'Đã lưu lúc ', failed: 'Chưa lưu được: mất kết nối. Sẽ gửi lại khi có mạng; đừng đóng trang này.',
    conflict: 'Người khác vừa sửa ô này. Hãy tải lại trang để đối chiếu.', refused: 'Chưa lưu được. Hãy kiểm tra lại giá trị.',
    gone: 'Phiên đăng nhập đã hết. Hãy đăng nhập ở thẻ khác rồi rời ô này lần nữa.',
    copied: 'Đã chép', draft: 'Có bản nháp chưa gửi trên máy này.', use: 'Dùng bản nháp', drop: 'Bỏ', none: 'Không có dòng nào khớp.'
  };

  function all(selector, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(selector)); }
  function later(fn, ms) { var timer; return function () { clearTimeout(timer); timer = setTimeout(fn, ms); }; }
  function fold(s) { return s.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase().trim(); }
  function value(el) { return el.type === 'checkbox' ? (el.checked ? el.value : '') : el.value; }

  /* The line below a field that says what happened to it. */
  function say(el, kind, text) {
    var box = el.closest('.field') || el.parentElement, p = box.querySelector('.status');
    if (!p) {
      p = doc.createElement('p');
      p.setAttribute('role', 'status');
      box.appendChild(p);
    }
    p.className = 'status' + (kind ? ' ' + kind : '');
    p.textContent = text;
  }

  /* ---- save each field when it is left; one request at a time per form, so that versions stay in order ---- */
  var queues = new WeakMap();

  function save(el) {
    var form = el.form, body = new URLSearchParams(), state = queues.get(form || el) || Promise.resolve();
    if (value(el) === el.dataset.saved) return;
    queues.set(form || el, state.then(function () {
      var sent = value(el);
      if (form) all('input[type=hidden][name]', form).forEach(function (h) { body.append(h.name, h.value); });
      body.append(el.name, sent);
      say(el, '', words.saving);
      return fetch(el.dataset.autosave, { method: 'POST', body: body, credentials: 'same-origin', redirect: 'manual', headers: { Accept: 'application/json' } })
        .then(function (r) {
          if (r.type === 'opaqueredirect' || r.status === 401) { say(el, 'bad', words.gone); return; }
          return r.json().catch(function () { return {}; }).then(function (j) {
            if (!r.ok) {
              if (r.status !== 409) el.setAttribute('aria-invalid', 'true');
              say(el, r.status === 409 ? 'warn' : 'bad', j.text || (r.status === 409 ? words.conflict : words.refused));
              return;
            }
            el.removeAttribute('aria-invalid');
            el.dataset.saved = sent;
            if (form && j.version !== undefined && form.elements.version) form.elements.version.value = j.version;
            say(el, 'good', words.saved + (j.at || new Date().toTimeString().slice(0, 5)));
          });
        }, function () { say(el, 'bad', words.failed); });
    }));
  }

  all('[data-autosave]').forEach(function (el) {
    el.dataset.saved = value(el);
    el.addEventListener(/^(checkbox|radio)$/.test(el.type) || el.tagName === 'SELECT' ? 'change' : 'blur', function () { save(el); });
  });
  window.addEventListener('online', function () { all('[data-autosave]').forEach(save); });

  /* ---- a fragment from the server while typing: the live test row of a rule ---- */
  all('[data-live]').forEach(function (el) {
    var target = doc.querySelector(el.dataset.target), form = el.tagName === 'FORM' ? el : el.form, turn = 0;
    if (!target) return;
    target.setAttribute('aria-live', 'polite');
    el.addEventListener('input', later(function () {
      var mine = ++turn, query = new URLSearchParams(form ? new FormData(form) : undefined);
      if (!form) query.append(el.name, el.value);
      query.delete('csrf');
      fetch(el.dataset.live + '?' + query, { credentials: 'same-origin', redirect: 'error', headers: { 'X-Fragment': '1' } })
        .then(function (r) { return r.ok || r.status === 422 ? r.text() : Promise.reject(); })
        .then(function (html) { if (mine === turn) target.innerHTML = html; }, function () { /* the button of the form still works */ });
    }, 250));
  });

  /* ---- filter rows already on the page; accents and case do not matter ---- */
  all('[data-filter]').forEach(function (input) {
    var list = doc.querySelector(input.dataset.filter), note = doc.createElement('p');
    if (!list) return;
    note.className = 'status';
    note.setAttribute('role', 'status');
    (list.closest('.scroll') || list).after(note);
    var rows = all(list.tagName === 'TABLE' ? 'tbody tr' : 'li', list).map(function (row) { return { row: row, text: fold(row.textContent) }; });
    input.addEventListener('input', later(function () {
      var wanted = fold(input.value).split(/\s+/), shown = 0;
      rows.forEach(function (r) {
        r.row.hidden = !wanted.every(function (w) { return r.text.indexOf(w) >= 0; });
        shown += !r.row.hidden;
      });
      note.textContent = shown ? (input.value ? shown + ' / ' + rows.length : '') : words.none;
    }, 80));
  });

  /* ---- keys: / to the search, J and K through a list; never while typing ---- */
  doc.addEventListener('keydown', function (e) {
    var at = doc.activeElement, list, links, i, search;
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || (at && at.matches('input:not([type=checkbox],[type=radio]),select,textarea,[contenteditable]'))) return;
    if (e.key === '/' && (search = doc.querySelector('[data-search]'))) { e.preventDefault(); search.focus(); search.select(); return; }
    if (e.key !== 'j' && e.key !== 'k') return;
    list = (at && at.closest('[data-keys]')) || doc.querySelector('[data-keys]');
    if (!list) return;
    links = all('a[href]', list).filter(function (a) { return a.getClientRects().length; });
    i = links.indexOf(at);
    if (i < 0) i = links.findIndex(function (a) { return a.getAttribute('aria-current'); });
    i = i < 0 ? 0 : Math.min(Math.max(i + (e.key === 'j' ? 1 : -1), 0), links.length - 1);
    if (links[i]) { e.preventDefault(); links[i].focus(); links[i].scrollIntoView({ block: 'nearest' }); }
  });

  /* ---- forms: ask before leaving, keep drafts ---- */
  function fields(form) {
    return Array.prototype.filter.call(form.elements, function (f) { return f.name && !/^(hidden|password|file|submit|button)$/.test(f.type); });
  }
  function snapshot(form) {
    return JSON.stringify(fields(form).map(function (f) { return [f.name, f.type === 'radio' || f.type === 'checkbox' ? f.checked : f.value]; }));
  }
  all('form[data-guard]').forEach(function (form) {
    var before = snapshot(form), leaving = false;
    form.addEventListener('submit', function () { leaving = true; });
    window.addEventListener('beforeunload', function (e) {
      var unsaved = fields(form).some(function (f) { return f.dataset.autosave && value(f) !== f.dataset.saved; });
      var plain = !form.querySelector('[data-autosave]') && snapshot(form) !== before;
      if (!leaving && (unsaved || plain)) e.preventDefault();
    });
  });

  function button(text, fn) {
    var b = doc.createElement('button');
    b.type = 'button';
    b.className = 'button second small';
    b.textContent = text;
    b.addEventListener('click', fn);
    return b;
  }
  function offer(form, key, kept) {
    var box = doc.createElement('div'), p = doc.createElement('p'), tools = doc.createElement('p');
    box.className = 'banner idle';
    box.setAttribute('role', 'status');
    tools.className = 'tools';
    p.textContent = words.draft;
    tools.append(button(words.use, function () {
      JSON.parse(kept).forEach(function (pair, i) {
        var f = fields(form)[i];
        if (!f || f.name !== pair[0]) return;
        if (typeof pair[1] === 'boolean') f.checked = pair[1]; else f.value = pair[1];
        f.dispatchEvent(new Event('input', { bubbles: true }));
      });
      box.remove();
    }), button(words.drop, function () { store.removeItem(key); box.remove(); }));
    box.append(p, tools);
    form.prepend(box);
  }
  if (store) all('form[data-draft]').forEach(function (form) {
    var key = 'thuocdo.draft.' + form.dataset.draft, before = snapshot(form), kept = store.getItem(key);
    if (kept && kept !== before) offer(form, key, kept);
    form.addEventListener('input', later(function () {
      try {
        if (snapshot(form) === before) store.removeItem(key); else store.setItem(key, snapshot(form));
      } catch (e) { /* full: the page itself still holds the text */ }
    }, 400));
  });
  /* data-sent: the server has the draft. Signing out forgets all: machines are shared. */
  if (store) all('[data-sent]').forEach(function (el) { store.removeItem('thuocdo.draft.' + el.dataset.sent); });
  if (store) all('form[data-signout]').forEach(function (form) {
    form.addEventListener('submit', function () {
      Object.keys(store).forEach(function (k) { if (k.indexOf('thuocdo.draft.') === 0) store.removeItem(k); });
    });
  });

  /* ---- small acts ---- */
  doc.addEventListener('click', function (e) {
    var el = e.target.closest('[data-copy],[data-print]'), from;
    if (!el) return;
    if (el.hasAttribute('data-print')) { window.print(); return; }
    from = doc.querySelector(el.dataset.copy);
    if (from && navigator.clipboard) navigator.clipboard.writeText(from.value || from.textContent).then(function () { el.textContent = words.copied; });
  });
  all('[data-submit]').forEach(function (el) { el.addEventListener('change', function () { el.form.requestSubmit(); }); });
  var wrong = doc.querySelector('.error-summary:not([data-focus-off])');
  if (wrong) wrong.focus();
})();
