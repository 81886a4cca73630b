/** Mail: where it goes, and settings that would mislead people. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openMail } from '../../lib/server/accounts/mail.ts';
import { readSecret } from '../../lib/server/accounts/secret.ts';

const folder = mkdtempSync(join(tmpdir(), 'hoplab-mail-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const open = (setting: string | undefined, publicUrl?: string) =>
  openMail({ setting, publicUrl, from: 'Hoplab <lab@example.org>', folder });

describe('mail', () => {
  test('is not sent where it is not set', () => {
    expect(open(undefined)).toBeUndefined();
  });

  test('goes into a folder, a letter a file', async () => {
    await open('file')?.send({ to: 'ada@example.org', subject: 'Hello', text: 'A line.' });
    const [name = ''] = readdirSync(join(folder, 'mail'));
    const letter = readFileSync(join(folder, 'mail', name), 'utf8');
    for (const line of ['From: Hoplab <lab@example.org>', 'To: ada@example.org', 'Subject: Hello', 'A line.'])
      expect(letter).toContain(line);
  });

  test('needs an address to lead people to, and a setting that can be', () => {
    expect(() => open('smtp://localhost')).toThrow('HOPLAB_MAIL needs PUBLIC_URL');
    expect(() => open('imap://localhost', 'https://lab.example.org')).toThrow(
      'smtp://…, smtps://… or file was expected',
    );
    expect(open('smtp://localhost', 'https://lab.example.org')).toBeDefined();
  });
});

test('a secret is made once, and a short one is refused', () => {
  expect(readSecret(undefined, folder)).toBe(readSecret(undefined, folder));
  expect(() => readSecret('short', folder)).toThrow('HOPLAB_SECRET has 5 characters; 32 or more are needed');
});
