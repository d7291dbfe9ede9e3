// The main job: two people, one link, four phases, two scorecards that are still there afterwards.
import { expect, meet, Person, startTogether, test } from './two-people.ts';

test('two people go from one link to two scorecards', async ({ browser, product }) => {
  const { ida, carl, id } = await meet(browser, product);
  await expect(carl.page.getByText('Notification service')).toHaveCount(0);
  await startTogether({ ida, carl, id });

  await ida.openTool('Question');
  await expect(ida.page.getByText('10 million notifications a day')).not.toHaveCount(0);
  await expect(carl.page.getByText(/Design a /).first()).toBeVisible();

  await ida.openTool('Notes');
  await ida.page.getByRole('textbox', { name: 'New note' }).fill('Asked about peak load first');
  await ida.click('Add note');
  await expect(ida.page.getByRole('tabpanel', { name: 'Notes' }).getByText('Asked about peak')).toBeVisible();
  await carl.openTool('Chat');
  await carl.page.getByRole('textbox', { name: 'Message' }).fill('Can you hear me?');
  await carl.click('Send');
  await ida.openTool('Chat');
  await expect(ida.page.getByText('Can you hear me?')).toBeVisible();

  for (const next of ['high-level', 'deep dive|Go deep', 'Wrap up']) {
    await ida.click('Next phase');
    for (const person of [ida, carl]) await expect(person.phase()).toContainText(new RegExp(next, 'i'));
  }
  await ida.click('Next phase');

  await ida.rate('3 Solid', 'Yes');
  await expect(ida.page.getByText(/waiting for/i).first()).toBeVisible();
  await expect(carl.page.getByText('Strength seen by Ida')).toHaveCount(0);
  await carl.rate('2 Partial', 'No');

  for (const person of [ida, carl]) {
    await person.page.goto(`${product.origin}/interview/${id}/scorecard`);
    await expect(person.page.getByRole('heading', { name: 'Scorecard', exact: true })).toBeVisible();
    await expect(person.page.getByRole('table', { name: 'Ratings' })).toBeVisible();
    await expect(person.page.getByText('Strength seen by Ida').first()).toBeVisible();
    await expect(person.page.getByText('Change wished by Carl').first()).toBeVisible();
  }
  await expect(carl.page.getByText('Asked about peak load first').first()).toBeVisible();

  await product.kill();
  await product.start();
  await carl.page.goto(`${product.origin}/history`);
  await carl.page.getByRole('table', { name: 'Past interviews' }).getByRole('link').first().click();
  await expect(carl.page.getByText('Strength seen by Ida').first()).toBeVisible();
});

test('starting without a candidate asks, and is then a rehearsal with a scorecard', async ({
  browser,
  product,
}) => {
  const ida = await Person.arrive(browser, 'Ida');
  await ida.create(product.origin);
  await ida.click('Start interview');
  await ida.page
    .getByRole('dialog')
    .getByRole('button', { name: /rehears|start/i })
    .click();
  await expect(ida.timer()).toBeVisible();
  await ida.click('End interview');
  await ida.page.getByRole('dialog').getByRole('button', { name: /end/i }).click();
  await ida.rate();
  await ida.page
    .getByRole('link', { name: /scorecard/i })
    .first()
    .click();
  await expect(ida.page.getByRole('table', { name: 'Ratings' })).toBeVisible();
});

test('an observer sees the board and the clock, and none of the tools', async ({ browser, product }) => {
  const pair = await meet(browser, product);
  const link = await pair.ida.page.getByRole('textbox', { name: 'Observer invite link' }).inputValue();
  const olga = await Person.arrive(browser, 'Olga');
  await olga.join(link);
  await startTogether(pair);
  await expect(olga.timer()).toBeVisible();
  await expect(olga.page.getByRole('region', { name: 'Board' })).toBeVisible();
  for (const name of ['Next phase', 'Pause', 'End interview']) {
    await expect(olga.page.getByRole('button', { name })).toHaveCount(0);
  }
  await expect(olga.page.getByRole('tab', { name: /Notes|Chat|Checklist/ })).toHaveCount(0);
});

test('two tabs of one person work on one seat', async ({ browser, product }) => {
  const pair = await startTogether(await meet(browser, product));
  const second = await pair.carl.page.context().newPage();
  await second.goto(pair.carl.page.url());
  await expect(second.getByRole('timer', { name: 'Phase time' })).toBeVisible();
  await second.getByRole('button', { name: 'Pause' }).click();
  await expect(pair.carl.page.getByRole('button', { name: 'Resume' })).toBeVisible();
  await expect(pair.ida.page.getByRole('button', { name: 'Resume' })).toBeVisible();
});

test('[HI5] who leaves altogether on one page is told so on the other, and nothing pretends to reconnect', async ({
  browser,
  product,
}) => {
  const { carl } = await startTogether(await meet(browser, product));
  const settings = await carl.page.context().newPage();
  await settings.goto(`${product.origin}/settings`);
  expect(await settings.evaluate(async () => (await fetch('/api/me', { method: 'DELETE' })).status)).toBe(
    200,
  );
  await expect(carl.page.getByText('You are no longer in this interview')).toBeVisible();
  await expect(carl.page.getByText('Reconnecting')).toBeHidden();
  await expect(carl.page.getByRole('link', { name: 'Go to the home page' })).toBeVisible();
});
