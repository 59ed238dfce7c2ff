// Official documents: made, looked at, numbered, published, verified.
export default [
  {
    name: 'a report card is made, numbered, published and can be verified', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto(`${base}/issue/new`);
      await page.selectOption('#kind', 'report-card');
      await page.selectOption('#set', 'SO-2025');
      await page.fill('#unit', 'H99.11');
      await page.click('button:has-text("Lưu dự thảo")');
      t.ok(await page.locator('.van-ban').isVisible(), 'the preview is shown');
      t.ok((await page.textContent('.van-ban')).includes('Độc lập - Tự do - Hạnh phúc'), 'with its letterhead');
      await page.fill('#signer', 'Quách Vĩnh Tường');
      await page.click('button:has-text("Cấp số")');
      t.ok((await page.textContent('h1 + .asof')).includes('01/TB-UBND'), 'the number is given');
      await page.click('button:has-text("Phát hành")');
      await page.click('a[href^="/verify/"]');
      t.ok((await page.textContent('dl.summary')).includes('01/TB-UBND'), 'the verification names it');
      await page.goto(`${base}/issue`);
      t.ok((await page.textContent('table')).includes('Đã phát hành'), 'the book shows it');
    },
  },
  {
    name: 'a kind without data says what lacks and keeps what was chosen', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto(`${base}/issue/new`);
      await page.selectOption('#kind', 'plan-decision');
      await page.fill('#unit', 'H99.11');
      await page.fill('#year', '2031');
      await page.click('button:has-text("Lưu dự thảo")');
      t.ok((await page.textContent('main')).includes('chưa có kế hoạch'), 'the sentence is shown');
      t.equal(await page.inputValue('#unit'), 'H99.11', 'what was typed stays');
    },
  },
  {
    name: 'the preview fits a phone', as: 'dieuphoi', viewport: { width: 390, height: 844 },
    async run(page, base, t) {
      await page.goto(`${base}/issue/new`);
      await page.selectOption('#kind', 'ranking');
      await page.selectOption('#set', 'SO-2025');
      await page.click('button:has-text("Lưu dự thảo")');
      t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/phone.png` });
    },
  },
];
