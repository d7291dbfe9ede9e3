// The scorecard on paper, as Chromium prints it: A4 and Letter, everything on it, nothing cut, no colour needed.
import type { Page } from '@playwright/test';
import { withDemo } from '../support/demo-interview.ts';
import { readPdf } from '../support/pdf.ts';
import { expect, Person, test } from './two-people.ts';

const papers = {
  A4: { width: 595.9, height: 842.9 },
  Letter: { width: 612, height: 792 },
} as const;
/** 14 mm, in points. */
const marginWide = 39;
/** 17 mm. */
const marginHigh = 48;

/** The demo's scorecard as Maya reads it in a dark room. */
async function scorecard(
  product: Parameters<typeof withDemo>[0],
  browser: Parameters<typeof Person.arrive>[0],
): Promise<Page> {
  const demo = await withDemo(product);
  const maya = await Person.arrive(browser, 'Maya', { colorScheme: 'dark' });
  await maya.join(demo.linkOf('interviewer'));
  await maya.page.goto(`${product.origin}/interview/${demo.id}/scorecard`);
  await expect(maya.page.getByRole('table', { name: 'Ratings' })).toBeVisible();
  return maya.page;
}

/** As a browser does when somebody prints; a test cannot press the system's own button. */
async function asPrinted(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
}

/** Every text that an eye could see now, with its colour. */
function textsOn(page: Page): Promise<{ text: string; color: string }[]> {
  return page.evaluate(() => {
    const texts: { text: string; color: string }[] = [];
    const walker = document.createTreeWalker(document.querySelector('article')!, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const holder = walker.currentNode.parentElement!;
      const text = walker.currentNode.nodeValue!.trim();
      if (text === '' || holder.closest('.visually-hidden') || !holder.checkVisibility()) continue;
      const { color, fill } = getComputedStyle(holder);
      texts.push({ text, color: holder instanceof SVGElement ? fill : color });
    }
    return texts;
  });
}

/** How far from the paper's lower edge the last line stands; the page's number stands in the margin. */
const lowestOf = (letters: readonly { y: number }[]): number =>
  Math.min(...letters.map(({ y }) => y).filter((y) => y > marginHigh));

/** A line may end behind a hyphen. */
const countOf = (words: readonly string[]) =>
  Map.groupBy(
    words.flatMap((word) => word.split(/(?<=-)/)),
    (word) => word,
  );

for (const [format, paper] of Object.entries(papers)) {
  test(`on ${format} every word is there, as text and inside the margins`, async ({ browser, product }) => {
    const page = await scorecard(product, browser);
    const picture = page.getByRole('img', { name: 'Reference diagram' });
    await page.evaluate(() => (window.print = () => document.body.classList.add('is-asked')));
    await page.getByRole('button', { name: 'Print', exact: true }).click();
    await expect(page.locator('body.is-asked')).toBeAttached();
    await expect(picture).toBeVisible();
    const pages = readPdf(await page.pdf({ format }));
    expect(pages.length).toBeGreaterThanOrEqual(6);
    // Fonts differ between machines; a stray blank page or a column torn apart would be far more.
    expect(pages.length).toBeLessThanOrEqual(14);
    for (const [i, { width, height, words, letters }] of pages.entries()) {
      expect(width).toBeCloseTo(paper.width, 0);
      expect(height).toBeCloseTo(paper.height, 0);
      expect(words.length, `page ${i + 1} has something to say`).toBeGreaterThan(10);
      expect(words.join(' ')).toContain(`${i + 1} of ${pages.length}`);
      const outside = letters.filter(({ x }) => x < marginWide || x > width - marginWide);
      expect(outside.map(({ text }) => text).join('')).toBe('');
      // The labels of the reference diagram, which is as wide as the paper lets it.
      expect(Math.min(...letters.map(({ size }) => size)), 'the smallest type').toBeGreaterThan(5);
    }
    const [first] = pages;
    // The whole judgement on one page, and evidence right behind it: none of the first pages is left half empty.
    for (const word of ['Scorecard', 'Strongest', 'Profile', 'Recommendation'])
      expect(first?.words).toContain(word);
    expect(first?.words.join(' ')).toContain('One interview is one sample: it says where to look');
    const feet = pages.slice(0, -1).map(({ letters, height }) => lowestOf(letters) / height);
    expect(Math.max(...feet.slice(0, 3)), `where the pages end: ${feet.join(', ')}`).toBeLessThan(0.45);
    const boards = page.getByRole('img', { name: /^The board (at the end|after)/ });
    await expect(boards).toHaveCount(4);
    const drawn = await boards.evaluateAll((all) => all.map((img) => (img as HTMLImageElement).naturalWidth));
    expect(Math.min(...drawn)).toBeGreaterThan(500);
    expect(pages.flatMap(({ pictures }) => pictures).filter(({ width }) => width > 500)).toHaveLength(4);

    await asPrinted(page);
    await expect(picture).toBeVisible();
    const printed = countOf(pages.flatMap(({ words }) => words));
    const wanted = countOf((await textsOn(page)).flatMap(({ text }) => text.split(/\s+/)));
    const lost = [...wanted].filter(([word, all]) => (printed.get(word)?.length ?? 0) < all.length);
    expect(lost.map(([word]) => word)).toEqual([]);
  });
}

test('what is folded on a screen is open on paper, and folded again after it', async ({
  browser,
  product,
}) => {
  const page = await scorecard(product, browser);
  const folded = page.locator('details:not([open])');
  const before = await folded.count();
  expect(before).toBeGreaterThan(3);
  await asPrinted(page);
  await expect(folded).toHaveCount(0);
  await expect(page.getByText('The reference’s figures')).toBeVisible();
  await expect(page.getByText('The picture in words.')).toBeVisible();
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(folded).toHaveCount(before);
});

test('paper shows what was chosen for exports', async ({ browser, product }) => {
  const page = await scorecard(product, browser);
  await page.getByRole('button', { name: 'Export …' }).click();
  for (const name of ['My partner’s name', 'Notes', 'Reference answer and figures'])
    await page.getByRole('checkbox', { name }).uncheck();
  await page.getByRole('button', { name: 'Done' }).click();
  const words = readPdf(await page.pdf({ format: 'A4' })).flatMap((one) => one.words);
  expect(words).not.toContain('Jonas');
  const text = words.join(' ');
  expect(text).toContain('Candidate');
  for (const left of ['Named the missing second SMS provider', 'Reference answer', 'The reference’s figures'])
    expect(text).not.toContain(left);
  await expect(page.getByText('Jonas').first()).toBeVisible();
});

test('without colour and from a dark screen everything on paper can be read', async ({
  browser,
  product,
}) => {
  const page = await scorecard(product, browser);
  await asPrinted(page);
  const faint = (await textsOn(page)).filter(({ color }) => contrastWithPaper(color) < 4.5);
  expect(faint).toEqual([]);
  const grounds = await page.evaluate(() =>
    [...document.querySelectorAll('article, article *')].flatMap((element) => {
      const { backgroundColor, display } = getComputedStyle(element);
      return display === 'none' || element.textContent?.trim() === '' ? [] : [backgroundColor];
    }),
  );
  const dark = grounds.filter((color) => !color.endsWith(', 0)') && contrastWithPaper(color) > 1.3);
  expect(dark).toEqual([]);
  // Self and interviewer differ by shape: a ring and a disc.
  const marks = await page.evaluate(() =>
    ['self', 'interviewer'].map((who) => {
      const { fill, stroke } = getComputedStyle(document.querySelector(`article svg .${who}`)!);
      return { fill, stroke };
    }),
  );
  expect(marks[1]?.fill).toBe('rgb(0, 0, 0)');
  expect(marks[0]?.fill).not.toBe(marks[1]?.fill);
});

/** WCAG's contrast of a colour with white: what is left of it when it is printed in grey. */
function contrastWithPaper(color: string): number {
  const [r = 0, g = 0, b = 0] = color.match(/[\d.]+/g)?.map(Number) ?? [];
  const linear = (part: number) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 1.05 / (0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) + 0.05);
}
