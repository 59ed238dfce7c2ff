const phone = { width: 390, height: 844 };
const open = '/s/hai-long-2025-2';
const text = (page) => page.textContent('main');
// To the next page, wholly there: a busy machine shows the old one for a while.
const press = (page, what) => Promise.all([page.waitForNavigation(), (typeof what === 'string' ? page.locator(what).first() : what).click()]);

// One question a screen until the last page; answers the first wanted option, "Chưa" to whether somebody complained.
async function answerAll(page, press) {
  for (let i = 0; i < 20 && !(await text(page)).includes('Gửi phiếu?'); i++) {
    const radio = page.locator('input[type=radio]');
    if (await radio.count()) await (press ? press(radio) : radio.nth(Math.min(3, (await radio.count()) - 1)).check());
    await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Tiếp' }).click()]);
  }
}

async function start(page, path) {
  await page.goto(path);
  if (await page.$('#unit')) await page.selectOption('#unit', { index: 1 });
  await page.check('[name=consent]');
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Bắt đầu' }).click()]);
}

async function device(page, kind, name) {
  await page.goto('/surveys/hai-long-2025-2/codes');
  await page.selectOption('#kind', kind);
  await page.fill('#name', name);
  await press(page, 'text=Tạo địa chỉ');
  return new URL(await page.textContent('.banner.good code')).pathname;
}

const counted = async (page) => Number((await page.textContent('.tiles .tile:first-child dd')).replace(/\D/g, ''));

export default [
  {
    name: 'a citizen answers on a phone with the keyboard, goes back, sends once, keeps a receipt and withdraws', viewport: phone,
    async run(page, base, t) {
      await page.goto(open + '?u=H99.51.8');
      t.equal(await page.isChecked('[name=consent]'), false, 'consent is not ticked before');
      t.ok((await text(page)).includes('giữ hai năm'), 'purpose and time are told');
      await page.focus('[name=consent]');
      await page.keyboard.press('Space');
      await page.keyboard.press('Tab');
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      const group = page.getByRole('group', { name: 'Nơi tiếp nhận hồ sơ dễ tìm' });
      t.equal(await group.getByRole('radio').count(), 6, 'five steps and no opinion, in a named group');
      t.ok(await page.getByRole('radio', { name: 'Rất hài lòng' }).count(), 'answers have names in words');
      const box = await page.locator('label.answer').first().boundingBox();
      t.ok(box.height >= 48, 'targets of 48 px');
      const first = page.url();
      await page.focus('input[type=radio]');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Tab');
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      await page.goBack();
      t.equal(page.url(), first, 'the back button shows the question before');
      await page.goForward();
      await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: 'Câu trước' }).click()]);
      t.ok(await page.isChecked('input[value="2"]'), 'the draft is kept');
      await answerAll(page);
      const form = await page.$eval('form', (f) => [f.action, new URLSearchParams(new FormData(f)).toString()]);
      await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Gửi phiếu' }).click()]);
      const receipt = await page.textContent('.receipt');
      t.ok(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/.test(receipt), 'a receipt code');
      const again = await page.evaluate(([url, body]) => fetch(url, { method: 'POST', body: new URLSearchParams(body) }).then((r) => r.text()), form);
      t.ok(again.includes(receipt), 'sent twice it is the same response');
      await page.goBack();
      t.ok((await text(page)).includes(receipt) || (await text(page)).includes('Gửi phiếu?'), 'back after sending does no harm');
      await page.goto('/receipt/hai-long-2025-2');
      await page.fill('#receipt', receipt.toLowerCase());
      await press(page, 'text=Xem phiếu');
      t.ok((await text(page)).includes('Nơi tiếp nhận hồ sơ'), 'the own answers are shown');
      await press(page, 'text=Rút phiếu');
      t.ok((await text(page)).includes('các câu trả lời đã xóa'), 'withdrawn');
    },
  },
  {
    name: 'the same without script, in large text', viewport: phone, noScript: true,
    async run(page, base, t) {
      await page.goto(open + '?u=H99.104&big=1');
      t.ok(await page.$('body.big'), 'large text');
      await page.check('[name=consent]');
      await Promise.all([page.waitForNavigation(), page.click('main button')]);
      t.ok(await page.$('body.big'), 'large text stays');
      await Promise.all([page.waitForNavigation(), page.click('main button')]);
      t.ok((await page.textContent('[role=alert]')).includes('Hãy chọn một câu trả lời'), 'a required question');
      await answerAll(page);
      await Promise.all([page.waitForNavigation(), page.click('main button')]);
      t.ok(await page.$('.receipt'), 'a receipt');
    },
  },
  {
    name: 'the public page weighs less than 30 kB and is there over a slow network', viewport: phone,
    async run(page, base, t) {
      const client = await page.context().newCDPSession(page);
      let bytes = 0, requests = 0;
      page.on('response', async (r) => { requests++; bytes += (await r.body().catch(() => '')).length; });
      await client.send('Network.enable');
      await client.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 30000, uploadThroughput: 10000 });
      const begun = Date.now();
      await page.goto(open, { waitUntil: 'load' });
      t.ok(bytes < 30000, `weight ${bytes} bytes`);
      t.ok(requests <= 3, `${requests} requests`);
      t.ok(Date.now() - begun < 8000, 'loaded');
      t.equal(await page.$$eval('script', (s) => s.length), 0, 'no script');
    },
  },
  {
    name: 'a code sends once; a used, unknown or expired one says what to do', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/surveys/lanh-dao-2025/codes');
      await page.fill('#n', '2');
      await press(page, 'text=Tạo mã và hiện tờ in');
      t.equal(await page.locator('.cards-qr li svg').count(), 2, 'cards with codes to print');
      const code = await page.textContent('.cards-qr strong'), second = page.textContent('.cards-qr li:nth-child(2) strong');
      await second;
      await start(page, `/s/lanh-dao-2025/${code}`);
      await answerAll(page);
      await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Gửi phiếu' }).click()]);
      t.ok(await page.$('.receipt'), 'sent');
      await page.goto(`/s/lanh-dao-2025/${code}`);
      t.ok((await text(page)).includes('mỗi mã chỉ gửi được một lần'), 'used');
      await page.goto('/s/lanh-dao-2025/AAAA-BBBB-CCCC');
      t.ok((await text(page)).includes('Không có mã này'), 'unknown');
      await page.goto('/s/lanh-dao-2025');
      t.ok((await text(page)).includes('cần mã mời'), 'not without a code');
      await page.fill('#code', (await second).toLowerCase());
      await press(page, 'text=Mở phiếu');
      t.ok(await page.$('[name=consent]'), 'a code may be typed from the card');
      await page.goto('/s/hai-long-2025-1');
      t.ok((await text(page)).includes('đã kết thúc'), 'expired');
    },
  },
  {
    name: 'the kiosk comes back to its start and shows nobody what was answered before', as: 'dieuphoi',
    async run(page, base, t) {
      const path = await device(page, 'kiosk', 'Quầy 1');
      await start(page, path);
      const first = await page.goto(page.url());
      t.ok((first.headers().refresh ?? '').includes(path), 'an untouched question goes back by itself');
      await answerAll(page);
      await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Gửi phiếu' }).click()]);
      t.ok(!(await page.$('.receipt')) && (await text(page)).includes('xin cảm ơn'), 'thanks, without a receipt');
      t.ok(((await page.goto(page.url())).headers().refresh ?? '').includes(path), 'and back to the start');
      await page.goBack();
      await page.goBack();
      await page.goBack();
      t.ok(!(await page.$('input:checked')), 'no answer of the person before');
      await start(page, path);
      await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Thôi, về trang đầu' }).click()]);
      t.ok((await text(page)).includes('Tôi đã đọc'), 'quit');
    },
  },
  {
    name: 'an interviewer keeps sheets without a network and sends them later, each once', as: 'dieuphoi', viewport: phone,
    async run(page, base, t) {
      const path = await device(page, 'visit', 'ĐTV 07');
      await page.goto('/surveys/hai-long-2025-2');
      const before = await counted(page);
      await page.goto(path);
      await page.waitForFunction((p) => navigator.serviceWorker.ready.then(() => caches.match(p)).then((r) => !!r), path);
      t.ok(await page.evaluate(() => Promise.all([...document.querySelectorAll('link[rel=stylesheet], script[src]')].map((e) => caches.match(e.href || e.src)))
        .then((all) => all.every((r) => r))), 'page, style and script are kept for when there is no network');
      await page.context().setOffline(true);
      for (const [i, sheet] of ['N-01', 'N-02'].entries()) {
        await page.fill('#sheet', sheet);
        for (const q of ['q1', 'q2', 'q3', 'q5', 'q6', 'q7', 'q8']) await page.check(`[name=${q}][value="4"]`);
        await page.check('[name=q9][value="2"]');
        t.equal(await page.isVisible('[name=q10]'), false, 'the question behind a condition is not asked');
        await page.click('text=Xong phiếu này');
        await page.waitForFunction((n) => document.getElementById('n-waiting').textContent === n, String(i + 1));
      }
      t.ok((await page.textContent('#items')).includes('đang chờ'), 'waiting is said');
      await page.context().setOffline(false);
      await page.evaluate(() => dispatchEvent(new Event('online')));
      await page.waitForFunction(() => document.getElementById('n-sent').textContent === '2' && document.getElementById('n-waiting').textContent === '0');
      t.ok(!(await page.evaluate(() => JSON.stringify(localStorage))).includes('N-01'), 'what is sent is not kept on the phone');
      await page.fill('#sheet', 'N-01');
      await page.click('summary');
      await page.selectOption('#miss', 'away');
      await page.click('text=Xong phiếu này');
      await page.waitForFunction(() => document.getElementById('n-sent').textContent === '3');
      await page.goto('/surveys/hai-long-2025-2');
      t.equal(await counted(page), before + 2, 'counted once each');
      t.ok((await text(page)).includes('Đi vắng'), 'who was not met is in the list');
    },
  },
  {
    name: 'what looks odd waits for a decision with a reason', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/surveys/hai-long-2025-2/waiting');
      const rows = await page.locator('tbody input[type=checkbox]').count();
      t.ok(rows >= 5, 'responses wait');
      await page.locator('tbody input[type=checkbox]').first().check();
      await page.fill('#why', 'Gửi bốn lần từ một máy');
      await press(page, 'text=Loại các phiếu đã chọn');
      t.equal(await page.locator('tbody input[type=checkbox]').count(), rows - 1, 'one less');
      t.ok((await text(page)).includes('Gửi bốn lần từ một máy'), 'the reason is kept');
      const group = page.locator('[name=group]').first();
      const label = await page.textContent(`label[for=${await group.getAttribute('id')}]`);
      await group.check();
      await page.fill('#why', 'Cùng một kịch bản');
      await press(page, 'text=Loại các phiếu đã chọn');
      t.equal(await page.locator('tbody input[type=checkbox]').count(), rows - 1 - Number(/\((\d+) phiếu\)/.exec(label)[1]), 'a group goes together');
    },
  },
  {
    name: 'results, a cross table with small groups hidden, open answers only with a reason', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/surveys/hai-long-2025-2/results?by=linhvuc');
      t.ok((await text(page)).includes('Ẩn vì ít phiếu'), 'small units are hidden');
      t.equal(await page.locator('table caption').count(), 1, 'cross table');
      t.ok(await page.getByRole('img', { name: 'Chỉ số và khoảng tin cậy' }).count(), 'a chart with a name');
      t.ok((await text(page)).includes('Đợt 1/2025'), 'the wave before');
      const [file] = await Promise.all([page.waitForEvent('download'), page.click('text=Tải XLSX')]);
      t.ok(file.suggestedFilename().endsWith('.xlsx'), 'as a workbook');
      await page.goto('/surveys/hai-long-2025-2/words');
      t.equal(await page.locator('table').count(), 0, 'no answers before a reason');
      await page.fill('#why', 'Tổng hợp góp ý');
      await press(page, 'text=Xem câu trả lời');
      await page.fill('#q', 'nhan tin');
      await press(page, page.getByRole('button', { name: 'Xem', exact: true }));
      t.ok((await page.textContent('tbody')).includes('nhắn tin'), 'found without marks');
      await page.locator('input[name=title]').first().fill('Nhắn tin');
      await press(page, 'button:has-text("Xếp")');
      t.ok((await page.textContent('tbody')).includes('Nhắn tin'), 'put under a topic');
    },
  },
  {
    name: 'a head of a unit sees the own unit and nobody\'s single answers', as: 'td.tuphap',
    async run(page, base, t) {
      t.equal((await page.goto('/surveys/hai-long-2025-2/results')).status(), 200, 'results');
      t.equal((await page.goto('/surveys/hai-long-2025-2/words')).status(), 403, 'no open answers');
      t.equal((await page.goto('/surveys/hai-long-2025-2/waiting')).status(), 403, 'no single responses');
    },
  },
  {
    name: 'questionnaires, a new survey, its matrix, monthly report and poster', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/surveys/forms');
      await page.selectOption('#template', 'cong-chuc.csv');
      await press(page, 'text=Thêm >> nth=-1');
      t.ok((await text(page)).includes('Ý kiến của công chức'), 'a template becomes a form');
      await page.goto('/surveys/new');
      await page.fill('#title', 'Công chức thử');
      await page.fill('#code', 'cong-chuc-thu');
      await page.selectOption('#form', 'CC');
      await page.fill('#units', 'H99.1');
      await page.check('#weighted');
      await press(page, 'main button:has-text("Mở đợt khảo sát")');
      t.ok(page.url().endsWith('/surveys/cong-chuc-thu'), 'opened');
      await page.goto('/surveys/cong-chuc-thu/plan');
      const inputs = page.locator('table input');
      await inputs.nth(0).fill('20');
      await inputs.nth(2).fill('180');
      await press(page, 'text=Lưu và tính số phiếu cần');
      t.ok((await text(page)).includes('134'), '200 / (1 + 200 · 0.0025), rounded up');
      await page.goto('/surveys/reports?period=2025-11');
      t.ok((await text(page)).includes('25/11/2025'), 'the day of the report');
      const [poster] = await Promise.all([page.waitForEvent('download'), page.goto('/surveys/hai-long-2025-2/poster.pdf').catch(() => null)]);
      t.ok(poster.suggestedFilename().endsWith('.pdf'), 'poster');
      await page.setViewportSize({ width: 320, height: 640 });
      for (const path of ['/surveys/forms', '/surveys/new', '/surveys/hai-long-2025-2', '/surveys/hai-long-2025-2/plan']) {
        await page.goto(path);
        t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} fits a narrow phone`);
      }
      await page.goto('/surveys/hai-long-2025-2/plan');
      t.equal(await page.inputValue('tbody tr:first-child input >> nth=1'), '30', 'the quota of the opening stands in the plan');
      await press(page, 'text=Chỉ lưu');
      t.equal(await page.inputValue('tbody tr:first-child input >> nth=1'), '30', 'and saving does not lose it');
    },
  },
  {
    name: 'paper is typed twice by two people', as: 'td.noivu', noScript: true,
    async run(page, base, t) {
      await page.goto('/surveys/hai-long-2025-2/paper');
      t.equal(page.url().endsWith('/paper'), true, 'may enter');
    },
  },
];
