// Practising alone, in a real browser: two clicks, a script that answers what is asked, phases that stand still for
// their checklist, a rating before the reference, and a scorecard at the end.
import { expect, Person, test } from './two-people.ts';

test.use({ phaseSeconds: { min: 0, max: 600 } });

async function begin(
  person: Person,
  origin: string,
  question: string | null = 'Distributed rate limiter',
): Promise<string> {
  await person.page.goto(origin);
  await person.page.getByRole('link', { name: 'Practise alone' }).click();
  if (question) await person.page.getByLabel('Question', { exact: true }).selectOption({ label: question });
  await person.click('Start');
  await expect(person.timer()).toBeVisible();
  return person.page.url().split('/').at(-1) ?? '';
}

async function note(person: Person, text: string): Promise<void> {
  await person.openTool('Notes');
  await person.page.getByRole('textbox', { name: 'New note' }).fill(text);
  await person.click('Add note');
  await expect(person.page.getByRole('tabpanel', { name: 'Notes' }).getByText(text)).toBeVisible();
}

test('[SO1-SO8] a whole interview alone, from two clicks to the scorecard', async ({ browser, product }) => {
  const sia = await Person.arrive(browser, 'Sia');
  const heard: string[] = [];
  sia.page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => heard.push(payload.toString())),
  );
  sia.page.on('response', (response) => {
    if (response.url().includes('/api/interviews/'))
      void response.text().then(
        (text) => heard.push(text),
        () => null,
      );
  });
  const id = await begin(sia, product.origin);
  await expect(sia.page.getByText('Our public API runs on many servers.')).toBeVisible();

  await sia.page.getByLabel('Your question').fill('How much traffic is there?');
  await sia.click('Ask');
  await expect(sia.page.getByText('100,000 requests a second on average')).toBeVisible();
  await sia.click('Ask');
  await expect(sia.page.getByText('Write a question first')).toBeVisible();
  await sia.click('What could I ask?');
  await sia.page.getByRole('button', { name: 'Added delay?' }).click();
  await expect(sia.page.getByText('Under 5 ms at the 99th percentile.')).toBeVisible();
  await sia.click('I am stuck');
  await expect(sia.page.getByText('What this part is for:')).toBeVisible();
  await note(sia, '300 000 a second at peak');

  await sia.openTool('Calculator');
  const envelope = sia.page.getByLabel('Back of the envelope');
  await envelope.fill('peak = 10M requests / day * 10\n1/0\n999999^999999\n3 parsecs');
  await expect(sia.page.getByRole('list', { name: 'Results' })).toContainText('1,157 requests/s');
  for (const wrong of ['divided by zero', 'larger than 10^308', '“parsecs” is neither'])
    await expect(sia.page.getByText(wrong)).toBeVisible();
  await sia.click(/^Keep as estimate/);
  await expect(sia.page.getByText('Kept as an estimate')).toBeVisible();
  await sia.click('Put on the board');

  // Half a note is one when the phase ends: behind the checklist there is no field for it.
  await sia.openTool('Notes');
  await sia.page.getByRole('textbox', { name: 'New note' }).fill('still being written');
  await sia.click('Next phase');
  await expect(sia.page.getByRole('heading', { name: /what was there/ })).toBeVisible();
  await expect(sia.page.locator('option', { hasText: 'still being written' }).first()).toBeAttached();
  const place = sia.page.getByLabel(/^Where is it\? Average and peak rate/);
  await place.selectOption({
    label: await place.locator('option', { hasText: '300 000 a second' }).innerText(),
  });
  await sia.click(/^Go on/);
  await expect(sia.phase()).toContainText(/high-level/i);

  await sia.page.reload();
  await expect(sia.timer()).toBeVisible();
  for (const next of [/Go deep/i, /Wrap up/i]) {
    await sia.click('Next phase');
    await sia.click(/^Go on/);
    await expect(sia.phase()).toContainText(next);
  }
  await sia.click('Next phase');
  await sia.click('Go to the rating');
  const spoilers = [
    'A limiter inside the gateway, because',
    'Counts on each node separately',
    'Keeps every timestamp',
  ];
  await expect(sia.page.getByRole('heading', { name: 'Rate yourself' })).toBeVisible();
  for (const spoiler of spoilers) expect(heard.join('\n')).not.toContain(spoiler);

  await sia.rate('3 Solid', 'Yes');
  await expect(sia.page.getByRole('heading', { name: 'Against the reference' })).toBeVisible();
  const point = sia.page.getByRole('group', { name: /^Read, decide, write as three calls/ });
  await point.getByRole('radio', { name: 'Half' }).check();
  await sia.click('Begin with my first ratings');
  await expect(sia.page.getByRole('heading', { name: 'Rate yourself again' })).toBeVisible();
  await sia.page
    .getByRole('radiogroup')
    .filter({ has: sia.page.getByRole('radio', { name: '2 Partial' }) })
    .first()
    .getByRole('radio', { name: '2 Partial' })
    .check();
  await sia.click('Submit scorecard');
  await expect(sia.page.getByRole('heading', { name: 'The interview is finished' })).toBeVisible();
  await sia.page.goto(`${product.origin}/interview/${id}/scorecard`);
  await expect(sia.page.getByRole('table', { name: 'Ratings' })).toBeVisible();
  await sia.page.getByText('Reference answer', { exact: true }).click();
  await expect(sia.page.getByText('A limiter inside the gateway, because').first()).toBeVisible();
});
