/*
 * The look and the script without a server of ours: `cd tests/browser && npm i && node look.js`.
 * Needs Chromium (CHROMIUM=/path, default /usr/bin/chromium).
 *   1. tests/gallery.html at 320, 390, 1280, 2560 px and in the dark: axe-core finds nothing, the page never
 *      overflows sideways, links and controls of their own line are at least 24 px high.
 *   2. assets/app.js under the strict policy of the real pages: saving, refusal, conflict, lost connection,
 *      drafts, filter, keys, live fragment.
 */
'use strict';
const assert = require('assert'), fs = require('fs'), http = require('http'), path = require('path');
const { chromium } = require('playwright-core');
const top = path.join(__dirname, '../..'), axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const page = `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>t</title><script src="/assets/app.js" defer></script></head><body>
<input data-search id="q">
<form id="f" data-guard><input type="hidden" name="csrf" value="abc"><input type="hidden" name="version" value="7">
<div class="field"><input id="a" name="points" value="1" data-autosave="/save"></div></form>
<form data-draft="x"><input name="t" id="t"><input type="radio" name="r" value="1" id="r"></form>
<form data-live="/live" data-target="#out"><input name="rule" id="rule"></form><div id="out"></div>
<input data-filter="#l" id="fl"><ul id="l" data-keys><li><a href="#1">Phường Đồng Ỷ</a></li><li><a href="#2">Xã Bằng Lăng</a></li></ul></body></html>`;
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'";
const posts = [];
let reply = [200, { ok: true, at: '14:07', version: '8' }];

function answer(req, res) {
  const url = new URL(req.url, 'http://x');
  if (url.pathname === '/save') {
    let body = '';
    req.on('data', (d) => { body += d; });
    req.on('end', () => { posts.push(body); res.statusCode = reply[0]; res.end(JSON.stringify(reply[1])); });
    return;
  }
  if (url.pathname === '/live') { res.end(`<b>${url.searchParams.get('rule')}</b>`); return; }
  if (/^\/(assets|tests)\/[a-z]+\.[a-z]+$/.test(url.pathname)) {
    const kind = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', html: 'text/html; charset=utf-8' };
    res.setHeader('Content-Type', kind[url.pathname.split('.')[1]] || 'text/plain');
    res.end(fs.readFileSync(path.join(top, url.pathname)));
    return;
  }
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.setHeader('Content-Security-Policy', policy);
  res.end(page);
}

async function gallery(browser, url, width, colorScheme) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
  const p = await context.newPage();
  await p.goto(url + 'tests/gallery.html');
  assert.ok(await p.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width}: the page overflows`);
  const low = await p.evaluate(() => [...document.querySelectorAll('.button, .menu a, .tabs a, .pages a, .top-links a, .pane-list a, input, select, summary')]
    .filter((e) => e.offsetParent && !e.matches('[type=radio],[type=checkbox],.visually-hidden') && e.getBoundingClientRect().height < 24).map((e) => e.outerHTML.slice(0, 80)));
  assert.deepStrictEqual(low, [], `${width}: targets below 24 px`);
  await p.evaluate(axe);
  const found = await p.evaluate(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })); // eslint-disable-line
  assert.deepStrictEqual(found.violations.map((v) => `${v.id}: ${v.nodes[0].html}`), [], `${width} ${colorScheme}`);
  await context.close();
}

async function script(browser, url) {
  const p = await browser.newPage(), focused = (what) => p.evaluate((w) => document.activeElement.getAttribute(w), what);
  const leave = async (text, kind) => { await p.fill('#a', text); await p.press('#a', 'Tab'); await p.waitForSelector('.status.' + kind); return p.textContent('#f .status'); };
  p.on('pageerror', (e) => { throw e; });
  await p.goto(url);
  assert.strictEqual(await leave('0,5', 'good'), 'Đã lưu lúc 14:07');
  assert.strictEqual(posts[0], 'csrf=abc&version=7&points=0%2C5');
  assert.strictEqual(await p.inputValue('[name=version]'), '8');
  reply = [409, { text: 'Bà Mẫu vừa sửa ô này thành 0,25.' }];
  assert.strictEqual(await leave('0,7', 'warn'), 'Bà Mẫu vừa sửa ô này thành 0,25.');
  reply = [422, { text: 'Điểm lớn hơn điểm tối đa 1.' }];
  await leave('9', 'bad');
  assert.strictEqual(await p.getAttribute('#a', 'aria-invalid'), 'true');
  reply = [200, { ok: true, at: '14:09' }];
  await leave('1', 'good');
  assert.strictEqual(await p.getAttribute('#a', 'aria-invalid'), null);
  await p.context().setOffline(true);
  await leave('0,9', 'bad');
  await p.context().setOffline(false);
  await p.waitForSelector('.status.good');
  assert.strictEqual(posts.length, 5);

  await p.fill('#fl', 'dong y');
  await p.waitForSelector('text=Xã Bằng Lăng', { state: 'hidden' });
  assert.ok(await p.isVisible('text=Phường Đồng Ỷ'));
  await p.fill('#fl', '');
  await p.waitForSelector('text=Xã Bằng Lăng');
  await p.evaluate(() => document.activeElement.blur());
  await p.keyboard.press('j'); assert.strictEqual(await focused('href'), '#1');
  await p.keyboard.press('j'); assert.strictEqual(await focused('href'), '#2');
  await p.keyboard.press('k'); assert.strictEqual(await focused('href'), '#1');
  await p.keyboard.press('/'); assert.strictEqual(await focused('id'), 'q');
  await p.fill('#rule', 'bậc');
  await p.waitForSelector('#out b');
  assert.strictEqual(await p.textContent('#out'), 'bậc');
  await p.fill('#t', 'đang gõ dở');
  await p.check('#r');
  await p.waitForTimeout(600);
  await p.goto(url + '?again');
  await p.click('text=Dùng bản nháp');
  assert.strictEqual(await p.inputValue('#t'), 'đang gõ dở');
  assert.ok(await p.isChecked('#r'));
}

const server = http.createServer(answer).listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}/`;
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    for (const [width, scheme] of [[320, 'light'], [390, 'light'], [1280, 'light'], [2560, 'light'], [1500, 'dark']]) await gallery(browser, url, width, scheme);
    await script(browser, url);
    console.log('look: passed');
  } catch (e) {
    console.error(String(e.stack || e));
    process.exitCode = 1;
  }
  await browser.close();
  server.close();
});
