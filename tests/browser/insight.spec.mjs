const number = (s) => Number(s.replace(/\./g, '').replace(',', '.').replace('−', '-'));
const desk = ['', '/compare', '/compare?unit=H99.10', '/whatif?unit=H99.10', '/reach?unit=H99.10&rank=5', '/robust', '/criteria'];
const at = (path) => '/insight' + path + (path.includes('?') ? '&' : '?') + 'set=SO&year=2025';
const index = (page) => page.textContent('#after .tile >> nth=0 >> dd >> nth=0').then((s) => number(s.replace('%', '')));

export default [
  {
    name: 'every page of the desk says what it shows and downloads its table', as: 'dieuphoi',
    async run(page, base, t) {
      for (const path of desk) t.equal((await page.goto(at(path))).status(), 200, path);
      await page.goto('/insight/fair?set=SO&year=2024');
      t.ok((await page.textContent('main')).includes('không phải nhận xét về người thẩm định'), 'no verdict');
      for (const path of ['/insight/compare', '/insight/robust', '/insight/criteria', '/insight/fair']) {
        await page.goto(path + `?set=SO&year=${path.endsWith('fair') ? 2024 : 2025}`);
        const [file] = await Promise.all([page.waitForEvent('download'), page.click('text=Tải XLSX')]);
        t.ok(file.suggestedFilename().endsWith('.xlsx'), path);
      }
      for (const path of ['/insight/compare?set=SO&year=2025&unit=H99.10', '/insight/robust?set=SO&year=2025']) {
        await page.goto(path);
        const answer = await page.request.get(base + await page.getAttribute('a:has-text("Tải hình PDF")', 'href'));
        const bytes = (await answer.body()).toString('latin1');
        t.ok(answer.status() === 200 && bytes.startsWith('%PDF') && !bytes.includes('/Subtype /Image'), 'charts on paper are vectors');
      }
    },
  },
  {
    name: 'the desk on a phone', as: 'cb.yte', viewport: { width: 390, height: 844 },
    async run(page, base, t) {
      for (const path of desk.slice(1, 6)) t.equal((await page.goto(at(path) + '&phone')).status(), 200, path);
    },
  },
  {
    name: 'only the coordinator sees how even appraisal is', as: 'cb.yte',
    async run(page, base, t) {
      await page.goto(at(''));
      t.ok(!(await page.textContent('main')).includes('Đồng đều thẩm định'), 'no tab');
      t.equal((await page.goto('/insight/fair?set=SO&year=2024')).status(), 403, 'no page');
    },
  },
  {
    name: 'a slider moved with the keys moves points, index and rank at once', as: 'cb.yte',
    async run(page, base, t) {
      await page.goto(at('/whatif?unit=H99.10') + '&keys');
      const row = page.locator('.tryout tbody tr', { hasText: '1.1.1' }), slider = row.locator('input[type=range]'), box = row.locator('input.num');
      const before = await index(page), value = number(await box.inputValue());
      await slider.focus();
      await page.keyboard.press('End');
      await page.waitForFunction((was) => document.querySelector('#after .tile dd').textContent !== was, await page.textContent('#after .tile dd'));
      t.equal(number(await box.inputValue()), 1, 'the number follows the slider');
      t.ok(Math.abs(await index(page) - before - (1 - value)) < 0.011, 'the index rises by the points');
      t.ok((await page.textContent('#said')).includes('đơn vị thay đổi'), 'told to those who listen');
      await page.keyboard.press('ArrowLeft');
      await page.waitForFunction(() => document.querySelector('.tryout input.num').value === '0,95');
      await box.fill('0,5');
      t.equal(await slider.inputValue(), '0.5', 'the slider follows the number');
    },
  },
  {
    name: 'a figure of another unit, a weight and a scenario are kept together; the real result stays', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/ranking?set=SO&year=2025');
      const real = await page.textContent('#ranking');
      await page.goto(at('/whatif?unit=H99.10') + '&keep');
      await page.fill('[name="p.1.1.1"]', '1');
      await page.selectOption('#unit', { label: 'Sở Y tế' });
      await page.waitForSelector('legend:has-text("Các thay đổi khác")');
      t.ok((await page.textContent('fieldset')).includes('1.1.1: 1'), 'the change of the first unit is carried along');
      await page.fill('[name="p.6.1"]', '0');
      await page.click('summary:has-text("Quy tắc, trọng số")');
      await page.selectOption('#rule_code', '1.1.2');
      await page.fill('#max_value', '5');
      await page.fill('#name', 'Thử ba điều');
      await page.click('text=Lưu kịch bản');
      t.ok((await page.textContent('.banner')).includes('Thử ba điều'), 'saved');
      t.equal((await page.$$('fieldset input[name=change]')).length, 2, 'two changes beside the controls');
      await page.goto('/ranking?set=SO&year=2025&again');
      t.equal(await page.textContent('#ranking'), real, 'the ranking does not know of it');
      await page.goto(at('') + '&list');
      t.ok((await page.textContent('main')).includes('Thử ba điều'), 'in the list of the desk');
      await page.click('text=Thử ba điều');
      await page.click('summary:has-text("Kịch bản đã lưu")');
      await page.click('button:has-text("Xóa")');
      t.ok((await page.textContent('.banner.good')).includes('Đã xóa'), 'removed');
    },
  },
  {
    name: 'what if works without script: the form is sent and shown again', as: 'cb.yte', noScript: true,
    async run(page, base, t) {
      await page.goto(at('/whatif?unit=H99.10'));
      const before = await index(page);
      await page.fill('[name="p.1.1.1"]', '1');
      await page.click('button:has-text("Tính lại")');
      t.ok(await index(page) > before, 'computed');
      t.equal(await page.inputValue('[name="p.1.1.1"]'), '1', 'what was typed stays');
      await page.fill('[name="p.1.1.1"]', '99');
      await page.click('button:has-text("Tính lại")');
      t.ok((await page.textContent('#after')).includes('1.1.1'), 'points beyond the maximum are told');
    },
  },
  {
    name: 'the cheapest way to a rank goes into the plan in one move', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto(at('/reach?unit=H99.10&rank=5'));
      const chosen = (await page.$$('tbody tr.mine')).length;
      t.ok(chosen > 0, 'some are chosen');
      await page.fill('main table [name="e.1.1.1"]', '50');
      await page.click('button:has-text("Tìm lại")');
      t.ok(!(await page.textContent('tbody tr.mine >> nth=0')).startsWith('1.1.1'), 'what is dear is left out');
      await page.selectOption('#others', 'last-year');
      await page.click('text=Tìm cách rẻ nhất');
      t.ok(await page.$('.tile.good'), 'also when the others rise');
      await page.fill('#deadline', 'trước 30/9');
      await page.click('text=Lập giải pháp và giao việc');
      t.ok((await page.textContent('.banner.good')).includes('kế hoạch khắc phục'), 'planned');
      t.ok((await page.$$('tbody a[href^="/tasks/"]')).length >= 3, 'as tasks');
    },
  },
  {
    name: 'ranks do not move where nothing varies, and the same seed gives the same picture', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto(at('/robust') + '&weights=0&survey=0&appraiser=0');
      t.ok((await page.textContent('main')).includes('không hạng nào thay đổi'), 'nothing moves');
      await page.goto(at('/robust') + '&weights=30&seed=7&draws=2000');
      const first = await page.textContent('main table');
      await page.goto(at('/robust') + '&weights=30&seed=7&draws=2000&again');
      t.equal(await page.textContent('main table'), first, 'repeated');
      await page.fill('#weights', 'nhiều');
      await page.click('button:has-text("Thử lại")');
      t.ok((await page.textContent('main')).includes('phải là phần trăm'), 'told');
    },
  },
];
