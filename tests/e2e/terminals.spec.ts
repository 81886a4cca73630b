import { expect } from '@playwright/test';
import { texts } from '../../app/_ui/texts.ts';
import { accessibilityProblems, test, workspaceOf } from './workspace.fixture.ts';

const words = texts.terminal;

test('a terminal is renamed and closed by keyboard and by mouse, in every tab of the browser', async ({
  workspace,
}) => {
  const { page, screen, type, sittingId } = workspace;
  const tab = (name: string, on = page) => on.getByRole('tab', { name, exact: true });
  await page.getByRole('button', { name: words.open }).click();
  await expect(screen(2)).toContainText('$');
  await type('kubectl get pods -A -w');
  await tab(words.name(2)).focus();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: words.newName }).fill('watch');
  await page.keyboard.press('Enter');
  await expect(tab('watch')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  const other = await page.context().newPage();
  await other.goto(`/sittings/${sittingId}`);
  await expect(tab('watch', other)).toBeVisible();
  await tab('watch').focus();
  await page.keyboard.press('Delete');
  await expect(tab('watch')).toHaveCount(0);
  await expect(tab('watch', other)).toHaveCount(0);
  await expect(workspaceOf(other, sittingId).screen()).toContainText('$');
  await other.close();

  await page.getByRole('button', { name: words.open }).click();
  await expect(screen(2)).toContainText('$');
  await expect(screen(2)).not.toContainText('kube-system');
  await tab(words.name(1)).click();
  await page.getByRole('button', { name: words.more }).click();
  await page.getByRole('menuitem', { name: words.close(words.name(1)) }).click();
  await expect(tab(words.name(1))).toHaveCount(0);
  await page.getByRole('button', { name: words.more }).click();
  await expect(page.getByRole('menuitem', { name: words.close(words.name(2)) })).toBeDisabled();
  await page.keyboard.press('Escape');
  await page.reload();
  await workspace.focusTerminal(2);
  await type('echo still $((40 + 2))');
  await expect(screen(2)).toContainText('still 42');
});

test('closing the terminal that waits for a file closes the file, and a loop that never ends is no hindrance', async ({
  workspace,
}) => {
  const { page, screen, type } = workspace;
  await page.getByRole('button', { name: words.open }).click();
  await expect(screen(2)).toContainText('$');
  await type('vi draft.yaml; echo went on > on.txt');
  await expect(page.getByRole('textbox', { name: texts.files.editor('/home/learner/draft.yaml') })).toBeFocused();
  await page.getByRole('tab', { name: words.name(2), exact: true }).focus();
  await page.keyboard.press('Delete');
  await expect(page.locator('.cm-content')).toHaveCount(0);
  await page.getByRole('button', { name: words.open }).click();
  await expect(screen(2)).toContainText('$');
  await type('while true; do :; done');
  await page.getByRole('tab', { name: words.name(2), exact: true }).focus();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('tab', { name: words.name(2), exact: true })).toHaveCount(0, { timeout: 10_000 });
  await workspace.focusTerminal(1);
  await type('ls; echo one $((1 + 0))');
  await expect(screen(1)).toContainText('one 1');
  await expect(screen(1)).not.toContainText('on.txt');
});
