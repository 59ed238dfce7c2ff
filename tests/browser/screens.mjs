// Real screenshots of every page: one address for each route that can be reached by links, at phone, desktop and print
// size, into build/screens. Run by ./dev screens.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const program = process.env.THUOCDO ?? 'build/thuocdo';
const out = 'build/screens';
const people = (process.env.SCREENS_AS ?? 'dieuphoi,quantri').split(',');
const port = 8190;
const base = `http://127.0.0.1:${port}`;
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 }, print: { width: 794, height: 1123 } };

const routes = JSON.parse(execFileSync(program, ['describe'], { maxBuffer: 1 << 26 })).rooms
    .flatMap(r => r.routes).filter(r => r.method === 'GET').map(r => r.path);
const pattern = r => new RegExp('^' + r.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+') + '$');
const matchers = routes.map(r => [r, pattern(r)]).sort((a, b) => (a[0].match(/\{/g) ?? []).length - (b[0].match(/\{/g) ?? []).length);
const routeOf = path => matchers.find(([, re]) => re.test(path))?.[0];

const data = mkdtempSync(join(tmpdir(), 'thuocdo-screens-'));
execFileSync(program, ['init', '--data', data]);
execFileSync(program, ['demo', '--data', data]);
const server = spawn(program, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`], { stdio: 'ignore' });
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
let taken = 0;
const done = new Set();

async function shoot(page, name) {
    for (const [size, viewport] of Object.entries(sizes)) {
        await page.emulateMedia({ media: size === 'print' ? 'print' : 'screen' });
        await page.setViewportSize(viewport);
        await page.screenshot({ path: join(out, `${name}-${size}.png`), fullPage: true });
        taken++;
    }
    await page.emulateMedia({ media: 'screen' });
}

async function visit(page) {
    const queue = ['/'];
    const seen = new Set(queue);
    while (queue.length && seen.size < 4000) {
        const url = queue.shift();
        const path = url.split('?')[0];
        const route = routeOf(path);
        if (!route || done.has(route) || /\.(xlsx|csv|zip|pdf|docx|json|ics)$/.test(path) || path.startsWith('/api/') || path.startsWith('/assets/')) continue;
        const answer = await page.goto(base + url).catch(() => null);
        if (!answer || answer.status() >= 400 || !(answer.headers()['content-type'] ?? '').includes('html')) continue;
        done.add(route);
        await shoot(page, route === '/' ? 'home' : route.slice(1).replace(/[/{}]+/g, '-').replace(/-$/, ''));
        for (const href of await page.$$eval('a[href]', as => as.map(a => a.getAttribute('href')))) {
            if (!href.startsWith('/') || seen.has(href)) continue;
            seen.add(href);
            queue.push(href);
        }
    }
}

try {
    for (let i = 0; i < 100; i++) {
        if (await fetch(base + '/healthz').then(r => r.ok, () => false)) break;
        await new Promise(r => setTimeout(r, 100));
    }
    const stranger = await (await browser.newContext()).newPage();
    await visit(stranger);
    await stranger.goto(base + '/sign-in');
    await shoot(stranger, 'sign-in');
    done.delete('/');
    for (const login of people) {
        const page = await (await browser.newContext()).newPage();
        await page.goto(base + '/sign-in');
        await page.fill('[name=login]', login);
        await page.fill('[name=password]', 'thuocdo-demo');
        await page.click('main button');
        await page.waitForURL(u => !u.pathname.startsWith('/sign-in'));
        await visit(page);
        done.delete('/none');
    }
} finally {
    await browser.close();
    server.kill('SIGTERM');
    rmSync(data, { recursive: true, force: true });
}
const missed = routes.filter(r => !done.has(r) && !/\.(xlsx|csv|zip|pdf|docx|json|ics)$/.test(r) && !r.startsWith('/api/'));
console.log(`${taken} pictures of ${done.size} pages in ${out}`);
if (missed.length) console.log('not reached by links: ' + missed.join(' '));
