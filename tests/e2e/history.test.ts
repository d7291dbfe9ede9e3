// History as somebody sees it who has been here a while: the list, filters in the address, plots by eye, keyboard
// and screen reader, deleting one interview and everything.
import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Product } from '../support/product.ts';
import { twelve, withPast } from '../support/some-past.ts';
import { unzipped } from '../support/unzipped.ts';
import { expect, Person, test } from './two-people.ts';

async function arrive(browser: Parameters<typeof Person.arrive>[0], product: Product): Promise<Page> {
  const cookie = await withPast(product, (userId) => twelve(userId, Date.now()));
  const { page } = await Person.arrive(browser, 'Carl');
  await page.context().addCookies([cookie]);
  await page.goto(`${product.origin}/history`);
  await expect(page.getByRole('table', { name: 'Past interviews' })).toBeVisible();
  return page;
}
const rows = (page: Page) => page.getByRole('table', { name: 'Past interviews' }).locator('tbody tr');
const plots = (page: Page) => page.getByRole('group', { name: /ratings over time$/ });

test('filters stand in the address and narrow list and plots', async ({ browser, product }) => {
  const page = await arrive(browser, product);
  await expect(rows(page)).toHaveCount(6);
  await page.getByRole('button', { name: 'Show 6 more' }).click();
  await expect(rows(page)).toHaveCount(12);
  await expect(plots(page)).toHaveCount(7);
  await page.getByLabel('Your role').selectOption({ label: 'Candidate (11)' });
  await expect(rows(page)).toHaveCount(11);
  await page.getByLabel('Level', { exact: true }).selectOption({ label: 'Staff (3)' });
  await expect(page).toHaveURL(/\/history\?level=staff&role=candidate$/);
  await expect(rows(page)).toHaveCount(3);
  await expect(page.getByText('3 interviews: provisional')).toBeVisible();
  await page.reload();
  await expect(rows(page)).toHaveCount(3);
  await expect(page.getByLabel('Your role')).toHaveValue('candidate');
  await page.getByLabel('Time', { exact: true }).selectOption({ label: 'Last 30 days' });
  await expect(page).toHaveURL(/days=30/);
  await page.getByRole('link', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL(/\/history$/);
  await page.goto(`${product.origin}/history?level=mid`);
  await expect(page.getByText('No interview matches these filters')).toBeVisible();
  await page.goto(`${product.origin}/history?mode=odd`);
  await expect(page.getByRole('alert')).toContainText('did not understand');
});

test('a plot is one stop of the Tab key, is walked by arrows and leads to the moments of its criterion', async ({
  browser,
  product,
}) => {
  const page = await arrive(browser, product);
  const plot = plots(page).first();
  const links = plot.getByRole('link');
  await expect(links).toHaveCount(11);
  await expect(plot.locator('a[tabindex="0"]')).toHaveCount(1);
  await links.last().focus();
  await page.keyboard.press('ArrowLeft');
  await expect(links.nth(9)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(links.first()).toBeFocused();
  await expect(links.first()).toHaveAccessibleName(/^\d+ \w+ \d{4}: interviewer \d, you \d, \w+ question$/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/interview\/[\w-]+\/replay\?criterion=scope$/);
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
});

test('every plot has its table, and the page is sound open and closed', async ({ browser, product }) => {
  test.setTimeout(120_000);
  const page = await arrive(browser, product);
  await page.getByText('Ratings as a table').click();
  const table = page.getByRole('table', { name: /^Each cell/ });
  await expect(table.locator('tbody tr')).toHaveCount(11);
  await expect(table.getByRole('link').first()).toHaveAttribute('href', /scorecard$/);
  await page.getByText('Bias and distance as a table').click();
  await expect(page.getByRole('table', { name: 'Bias and distance of each interview' })).toBeVisible();
  await expect(page.getByRole('table', { name: /^Time per phase/ }).getByRole('rowheader')).toHaveCount(4);
  await expect(page.getByRole('table', { name: /missed most often/ })).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1366, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`)).toEqual([]);
      const isTooWide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      expect(isTooWide, `${width} px: scrolls sideways`).toBe(false);
    }
});

test('one interview is deleted after a question, and everything after typing the word', async ({
  browser,
  product,
}) => {
  const page = await arrive(browser, product);
  await page.goto(`${product.origin}/settings`);
  await page.getByRole('link', { name: 'Choose in History' }).click();
  await page
    .getByRole('button', { name: /^Delete / })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('keeps their copy');
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await page
    .getByRole('button', { name: /^Delete / })
    .first()
    .click();
  await dialog.getByRole('button', { name: 'Delete interview' }).click();
  await expect(page.getByText('6 of 11')).toBeVisible();

  await page.goto(`${product.origin}/settings`);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export everything of mine' }).click();
  const files = unzipped(readFileSync(await (await download).path()));
  expect([...files.keys()].filter((path) => path.endsWith('/interview.json'))).toHaveLength(11);
  expect([...files.keys()].filter((path) => path.startsWith('recordings/'))).toHaveLength(11);

  await page.getByRole('button', { name: 'Delete everything of mine' }).click();
  await expect(dialog.getByRole('button', { name: 'Delete for good' })).toBeDisabled();
  await dialog.getByRole('textbox').fill('delete');
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByText('11 left to the people you shared them with')).toBeVisible();
  await page.goto(`${product.origin}/history`);
  await expect(page.getByText('No interviews yet')).toBeVisible();
});
