// What a downloaded file is called: by what it is, whatever somebody wrote.
import { expect, test } from 'vitest';
import { fileName } from '$lib/scorecard/file-names.ts';

const startedAt = Date.UTC(2030, 0, 1, 9);

test('files are called by what they are, the question and the day', () => {
  const name = fileName('scorecard', { title: 'Notification service', startedAt }, 'md');
  expect(name).toBe('scorecard-notification-service-2030-01-01.md');
});

test.each([
  ['a way up', '../../x'],
  ['a way up on another system', '..\\..\\x:y'],
  ['a header broken out of', 'a"; filename=evil.html'],
  ['a line break', 'a\r\nSet-Cookie: b=c'],
  ['a right-to-left override', 'card\u202elmth.md'],
  ['an end in the middle', 'a.html\u0000'],
  ['nothing that can be in a name', '…/…'],
  ['a name longer than disks take', 'long '.repeat(80)],
])('a title that is %s makes no other file of it', (_what, title) => {
  const name = fileName('scorecard', { title, startedAt }, 'md');
  expect(name).toMatch(/^scorecard-([a-z0-9][a-z0-9-]*-)?2030-01-01\.md$/);
  expect(name.length).toBeLessThan(120);
});
