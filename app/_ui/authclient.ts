/** The browser's half of signing in. */
import { passkeyClient } from '@better-auth/passkey/client';
import { createAuthClient } from 'better-auth/client';
import { magicLinkClient } from 'better-auth/client/plugins';
import { accountTexts } from './accounttexts.ts';

export const authClient = createAuthClient({ plugins: [passkeyClient(), magicLinkClient()] });

interface AuthProblem {
  readonly code?: string | undefined;
  readonly status?: number | undefined;
}

const TOO_MANY = 429;

/** Why it did not work, for the person; undefined: it did. */
export function problemOf(error: AuthProblem | null | undefined): string | undefined {
  if (!error) return undefined;
  if (error.status === TOO_MANY) return accountTexts.tooOften;
  if (error.status === 0) return accountTexts.unreachable;
  return accountTexts.errors[error.code ?? ''] ?? accountTexts.failed;
}
