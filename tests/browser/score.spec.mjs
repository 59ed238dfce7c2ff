const texts = (page, selector) => page.$$eval(selector, (es) => es.map((e) => e.textContent.trim()));
const number = (s) => Number(s.replace(/\./g, '').replace(',', '.').replace('−', '-'));

export default [
  {
    name: 'home shows each set: where we are, what is lost, what changed', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/');
      const cards = await texts(page, '.card > h2');
      for (const q of ['Ta đang ở đâu?', 'Mất điểm ở đâu, vì sao?', 'Từng lĩnh vực, điểm bình quân']) t.ok(cards.includes(q), q);
      t.ok(cards.some((c) => c.startsWith('Có gì đổi so với năm')), 'changes');
      t.ok((await page.$$('svg.plot')).length >= 2, 'fields as bars');
    },
  },
  {
    name: 'an officer sees the own unit before all others on the home page', as: 'cb.yte',
    async run(page, base, t) {
      await page.goto('/');
      t.has(await page.textContent('main section:has(dl.tiles) h2'), 'Sở Y tế', 'own unit');
      t.ok((await page.$$('tr.mine, .panel .lost')).length > 0, 'own losses');
    },
  },
  {
    name: 'the ranking sorts by links, shows last year and gives XLSX and CSV', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/ranking?set=SO&year=2025');
      const ranks = (await texts(page, '#ranking tbody td.rank')).filter(Boolean).map(Number); // units without a rank come last
      t.ok(ranks.length >= 20, 'at least 20 departments');
      t.ok(ranks.every((r, i) => !i || ranks[i - 1] <= r), 'in order of rank');
      t.ok((await page.$$('#ranking .up')).length && (await page.$$('#ranking .down')).length, 'arrows');
      await page.click('#ranking thead a:has-text("Điểm")');
      await page.click('#ranking thead a:has-text("Điểm") >> nth=0');
      t.equal(await page.getAttribute('#ranking th:has(> a:text-is("Điểm"))', 'aria-sort'), 'ascending', 'sorted rising');
      const points = (await texts(page, '#ranking tbody tr td:nth-child(3)')).map(number);
      t.ok(points.every((p, i) => !i || points[i - 1] <= p), 'points rise');
      for (const kind of ['xlsx', 'csv']) {
        const [file] = await Promise.all([page.waitForEvent('download'), page.click(`text=Tải ${kind.toUpperCase()}`)]);
        t.equal(file.suggestedFilename(), `xep-hang-SO-2025.${kind}`, 'file name');
      }
    },
  },
  {
    name: 'the first year has no year before: nothing is shown, nothing invented', as: 'lanhdao',
    async run(page, base, t) {
      await page.goto('/ranking?set=SO&year=2023');
      t.equal((await page.$$('#ranking .up, #ranking .down, #ranking .same')).length, 0, 'arrows');
    },
  },
  {
    name: 'a cell of the heat map has a letter and leads to why', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/heatmap?set=SO&year=2025');
      t.ok((await texts(page, 'td.heat.h5 a')).every((s) => s.startsWith('A')), 'letters');
      await page.click('text=Mở ra từng tiêu chí thành phần');
      t.ok((await texts(page, 'td.heat a')).every((s) => /^[A-E–+−]$/.test(s)), 'a letter in each cell');
      await page.click('td.heat a >> nth=0');
      t.ok((await page.textContent('h1')).startsWith('Vì sao'), 'why');
    },
  },
  {
    name: 'why: the parts of a total add up exactly, and lead down to a rule with its inputs', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/why?set=SO&year=2025&unit=H99.3&criterion=2');
      const formula = await page.textContent('.formula');
      const [left, right] = formula.split('→')[0].split('=');
      const sum = left.split(' + ').reduce((s, x) => s + Math.round(number(x.trim()) * 1e8), 0);
      t.equal(sum, Math.round(number(right.trim()) * 1e8), 'sum of parts');
      await page.click('.why table td a >> nth=-1');
      t.ok((await texts(page, '.why h3')).includes('Số liệu đầu vào'), 'inputs');
      t.ok((await page.$$('nav.crumbs a')).length >= 3, 'way up');
      t.equal((await page.$$('tr.mine')).length, 1, 'own row among the peers');
    },
  },
  {
    name: 'every number of the unit page leads to why; losses are sorted', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/units/H99.3/result?set=SO&year=2025');
      const lost = (await texts(page, 'td.lost')).map((s) => -number(s));
      t.ok(lost.length > 3 && lost.every((x, i) => !i || lost[i - 1] >= x), 'most lost first');
      t.ok((await page.$$('a[href^="/why?"]')).length > lost.length, 'links');
    },
  },
  {
    name: 'pages of results fit a phone', as: 'dieuphoi', viewport: { width: 390, height: 844 },
    async run(page, base, t) {
      for (const path of ['/?phone', '/ranking?set=XA', '/heatmap?set=XA', '/units/H99.3/result?phone', '/why?set=SO&unit=H99.3&criterion=1'])
        t.equal((await page.goto(path)).status(), 200, path);
    },
  },
  {
    name: 'without JavaScript the form and the sort links work', as: 'dieuphoi', noScript: true,
    async run(page, base, t) {
      await page.goto('/ranking');
      await page.selectOption('#set', 'XA');
      await page.click('.filters button');
      t.ok(page.url().includes('set=XA'), 'chosen');
      await page.click('#ranking thead a >> nth=0');
      t.ok(page.url().includes('sort=name'), 'sorted');
    },
  },
  {
    name: 'a file with errors is listed row by row and writes nothing; the right one is shown before it is written', as: 'dieuphoi',
    async run(page, base, t) {
      const file = (text) => ({ name: 'so-lieu.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
      await page.goto('/import/facts');
      await page.setInputFiles('#file', file('unit,year,fact,value\nH99.3,2025,1.1.2,"97,5%"\nH99.3,hai lăm,1.4,12\nKHONG,2025,1.4,31/02/2025\n'));
      await page.click('text=Kiểm tra');
      const rows = await texts(page, '#row-errors tbody tr');
      t.equal(rows.length, 3, 'errors');
      t.ok(rows[0].startsWith('3') && rows[0].includes('hai lăm'), 'row, value');
      t.ok(rows.some((r) => r.startsWith('4') && r.includes('31/02/2025')), 'the day that is none');
      await page.goto('/import/facts?again');
      await page.setInputFiles('#file', file('unit,year,fact,value\nH99.3,2025,1.1.2,"97,5%"\n'));
      await page.click('text=Kiểm tra');
      t.ok((await page.textContent('.banner')).includes('sửa 1'), 'what it will do');
      t.ok((await texts(page, 'del')).length === 1 && (await texts(page, 'ins'))[0] === '97,5%', 'from what to what');
      await page.click('text=Ghi vào dữ liệu');
      t.ok((await page.textContent('.banner.good')).includes('sửa 1'), 'written');
      await page.goto('/why?set=SO&year=2025&unit=H99.3&criterion=1.1.2');
      const text = await page.textContent('main');
      t.ok(text.includes('97,5%') && text.includes('so-lieu.csv:2') && text.includes('dieuphoi'), 'value, source and who on the page of why');
    },
  },
  {
    name: 'the menu marks the group and the page, and fits the window', as: 'dieuphoi',
    async run(page, base, t) {
      const marked = (nav) => page.$$eval(`${nav} [aria-current]`, (as) => as.map((a) => `${a.textContent} ${a.getAttribute('aria-current')}`).join());
      await page.goto('/ranking');
      t.equal(await marked('nav.menu:not(.sub)'), 'Kết quả true', 'group');
      t.equal(await marked('nav.menu.sub'), 'Xếp hạng page', 'page');
      await page.goto('/units/H99.3');
      t.equal(await marked('nav.menu.sub'), 'Đơn vị true', 'a page below');
      t.ok(await page.$eval('nav.menu', (n) => n.scrollWidth <= n.clientWidth), 'no item is hidden');
    },
  },
  {
    name: 'points outside their range are refused on import', as: 'dieuphoi',
    async run(page, base, t) {
      await page.goto('/import/scores');
      await page.selectOption('#set_id', { label: await page.locator('#set_id option', { hasText: '(SO 2025)' }).textContent() });
      await page.setInputFiles('#file', { name: 'diem.csv', mimeType: 'text/csv', buffer: Buffer.from('unit,criterion,points\nH99.3,1.2.2,99\n') });
      await page.click('text=Kiểm tra');
      t.has(await page.textContent('#row-errors'), 'lớn hơn điểm tối đa', 'why');
    },
  },
  {
    name: 'an officer changes one figure of the own unit and must say where it comes from', as: 'cb.yte',
    async run(page, base, t) {
      await page.goto('/');
      await page.click('main h2 a');
      await page.click('text=Số liệu của đơn vị');
      await page.click('main tbody td a >> nth=0');
      const code = await page.inputValue('#fact');
      t.equal(await page.inputValue('#source'), '', 'source is asked anew');
      await page.fill('#value', '31/02/2025');
      await page.fill('#source', 'Báo cáo số 7/BC-SYT, trang 2');
      await page.click('text=Lưu số liệu');
      t.ok((await page.textContent('.error-summary')).length > 0, 'refused');
      t.equal(await page.inputValue('#source'), 'Báo cáo số 7/BC-SYT, trang 2', 'what was typed stays');
      await page.fill('#value', '20/01/2025');
      await page.click('text=Lưu số liệu');
      t.ok((await page.textContent('.banner.good')).includes(code), 'saved');
      t.ok((await page.textContent('main table')).includes('Báo cáo số 7/BC-SYT'), 'source in the list');
    },
  },
];
