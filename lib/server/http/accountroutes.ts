/** Who is at this browser, and how people sign in here. Signing in and out is better-auth's: /api/auth. */
import type { IncomingMessage } from 'node:http';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { Mail } from '../accounts/mail.ts';
import { readAccount } from '../accounts/read-account.ts';
import type { AccountAnswer } from '../accounts/wire.ts';
import type { Scope } from '../sittings/store.ts';
import type { Route } from './route.ts';

export interface AccountRouteParts {
  readonly prisma: PrismaClient;
  readonly mail: Mail | undefined;
  find(request: IncomingMessage): Promise<Scope | undefined>;
}

export function accountRoutes({ prisma, mail, find }: AccountRouteParts): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/api/account',
      async answer({ request }) {
        const scope = await find(request);
        const person = scope && (await readAccount(prisma, scope.personId));
        const body: AccountAnswer = { ...(person ? { person } : {}), mail: mail ? 'sent' : 'none' };
        return { body };
      },
    },
  ];
}
