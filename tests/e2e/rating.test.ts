// One person's form in two tabs, on two devices and after a restart: one form, and no word of it is lost.
import type { Browser, Page } from '@playwright/test';
import { expect, meet, startTogether, test } from './two-people.ts';
import type { Pair } from './two-people.ts';

async function atTheForm(pair: Pair): Promise<void> {
  const { ida } = await startTogether(pair);
  await ida.click('End interview');
  await ida.page.getByRole('dialog').getByRole('button', { name: /end/i }).click();
  await expect(ida.page.getByRole('button', { name: 'Submit scorecard' })).toBeVisible();
}

/** The same person elsewhere: another browser that holds the same session. */
async function elsewhere(browser: Browser, page: Page, origin: string): Promise<Page> {
  const context = await browser.newContext({
    storageState: { cookies: await page.context().cookies(), origins: [] },
    viewport: { width: 390, height: 844 },
  });
  const other = await context.newPage();
  await other.goto(origin + new URL(page.url()).pathname);
  return other;
}

const first = (page: Page) => page.getByRole('radiogroup').first();
const evidence = (page: Page) => first(page).getByRole('textbox', { name: 'Evidence' });
const notSaved = (page: Page) => page.getByRole('region', { name: 'Not saved' });

test('[RB8] two tabs, one submits while the other has words on their way: those are shown to be copied', async ({
  browser,
  product,
}) => {
  const pair = await meet(browser, product);
  await atTheForm(pair);
  const { ida } = pair;
  const wire = await product.wire();
  const tab = await ida.page.context().newPage();
  await tab.goto(wire.origin + new URL(ida.page.url()).pathname);
  await evidence(ida.page).fill('From the first tab');
  await expect(evidence(tab)).toHaveValue('From the first tab');

  wire.cut();
  await evidence(tab).fill('From the second tab, never sent');
  await first(tab).getByRole('radio', { name: '4 Leading' }).check();
  await ida.rate('3 Solid', 'Yes');
  await expect(ida.page.getByRole('heading', { name: 'Waiting for the other' })).toBeVisible();
  wire.mend();
  await expect(tab.getByRole('heading', { name: 'Waiting for the other' })).toBeVisible();
  await expect(notSaved(tab)).toContainText('From the second tab, never sent');
  await expect(notSaved(tab)).toContainText('final');
  await tab.reload();
  await expect(notSaved(tab)).toContainText('From the second tab, never sent');
  await notSaved(tab).getByRole('button', { name: 'Discard' }).click();
  await expect(notSaved(tab)).toBeHidden();
});

test('[RB8] half a form is there on another device and after a restart; what that device wrote later stays', async ({
  browser,
  product,
}) => {
  const pair = await meet(browser, product);
  await atTheForm(pair);
  const { page } = pair.ida;
  await first(page).getByRole('radio', { name: '3 Solid' }).check();
  await first(page).getByRole('checkbox').first().check();
  await evidence(page).fill('Asked who reads it');
  await page.getByRole('textbox', { name: 'Strength' }).fill('Listens');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await product.kill();
  await product.start();

  const wire = await product.wire();
  const phone = await elsewhere(browser, page, wire.origin);
  await expect(first(phone).getByRole('radio', { name: '3 Solid' })).toBeChecked();
  await expect(first(phone).getByRole('checkbox').first()).toBeChecked();
  await expect(evidence(phone)).toHaveValue('Asked who reads it');
  await expect(phone.getByRole('textbox', { name: 'Strength' })).toHaveValue('Listens');

  wire.cut();
  await evidence(phone).fill('Typed without a network');
  await first(phone).getByRole('checkbox').nth(1).check();
  await evidence(page).fill('Typed on the laptop, later');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  wire.mend();
  await expect(notSaved(phone)).toContainText('Typed without a network');
  await expect(evidence(phone)).toHaveValue('Typed on the laptop, later');
  await expect(evidence(page)).toHaveValue('Typed on the laptop, later');
});
