import { expect, test } from 'vitest';
import { diffMigrations } from '../../scripts/migration.mjs';

test('the migrations build exactly what prisma/schema.prisma says', async () => {
  expect(await diffMigrations()).toBeUndefined();
}, 120_000);
