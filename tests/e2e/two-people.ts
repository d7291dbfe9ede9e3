// Ida and Carl in two browsers of their own, going through the product by the names people see.
import { test as base, expect } from '@playwright/test';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { Product, quickRubrics } from '../support/product.ts';
import type { PhaseSeconds } from '../support/product.ts';

export { expect };

type Options = { phaseSeconds: PhaseSeconds };

/** A fresh product for each test; `phaseSeconds` sets how long its phases last. */
export const test = base.extend<Options & { product: Product }>({
  phaseSeconds: [{ min: 0, max: 600 }, { option: true }],
  product: async ({ phaseSeconds, browser }, use) => {
    const product = await new Product(quickRubrics(phaseSeconds)).start();
    await use(product);
    // Left open, the rooms of one test would go on painting through all the tests after it.
    for (const context of browser.contexts()) await context.close();
    await product.stop();
  },
});

export class Person {
  readonly page: Page;
  readonly name: string;

  private constructor(name: string, page: Page) {
    this.name = name;
    this.page = page;
  }

  static async arrive(browser: Browser, name: string, options: BrowserContextOptions = {}): Promise<Person> {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, ...options });
    return new Person(name, await context.newPage());
  }

  /** Creates an interview with the defaults and answers the candidate's link. */
  async create(origin: string): Promise<string> {
    await this.page.goto(`${origin}/new`);
    await this.page.getByLabel('Question', { exact: true }).selectOption({ label: 'Notification service' });
    await this.page.getByLabel('Your name').fill(this.name);
    await this.page.getByRole('button', { name: 'Create interview' }).click();
    const link = this.page.getByRole('textbox', { name: 'Candidate invite link' });
    await expect(link).toHaveValue(/\/interview\/.+invite=/);
    return link.inputValue();
  }

  async join(link: string): Promise<void> {
    await this.page.goto(link);
    await this.page.getByLabel('Your name').fill(this.name);
    await this.page.getByRole('button', { name: 'Join' }).click();
    await expect(this.page.getByRole('button', { name: 'Join' })).toBeHidden();
  }

  timer() {
    return this.page.getByRole('timer', { name: 'Phase time' });
  }

  /** The phase marked as the present one. */
  phase() {
    return this.page.getByRole('list', { name: 'Phases' }).locator('[aria-current="step"]');
  }

  async click(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name, exact: typeof name === 'string' }).click();
  }

  async openTool(name: string): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }

  /** Rates every criterion 3, recommends, and submits. */
  async rate(value = '3 Solid', recommendation = 'Yes'): Promise<void> {
    const groups = this.page
      .getByRole('radiogroup')
      .filter({ has: this.page.getByRole('radio', { name: '2 Partial' }) });
    await expect(groups).toHaveCount(7);
    for (const group of await groups.all()) await group.getByRole('radio', { name: value }).check();
    await this.page
      .getByRole('radiogroup', { name: 'Recommendation' })
      .getByRole('radio', { name: recommendation, exact: true })
      .check();
    await this.page.getByRole('textbox', { name: 'Strength' }).fill(`Strength seen by ${this.name}`);
    await this.page.getByRole('textbox', { name: 'Change' }).fill(`Change wished by ${this.name}`);
    await this.click('Submit scorecard');
  }
}

export type Pair = { ida: Person; carl: Person; id: string };

/** Ida (interviewer, host) and Carl (candidate) in the lobby of one interview. */
export async function meet(
  browser: Browser,
  product: Product,
  origins: { ida?: string; carl?: string } = {},
): Promise<Pair> {
  const ida = await Person.arrive(browser, 'Ida');
  const carl = await Person.arrive(browser, 'Carl');
  const link = new URL(await ida.create(origins.ida ?? product.origin));
  await carl.join((origins.carl ?? product.origin) + link.pathname + link.hash);
  return { ida, carl, id: link.pathname.split('/').at(-1) ?? '' };
}

export async function startTogether(pair: Pair): Promise<Pair> {
  await pair.ida.click('Start interview');
  for (const person of [pair.ida, pair.carl]) await expect(person.timer()).toBeVisible();
  return pair;
}
