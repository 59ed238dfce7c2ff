// Figures: the grid of units and elements, the state of a period, one figure over time.
const few = 'area=3&kinds=department+vertical', grid = '/figures/grid?period=2026-Q4&' + few;     // axe is slow over thousands of fields
const saved = (page) => page.waitForFunction(() => /Đã lưu/.test(document.querySelector('[data-grid-bar]').textContent)).catch(async (e) => { throw new Error('the bar says: ' + await page.textContent('[data-grid-bar]')); });
const paste = (page, text) => page.evaluate((t) => {
  const data = new DataTransfer();
  data.setData('text/plain', t);
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}, text);
const cells = (page, r) => page.$$eval(`[data-grid] tbody tr:nth-child(${r}) input`, (all) => all.map((i) => i.value));

export default [
  {
    name: 'a block of 104 × 40 from Excel is shown, saved in one go, and there after a reload', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto(grid);
      await page.evaluate(() => { location.href = '/figures/grid?period=2027-Q1&area=all'; });      // large: axe looks at the small one
      await page.waitForURL(/area=all/);
      await page.waitForSelector('[data-grid] tbody input');
      const rows = await page.$$eval('[data-grid] tbody tr', (all) => all.length);
      const block = Array.from({ length: rows }, (_, r) => Array.from({ length: 40 }, (_, k) => (r === 0 && k === 0 ? '1.234' : String(r + k))).join('\t')).join('\r\n') + '\r\n';
      await page.focus('[data-grid] tbody input');
      await paste(page, block);
      t.has(await page.textContent('[data-grid-bar]'), `Đã dán ${rows} × 40 ô`, 'preview');
      await page.click('[data-grid-bar] button:has-text("Lưu")');
      await saved(page);
      await page.reload();
      t.equal((await cells(page, 1)).slice(0, 3).join(), '1.234,1,2', 'first row');
      t.equal((await cells(page, 3)).slice(0, 3).join(), '2,3,4', 'third row');
      await page.goto(grid);
    },
  },
  {
    name: 'cells of a pasted block that are no numbers are marked, nothing is saved, undo puts all back', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto(grid);
      const before = await cells(page, 1);
      await page.focus('[data-grid] tbody input');
      await paste(page, '7\tbảy\n8\t9\n');
      t.has(await page.textContent('[data-grid-bar]'), '1 ô không phải số', 'told');
      t.equal(await page.$$eval('[data-grid] input[aria-invalid]', (all) => all.length), 1, 'marked');
      t.equal(await page.$$eval('[data-grid-bar] button', (all) => all.map((b) => b.textContent).join()), 'Hoàn tác', 'no save');
      await page.click('[data-grid-bar] button');
      t.equal((await cells(page, 1)).join(), before.join(), 'as before');
      await page.reload();
      t.equal((await cells(page, 1)).join(), before.join(), 'on the server too');
    },
  },
  {
    name: 'keyboard: a cell is saved when it is left, Ctrl+D fills down, sums move, Ctrl+Z takes back', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/figures/grid?period=2026-11&' + few);
      await page.focus('[data-grid] tbody tr:nth-child(1) input');
      await page.keyboard.type('12,5');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => /Chưa lưu ô nào/.test(document.querySelector('[data-grid-bar]').textContent));     // a count has no fraction
      await page.focus('[data-grid] tbody tr:nth-child(1) input');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('12');
      await page.keyboard.press('Enter');
      await saved(page);
      await page.focus('[data-grid] tbody tr:nth-child(2) input');
      await page.keyboard.press('Control+D');
      await page.waitForFunction(() => /Đã lưu 1 ô/.test(document.querySelector('[data-grid-bar]').textContent));
      t.equal((await cells(page, 2))[0], '12', 'filled');
      t.equal(await page.textContent('[data-grid] tfoot td'), '24', 'sum');
      await page.keyboard.press('Control+Z');
      await page.waitForFunction(() => document.querySelector('[data-grid] tfoot td').textContent === '12');
      await saved(page);
    },
  },
  {
    name: 'two editors: what the other wrote is told, not overwritten', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/figures/grid?period=2026-Q4&area=4');
      const row = page.locator('[data-grid] tbody tr', { hasText: 'Xã Ngọc Nhạn' });
      const field = await row.locator('input').first().getAttribute('name');
      const code = await page.locator('[data-grid] thead abbr').first().textContent();
      const other = await t.as('cb.ngocnhan');
      await other.goto('/figures?period=2026-Q4');
      await other.fill(`[name="e${code}"]`, '31');
      await Promise.all([other.waitForURL(/figures\?unit/), other.click('button[value=save]')]);
      await page.fill(`[name="${field}"]`, '32');
      await page.keyboard.press('Tab');
      await page.waitForFunction(() => /vừa ghi 31/.test(document.querySelector('[data-grid-bar]').textContent));
      await page.reload();
      t.equal(await page.inputValue(`[name="${field}"]`), '31', 'kept');
    },
  },
  {
    name: 'without script the grid is a form, and a refusal keeps what was typed', as: 'dieuphoi', noScript: true,
    async run(page, base, t) {
      await page.goto('/figures/grid?period=2026-09&' + few);
      await page.locator('[data-grid] tbody input').nth(0).fill('x');
      await page.locator('[data-grid] tbody input').nth(1).fill('5');
      await page.click('main button:has-text("Lưu")');
      t.has(await page.textContent('.error-summary'), '1 ô cần sửa', 'told');
      t.equal(await page.locator('[data-grid] tbody input').nth(1).inputValue(), '5', 'kept');
      await page.locator('[data-grid] tbody input').nth(0).fill('4');
      await page.click('main button:has-text("Lưu")');
      t.equal(await page.locator('[data-grid] tbody input').nth(0).inputValue(), '4', 'saved');
    },
  },
  {
    name: 'the state of a period fits a phone; the unit above takes a sheet', as: 'dieuphoi', viewport: { width: 390, height: 844 },
    async run(page, base, t) {
      await page.goto('/figures/status?period=2026-Q3');
      const before = await page.locator('button[value=accept]').count();
      t.ok(before > 0, 'sheets wait');
      await Promise.all([page.waitForURL(/status/), page.locator('button[value=accept]').first().click()]);
      t.has(await page.textContent('.banner.good'), 'Đã nhận', 'told');
      t.equal(await page.locator('button[value=accept]').count(), before - 1, 'one less');
    },
  },
  {
    name: 'one figure over time: chart, periods, a question and its answer', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/figures/history?unit=H99.1&element=1.7&period=2026-Q3');
      t.ok(await page.locator('svg').count() > 0, 'chart');
      await page.fill('#text', 'Số tin bài có gồm mạng xã hội không? <b>');
      await Promise.all([page.waitForLoadState('load'), page.click('button:has-text("Gửi ý kiến")')]);
      t.has(await page.textContent('main'), 'mạng xã hội không? <b>', 'shown as text');
      await page.click('button:has-text("Đã giải quyết")');
      t.has(await page.textContent('main'), 'đã giải quyết', 'resolved');
    },
  },
];
