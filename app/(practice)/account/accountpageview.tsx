'use client';

import { Skeleton, Stack, Text, Title } from '@mantine/core';
import type { AccountAnswer } from '../../../lib/server/accounts/wire.ts';
import { accountTexts } from '../../_ui/accounttexts.ts';
import { FailureNote } from '../../_ui/failurenote.tsx';
import { useAnswer } from '../../_ui/useanswer.ts';
import { SignedIn } from './signedin.tsx';
import { SignInPanel } from './signinpanel.tsx';

/** For guests the ways in, for accounts what belongs to them. */
export function AccountPageView() {
  const { answer, again } = useAnswer<AccountAnswer>('/api/account');
  return (
    <Stack gap="lg">
      <Title order={1}>{accountTexts.title}</Title>
      {!answer ? (
        <Skeleton height={320} role="status" aria-label={accountTexts.loading} />
      ) : !answer.ok ? (
        <FailureNote error={answer.error} onRetry={again} />
      ) : answer.value.person?.kind === 'Account' ? (
        <SignedIn person={answer.value.person} onChanged={again} />
      ) : (
        <>
          <Text>
            {accountTexts.optional} {takesAlong(answer.value)}
          </Text>
          <SignInPanel mail={answer.value.mail} />
        </>
      )}
    </Stack>
  );
}

function takesAlong({ person }: AccountAnswer): string {
  if (!person || person.sittings + person.answers === 0) return '';
  return accountTexts.takesAlong(person.sittings, person.answers);
}
