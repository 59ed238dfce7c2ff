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
    name: 'an officer sees the own unit first on the home page', as: 'cb.yte',
    async run(page, base, t) {
      await page.goto('/');
      t.ok((await page.textContent('main h2')).includes('Sở Y tế'), 'own unit');
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
];
