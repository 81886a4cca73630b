import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { texts } from '../../app/_ui/texts.ts';

/** The lab that most tests open; its seed is fixed, so its names are known. */
export const LAB = 'clusterip/no-ready-endpoints';
export const SEED = 4;

/** A page with one sitting open, and what a person does in it. */
export interface Workspace {
  readonly page: Page;
  readonly sittingId: string;
  /** What a terminal shows now. */
  screen(terminal?: number): Locator;
  /** Types into the terminal that has the focus and sends the line. */
  type(line: string): Promise<void>;
  focusTerminal(terminal: number): Promise<void>;
}

export const test = base.extend<{ workspace: Workspace }>({
  workspace: async ({ page }, use) => {
    const answer = await page.request.post('/api/sittings', { data: { lab: LAB, seed: SEED } });
    expect(answer.status(), await answer.text()).toBe(201);
    const { sittingId } = await answer.json();
    await page.goto(`/sittings/${sittingId}`);
    const workspace = workspaceOf(page, sittingId);
    await expect(workspace.screen()).toContainText('$');
    await use(workspace);
  },
});

export function workspaceOf(page: Page, sittingId: string): Workspace {
  const panel = (terminal: number) => page.getByRole('tabpanel', { name: texts.terminal.name(terminal), exact: true });
  return {
    page,
    sittingId,
    screen: (terminal = 1) => panel(terminal).locator('.xterm-rows'),
    focusTerminal: (terminal) => panel(terminal).getByRole('textbox').focus(),
    type: async (line) => {
      await page.keyboard.type(line);
      await page.keyboard.press('Enter');
    },
  };
}

/** What axe objects to, as lines a person can act on. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`);
}

/** Tab, or another key that moves on, until it has the focus. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'ArrowDown' = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`80 presses of ${key} do not reach ${target}`);
}
