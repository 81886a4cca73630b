import { expect } from '@playwright/test';
import { texts } from '../../app/_ui/texts.ts';
import { accessibilityProblems, LAB, test } from './workspace.fixture.ts';

test('the list names all eight topics and says honestly which have no labs', async ({ page }) => {
  await page.goto('/labs');
  for (const { title } of Object.values(texts.labs.topics)) {
    await expect(page.getByRole('heading', { name: title, exact: true })).toBeVisible();
  }
  await expect(page.getByText(texts.labs.none).first()).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('a lab is read, started, found again as under way and resumed', async ({ page }) => {
  await page.goto('/labs');
  const lab = page.locator(`a[href="/labs/${LAB}"]`);
  const title = await lab.innerText();
  await lab.click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.getByRole('heading', { name: texts.labStart.objectives })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: texts.labStart.start }).click();
  await page.waitForURL('**/sittings/*');
  const sitting = page.url();
  await page.goto('/labs');
  await page.getByRole('link', { name: `${texts.labs.resume} ${title}` }).click();
  await page.waitForURL(sitting);
});

test('a lab that is not there says so', async ({ page }) => {
  await page.goto('/labs/clusterip/no-such-lab');
  await expect(page.getByRole('heading', { name: texts.labStart.missing })).toBeVisible();
});

test('the first pages stay within their budget of code', async ({ page }) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const scripts = new Set<string>();
  let bytes = 0;
  session.on('Network.responseReceived', (event) => {
    if (event.type === 'Script') scripts.add(event.requestId);
  });
  session.on('Network.loadingFinished', (event) => {
    if (scripts.has(event.requestId)) bytes += event.encodedDataLength;
  });
  for (const path of ['/', '/labs']) {
    bytes = 0;
    await session.send('Network.clearBrowserCache');
    await page.goto(path, { waitUntil: 'networkidle' });
    expect(bytes, `compressed JavaScript of ${path}`).toBeGreaterThan(50_000);
    expect(bytes, `compressed JavaScript of ${path}`).toBeLessThan(170 * 1024);
  }
});
