/** The questions, by keyboard alone: from the first page through a session to its end, across reloads and a killed server. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { progressTexts } from '../../app/_ui/accounttexts.ts';
import { questionTexts } from '../../app/_ui/questiontexts.ts';
import { texts } from '../../app/_ui/texts.ts';
import { resolveVariant } from '../../lib/assessment/labs/variant.ts';
import { readTopic } from '../../lib/assessment/quiz/topic.ts';
import type { AskedItem, PracticeView, StartedPractice } from '../../lib/practice/wire.ts';
import { readLabFolder, readTopicFolder } from '../../lib/shelf/lab-folders.ts';
import { rightAnswer } from '../builders/right-answer.ts';
import { createOwnServer, ready } from './ownserver.ts';
import { accessibilityProblems, LAB, SEED, tabTo } from './workspace.fixture.ts';

const LABS = fileURLToPath(new URL('../../labs', import.meta.url));
const TOPIC = 'nodeport';
const topic = readTopic(readTopicFolder(fileURLToPath(new URL(`../../labs/${TOPIC}`, import.meta.url))));
const words = questionTexts.item;

async function press(page: Page, key: string, times: number): Promise<void> {
  for (let n = 0; n < times; n++) await page.keyboard.press(key);
}

/** A session of so many items of the topic, and what the page shows of them. */
async function begin(page: Page, items: number, base = ''): Promise<readonly AskedItem[]> {
  const started = await page.request.post(`${base}/api/practice`, { data: { topic: TOPIC, items } });
  expect(started.status(), await started.text()).toBe(201);
  const { practiceId } = (await started.json()) as StartedPractice;
  const view = (await (await page.request.get(`${base}/api/practice/${practiceId}`)).json()) as PracticeView;
  await page.goto(`${base}/practice/${practiceId}`);
  await expect(place(page, 1, view.items.length)).toBeVisible();
  return view.items;
}

function place(page: Page, position: number, items: number): Locator {
  return page.getByRole('heading', { level: 1, name: words.place(position, items) });
}

/** Fills in the right answer as a person without a mouse does. */
async function fillIn(page: Page, asked: AskedItem): Promise<void> {
  const known = topic.items.find(({ name }) => name === asked.name);
  if (!known) throw new Error(`no item ${asked.name}`);
  const { body } = asked;
  const right = rightAnswer(known.item, body);
  switch (body.type) {
    case 'single':
    case 'output':
    case 'fate': {
      await tabTo(page, page.getByRole('radio').first());
      await page.keyboard.press('Space');
      await press(
        page,
        'ArrowDown',
        body.options.findIndex(({ key }) => key === right.choice),
      );
      return;
    }
    case 'multiple':
      for (const [index, { key }] of body.options.entries()) {
        if (!(right.choices as string[]).includes(key)) continue;
        await tabTo(page, page.getByRole('checkbox').nth(index));
        await page.keyboard.press('Space');
      }
      return;
    case 'order':
      return order(
        page,
        body.steps.map(({ key }) => key),
        right.order as string[],
      );
    case 'match':
      for (const [index, { key }] of body.lefts.entries()) {
        const wanted = (right.pairs as Record<string, string>)[key];
        await tabTo(page, page.getByRole('combobox').nth(index));
        await press(page, 'ArrowDown', 1 + body.rights.findIndex((one) => one.key === wanted));
      }
      return;
    case 'value':
    case 'field':
      await tabTo(page, page.locator('form').getByRole('textbox'));
      return page.keyboard.type(String(right.value));
    case 'line': {
      const lines = body.lines.slice(0, (right.line as number) - 1).filter((text) => text.trim() !== '');
      await tabTo(page, page.getByRole('radio').first());
      await page.keyboard.press('Space');
      return press(page, 'ArrowDown', lines.length);
    }
    case 'explain':
      await tabTo(page, page.getByRole('textbox', { name: words.ask.explain }));
      return page.keyboard.insertText(String(right.text));
    default:
      return body satisfies never;
  }
}

/** Sorts from the end: each step goes down to its place, the focus staying on its button. */
async function order(page: Page, shown: readonly string[], wanted: readonly string[]): Promise<void> {
  const standing = [...shown];
  for (let last = wanted.length - 1; last > 0; last--) {
    const from = standing.indexOf(wanted[last] as string);
    if (from === last) continue;
    await tabTo(page, page.getByRole('listitem').nth(from).getByRole('button').nth(1));
    await press(page, 'Enter', last - from);
    standing.splice(last, 0, ...standing.splice(from, 1));
  }
}

async function send(page: Page): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: words.answer, exact: true }));
  await page.keyboard.press('Enter');
}

test('from the first page to the first marking, and the draft and the marking survive a reload', async ({ page }) => {
  await page.goto('/');
  await tabTo(page, page.getByRole('link', { name: texts.nav.practice, exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(questionTexts.practice.title);
  expect(await accessibilityProblems(page)).toEqual([]);
  await tabTo(page, page.getByRole('link', { name: topic.title, exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: questionTexts.topic.scratch })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await tabTo(page, page.getByRole('tab', { name: questionTexts.topic.scratch }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('heading', { name: 'Failure signatures' })).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: questionTexts.practice.practise }));
  await page.keyboard.press('Enter');
  await expect(place(page, 1, 10)).toBeVisible();
  const answered = page.waitForResponse('**/answers');
  await tabTo(page, page.getByRole('button', { name: words.unknown }));
  await page.keyboard.press('Enter');
  const { body, key } = await (await answered).json().then(({ body, answered: { key } }) => ({ body, key }));
  expect(body.type).toBeTruthy();
  await expect(page.getByRole('status')).toContainText(words.notKnown);
  expect(key).toBeTruthy();
  // The next question has the focus of the eye: Enter goes on.
  await expect(page.getByRole('button', { name: words.next })).toBeFocused();
  await page.reload();
  await expect(place(page, 2, 10)).toBeVisible();
});

test('a whole topic is answered right by keyboard alone, what was typed is there after a reload', async ({ page }) => {
  test.setTimeout(180_000);
  const items = await begin(page, topic.items.length);
  expect(items.map(({ name }) => name).toSorted()).toEqual(topic.items.map(({ name }) => name).toSorted());
  for (const [at, asked] of items.entries()) {
    await expect(place(page, at + 1, items.length)).toBeVisible();
    await fillIn(page, asked);
    expect(await accessibilityProblems(page), asked.name).toEqual([]);
    if (asked.body.type === 'value') {
      await page.reload();
      await expect(page.locator('form').getByRole('textbox')).not.toHaveValue('');
    }
    await send(page);
    if (asked.body.type === 'explain') {
      await tabTo(page, page.getByRole('button', { name: words.keepCriteria }));
      await page.keyboard.press('Enter');
    }
    await expect(page.getByRole('status'), asked.name).toContainText(words.right);
    if (at === 0) expect(await accessibilityProblems(page)).toEqual([]);
    await tabTo(page, page.getByRole('button', { name: at === items.length - 1 ? words.end : words.next }));
    await page.keyboard.press('Enter');
  }
  await expect(page.getByText(words.done(items.length, items.length))).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('an answer sent twice is marked once, and nobody else reads it', async ({ page, browser }) => {
  const items = await begin(page, 3);
  const path = `${new URL(page.url()).pathname.replace('/practice', '/api/practice')}`;
  const [first] = items;
  const data = { position: 0, answer: { unknown: true } };
  const answers = await Promise.all([
    page.request.post(`${path}/answers`, { data }),
    page.request.post(`${path}/answers`, { data }),
  ]);
  const [one, other] = await Promise.all(answers.map((answer) => answer.json()));
  expect(one.answered).toEqual(other.answered);
  const known = topic.items.find(({ name }) => name === first?.name);
  const late = { position: 0, answer: known && first ? rightAnswer(known.item, first.body) : {} };
  const told = await (await page.request.post(`${path}/answers`, { data: late })).json();
  expect(told.answered.answer).toEqual({ unknown: true });
  const stranger = await browser.newContext();
  expect((await stranger.request.get(new URL(path, page.url()).href)).status()).toBe(404);
  await stranger.close();
});

test('an answer is kept when the server is killed', async ({ page }) => {
  test.setTimeout(120_000);
  const own = createOwnServer();
  try {
    const first = await ready(await own.start());
    const items = await begin(page, 2, first.base);
    await fillIn(page, items[0] as AskedItem);
    await send(page);
    await expect(page.getByRole('status')).toContainText(words.right);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = await ready(await own.start(Number(new URL(first.base).port)));
    expect(second.base).toBe(first.base);
    await page.reload();
    await expect(place(page, 2, 2)).toBeVisible();
  } finally {
    own.cleanUp();
  }
});

test('first visit, placement, a review, a lab, progress: by keyboard alone', async ({ page }) => {
  test.setTimeout(240_000);
  await page.goto('/');
  await tabTo(page, page.getByRole('link', { name: texts.nav.practice, exact: true }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: questionTexts.practice.place }));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/practice/*');
  for (let position = 1; ; position++) {
    await expect(
      page.getByRole('heading', { level: 1, name: words.placementPlace(position, 12) }),
      `question ${position}`,
    ).toBeVisible();
    if (position === 3) await page.reload();
    if (position === 2) expect(await accessibilityProblems(page)).toEqual([]);
    await tabTo(page, page.getByRole('button', { name: words.unknown }));
    await page.keyboard.press('Enter');
    const goOn = page.getByRole('button', { name: new RegExp(`^(${words.next}|${words.end})$`) });
    await expect(goOn).toBeFocused();
    const label = await goOn.textContent();
    await page.keyboard.press('Enter');
    if (label === words.end) {
      expect(position).toBeGreaterThanOrEqual(8);
      break;
    }
    expect(position).toBeLessThan(12);
  }
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words.placedTitle);
  expect(await accessibilityProblems(page)).toEqual([]);
  await tabTo(page, page.getByRole('link', { name: words.toProgress }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('img', { name: progressTexts.radar.label })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  await begin(page, 1);
  await tabTo(page, page.getByRole('button', { name: words.unknown }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: words.end }));
  await page.keyboard.press('Enter');
  await expect(page.getByText(words.done(0, 1))).toBeVisible();

  const started = await page.request.post('/api/sittings', { data: { lab: LAB, seed: SEED } });
  const { sittingId } = await started.json();
  await page.goto(`/sittings/${sittingId}`);
  await expect(page.locator('.xterm-rows')).toContainText('$');
  const variant = resolveVariant(LAB, readLabFolder(join(LABS, LAB)), SEED);
  for (const line of variant.solution.split('\n').filter((text) => text && !text.startsWith('#'))) {
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
  }
  await page.keyboard.type('check');
  await page.keyboard.press('Enter');
  await expect(page.getByText(texts.workspace.score(100, 100)).first()).toBeVisible({ timeout: 30_000 });
  const finished = await page.request.post(`/api/sittings/${sittingId}/finish`, { data: {} });
  expect(finished.ok(), await finished.text()).toBe(true);
  await page.goto('/progress');
  await expect(page.getByText(progressTexts.lab('Nobody answers at the counter', 1))).toBeVisible();
  await expect(page.getByText(/1 of \d labs solved/).first()).toBeVisible();
});
