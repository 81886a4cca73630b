/** Where better-auth keeps what passes: its sessions, links by mail, challenges. A copy of the database lets nobody in. */
import type { SecondaryStorage } from 'better-auth';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { sha256 } from '../http/people.ts';

/** For what is given without a time of its own, s. */
const LONGEST_S = 30 * 24 * 60 * 60;

export function createSealedStorage(prisma: PrismaClient, secret: string): SecondaryStorage {
  const open = async (row: { value: string; expiresAt: Date } | null) =>
    row && row.expiresAt > new Date() ? symmetricDecrypt({ key: secret, data: row.value }) : null;
  return {
    get: async (key) => open(await prisma.sealedValue.findUnique({ where: { keyHash: sha256(key) } })),
    async getAndDelete(key) {
      const where = { keyHash: sha256(key) };
      const row = await prisma.sealedValue.findUnique({ where });
      // Whoever deletes it has it: of two that ask at once one gets nothing.
      const { count } = await prisma.sealedValue.deleteMany({ where });
      return count === 1 ? open(row) : null;
    },
    async set(key, text, ttlS = LONGEST_S) {
      const value = await symmetricEncrypt({ key: secret, data: text });
      const expiresAt = new Date(Date.now() + ttlS * 1000);
      const keyHash = sha256(key);
      await prisma.sealedValue.upsert({
        where: { keyHash },
        create: { keyHash, value, expiresAt },
        update: { value, expiresAt },
      });
    },
    increment() {
      throw new Error('invariant: rate limits are counted in memory');
    },
    async delete(key) {
      await prisma.sealedValue.deleteMany({ where: { keyHash: sha256(key) } });
    },
  };
}
