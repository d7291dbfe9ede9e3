// Settings that cannot be used are named, all at once, in words.
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';

describe('settings', () => {
  test('without any the defaults hold', () => {
    expect(readConfig({})).toMatchObject({ port: 3000, host: '127.0.0.1', origins: [], logLevel: 'info' });
    expect(readConfig({ PORT: ' ' }).port).toBe(3000);
  });

  test('an origin is a list, without paths', () => {
    expect(readConfig({ ORIGIN: 'https://a.example, http://b.example:8080/' }).origins).toEqual([
      'https://a.example',
      'http://b.example:8080',
    ]);
  });

  test.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3e3'],
    ['HOST', 'not a host'],
    ['ORIGIN', 'a.example'],
    ['ORIGIN', 'https://a.example/path'],
    ['ORIGIN', 'ftp://a.example'],
    ['LOG_LEVEL', 'loud'],
    ['DATABASE_URL', 'postgres://db'],
    ['REDIS_URL', 'redis://cache'],
    ['CONNECTIONS_PER_ADDRESS', '0'],
    ['RECORDING_MB', '0'],
    ['MIN_FREE_MB', 'much'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(name));
  });

  test('all wrong values are named at once, and none of them shows a password', () => {
    const read = () => readConfig({ PORT: 'x', LOG_LEVEL: 'y', DATABASE_URL: 'postgres://user:hunter2@db' });
    expect(read).toThrow(/PORT=x[\s\S]*LOG_LEVEL=y[\s\S]*DATABASE_URL/);
    expect(read).not.toThrow(/hunter2/);
  });
});
