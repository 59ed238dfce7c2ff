/*
 * An interviewer's sheets on the phone: kept first, then sent; each has a random key, so sending twice counts once.
 * What is sent is deleted here, only its number is left. The page works without this file, with a network.
 */
(function () {
  'use strict';
  var doc = document, main = doc.getElementById('main'), form = doc.getElementById('sheet-form'), store, busy = false;
  try { store = window.localStorage; store.setItem('thuocdo.visit', '1'); } catch (e) { return; }
  var name = 'thuocdo.visit.' + main.dataset.key, items = doc.getElementById('items'), net = doc.getElementById('net');

  function load() { try { return JSON.parse(store.getItem(name)) || { sent: 0, list: [] }; } catch (e) { return { sent: 0, list: [] }; } }
  function save(s) { store.setItem(name, JSON.stringify(s)); show(s); }
  function key() {
    return Array.prototype.map.call(crypto.getRandomValues(new Uint8Array(24)), (b) => { return ('0' + b.toString(16)).slice(-2); }).join('');
  }

  function show(s) {
    doc.getElementById('queue').hidden = !s.sent && !s.list.length;
    doc.getElementById('n-waiting').textContent = s.list.length;
    doc.getElementById('n-sent').textContent = s.sent;
    doc.getElementById('send').hidden = !s.list.length;
    items.textContent = '';
    s.list.forEach((it) => {
      var li = doc.createElement('li');
      li.textContent = it.sheet + ': ' + (it.why ? items.dataset.refused + ' – ' + it.why + ' ' : items.dataset.waiting);
      if (it.why) {
        var b = doc.createElement('button');
        b.type = 'button';
        b.className = 'quiet';
        b.textContent = items.dataset.fix + ' ' + it.sheet;
        b.addEventListener('click', () => { fill(it); });
        li.appendChild(b);
      }
      items.appendChild(li);
    });
  }

  /* A refused sheet comes back into the form. */
  function fill(it) {
    var s = load();
    s.list = s.list.filter((x) => { return x.k !== it.k; });
    form.reset();
    it.fields.forEach((f) => {
      Array.prototype.forEach.call(form.elements, (el) => {
        if (el.name !== f[0]) return;
        if (el.type === 'radio' || el.type === 'checkbox') el.checked = el.checked || el.value === f[1]; else el.value = f[1];
      });
    });
    save(s);
    ask();
    form.elements.sheet.focus();
  }

  function picked(code) {
    var box = form.querySelector('.ask[data-code="' + code + '"]'), el = box && box.querySelectorAll('input:checked, input:not([type=radio]):not([type=checkbox])');
    return el && !box.hidden ? Array.prototype.map.call(el, (x) => { return x.value; }) : [];
  }

  function holds(box) {
    var v = picked(box.dataset.if), want = box.dataset.value, x = v[0] || '';
    switch (box.dataset.op) {
    case 'has': return v.indexOf(want) >= 0;
    case '=': return x === want;
    case '!=': return x !== '' && x !== want;
    case '<': return x !== '' && +x < +want;
    case '<=': return x !== '' && +x <= +want;
    case '>': return x !== '' && +x > +want;
    default: return x !== '' && +x >= +want;
    }
  }

  /* Questions whose condition is not met are not asked and not sent. */
  function ask() {
    var missed = form.elements.miss.value !== '';
    Array.prototype.forEach.call(form.querySelectorAll('.ask'), (box) => {
      box.hidden = missed || (box.dataset.if !== '' && !holds(box));
      Array.prototype.forEach.call(box.querySelectorAll('input'), (el) => {
        el.disabled = box.hidden;
        el.required = !box.hidden && box.dataset.required === '1' && el.type !== 'checkbox';
      });
    });
  }

  function send() {
    var s = load(), it = s.list.filter((x) => { return !x.why; })[0];
    if (busy || !it) return;
    busy = true;
    fetch(location.pathname, { cache: 'no-store' }).then((r) => { return r.text(); }).then((html) => {
      var fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('[name=_csrf]'), body = new URLSearchParams();
      it.fields.forEach((f) => { body.append(f[0], f[1]); });
      body.append('_csrf', fresh ? fresh.value : '');
      return fetch(location.pathname, { method: 'POST', body: body, headers: { Accept: 'application/json' } });
    }).then((r) => { return r.json().then((j) => { return { status: r.status, j: j }; }); }).then((a) => {
      var t = load(), mine = t.list.filter((x) => { return x.k === it.k; })[0];
      busy = false;
      if (a.j.ok) {
        t.list = t.list.filter((x) => { return x.k !== it.k; });
        t.sent++;
        net.textContent = form.dataset.sent;
      } else if (mine && a.status !== 403) {
        mine.why = a.j.error;
      }
      save(t);
      if (a.j.ok || a.status !== 403) send();
    }).catch(() => { busy = false; net.textContent = form.dataset.offline; });
  }

  form.addEventListener('change', ask);
  form.addEventListener('submit', (e) => {
    var s = load(), k = key(), fields = [];
    e.preventDefault();
    new FormData(form).forEach((value, field) => { if (field.charAt(0) !== '_' && field !== 'k') fields.push([field, value]); });
    fields.push(['k', k], ['day', new Date(Date.now() + 7 * 3600000).toISOString().slice(0, 10)]);
    s.list.push({ k: k, sheet: form.elements.sheet.value, fields: fields });
    save(s);
    net.textContent = form.dataset.saved;
    form.reset();
    ask();
    form.elements.sheet.focus();
    send();
  });
  doc.getElementById('send').addEventListener('click', send);
  window.addEventListener('online', send);
  setInterval(send, 30000);
  ask();
  show(load());
  send();
  if (navigator.serviceWorker)
    navigator.serviceWorker.register('/v/worker.js').then(() => { return navigator.serviceWorker.ready; }).then((r) => {
      r.active.postMessage([location.pathname].concat(Array.prototype.map.call(doc.querySelectorAll('link[rel=stylesheet], script[src]'), (el) => { return el.href || el.src; })));
    }).catch(() => { /* not allowed here: the page needs a network to open, what is kept stays kept */ });
}());
