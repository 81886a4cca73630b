import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { AccountView } from './wire.ts';

/** Undefined: the person is gone. */
export async function readAccount(prisma: PrismaClient, personId: string): Promise<AccountView | undefined> {
  const [person, answers] = await Promise.all([
    prisma.person.findUnique({
      where: { id: personId },
      include: {
        passkeys: { orderBy: { createdAt: 'asc' } },
        credentials: { where: { password: { not: null } }, select: { id: true } },
        _count: { select: { sittings: true } },
      },
    }),
    prisma.asking.count({ where: { session: { personId }, answeredAt: { not: null } } }),
  ]);
  if (!person) return undefined;
  const { kind, name, email, passkeys, credentials, _count } = person;
  return {
    kind,
    ...(name ? { name } : {}),
    ...(email ? { email } : {}),
    hasPassword: credentials.length > 0,
    passkeys: passkeys.map((passkey) => ({
      id: passkey.id,
      ...(passkey.name ? { name: passkey.name } : {}),
      ...(passkey.createdAt ? { createdAt: passkey.createdAt.toISOString() } : {}),
    })),
    sittings: _count.sittings,
    answers,
  };
}
