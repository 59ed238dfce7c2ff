// Browser tests: `node tests/browser/run.mjs [part-of-name or regular expression]`. Starts the program (THUOCDO, default build/thuocdo) on a
// temporary data folder with demonstration data, runs what every *.spec.mjs beside this file exports as default, a list of
//     { name, as: 'dieuphoi', viewport: { width, height }, noScript: true, run(page, base, t) }
// (all but name and run may be left out; `as` signs in first), and tries axe-core on every page that a test visits.
// t.ok(value, text), t.equal(got, want, text), t.has(text, part, what), t.as(login): a second person's page. The last line is the count.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createServer } from 'node:net';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const program = process.env.THUOCDO ?? join(here, '../../build/thuocdo');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const only = process.argv[2] ?? '';
const password = 'thuocdo-demo';

const freePort = () => new Promise((done) => {
  const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => done(port)); });
});

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const sessions = new Map();                     // login → cookies: signing in is slow on purpose
const checked = new Set();

// A server on a fresh data folder with the demonstration in it.
let base;
async function start() {
  const data = mkdtempSync(join(tmpdir(), 'thuocdo-browser-'));
  execFileSync(program, ['init', '--data', data]);
  execFileSync(program, ['demo', '--dossiers', '40000', '--data', data]);
  // the demonstration's running round has locked its sets: an older copy that may be edited
  execFileSync(program, ['criteria', 'copy', '--data', data, '--set', 'SO', '--year', '2025', '--to-set', 'THU', '--to-year', '2019']);
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  const server = spawn(program, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`], { stdio: 'ignore' });
  for (let i = 0; i < 100; i++) {
    if (await fetch(base + '/healthz').then((r) => r.ok, () => false)) break;
    await new Promise((r) => setTimeout(r, 50));
  }
  sessions.clear();
  checked.clear();
  return async () => {
    server.kill('SIGTERM');
    await new Promise((r) => server.once('exit', r));
    rmSync(data, { recursive: true, force: true });
  };
}

async function signIn(login) {
  if (sessions.has(login)) return sessions.get(login);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(base + '/sign-in');
  await page.fill('[name=login]', login);
  await page.fill('[name=password]', password);
  await Promise.all([page.waitForURL((u) => u.pathname !== '/sign-in'), page.click('main button')]);
  sessions.set(login, await context.cookies());
  await context.close();
  return sessions.get(login);
}

async function accessible(page) {               // each address once, at the width of the first test that sees it
  const address = page.url();
  if (!address.startsWith(base) || checked.has(address)) return [];
  checked.add(address);
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })); // eslint-disable-line
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
  return found.violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 160)}`).concat(wide ? ['the page is wider than the window'] : []);
}

async function runTest(spec) {
  const problems = [], others = [];
  const t = {
    ok(value, text) { if (!value) problems.push(text ?? 'not true'); },
    equal(got, want, text) { if (got !== want) problems.push(`${text ?? 'value'}: got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`); },
    has(text, part, what) { if (!(text ?? '').includes(part)) problems.push(`${what ?? 'text'}: ${JSON.stringify(part)} is not in ${JSON.stringify((text ?? '').slice(0, 400))}`); },
  };
  const context = await browser.newContext({ viewport: spec.viewport ?? { width: 1280, height: 900 }, bypassCSP: true,
    javaScriptEnabled: !spec.noScript, acceptDownloads: true });
  if (spec.as) await context.addCookies(await signIn(spec.as));
  const page = await context.newPage();
  t.as = async (login) => {                     // a page of somebody else at the same time, without axe
    const beside = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    await beside.addCookies(await signIn(login));
    const other = await beside.newPage(), visit = other.goto.bind(other);
    others.push(beside);
    other.goto = (address) => visit(base + address);
    return other;
  };
  page.setDefaultTimeout(20000);
  const press = page.keyboard.press.bind(page.keyboard);
  page.keyboard.press = async (...keys) => {    // a key means nothing before the page's script listens
    await page.waitForLoadState();
    return press(...keys);
  };
  page.on('pageerror', (e) => problems.push('script: ' + e.message));
  const go = page.goto.bind(page);
  page.goto = async (address, options) => {
    const answer = await go(address.startsWith('/') ? base + address : address, options);
    if (!spec.noScript && (answer?.headers()['content-type'] ?? '').includes('html'))
      for (const v of await accessible(page)) problems.push(`${address} ${v}`);
    return answer;
  };
  try {
    await spec.run(page, base, t);
    if (!spec.noScript)
      for (const v of await accessible(page)) problems.push(`${page.url().slice(base.length)} ${v}`);
  } catch (e) {
    problems.push(String(e.stack ?? e).split('\n').slice(0, 6).join('\n'));
  }
  await context.close();
  for (const other of others) await other.close();
  return problems;
}

// What fails once is tried again with the whole of its file on fresh data, because a browser on a busy machine is not always in time:
// a test that passes only then is counted as passed and named as shaky; it is to be mended all the same.
const wanted = (file, spec) => new RegExp(only).test(`${file} ${spec.name}`);
const describe = (file, spec, problems) => `${file}: ${spec.name}\n  ${problems.join('\n  ')}`;
let passed = 0, failed = 0;
let stop = await start();
try {
  const again = new Map();                      // file → the tests that failed
  for (const file of readdirSync(here).filter((f) => f.endsWith('.spec.mjs')).sort())
    for (const spec of (await import(pathToFileURL(join(here, file)))).default) {
      if (!wanted(file, spec)) continue;
      const problems = await runTest(spec);
      if (problems.length) {
        console.log(`AGAIN ${describe(file, spec, problems)}`);
        again.set(file, (again.get(file) ?? new Set()).add(spec));
      } else {
        passed++;
      }
    }
  for (const [file, specs] of again) {
    await stop();
    stop = await start();
    for (const spec of (await import(pathToFileURL(join(here, file)))).default) {
      if (!wanted(file, spec)) continue;
      const problems = await runTest(spec);
      if (!specs.has(spec)) continue;
      if (problems.length) failed++;
      else passed++;
      console.log(problems.length ? `FAILED ${describe(file, spec, problems)}` : `SHAKY ${file}: ${spec.name}: passed when tried again`);
    }
  }
} finally {
  await browser.close();
  await stop();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
