import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { texts } from '../../app/_ui/texts.ts';
import { resolveVariant } from '../../lib/assessment/labs/variant.ts';
import { readLabFolder } from '../../lib/shelf/lab-folders.ts';
import { createOwnServer, freePort, ready } from './ownserver.ts';
import { LAB, SEED, test, workspaceOf } from './workspace.fixture.ts';

const LABS = fileURLToPath(new URL('../../labs', import.meta.url));
const variant = resolveVariant(LAB, readLabFolder(join(LABS, LAB)), SEED);
const solution = variant.solution.split('\n').filter((line) => line && !line.startsWith('#'));
const words = texts.workspace;

test('a guest starts a lab, sees 0, finds and fixes it in the terminal, sees full marks, reloads, still sees them', async ({
  workspace,
}) => {
  test.setTimeout(120_000);
  const { page, screen, type } = workspace;
  await type('check');
  await expect(page.getByText(words.score(0, 100)).first()).toBeVisible();
  await type('kubectl get pods -A');
  await expect(screen()).toContainText('kube-proxy-');
  for (const line of solution) await type(line);
  await type('echo all $((40 + 2)) done');
  await expect(screen()).toContainText('all 42 done', { timeout: 20_000 });
  await type('check');
  await expect(page.getByText(words.score(100, 100)).first()).toBeVisible();
  await page.reload();
  await expect(page.getByText(words.score(100, 100)).first()).toBeVisible();
  await expect(screen()).toContainText('all 42 done');
});

test('a second terminal follows what the first one changes', async ({ workspace }) => {
  const { page, screen, type } = workspace;
  const { ns, app } = variant.values;
  await page.getByRole('button', { name: texts.terminal.open }).click();
  await expect(screen(2)).toContainText('$');
  await type(`kubectl -n ${ns} get deployment ${app} -w`);
  await expect(screen(2)).toContainText('UP-TO-DATE');
  await page.getByRole('tab', { name: texts.terminal.name(1), exact: true }).click();
  await workspace.focusTerminal(1);
  await type(`kubectl -n ${ns} scale deployment ${app} --replicas=7`);
  await expect(screen(1)).toContainText('scaled');
  await page.getByRole('tab', { name: texts.terminal.name(2), exact: true }).click();
  await expect(screen(2)).toContainText('/7', { timeout: 15_000 });
  await workspace.focusTerminal(2);
  await page.keyboard.press('Control+c');
  await type('echo back $((1 + 1))');
  await expect(screen(2)).toContainText('back 2');
});

test('a line that never ends is ended by Ctrl-C while a neighbour types on', async ({ workspace, browser }) => {
  const { page, screen, type } = workspace;
  const neighbour = await (await browser.newContext()).newPage();
  const answer = await neighbour.request.post('/api/sittings', { data: { lab: LAB, seed: SEED } });
  const { sittingId } = (await answer.json()) as { sittingId: string };
  await neighbour.goto(`/sittings/${sittingId}`);
  const other = workspaceOf(neighbour, sittingId);
  await expect(other.screen()).toContainText('$');

  await type('while true; do :; done');
  await page.keyboard.press('Control+c');
  await other.type('echo neighbour $((2 + 3))');
  await expect(other.screen()).toContainText('neighbour 5');
  await type('echo again $((3 + 4))');
  await expect(screen()).toContainText('again 7', { timeout: 15_000 });
  await neighbour.context().close();
});

test('a server killed with -9 between two commands: the page comes back to where it was', async ({ page }) => {
  test.setTimeout(120_000);
  const own = createOwnServer();
  try {
    const port = await freePort();
    const first = await ready(await own.start(port));
    const answer = await page.request.post(`${first.base}/api/sittings`, { data: { lab: LAB, seed: SEED } });
    const { sittingId } = (await answer.json()) as { sittingId: string };
    await page.goto(`${first.base}/sittings/${sittingId}`);
    const { screen, type } = workspaceOf(page, sittingId);
    await expect(screen()).toContainText('$');
    await type('export WHO=me; echo kept > note');
    await type('echo first $((4 + 4))');
    await expect(screen()).toContainText('first 8');

    first.child.kill('SIGKILL');
    await first.ended;
    await ready(await own.start(port));
    await type('echo second $WHO $(cat note)');
    await expect(screen()).toContainText('second me kept', { timeout: 30_000 });
    await expect(screen()).toContainText('first 8');
  } finally {
    own.cleanUp();
  }
});
