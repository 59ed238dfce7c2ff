/*
 * Small helps on top of pages that work without them. The only markup put in is a fragment that our own
 * server escaped. What each data- attribute does: docs/design/README.md.
 */
(function () {
  'use strict';
  var doc = document, english = doc.documentElement.lang === 'en', store = null, drafts = 'thuocdo.draft.';
  try { store = window.localStorage; } catch (e) { /* switched off: no drafts */ }

  var words = english ? {
    saving: 'Saving…', saved: 'Saved at ', failed: 'Not saved: no connection. Sent again when there is one; keep this page open.',
    conflict: 'Someone else changed this. Reload to compare.', refused: 'Not saved. Check the value.',
    gone: 'You are signed out. Sign in in another tab, then leave this field again.',
    kept: 'No connection: kept on this machine, sent again when there is one.', copied: 'Copied', draft: 'This machine has an unsent draft.', use: 'Use the draft', drop: 'Drop it', none: 'No row matches.', all: 'Choose all', pick: 'Type to find'
  } : {
    saving: 'Đang lưu…', saved: 'Đã lưu lúc ', failed: 'Chưa lưu được: mất kết nối. Sẽ gửi lại khi có mạng; đừng đóng trang này.',
    conflict: 'Người khác vừa sửa ô này. Hãy tải lại trang để đối chiếu.', refused: 'Chưa lưu được. Hãy kiểm tra lại giá trị.',
    gone: 'Phiên đăng nhập đã hết. Hãy đăng nhập ở thẻ khác rồi rời ô này lần nữa.',
    kept: 'Mất kết nối: đã giữ trên máy này, sẽ gửi lại khi có mạng.', copied: 'Đã chép', draft: 'Có bản nháp chưa gửi trên máy này.', use: 'Dùng bản nháp', drop: 'Bỏ', none: 'Không có dòng nào khớp.', all: 'Chọn tất cả', pick: 'Gõ để tìm'
  };

  function all(selector, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(selector)); }
  function each(selector, fn) { all(selector).forEach(fn); }
  function on(el, event, fn) { el.addEventListener(event, fn); }
  function later(fn, ms) { var timer; return () => { clearTimeout(timer); timer = setTimeout(fn, ms); }; }
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

  /* ---- save a field when it is left; one request at a time per form, so that versions stay in order ---- */
  var queues = new WeakMap(), open = new WeakMap();

  /* After signing in again elsewhere the token of this page's forms is an old one: take it from the page as it is now. */
  function renew(form) {
    return fetch(location.href, { redirect: 'error', headers: { 'X-Fragment': '1' } }).then((r) => { return r.text(); }).then((html) => {
      var fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('input[name=_csrf]');
      if (!fresh || !form || form.elements._csrf.value === fresh.value) return false;
      each('input[name=_csrf]', (h) => { h.value = fresh.value; });
      return true;
    }, () => { return false; });
  }

  function unsaved(form) {
    return fields(form).some((f) => { return f.dataset.autosave && value(f) !== f.dataset.saved; });
  }

  function save(el, again) {
    var form = el.form, body = new URLSearchParams(), state = queues.get(form || el) || Promise.resolve();
    if (value(el) === el.dataset.saved) return;
    open.set(form || el, (open.get(form || el) || 0) + 1);
    queues.set(form || el, state.then(() => {
      var sent = [el].concat(form ? fields(form).filter((f) => { return f !== el && f.dataset.autosave && value(f) !== f.dataset.saved; }) : [])
        .map((f) => { return { field: f, value: value(f) }; });           // what was refused before goes along
      if (form) all('input[type=hidden][name]', form).forEach((h) => { body.append(h.name, h.value); });
      sent.forEach((x) => { body.append(x.field.name, x.value); });
      say(el, '', words.saving);
      return fetch(el.dataset.autosave, { method: 'POST', body: body, redirect: 'manual', headers: { Accept: 'application/json' } })
        .then((r) => {
          if (r.type === 'opaqueredirect' || r.status === 401 || r.status === 403) {
            return again === 'again' ? say(el, 'bad', words.gone)
              : renew(form).then((fresh) => { if (fresh) setTimeout(() => { save(el, 'again'); }); else say(el, 'bad', words.gone); });
          }
          return r.json().catch(() => { return {}; }).then((j) => {
            if (!r.ok) {
              if (r.status !== 409) el.setAttribute('aria-invalid', 'true');
              say(el, r.status === 409 ? 'warn' : 'bad', j.text || (r.status === 409 ? words.conflict : words.refused));
              return;
            }
            sent.forEach((x) => {
              x.field.removeAttribute('aria-invalid');
              x.field.dataset.saved = x.value;
              if (x.field !== el) say(x.field, '', '');
            });
            if (form && j.version !== undefined && form.elements.version) form.elements.version.value = j.version;
            if (store && form && form.dataset.draft && !unsaved(form)) store.removeItem(drafts + form.dataset.draft);
            say(el, 'good', words.saved + (j.at || new Date().toTimeString().slice(0, 5)));
          });
        }, () => {
          say(el, 'bad', store && form && form.dataset.draft ? words.kept : words.failed);
          setTimeout(() => { save(el); }, 5000);
        });
    }).then(() => { open.set(form || el, open.get(form || el) - 1); }));
  }

  /* A button pressed while a field is being saved waits for it, not for ever: sent with the version before it would be refused. */
  on(doc, 'submit', (e) => {
    var form = e.target, by = e.submitter;
    if (!open.get(form) || form.dataset.waits === 'over') return;
    e.preventDefault();
    if (form.dataset.waits) return;
    form.dataset.waits = 'on';
    Promise.race([queues.get(form), new Promise((go) => { setTimeout(go, 8000); })]).then(() => {
      form.dataset.waits = 'over';
      form.requestSubmit(by);
      delete form.dataset.waits;
    });
  });

  /* What a page tells the server by being seen: sent in the background, the button is for those without script. */
  each('form[data-send]', (form) => {
    fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'application/json' } })
      .then((r) => { if (r.ok) form.remove(); }, () => { /* the button is still there */ });
  });

  each('[data-autosave]', (el) => {
    el.dataset.saved = value(el);
    on(el, /^(checkbox|radio)$/.test(el.type) || el.tagName === 'SELECT' ? 'change' : 'blur', () => { save(el); });
  });
  on(window, 'online', () => { each('[data-autosave]', save); });

  /* ---- a board: a card is dragged to another column; the server says whether it may stand there ---- */
  each('[data-board]', (board) => {
    var dragged = null;
    each('[data-card]', (form) => {
      var card = form.closest('li');
      card.draggable = true;
      on(card, 'dragstart', (e) => { dragged = form; e.dataTransfer.effectAllowed = 'move'; e.dataTransfer.setData('text/plain', card.textContent.trim()); });
      on(card, 'dragend', () => { dragged = null; each('[data-column].over', (x) => { x.classList.remove('over'); }); });
    });
    all('[data-column]', board).forEach((column) => {
      on(column, 'dragover', (e) => { if (dragged) { e.preventDefault(); column.classList.add('over'); } });
      on(column, 'dragleave', (e) => { if (!column.contains(e.relatedTarget)) column.classList.remove('over'); });
      on(column, 'drop', (e) => {
        var form = dragged, to;
        if (!form || form.closest('[data-column]') === column) return;
        e.preventDefault();
        to = doc.createElement('input');
        to.type = 'hidden';
        to.name = 'to';
        to.value = column.dataset.column;
        form.appendChild(to);
        form.submit();
      });
    });
  });

  /* ---- a fragment from the server while typing: the live test row of a rule ---- */
  each('[data-live]', (el) => {
    var target = doc.querySelector(el.dataset.target), form = el.tagName === 'FORM' ? el : el.form, turn = 0;
    if (!target) return;
    if (!target.dataset.said) target.setAttribute('aria-live', 'polite');
    on(el, 'input', later(() => {
      var mine = ++turn, query = new URLSearchParams(el === form ? new FormData(form) : undefined);
      if (el !== form) all('[data-live]', form || el.parentElement).filter((x) => { return x.dataset.live === el.dataset.live; })
        .forEach((x) => { query.append(x.name, value(x)); });
      ['_csrf', '_once', '_here'].forEach((name) => { query.delete(name); });
      fetch(el.dataset.live + '?' + query, { redirect: 'error', headers: { 'X-Fragment': '1' } })
        .then((r) => { return r.ok || r.status === 422 ? r.text() : Promise.reject(); })
        .then((html) => {
          var line;
          if (mine !== turn) return;
          target.innerHTML = html;
          line = target.dataset.said && target.querySelector('[data-say]');
          if (line) doc.querySelector(target.dataset.said).textContent = line.textContent;
        }, () => { /* the button of the form still works */ });
    }, Number(el.dataset.wait || 250)));
  });

  /* ---- a slider beside a number: arrow keys, PageUp and PageDown, Home and End come with it ---- */
  each('[data-slider]', (input) => {
    var slider = doc.createElement('input');
    function number(s) { return parseFloat(s.replace(',', '.')); }
    function follow() { var n = number(input.value); if (!isNaN(n)) slider.value = n; }
    slider.type = 'range';
    slider.min = 0;
    slider.max = input.dataset.slider;
    slider.step = input.dataset.step;
    slider.value = 0;
    slider.setAttribute('aria-label', (input.labels[0] || input).textContent);
    follow();
    on(input, 'input', follow);
    on(slider, 'input', (e) => {
      e.stopPropagation();
      input.value = english ? slider.value : slider.value.replace('.', ',');
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    input.after(slider);
  });

  /* ---- filter rows already on the page; accents and case do not matter ---- */
  each('[data-filter]', (input) => {
    var list = doc.querySelector(input.dataset.filter), note = doc.createElement('p');
    if (!list) return;
    note.className = 'status';
    note.setAttribute('role', 'status');
    (list.closest('.scroll') || list).after(note);
    var rows = all(list.tagName === 'TABLE' ? 'tbody tr' : 'li', list).map((row) => { return { row: row, text: fold(row.textContent) }; });
    on(input, 'input', later(() => {
      var wanted = fold(input.value).split(/\s+/), shown = 0;
      rows.forEach((r) => {
        r.row.hidden = !wanted.every((w) => { return r.text.indexOf(w) >= 0; });
        shown += !r.row.hidden;
      });
      note.textContent = shown ? (input.value ? shown + ' / ' + rows.length : '') : words.none;
    }, 80));
  });

  /* ---- one box for all boxes of a column ---- */
  each('[data-all]', (head) => {
    var box = doc.createElement('input'), boxes = all('input[type=checkbox][name=' + head.dataset.all + ']', head.closest('table'));
    if (!boxes.length) return;
    box.type = 'checkbox';
    box.setAttribute('aria-label', words.all);
    on(box, 'change', () => { boxes.forEach((b) => { b.checked = box.checked; }); });
    head.append(' ', box);
  });

  /* ---- a long choice gets a field that narrows it; what fits first is chosen ---- */
  each('select[data-pick]', (select) => {
    var options = all('option', select), input = doc.createElement('input'), first = select.value;
    if (options.length < 9) return;
    input.type = 'search';
    input.className = 'pick';
    input.placeholder = words.pick;
    input.autocomplete = 'off';
    input.setAttribute('aria-label', words.pick + ': ' + select.labels[0].textContent);
    input.setAttribute('aria-controls', select.id);
    select.before(input);
    on(input, 'input', () => {
      var wanted = fold(input.value).split(/\s+/), found = options.filter((o) => { return wanted.every((w) => { return fold(o.textContent).indexOf(w) >= 0; }); });
      select.replaceChildren.apply(select, found.length ? found : options.slice(0, 1));
      select.value = input.value && found.length ? found[0].value : first;
      say(select, found.length ? '' : 'bad', !found.length ? words.none : input.value ? found.length + ' / ' + options.length : '');
    });
    on(input, 'keydown', (e) => { if (e.key === 'Enter') { e.preventDefault(); select.focus(); } });
  });

  /* ---- keys: / to the search, J and K through a list, what a data-key names; never while typing ---- */
  on(doc, 'keydown', (e) => {
    var at = doc.activeElement, list, links, i, search, hit;
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || (at && at.matches('input:not([type=checkbox],[type=radio]),select,textarea,[contenteditable]'))) return;
    if (e.key === '/' && (search = doc.querySelector('[data-search]'))) { e.preventDefault(); search.focus(); search.select(); return; }
    hit = all('[data-key]').find((el) => { return el.dataset.key === e.key.toLowerCase() && el.getClientRects().length; });
    if (hit) {
      e.preventDefault();
      if (hit.tagName === 'DETAILS') {
        hit.open = true;
        hit = hit.querySelector('textarea,select,input:not([type=hidden])');
      }
      if (hit.matches('textarea,select,input')) hit.focus(); else hit.click();
      return;
    }
    if (e.key !== 'j' && e.key !== 'k') return;
    list = (at && at.closest('[data-keys]')) || doc.querySelector('[data-keys=go]') || doc.querySelector('[data-keys]');
    if (!list) return;
    links = all('a[href]', list).filter((a) => { return a.getClientRects().length; });
    i = links.indexOf(at);
    if (i < 0) i = links.findIndex((a) => { return a.getAttribute('aria-current'); });
    i = i < 0 ? 0 : Math.min(Math.max(i + (e.key === 'j' ? 1 : -1), 0), links.length - 1);
    if (!links[i]) return;
    e.preventDefault();
    links[i].focus();
    links[i].scrollIntoView({ block: 'nearest' });
    if (list.dataset.keys === 'go' && !links[i].getAttribute('aria-current')) {
      links[i].click();
      if (links[i].hash) setTimeout(() => { links[i].focus({ preventScroll: true }); }, 0);   /* a jump inside the page takes the focus away */
    }
  });

  /* ---- forms: ask before leaving, keep drafts ---- */
  function fields(form) {
    return Array.prototype.filter.call(form.elements, (f) => { return f.name && !/^(hidden|password|file|submit|button)$/.test(f.type); });
  }
  function snapshot(form) {
    return JSON.stringify(fields(form).map((f) => { return [f.name, f.type === 'radio' || f.type === 'checkbox' ? f.checked : f.value]; }));
  }
  each('form[data-guard]', (form) => {
    var before = snapshot(form), leaving = false;
    on(form, 'submit', () => { leaving = true; });
    on(window, 'beforeunload', (e) => {
      var open = form.querySelector('[data-autosave]') ? unsaved(form) : snapshot(form) !== before;
      if (!leaving && open) e.preventDefault();
    });
  });

  function button(text, fn) {
    var b = doc.createElement('button');
    b.type = 'button';
    b.className = 'button second small';
    b.textContent = text;
    on(b, 'click', fn);
    return b;
  }
  function offer(form, key, kept) {
    var box = doc.createElement('div'), p = doc.createElement('p'), tools = doc.createElement('p');
    box.className = 'banner idle';
    box.dataset.kept = '';
    box.setAttribute('role', 'status');
    tools.className = 'tools';
    p.textContent = words.draft;
    tools.append(button(words.use, () => {
      JSON.parse(kept).forEach((pair, i) => {
        var f = fields(form)[i];
        if (!f || f.name !== pair[0]) return;
        if (typeof pair[1] === 'boolean') f.checked = pair[1]; else f.value = pair[1];
        f.dispatchEvent(new Event('input', { bubbles: true }));
        if (f.dataset.autosave) save(f);
      });
      box.remove();
    }), button(words.drop, () => { store.removeItem(key); box.remove(); }));
    box.append(p, tools);
    form.prepend(box);
  }
  if (store) each('form[data-draft]', (form) => {
    var key = drafts + form.dataset.draft, before = snapshot(form), kept = store.getItem(key);
    function keep() {
      try {
        if (form.querySelector('[data-autosave]') ? unsaved(form) : snapshot(form) !== before) store.setItem(key, snapshot(form));
        else if (!form.querySelector('[data-kept]')) store.removeItem(key);
      } catch (e) { /* full: the page still holds the text */ }
    }
    if (kept && kept === before) store.removeItem(key);
    else if (kept) offer(form, key, kept);
    on(form, 'input', later(keep, 400));
    on(window, 'pagehide', keep);
  });
  /* data-sent: the server has the draft. Signing out forgets all: machines are shared. */
  if (store) each('[data-sent]', (el) => { store.removeItem(drafts + el.dataset.sent); });
  if (store) each('form[data-signout]', (form) => {
    on(form, 'submit', () => { Object.keys(store).forEach((k) => { if (k.indexOf(drafts) === 0) store.removeItem(k); }); });
  });

  on(doc, 'click', (e) => {
    var el = e.target.closest('[data-copy],[data-print]'), from;
    if (!el) return;
    if (el.hasAttribute('data-print')) { window.print(); return; }
    from = doc.querySelector(el.dataset.copy);
    if (from && navigator.clipboard) navigator.clipboard.writeText(from.value || from.textContent).then(() => { el.textContent = words.copied; });
  });
  each('.pane-list', (list) => {
    var at = list.querySelector('[aria-current]');
    if (at) list.scrollTop = at.offsetTop - list.clientHeight / 3;
  });
  each('[data-submit]', (el) => { on(el, 'change', () => { el.form.requestSubmit(); }); });
  var wrong = doc.querySelector('.error-summary:not([data-focus-off])');
  if (wrong) wrong.focus();
})();
