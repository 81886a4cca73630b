/**
 * Accounts: better-auth proves who somebody is, by password, passkey or a link by mail. Who a browser is from then on is our own cookie's
 * matter (http/people.ts), so that the rest of the server knows one kind of session; what the browser did as a guest goes with it.
 */
import { passkey } from '@better-auth/passkey';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { createAuthMiddleware } from 'better-auth/api';
import { magicLink } from 'better-auth/plugins';
import { v7 as uuidv7 } from 'uuid';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { People } from '../http/people.ts';
import type { Mail } from './mail.ts';
import { createSealedStorage } from './sealed-storage.ts';
import { takeOver } from './take-over.ts';

export interface AuthOptions {
  readonly prisma: PrismaClient;
  readonly people: People;
  readonly secret: string;
  readonly mail: Mail | undefined;
  /** Where people reach this server, when that is not where it listens. */
  readonly publicUrl: string | undefined;
  onTrouble(error: unknown): void;
}

export const AUTH_PATH = '/api/auth';
/** The address of the one who asks, written by us on every request. */
export const ADDRESS_HEADER = 'x-hoplab-address';

const LINK_MINUTES = 15;
const SHORTEST_PASSWORD = 10;

export function createAuth({ prisma, people, secret, mail, publicUrl, onTrouble }: AuthOptions) {
  return betterAuth({
    appName: 'Hoplab',
    basePath: AUTH_PATH,
    ...(publicUrl ? { baseURL: publicUrl } : {}),
    secret,
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_, message) => onTrouble(new Error(message)) },
    database: prismaAdapter(prisma, { provider: 'postgresql' }),
    secondaryStorage: createSealedStorage(prisma, secret),
    user: {
      modelName: 'person',
      additionalFields: { kind: { type: 'string', defaultValue: 'Account', input: false, returned: false } },
      deleteUser: { enabled: true },
    },
    account: { modelName: 'credential' },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: SHORTEST_PASSWORD,
      revokeSessionsOnPasswordReset: true,
      onPasswordReset: ({ user }) => people.signOutEverywhere(user.id),
      ...(mail ? { sendResetPassword: ({ user, url }) => mail.send(resetLetter(user.email, url)) } : {}),
    },
    plugins: [passkey({ rpName: 'Hoplab' }), ...linkPlugins(mail)],
    // A link by mail removes the password of an address that nobody had proven: who set it is no longer let in.
    databaseHooks: { account: { delete: { after: ({ userId }) => people.signOutEverywhere(userId) } } },
    hooks: { after: bindBrowser(prisma, people) },
    rateLimit: { enabled: true, storage: 'memory', window: 60, max: 60 },
    advanced: {
      cookiePrefix: 'hoplab',
      database: { generateId: () => uuidv7() },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
  } satisfies BetterAuthOptions);
}

function linkPlugins(mail: Mail | undefined) {
  if (!mail) return [];
  const sendMagicLink = ({ email, url }: { email: string; url: string }) => mail.send(linkLetter(email, url));
  return [magicLink({ sendMagicLink, storeToken: 'hashed', expiresIn: LINK_MINUTES * 60 })];
}

/** After whatever signed somebody in or out. */
function bindBrowser(prisma: PrismaClient, people: People) {
  return createAuthMiddleware(async ({ context, headers, path, setHeader }) => {
    const cookies = headers?.get('cookie') ?? undefined;
    const personId = context.newSession?.user.id;
    if (personId) {
      if (path === '/change-password') await people.signOutEverywhere(personId);
      const before = await people.findByCookies(cookies);
      const cookie = await people.signIn(cookies, personId);
      if (before) await takeOver(prisma, before.personId, personId);
      setHeader('set-cookie', cookie);
    } else if (path === '/sign-out' || path === '/delete-user') {
      setHeader('set-cookie', await people.signOut(cookies));
    }
  });
}

function linkLetter(to: string, url: string) {
  const text = `Follow this link to sign in to Hoplab:\n\n${url}\n\nIt works once, within ${LINK_MINUTES} minutes. If you did not ask for it, do nothing.\n`;
  return { to, subject: 'Your link to Hoplab', text };
}

function resetLetter(to: string, url: string) {
  const text = `Follow this link to choose a new password for Hoplab:\n\n${url}\n\nIf you did not ask for it, do nothing: your password stays.\n`;
  return { to, subject: 'A new password for Hoplab', text };
}
