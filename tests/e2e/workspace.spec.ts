import { expect } from '@playwright/test';
import { texts } from '../../app/_ui/texts.ts';
import { accessibilityProblems, LAB, SEED, test, workspaceOf } from './workspace.fixture.ts';

const words = texts.workspace;

test('the prompt has the focus when the page opens, and a reload shows what was there', async ({ workspace }) => {
  const { page, screen, type } = workspace;
  await expect(page.getByRole('textbox', { name: texts.terminal.name(1) })).toBeFocused();
  await type('echo 172.20.0.10 is $((40 + 2))');
  await expect(screen()).toContainText('172.20.0.10 is 42');
  await expect(page.getByRole('status').filter({ hasText: words.saved })).toBeVisible();
  await page.reload();
  await expect(screen()).toContainText('172.20.0.10 is 42');
  await expect(page.getByRole('textbox', { name: texts.terminal.name(1) })).toBeFocused();
});

test('no key is lost while the page takes over the terminal that opened before it', async ({ page }) => {
  const answer = await page.request.post('/api/sittings', { data: { lab: LAB, seed: SEED } });
  const { sittingId } = (await answer.json()) as { sittingId: string };
  // React begins with the document and waits for the parts that only this page has.
  const html = await (await page.request.get(`/sittings/${sittingId}`)).text();
  const first = /"otherChunks":\[([^\]]*)\]/.exec(html)?.[1] ?? '';
  expect(first).not.toBe('');
  await page.route('**/_next/static/chunks/*.js', async (route) => {
    const name = route.request().url().split('/').at(-1) ?? '';
    if (!first.includes(name) && !name.startsWith('turbopack'))
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    await route.continue();
  });
  await page.goto(`/sittings/${sittingId}`, { waitUntil: 'commit' });
  const { screen } = workspaceOf(page, sittingId);
  await expect(page.locator('.xterm-rows')).toContainText('$');
  const line = 'abcdefghijklmnopqrstuvwxyz'.repeat(2);
  await page.keyboard.type(`echo ${line}`, { delay: 30 });
  await page.keyboard.press('Enter');
  await expect(screen()).toContainText(`echo ${line}${line}`);
});

test('a second terminal opens in front, and both can stand side by side', async ({ workspace }) => {
  const { page, screen, type, focusTerminal } = workspace;
  await page.getByRole('button', { name: texts.terminal.open }).click();
  await expect(screen(2)).toContainText('$');
  await expect(page.getByRole('textbox', { name: texts.terminal.name(2) })).toBeFocused();
  await type('echo second > shared.txt');
  await page.getByRole('button', { name: texts.terminal.split }).click();
  await expect(screen(1)).toBeVisible();
  await focusTerminal(1);
  await type('cat shared.txt');
  await expect(screen(1)).toContainText('second');
});

test('vi opens the editor, problems stand in the margin, and closing it goes on in the terminal', async ({
  workspace,
}) => {
  const { page, screen, type } = workspace;
  await type('vi draft.yaml && echo went on');
  const editor = page.getByRole('textbox', { name: texts.files.editor('/home/learner/draft.yaml') });
  await expect(editor).toBeFocused();
  await page.keyboard.insertText('apiVersion: v1\nkind: Service\nmetadata:\n  name: x\nspec:\n  selektor: {}\n');
  await expect(page.locator('.cm-lint-marker')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(page.getByText(texts.files.clean, { exact: true }).last()).toBeVisible();
  await page.getByRole('button', { name: texts.files.close, exact: true }).click();
  await expect(screen()).toContainText('went on');
  await expect(page.getByRole('textbox', { name: texts.terminal.name(1) })).toBeFocused();
  await type('wc -l draft.yaml');
  await expect(screen()).toContainText('6 draft.yaml');
});

test('who leaves the editor as vi or nano by habit gets what they mean', async ({ workspace }) => {
  const { page, screen, type } = workspace;
  const editor = page.locator('.cm-content');
  const line = page.getByRole('textbox', { name: texts.files.commandLine });
  await type('vi habit.txt; echo first $((1 + 0)); nano habit.txt; echo second $((1 + 1))');
  await expect(editor).toBeFocused();
  await page.keyboard.insertText('one');
  await page.keyboard.press('Escape');
  await expect(line).toBeFocused();
  await page.keyboard.type(':q');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'E37: No write since last change' })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.type('wq');
  await page.keyboard.press('Enter');
  await expect(screen()).toContainText('first 1');
  await expect(editor).toBeFocused();
  await expect(editor).toContainText('one');
  await page.keyboard.insertText('two ');
  await page.keyboard.press('Control+o');
  await expect(page.getByText(texts.files.clean, { exact: true }).last()).toBeVisible();
  await page.keyboard.press('Control+x');
  await expect(screen()).toContainText('second 2');
  await type('cat habit.txt; echo');
  await expect(screen()).toContainText('two one');
});

test('what is typed when the terminal goes on belongs to it, though closing the file is not answered yet', async ({
  workspace,
}) => {
  const { page, screen, type } = workspace;
  const putFile = { url: '**/files/**', isRefused: false };
  await page.route(putFile.url, async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    if (putFile.isRefused) return route.fulfill({ status: 413, json: { error: { code: 'too_large', message: 'no' } } });
    const response = await route.fetch();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await route.fulfill({ response });
  });
  const editor = page.locator('.cm-content');
  await type('nano slow.txt; echo went on');
  await expect(editor).toBeFocused();
  await page.keyboard.insertText('one');
  await page.keyboard.press('Escape');
  await page.keyboard.type('wq');
  await page.keyboard.press('Enter');
  await expect(screen()).toContainText('went on');
  await type('cat slow.txt; echo " $((40 + 2))"');
  await expect(screen()).toContainText('one 42');
  await expect(editor).toHaveCount(0);
  putFile.isRefused = true;
  await type('nano slow.txt');
  await expect(editor).toBeFocused();
  await page.keyboard.insertText('two');
  await page.keyboard.press('Escape');
  await page.keyboard.type('wq');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'no' })).toBeVisible();
  await expect(editor).toBeFocused();
});

test('kubectl edit shows the object without complaints and goes on when the file is closed', async ({ workspace }) => {
  const { page, screen, type } = workspace;
  await type('kubectl -n kube-system edit service kube-dns');
  const editor = page.locator('.cm-content');
  await expect(editor).toBeFocused();
  await expect(editor).toContainText('resourceVersion');
  await page.waitForTimeout(1_000);
  await expect(page.locator('.cm-lint-marker')).toHaveCount(0);
  await page.getByRole('button', { name: texts.files.close, exact: true }).click();
  await expect(screen()).toContainText('Edit cancelled, no changes made.');
});

test('a packet is traced hop by hop, and a mistyped pod is named', async ({ workspace }) => {
  const { page } = workspace;
  await page.getByRole('button', { name: words.packet }).click();
  await page.getByRole('textbox', { name: texts.packet.from }).fill('kube-system/no-such-pod');
  await page.getByRole('textbox', { name: texts.packet.to }).fill('172.20.0.1:443');
  await page.getByRole('button', { name: texts.packet.send }).click();
  await expect(page.getByText('no pod kube-system/no-such-pod')).toBeVisible();
  const nodes = await page.request.post(`/api/sittings/${workspace.sittingId}/trace`, {
    data: { from: 'node/none', to: '172.20.0.1:443' },
  });
  const [node] = /ip-[\w.-]+/.exec(await nodes.text()) ?? [];
  await page.getByRole('textbox', { name: texts.packet.from }).fill(`node/${node}`);
  await page.getByRole('button', { name: texts.packet.send }).click();
  await expect(page.getByRole('region', { name: texts.trace.title })).toBeVisible();
  await expect(page.getByText(texts.trace.decided)).toBeVisible();
});

test('a paused sitting says so, also after a reload, and goes on when asked', async ({ workspace }) => {
  const { page } = workspace;
  await page.getByRole('button', { name: words.pause, exact: true }).click();
  await expect(page.getByText(words.paused)).toBeVisible();
  await page.reload();
  await expect(page.getByText(words.paused)).toBeVisible();
  await page.getByRole('button', { name: words.resume, exact: true }).click();
  await expect(page.getByRole('button', { name: words.pause, exact: true })).toBeVisible();
  await expect(page.getByText(words.paused)).toHaveCount(0);
});

test('a new file that is closed unsaved is not made', async ({ workspace }) => {
  const { page, screen, type } = workspace;
  await type('vi nothing.yaml; ls; echo went on $((1 + 1))');
  await expect(page.getByRole('textbox', { name: texts.files.editor('/home/learner/nothing.yaml') })).toBeFocused();
  await page.keyboard.insertText('a: 1');
  await page.getByRole('button', { name: texts.files.close, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: texts.files.discard }).click();
  await expect(screen()).toContainText('went on 2');
  await type('cat nothing.yaml');
  await expect(screen()).toContainText('cat: nothing.yaml: No such file or directory');
});

test('the policy of the page lets nothing run that the server did not name', async ({ page, workspace }) => {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text());
  });
  for (const path of ['/', '/labs', '/no-such-page', `/sittings/${workspace.sittingId}`]) {
    const answer = await page.goto(path);
    const scripts = answer?.headers()['content-security-policy']?.split('; ')[1];
    expect(scripts).toMatch(/^script-src 'self' 'nonce-/);
    expect(scripts).not.toContain('unsafe');
    await page.waitForTimeout(300);
    expect(refused).toEqual([]);
  }
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.intruder = true';
    document.body.append(script);
  });
  expect(await page.evaluate(() => 'intruder' in window)).toBe(false);
  expect(refused.length).toBeGreaterThan(0);
});

test('finishing grades the cluster and explains what was broken', async ({ workspace }) => {
  const { page } = workspace;
  await page.getByRole('button', { name: words.finish, exact: true }).click();
  await page.getByRole('dialog', { name: words.finishTitle }).getByRole('button', { name: words.finish }).click();
  await page.waitForURL('**/debrief');
  await expect(page.getByRole('heading', { level: 1, name: texts.debrief.score(0, 100) })).toBeVisible();
  await expect(page.getByRole('heading', { name: texts.debrief.explanation })).toBeVisible();
  await expect(page.getByRole('region', { name: texts.debrief.before })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: texts.debrief.score(0, 100) })).toBeVisible();
});

test('where WebSockets are blocked the terminal works over server-sent events', async ({ page }) => {
  await page.routeWebSocket(/\/api\/sittings\//, (socket) => void socket.close());
  const answer = await page.request.post('/api/sittings', { data: { lab: LAB, seed: SEED } });
  const { sittingId } = (await answer.json()) as { sittingId: string };
  const streams = page.waitForRequest('**/events');
  await page.goto(`/sittings/${sittingId}`);
  await streams;
  const { screen, type } = workspaceOf(page, sittingId);
  await expect(screen()).toContainText('$');
  await type('echo by post $((20 + 3))');
  await expect(screen()).toContainText('by post 23');
});

test('what is typed while the connection is away arrives once, when it is back', async ({ page }) => {
  const network = { isAway: false, cut: () => {} };
  await page.routeWebSocket(/\/api\/sittings\//, (socket) => {
    if (network.isAway) return void socket.close();
    socket.connectToServer();
    network.cut = () => void socket.close();
  });
  const answer = await page.request.post('/api/sittings', { data: { lab: LAB, seed: SEED } });
  const { sittingId } = (await answer.json()) as { sittingId: string };
  await page.goto(`/sittings/${sittingId}`);
  const { screen, type } = workspaceOf(page, sittingId);
  await expect(screen()).toContainText('$');

  network.isAway = true;
  network.cut();
  await expect(page.getByRole('status').filter({ hasText: words.offline })).toBeVisible();
  await type('echo kept $((30 + 4)) >> once.txt; cat once.txt');
  await expect(page.getByRole('status').filter({ hasText: 'inputs kept' })).toBeVisible();
  await expect(screen()).not.toContainText('echo');

  network.isAway = false;
  await expect(screen()).toContainText('kept 34', { timeout: 30_000 });
  await expect(page.getByRole('status').filter({ hasText: words.saved })).toBeVisible();
  await type('wc -l once.txt');
  await expect(screen()).toContainText('1 once.txt');
});

test('hints open one at a time and the last one asks first', async ({ workspace }) => {
  const { page } = workspace;
  await page.getByRole('button', { name: texts.tasks.states.open }).first().click();
  await page
    .getByRole('button', { name: texts.tasks.openHint(1), exact: true })
    .first()
    .click();
  await page
    .getByRole('button', { name: texts.tasks.openHint(2), exact: true })
    .first()
    .click();
  await page
    .getByRole('button', { name: texts.tasks.openHint(3), exact: true })
    .first()
    .click();
  const question = page.getByRole('dialog', { name: texts.tasks.lastHintTitle });
  await question.getByRole('button', { name: words.cancel }).click();
  await expect(page.getByText(texts.tasks.hint(3), { exact: true })).toHaveCount(0);
  await page
    .getByRole('button', { name: texts.tasks.openHint(3), exact: true })
    .first()
    .click();
  await question.getByRole('button', { name: texts.tasks.lastHintOpen }).click();
  await expect(page.getByText(texts.tasks.hint(3), { exact: true })).toBeVisible();
});

test('F6 goes round the panes, out of the terminal too, and ? lists the keys only when nobody types', async ({
  workspace,
}) => {
  const { page, screen } = workspace;
  await page.keyboard.type('?');
  await expect(screen()).toContainText('$ ?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const terminal = page.getByRole('textbox', { name: texts.terminal.name(1) });
  await page.keyboard.press('F6');
  await expect(terminal).not.toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: texts.shortcuts.title })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+F6');
  await expect(terminal).toBeFocused();
});

test('start over takes the files away after asking', async ({ workspace }) => {
  const { page, screen, type } = workspace;
  await type('echo gone > left.txt; ls');
  await expect(screen()).toContainText('left.txt');
  await page.getByRole('button', { name: words.menu }).click();
  await page.getByRole('menuitem', { name: words.startOver }).click();
  await page.getByRole('dialog', { name: words.startOverTitle }).getByRole('button', { name: words.startOver }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await workspace.focusTerminal(1);
  await type('cat left.txt');
  await expect(screen()).toContainText('cat: left.txt: No such file or directory');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`accessibility, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('the workspace with evidence, editor and packet has nothing that axe objects to', async ({ workspace }) => {
      const { page } = workspace;
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.getByRole('button', { name: texts.tasks.check, exact: true }).click();
      await expect(page.getByText(texts.tasks.lookAt).first()).toBeVisible();
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.getByRole('button', { name: words.files }).click();
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.getByRole('button', { name: words.packet }).click();
      expect(await accessibilityProblems(page)).toEqual([]);
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('one pane at a time, and the terminal takes a command', async ({ page }) => {
    const answer = await page.request.post('/api/sittings', { data: { lab: 'clusterip/no-ready-endpoints' } });
    await page.goto(`/sittings/${(await answer.json()).sittingId}`);
    await expect(page.getByRole('heading', { name: words.brief })).toBeVisible();
    await page.getByRole('tab', { name: words.terminal, exact: true }).tap();
    const rows = page.locator('.xterm-rows');
    await expect(rows).toContainText('$');
    await page.locator('.xterm-screen').tap();
    await page.keyboard.type('echo 3$((2 + 2))');
    await page.keyboard.press('Enter');
    await expect(rows).toContainText('34');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByRole('tab', { name: words.tasks, exact: true }).tap();
    await expect(page.getByRole('button', { name: texts.tasks.check, exact: true })).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});

test('a sitting that is not yours or not there says so and leads on', async ({ page }) => {
  await page.goto('/sittings/0190a3c2-0000-7000-8000-000000000000');
  await expect(page.getByRole('heading', { name: words.failedTitle })).toBeVisible();
  await expect(page.getByRole('link', { name: texts.labStart.toList })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
});
