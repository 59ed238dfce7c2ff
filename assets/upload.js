/*
 * Uploads that survive a slow or broken network: every file of form[data-upload] goes in pieces to that address, each with
 * its place; after a break the server is asked how far it has got. Files can be dropped on the page, and screenshots
 * pasted. Without this script the form sends its files as forms do.
 */
(function () {
  'use strict';
  var doc = document, english = doc.documentElement.lang === 'en';
  var form = doc.querySelector('form[data-upload]'), input = form && form.querySelector('input[type=file][multiple]');
  if (!input || !window.FormData || !window.fetch || !Blob.prototype.slice) return;

  var words = english ? {
    chosen: 'Files to be sent', drop: 'Remove', waiting: 'waiting', sent: 'sent', of: ' of ', again: 'No connection; goes on by itself when there is one.',
    gone: 'You are signed out. Sign in in another tab; sending goes on by itself.', sending: 'Sending ', finish: 'Reading the files…', shot: 'screenshot '
  } : {
    chosen: 'Các tệp sẽ gửi', drop: 'Bỏ', waiting: 'đang chờ', sent: 'đã gửi', of: ' / ', again: 'Mất kết nối; sẽ tự gửi tiếp khi có mạng.',
    gone: 'Phiên đăng nhập đã hết. Hãy đăng nhập ở thẻ khác; tệp sẽ tự gửi tiếp.', sending: 'Đang gửi ', finish: 'Đang đọc các tệp…', shot: 'ảnh chụp màn hình '
  };
  var address = form.dataset.upload, files = [], busy = false, done = false, piece = 256 * 1024;
  var list = doc.createElement('ul'), status = doc.createElement('p'), button = form.querySelector('button.button');

  list.className = 'upload-list';
  list.setAttribute('aria-label', words.chosen);
  status.className = 'status';
  status.setAttribute('role', 'status');
  input.parentElement.appendChild(list);
  input.parentElement.appendChild(status);

  function size(n) { return n < 1048576 ? Math.max(1, Math.round(n / 1024)) + ' KB' : (n / 1048576).toFixed(1).replace('.', english ? '.' : ',') + ' MB'; }
  function key(f) { return f.file.size + '/' + f.file.lastModified + '/' + f.file.name; }
  function wait(ms) {
    return new Promise((go) => {
      var timer = setTimeout(go, ms);
      window.addEventListener('online', () => { clearTimeout(timer); go(); }, { once: true });
    });
  }

  function show(f, text, bad) {
    f.line.querySelector('.note').textContent = text;
    f.line.classList.toggle('bad', !!bad);
    f.bar.value = f.offset || 0;
  }

  function add(file) {
    var f = { file: file, offset: 0 }, remove = doc.createElement('button'), name = doc.createElement('b'), note = doc.createElement('span');
    if (files.some((g) => key(g) === key(f)) || !file.size) return;
    f.line = doc.createElement('li');
    f.bar = doc.createElement('progress');
    f.bar.max = file.size;
    f.bar.value = 0;
    f.bar.setAttribute('aria-label', file.name);
    name.textContent = file.name;
    note.className = 'note';
    remove.type = 'button';
    remove.className = 'button quiet small';
    remove.textContent = words.drop;
    remove.setAttribute('aria-label', words.drop + ' ' + file.name);
    remove.addEventListener('click', () => {
      files.splice(files.indexOf(f), 1);
      f.line.remove();
      input.focus();
    });
    f.line.append(name, note, f.bar, remove);
    list.appendChild(f.line);
    if (form.closest('details')) form.closest('details').open = true;
    files.push(f);
    show(f, size(file.size));
    if (/\.zip$/i.test(file.name)) {
      var more = form.querySelector('details');
      if (more) more.open = true;
    }
  }

  /* A new token after signing in again in another tab. */
  function renew() {
    return fetch(location.href, { redirect: 'manual', headers: { 'X-Fragment': '1' } }).then((r) => r.ok ? r.text() : '').then((text) => {
      var fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('input[name=_csrf]');
      if (!fresh) return false;
      form.querySelector('input[name=_csrf]').value = fresh.value;
      return true;
    });
  }

  /* A refusal has a text; a break has none and is tried again. */
  function answer(r) {
    if (r.type === 'opaqueredirect' || r.status === 401 || r.status === 403) return { gone: true };
    return r.json().then((j) => {
      if (r.ok) return j;
      return { refused: r.status !== 409 && r.status < 500, conflict: r.status === 409, text: j.text || '' };
    }, () => { return { text: '' }; });
  }

  function ask(f) { return fetch(address + '?part=' + encodeURIComponent(key(f)), { redirect: 'manual', headers: { Accept: 'application/json' } }).then(answer); }

  function put(f) {
    var body = new FormData(), part = f.file.slice(f.offset, f.offset + piece), begun = Date.now();
    body.append('_csrf', form.querySelector('input[name=_csrf]').value);
    body.append('part', key(f));
    body.append('at', f.offset);
    body.append('piece', part, 'piece');
    return fetch(address, { method: 'POST', body: body, redirect: 'manual', headers: { Accept: 'application/json' } }).then(answer).then((j) => {
      var took = Date.now() - begun;
      if (j.ok) piece = took < 700 ? Math.min(piece * 2, 8388608) : took > 4000 ? Math.max(piece / 2, 65536) : piece;
      return j;
    });
  }

  /* true: sent; false: refused, and the line says why */
  async function send(f) {
    var asked = false;
    for (var pause = 1000; ;) {
      try {
        var j = asked ? await put(f) : await ask(f);
        if (j.ok) {
          asked = true;
          pause = 1000;
          status.textContent = '';
          f.offset = j.offset;
          show(f, words.sending + size(f.offset) + words.of + size(f.file.size));
          if (f.offset >= f.file.size) { show(f, words.sent); return true; }
          continue;
        }
        asked = false;
        if (j.refused) { show(f, j.text, true); return false; }
        if (j.conflict) { if (j.text) status.textContent = j.text; }
        else status.textContent = j.gone ? words.gone : j.text || words.again;
        if (j.gone && await renew()) continue;
      } catch (e) {
        asked = false;
        status.textContent = words.again;
      }
      piece = Math.max(piece / 2, 65536);
      await wait(pause);
      pause = Math.min(pause * 2, 15000);
    }
  }

  function hide(name, text) {
    var h = doc.createElement('input');
    h.type = 'hidden';
    h.name = name;
    h.value = text;
    form.appendChild(h);
  }

  async function run() {
    var good = true;
    busy = true;
    button.disabled = true;
    for (var i = 0; i < files.length; i++) if (files[i].offset < files[i].file.size || !files[i].ok) good = (files[i].ok = await send(files[i])) && good;
    busy = false;
    button.disabled = false;
    if (!good) return;
    files.forEach((f) => hide('part', key(f)));
    done = true;
    status.textContent = words.finish;
    form.requestSubmit(button);
  }

  form.addEventListener('submit', (e) => {
    if (done || !files.length) return;
    e.preventDefault();
    if (!busy) run();
  });
  input.addEventListener('change', () => {
    Array.prototype.forEach.call(input.files, add);
    input.value = '';
  });
  doc.addEventListener('dragover', (e) => {
    if (Array.prototype.indexOf.call(e.dataTransfer.types, 'Files') < 0) return;
    e.preventDefault();
    form.classList.add('dropping');
  });
  doc.addEventListener('dragleave', (e) => { if (!e.relatedTarget) form.classList.remove('dropping'); });
  doc.addEventListener('drop', (e) => {
    if (!e.dataTransfer.files.length) return;
    e.preventDefault();
    form.classList.remove('dropping');
    Array.prototype.forEach.call(e.dataTransfer.files, add);
  });
  doc.addEventListener('paste', (e) => {
    var taken = e.clipboardData ? Array.prototype.slice.call(e.clipboardData.files) : [], typing = e.target.matches && e.target.matches('input,textarea');
    if (typing && Array.prototype.indexOf.call(e.clipboardData.types, 'text/plain') >= 0) return;       /* cells of a sheet come as a picture too */
    taken.forEach((f) => {
      var now = new Date(), at = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 19).replace('T', ' ').replace(/:/g, '.');
      add(/^image\.\w+$/.test(f.name) ? new File([f], words.shot + at + '.' + f.name.split('.').pop(), { type: f.type, lastModified: +now }) : f);
    });
    if (taken.length) e.preventDefault();
  });
  window.addEventListener('beforeunload', (e) => { if (!done && files.length) e.preventDefault(); });
})();
