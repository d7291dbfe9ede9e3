// The demo of `npm run seed` in a product, and its replay by the names people see.
import { execFileSync } from 'node:child_process';
import type { Browser, Page } from '@playwright/test';
import type { Product } from '../support/product.ts';
import { expect, Person } from './two-people.ts';

export const slider = (page: Page) => page.getByRole('slider', { name: 'Replay position' });
export const secondsOf = async (page: Page) => Number(await slider(page).inputValue());

export type Demo = { page: Page; address: string; openAsCandidate: () => Promise<Page> };

/** The demo of `npm run seed` in the product's data, opened by its interviewer; answers its replay's address. */
export async function openDemo(browser: Browser, product: Product): Promise<Demo> {
  await product.kill();
  const env = { ...process.env, DATA_DIR: product.dataDir, ORIGIN: product.origin };
  const printed = execFileSync(process.execPath, ['server/seed.ts'], { env, encoding: 'utf8' });
  await product.start();
  const linkOf = (role: string) => new URL(new RegExp(`${role}\\s+(\\S+)`).exec(printed)?.[1] ?? '');
  const open = async (role: string, name: string) => {
    const link = linkOf(role);
    const { page } = await Person.arrive(browser, name);
    await page.goto(product.origin + link.pathname + link.hash);
    await page.getByLabel('Your name').fill(name);
    await page.getByRole('button', { name: 'Join' }).click();
    await expect(page.getByRole('button', { name: 'Join' })).toBeHidden();
    return page;
  };
  const page = await open('interviewer', 'Maya');
  const address = `${product.origin}${linkOf('interviewer').pathname}/replay`;
  return { page, address, openAsCandidate: () => open('candidate', 'Jonas') };
}

export async function openAt(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.locator('[aria-label="Board"][aria-busy="false"]')).toBeVisible();
}

/** The labels on the board, as the outline tells them. */
export const outline = (page: Page) => page.locator('#board-outline li');
