/** A whole lab by keyboard alone: from the list through the fault to the debrief. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Locator } from '@playwright/test';
import { texts } from '../../app/_ui/texts.ts';
import { resolveVariant } from '../../lib/assessment/labs/variant.ts';
import { readLabFolder } from '../../lib/shelf/lab-folders.ts';
import { LAB, tabTo, test, workspaceOf } from './workspace.fixture.ts';

const LABS = fileURLToPath(new URL('../../labs', import.meta.url));
const words = texts.workspace;

test('started, read, solved, checked, finished and explained without a mouse', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto('/labs');
  await tabTo(page, page.locator(`a[href="/labs/${LAB}"]`));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: texts.labStart.start }));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/sittings/*');
  const { screen, type } = workspaceOf(page, page.url().split('/').at(-1) ?? '');
  const terminal = page.getByRole('textbox', { name: texts.terminal.name(1) });
  await expect(screen()).toContainText('$');
  await expect(terminal).toBeFocused();

  const seed = Number(/\d+/.exec(await page.getByText(/^Variant \d+$/).innerText())?.[0]);
  const { solution } = resolveVariant(LAB, readLabFolder(join(LABS, LAB)), seed);
  for (const line of solution.split('\n')) if (line && !line.startsWith('#')) await type(line);
  await type('echo all $((40 + 2)) done');
  await expect(screen()).toContainText('all 42 done', { timeout: 20_000 });

  await page.keyboard.press('Shift+F6');
  const check = page.getByRole('button', { name: texts.tasks.check, exact: true });
  await tabTo(page, check);
  await page.keyboard.press('Enter');
  await expect(page.getByText(words.score(100, 100)).first()).toBeVisible();
  await expect(check).toBeFocused();
  await page.keyboard.press('F6');
  await expect(terminal).toBeFocused();

  await page.keyboard.press('Shift+F6');
  await page.keyboard.press('Shift+F6');
  await expect(page.getByRole('link', { name: texts.labStart.toList })).toBeFocused();
  await tabTo(page, page.getByRole('button', { name: words.finish, exact: true }));
  await page.keyboard.press('Enter');
  const question = page.getByRole('dialog', { name: words.finishTitle });
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(page.getByRole('button', { name: words.finish, exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, question.getByRole('button', { name: words.finish }));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/debrief');
  await expect(page.getByRole('heading', { level: 1, name: texts.debrief.score(100, 100) })).toBeVisible();
  await expect(page.getByRole('heading', { name: texts.debrief.explanation })).toBeVisible();
  await tabTo(page, page.getByRole('link', { name: texts.debrief.allLabs }));
});

test('each dialog gives the focus back to what opened it', async ({ workspace }) => {
  const { page } = workspace;
  const closes = async (title: string, opener: Locator) => {
    await expect(page.getByRole('dialog', { name: title })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(opener).toBeFocused();
  };
  const menu = page.getByRole('button', { name: words.menu });
  for (const [item, title] of [
    [words.ownKubectl, texts.ownKubectl.title],
    [words.startOver, words.startOverTitle],
    [words.shortcuts, texts.shortcuts.title],
  ] as const) {
    await menu.focus();
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('menuitem', { name: item }), 'ArrowDown');
    await page.keyboard.press('Enter');
    await closes(title, menu);
  }
  const tab = page.getByRole('tab', { name: texts.terminal.name(1), exact: true });
  await tab.focus();
  await page.keyboard.press('F2');
  await closes(texts.terminal.rename(texts.terminal.name(1)), tab);
});
