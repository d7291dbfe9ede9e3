// Four people, four browsers: matched two by two, both interviews of either pair held, rated and kept.
import { expect, meet, Person, startTogether, test } from './two-people.ts';
import type { Product } from '../support/product.ts';

async function enter(person: Person, product: Product): Promise<void> {
  await person.page.goto(`${product.origin}/match`);
  await person.page.getByLabel('Alias').fill(person.name);
  await person.click('Find a partner');
  await expect(
    person.page.getByRole('heading', { name: /Looking for a partner|Somebody is there/ }),
  ).toBeVisible();
}

async function confirm(person: Person): Promise<string> {
  await person.click('I am here');
  await person.page.waitForURL(/\/pairing\//);
  return person.page.url();
}

async function hold(pair: Person[]): Promise<void> {
  const starts = pair.map((person) => person.page.getByRole('button', { name: 'Start interview' }));
  await expect(starts[0]!.or(pair[0]!.page.getByText('The interviewer starts the interview.'))).toBeVisible();
  const interviewer = (await starts[0]!.isVisible()) ? pair[0]! : pair[1]!;
  const candidate = pair.find((person) => person !== interviewer)!;
  await interviewer.click('Start interview');
  await expect(candidate.timer()).toBeVisible();
  await interviewer.click('End interview');
  await interviewer.page.getByRole('dialog').getByRole('button', { name: /end/i }).click();
  for (const person of pair) await person.rate();
}

test('two pairs are matched, read, interview, swap and rate: four scorecards', async ({
  browser,
  product,
}) => {
  test.setTimeout(300_000);
  const people: Person[] = [];
  for (const name of ['Ada', 'Bo', 'Cleo', 'Dan']) people.push(await Person.arrive(browser, name));
  await Promise.all(people.map((person) => enter(person, product)));
  const addresses = await Promise.all(people.map(confirm));
  const pairs = [...new Set(addresses)].map((address) => people.filter((_, i) => addresses[i] === address));
  expect(pairs.map((pair) => pair.length)).toEqual([2, 2]);

  const scorecards = new Set<string>();
  for (const pair of pairs) {
    for (const { page } of pair) {
      await page.getByLabel('I have read it').check();
      await expect(page.getByText(`with ${pair.find((other) => other.page !== page)!.name}`)).toHaveCount(0);
    }
    for (const { page } of pair) {
      await expect(page.getByRole('heading', { name: 'Both of you are ready' })).toBeVisible();
      await page.getByRole('link', { name: 'Go to the first interview' }).click();
    }
    await hold(pair);
    for (const { page } of pair) await page.getByRole('link', { name: 'Open the second interview' }).click();
    await hold(pair);
    for (const { page } of pair) {
      await page.getByRole('link', { name: 'Open the scorecard' }).click();
      await expect(page.getByRole('table', { name: 'Ratings' })).toBeVisible();
      const here = page.url();
      scorecards.add(here);
      await page.getByRole('link', { name: 'Open the other scorecard' }).click();
      await expect(page).not.toHaveURL(here);
      await expect(page.getByRole('table', { name: 'Ratings' })).toBeVisible();
      scorecards.add(page.url());
    }
  }
  expect(scorecards.size).toBe(4);
});

test('who does not say "I am here" leaves the queue, the other stays in it', async ({ browser, product }) => {
  const [ada, bo] = [await Person.arrive(browser, 'Ada'), await Person.arrive(browser, 'Bo')];
  await enter(ada, product);
  await enter(bo, product);
  await ada.click('I am here');
  await expect(bo.page.getByText('You did not say that you are here')).toBeVisible({ timeout: 25_000 });
  await expect(ada.page.getByRole('heading', { name: 'Looking for a partner' })).toBeVisible();
});

test('an offer to swap waits for the reveal; then one click swaps the roles of the same two, without a link', async ({
  browser,
  product,
}) => {
  const { ida, carl, id } = await startTogether(await meet(browser, product));
  await ida.click('End interview');
  await ida.page.getByRole('dialog').getByRole('button', { name: /end/i }).click();
  await carl.rate();
  await carl.click('Swap roles');
  await expect(carl.page.getByText('You offered to swap.')).toBeVisible();
  await ida.rate();
  await expect(ida.page.getByText('Carl would like to swap roles.')).toBeVisible();
  await ida.click('Swap roles');
  await ida.page.waitForURL((url) => url.pathname.startsWith('/interview/') && !url.pathname.includes(id));
  await carl.page.getByRole('link', { name: 'Open the second interview' }).click();
  await expect(carl.page.getByRole('button', { name: 'Start interview' })).toBeVisible();
  await carl.click('Start interview');
  await expect(ida.timer()).toBeVisible();
});

/** The notifications a page shows from here on, by title; they are shown all the same. */
async function listen(person: Person, origin: string): Promise<() => Promise<string[]>> {
  await person.page.context().grantPermissions(['notifications'], { origin });
  await person.page.addInitScript(() => {
    const titles: string[] = [];
    const { Notification: Real } = globalThis;
    class Heard extends Real {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        titles.push(title);
      }
    }
    Object.assign(globalThis, { Notification: Heard, titles });
  });
  return () => person.page.evaluate(() => (globalThis as unknown as { titles: string[] }).titles);
}

test('who waits is notified; when the other leaves after all, one click turns the slot into the same question alone', async ({
  browser,
  product,
}) => {
  const [ada, bo] = [await Person.arrive(browser, 'Ada'), await Person.arrive(browser, 'Bo')];
  const titles = await listen(ada, product.origin);
  await enter(ada, product);
  await expect(ada.page.getByText('the browser shows a notification')).toBeVisible();
  await enter(bo, product);
  await expect.poll(titles).toEqual(['Somebody is there']);
  await Promise.all([ada, bo].map(confirm));
  await bo.click('Leave this pairing');
  await bo.click('Yes, leave');
  await expect(bo.page.getByRole('heading', { name: 'Find a partner', level: 1 })).toBeVisible();
  await expect(ada.page.getByRole('heading', { name: 'Bo did not come' })).toBeVisible();
  await ada.click('We agreed otherwise');
  await expect(ada.page.getByRole('button', { name: 'We agreed otherwise' })).toBeHidden();
  await ada.click('The same question alone');
  await ada.page.waitForURL(/\/interview\//);
  await expect(ada.timer()).toBeVisible();
});
