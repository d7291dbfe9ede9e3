// Agreeing on a time by link, in two browsers whose clocks are in different zones.
import { expect, Person, test } from './two-people.ts';

test('times are proposed by link, picked in another zone, saved to a calendar, moved and called off', async ({
  browser,
  product,
}) => {
  const ida = await Person.arrive(browser, 'Ida', { timezoneId: 'Europe/Berlin' });
  const carl = await Person.arrive(browser, 'Carl', { timezoneId: 'Asia/Tokyo' });
  await ida.page.goto(`${product.origin}/appointments`);
  const inTwoDays = new Date(Date.now() + 2 * 24 * 3_600_000).toISOString().slice(0, 10);
  await ida.page.getByLabel('Date 1').fill(inTwoDays);
  await ida.click('Another time');
  await ida.page.getByLabel('Time 1', { exact: true }).fill('12:00');
  await ida.page.getByLabel('Time 2', { exact: true }).fill('13:30');
  await ida.page.getByLabel('Your name').fill('Ida');
  await ida.page.getByLabel('Time zone').fill('Mars/Olympus');
  await ida.click('Propose times');
  await expect(ida.page.getByRole('alert')).toContainText('This time zone does not exist');
  await ida.page.getByLabel('Time zone').fill('Europe/Berlin');
  await ida.click('Propose times');
  await expect(ida.page.getByRole('heading', { name: 'Nobody has picked a time yet' })).toBeVisible();

  const link = await ida.page.getByRole('textbox', { name: 'Link for your partner' }).inputValue();
  await carl.page.goto(link);
  await expect(carl.page.getByRole('radio', { name: /, (19|20):00$/ })).toBeVisible();
  await expect(carl.page.getByRole('radio', { name: /, (20|21):30$/ })).toBeVisible();
  await carl.page.getByLabel('Your name').fill('Carl');
  await carl.click('Take this time');
  await expect(carl.page.getByText('The room opens a quarter of an hour before.')).toBeVisible();
  await expect(carl.page.getByText('Europe/Berlin')).toBeVisible();
  const saving = carl.page.waitForEvent('download');
  await carl.click('Calendar file');
  expect((await saving).suggestedFilename()).toBe('interview.ics');

  await ida.page.goto(product.origin);
  await expect(ida.page.getByRole('heading', { name: 'Upcoming' })).toBeVisible();
  await expect(ida.page.getByText(/^in [345]\d hours$|^in [123] days?$/)).toBeVisible();
  await ida.page.getByRole('link', { name: 'System design in four steps', exact: true }).click();
  await ida.click('Call it off');
  await ida.click('Yes, call it off');
  await expect(ida.page.getByRole('heading', { name: 'Called off' })).toBeVisible();
  await carl.page.reload();
  await expect(carl.page.getByRole('heading', { name: 'Called off' })).toBeVisible();
});
