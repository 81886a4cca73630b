/** Accounts in a real browser, by keyboard alone: a guest's work goes along, by password, passkey and a link in a mail. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { accountTexts, progressTexts } from '../../app/_ui/accounttexts.ts';
import { questionTexts } from '../../app/_ui/questiontexts.ts';
import { accessibilityProblems, tabTo } from './workspace.fixture.ts';

const words = accountTexts;
const PASSWORD = 'four words are plenty';
let people = 0;
const someone = () => `ada.${Date.now()}.${++people}@example.org`;

/** The field and not the button that shows what is in it; a star marks it as required. */
function password(page: Page, label: string): Locator {
  return page.locator('input').and(page.getByLabel(label));
}

/** Answers one question as a guest. */
async function practise(page: Page): Promise<void> {
  const started = await page.request.post('/api/practice', { data: { topic: 'dns', items: 2 } });
  const { practiceId } = await started.json();
  const data = { position: 0, answer: { unknown: true } };
  await page.request.post(`/api/practice/${practiceId}/answers`, { data });
}

async function signUp(page: Page, email: string): Promise<void> {
  await page.goto('/account');
  await tabTo(page, page.getByRole('tab', { name: words.tabs.signIn }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: words.tabs.signUp, selected: true })).toBeVisible();
  await tabTo(page, page.getByRole('textbox', { name: words.name }));
  await page.keyboard.type('Ada');
  await page.keyboard.press('Tab');
  await page.keyboard.type(email);
  await tabTo(page, password(page, words.password));
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/progress');
}

async function signOut(page: Page): Promise<void> {
  await page.goto('/account');
  await tabTo(page, page.getByRole('button', { name: words.signOut }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: words.tabs.signIn })).toBeVisible();
}

test('a guest signs up and finds in another browser what they did', async ({ page, browser }) => {
  const email = someone();
  await practise(page);
  await page.goto('/progress');
  await expect(page.getByText(progressTexts.guest)).toBeVisible();
  await expect(page.getByText(progressTexts.practice('CoreDNS & NodeLocal DNSCache', 0, 1, 2))).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.goto('/account');
  await expect(page.getByText(words.takesAlong(0, 1))).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await signUp(page, email);
  await expect(page.getByText(progressTexts.practice('CoreDNS & NodeLocal DNSCache', 0, 1, 2))).toBeVisible();
  await expect(page.getByText(progressTexts.guest)).toHaveCount(0);
  await page.goto('/account');
  await expect(page.getByText(words.signedInAs(email))).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto('/account?next=/practice');
  await tabTo(elsewhere, elsewhere.getByRole('textbox', { name: words.email }));
  await elsewhere.keyboard.type(email);
  await elsewhere.keyboard.press('Tab');
  await elsewhere.keyboard.type('not the password');
  await elsewhere.keyboard.press('Enter');
  await expect(elsewhere.getByRole('alert').filter({ hasText: /./ })).toHaveText(
    words.errors.INVALID_EMAIL_OR_PASSWORD as string,
  );
  await password(elsewhere, words.password).fill(PASSWORD);
  await elsewhere.keyboard.press('Enter');
  await elsewhere.waitForURL('**/practice');
  await expect(
    elsewhere.getByText(questionTexts.practice.resumeText(1, 2, 'CoreDNS & NodeLocal DNSCache')),
  ).toBeVisible();
});

test('a passkey lets one in without a password', async ({ page }) => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const email = someone();
  await signUp(page, email);
  await page.goto('/account');
  await tabTo(page, page.getByRole('button', { name: words.addPasskey }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: words.removePasskey('Linux') })).toBeVisible();
  await signOut(page);
  await tabTo(page, page.getByRole('button', { name: words.withPasskey }));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/progress');
  await page.goto('/account');
  await expect(page.getByText(words.signedInAs(email))).toBeVisible();
});

test('a link by mail lets one in, and another chooses a new password', async ({ page }) => {
  const email = someone();
  const sent = () => {
    const folder = join(process.env.HOPLAB_E2E_DATA ?? '', 'mail');
    const letters = readdirSync(folder)
      .sort()
      .map((name) => readFileSync(join(folder, name), 'latin1'));
    return letters.filter((letter) => letter.includes(`To: ${email}`));
  };
  const linkIn = (letter = '') => /http\S+/.exec(letter.replaceAll('=\r\n', '').replaceAll('=3D', '='))?.[0] ?? '';
  await page.goto('/account');
  await page.getByRole('textbox', { name: words.email }).fill(email);
  await tabTo(page, page.getByRole('button', { name: words.sendLink }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toHaveText(words.linkSent(email));
  await page.goto(linkIn(sent()[0]));
  await page.waitForURL('**/progress');
  await signOut(page);
  await page.getByRole('textbox', { name: words.email }).fill(email);
  await page.getByRole('button', { name: words.forgotten }).click();
  await expect(page.getByRole('status')).toHaveText(words.resetSent(email));
  await page.goto(linkIn(sent()[1]));
  await password(page, words.newPassword).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByText(words.reset.done)).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('an account is deleted when its address is typed', async ({ page }) => {
  const email = someone();
  await signUp(page, email);
  await page.goto('/account');
  const button = page.getByRole('button', { name: words.delete, exact: true });
  await expect(button).toBeDisabled();
  await tabTo(page, page.getByRole('textbox', { name: words.deleteConfirm(email) }));
  await page.keyboard.type(email);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: words.tabs.signIn })).toBeVisible();
});
