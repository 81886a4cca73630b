/** Room for wide output: the terminals alone, lines kept whole, narrow screens. */
import { expect, type Page } from '@playwright/test';
import { texts } from '../../app/_ui/texts.ts';
import { accessibilityProblems, LAB, SEED, test, workspaceOf } from './workspace.fixture.ts';

const words = texts.workspace;
const prompt = (page: Page) => page.getByRole('textbox', { name: texts.terminal.name(1) });
/** The place where the terminal's grid stands; it scrolls when the grid is wider. */
const pane = (page: Page) => page.locator('[data-pane-entry]').first();
const ofPane = (page: Page, property: 'scrollLeft' | 'scrollWidth' | 'clientWidth') =>
  pane(page).evaluate((element, name) => element[name], property);
/** As long as a row of `kubectl get pods -A -o wide`, and told from its echo. */
const WIDE_LINE = `printf 'ends%0145d\\n' 7`;

test.describe('at 1440 px', () => {
  test.use({ viewport: { width: 1440, height: 900 } });

  test('F8 gives the terminals the whole width, a wide row is one line, and F8 brings brief and tool back', async ({
    workspace,
  }) => {
    const { page, screen, type } = workspace;
    await page.getByRole('button', { name: words.packet, exact: true }).click();
    await expect(page.getByRole('region', { name: words.packet })).toBeVisible();
    await workspace.focusTerminal(1);
    await type(WIDE_LINE);
    await expect(screen()).toContainText('ends0000');
    const row = page.locator('.xterm-rows > div', { hasText: /^ends0{144}7\s*$/ });
    await expect(row).toHaveCount(0);
    await page.keyboard.press('F8');
    await expect(row).toHaveCount(1);
    await expect(page.getByRole('region', { name: words.packet })).toHaveCount(0);
    await expect(page.getByRole('heading', { name: words.brief })).toBeHidden();
    await expect(prompt(page)).toBeFocused();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('F8');
    await expect(page.getByRole('heading', { name: words.brief })).toBeVisible();
    await expect(page.getByRole('region', { name: words.packet })).toBeVisible();
    await page.getByRole('button', { name: words.alone }).click();
    await expect(row).toHaveCount(1);
    await page.reload();
    await expect(page.getByRole('heading', { name: words.brief })).toBeVisible();
  });

  test('a folded brief holds no focus', async ({ workspace }) => {
    const { page } = workspace;
    await page.keyboard.press('F8');
    await expect(page.getByRole('heading', { name: words.brief })).toBeHidden();
    for (let panes = 0; panes < 4; panes++) {
      await page.keyboard.press('F6');
      await expect(page.locator(':focus')).toBeVisible();
    }
  });

  test('long lines are kept whole when asked, also after a reload; who types sees what they type', async ({
    workspace,
  }) => {
    const { page, screen, type } = workspace;
    await page.getByRole('button', { name: texts.terminal.more }).click();
    await page.getByRole('menuitem', { name: texts.terminal.noWrap }).click();
    await workspace.focusTerminal(1);
    await type(WIDE_LINE);
    await expect(page.locator('.xterm-rows > div', { hasText: /^ends0{144}7\s*$/ })).toHaveCount(1);
    expect(await ofPane(page, 'scrollWidth')).toBeGreaterThan(await ofPane(page, 'clientWidth'));
    await page.keyboard.press('Control+Shift+ArrowRight');
    expect(await ofPane(page, 'scrollLeft')).toBeGreaterThan(300);
    await page.keyboard.type('echo');
    await expect.poll(() => ofPane(page, 'scrollLeft')).toBe(0);
    await page.keyboard.type(` ${'x'.repeat(130)}`);
    await expect.poll(() => ofPane(page, 'scrollLeft')).toBeGreaterThan(0);
    await page.keyboard.press('Enter');
    await expect.poll(() => ofPane(page, 'scrollLeft')).toBe(0);
    await page.reload();
    await expect(screen()).toContainText('ends0000');
    await expect(pane(page)).toHaveAttribute('data-lines', 'whole');
    await page.getByRole('button', { name: texts.terminal.more }).click();
    await page.getByRole('menuitem', { name: texts.terminal.wrap }).click();
    await expect.poll(() => ofPane(page, 'scrollWidth')).toBe(await ofPane(page, 'clientWidth'));
  });

  test('what is typed into a file is still there after its pane was hidden', async ({ workspace }) => {
    const { page, screen, type } = workspace;
    const editor = page.locator('.cm-content');
    await type('vi kept.txt; echo went on $((1 + 1))');
    await expect(editor).toBeFocused();
    await page.keyboard.insertText('not saved yet');
    await page.getByRole('button', { name: words.packet, exact: true }).click();
    await expect(editor).toHaveCount(0);
    await page.getByRole('button', { name: words.files, exact: true }).click();
    await expect(editor).toContainText('not saved yet');
    await expect(page.getByText(texts.files.dirty, { exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.type('wq');
    await page.keyboard.press('Enter');
    await expect(screen()).toContainText('went on 2');
    await type('cat kept.txt');
    await expect(screen()).toContainText('not saved yet');
  });
});

test('a page loaded anew opens the file again that a terminal waits for', async ({ workspace }) => {
  const { page, screen, type } = workspace;
  const editor = page.locator('.cm-content');
  await type('kubectl -n kube-system edit service kube-dns');
  await expect(editor).toBeFocused();
  await page.reload();
  await expect(editor).toBeFocused();
  await expect(editor).toContainText('resourceVersion');
  await page.keyboard.press('Control+x');
  await expect(screen()).toContainText('Edit cancelled, no changes made.');
  await expect(page.getByRole('textbox', { name: texts.terminal.name(1) })).toBeFocused();
  await page.reload();
  await expect(screen()).toContainText('Edit cancelled');
  await expect(editor).toHaveCount(0);
});

test.describe('at 320 px', () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });

  test('all five panes are within reach, and the page does not scroll sideways', async ({ page }) => {
    const answer = await page.request.post('/api/sittings', { data: { lab: LAB, seed: SEED } });
    await page.goto(`/sittings/${(await answer.json()).sittingId}`);
    for (const name of [words.brief, words.terminal, words.files, words.packet, words.tasks]) {
      const tab = page.getByRole('tab', { name, exact: true });
      await expect(tab).toBeInViewport({ ratio: 1 });
      await tab.tap();
      await expect(page.getByRole('tabpanel', { name, exact: true })).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    }
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('a packet is traced there too', async ({ page }) => {
    const answer = await page.request.post('/api/sittings', { data: { lab: LAB, seed: SEED } });
    const { sittingId } = (await answer.json()) as { sittingId: string };
    await page.goto(`/sittings/${sittingId}`);
    await page.getByRole('tab', { name: words.packet, exact: true }).tap();
    await page.getByRole('textbox', { name: texts.packet.from }).fill('kube-system/no-such-pod');
    await page.getByRole('textbox', { name: texts.packet.to }).fill('172.20.0.1:443');
    await page.getByRole('button', { name: texts.packet.send }).tap();
    await expect(page.getByText('no pod kube-system/no-such-pod')).toBeVisible();
    await expect(workspaceOf(page, sittingId).screen()).toBeHidden();
  });
});
