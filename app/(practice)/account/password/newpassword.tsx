'use client';

import { Anchor, Button, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { accountTexts } from '../../../_ui/accounttexts.ts';
import { authClient } from '../../../_ui/authclient.ts';
import { Problem } from '../problem.tsx';
import { useAttempt } from '../useattempt.ts';

const words = accountTexts.reset;

/** Where the link of the letter leads: `?token=…`, or `?error=…` when it no longer holds. */
export function NewPassword() {
  const [token, setToken] = useState<string | null>();
  const [newPassword, setNewPassword] = useState('');
  const [isDone, setDone] = useState(false);
  const { attempt, isTrying, problem } = useAttempt();
  useEffect(() => setToken(new URLSearchParams(window.location.search).get('token')), []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const outcome = await attempt(() => authClient.resetPassword({ newPassword, token: token ?? '' }));
    setDone(outcome === 'done');
  };
  if (token === undefined) return null;
  return (
    <Stack gap="md">
      <Title order={1}>{words.title}</Title>
      {isDone ? (
        <Text role="status">
          {words.done}{' '}
          <Anchor href="/account" underline="always">
            {accountTexts.signIn}
          </Anchor>
        </Text>
      ) : token === null ? (
        <Text>
          {words.invalid}{' '}
          <Anchor href="/account" underline="always">
            {words.again}
          </Anchor>
        </Text>
      ) : (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <PasswordInput
              label={accountTexts.newPassword}
              description={accountTexts.passwordHint}
              autoComplete="new-password"
              required
              value={newPassword}
              onChange={({ currentTarget }) => setNewPassword(currentTarget.value)}
            />
            <Problem text={problem} />
            <Button type="submit" loading={isTrying}>
              {words.keep}
            </Button>
          </Stack>
        </form>
      )}
    </Stack>
  );
}
