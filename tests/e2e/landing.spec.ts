import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { texts } from '../../app/_ui/texts.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`the first page, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('says what this is and offers a lab', async ({ page }) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      await page.goto('/');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(texts.landing.title);
      await expect(page.getByRole('button', { name: texts.landing.start })).toBeVisible();
      await expect(page.getByRole('img', { name: texts.landing.pictureTitle })).toBeVisible();
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
      expect(errors).toEqual([]);
    });

    test('has nothing that axe objects to', async ({ page }) => {
      await page.goto('/');
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`)).toEqual([]);
    });
  });
}

test('one click opens a real lab as a guest', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: texts.landing.start }).click();
  await page.waitForURL('**/sittings/*');
  await expect(page.locator('.xterm-rows')).toContainText('$');
});

test('an unknown address says so and leads back', async ({ page }) => {
  const response = await page.goto('/no-such-page');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(texts.notFound.title);
  await page.getByRole('link', { name: texts.notFound.back }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(texts.labs.title);
});

test('each answer carries the security headers', async ({ request }) => {
  const headers = (await request.get('/')).headers();
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['content-security-policy']).toContain("default-src 'self'");
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['x-powered-by']).toBeUndefined();
});
