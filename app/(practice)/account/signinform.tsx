import { Button, Divider, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { AccountAnswer } from '../../../lib/server/accounts/wire.ts';
import { accountTexts } from '../../_ui/accounttexts.ts';
import { authClient } from '../../_ui/authclient.ts';
import { Problem } from './problem.tsx';
import { nextPage, useAttempt } from './useattempt.ts';

/** By password, by passkey, and where this server sends mail by a link. */
export function SignInForm({ mail }: Pick<AccountAnswer, 'mail'>) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [told, setTold] = useState('');
  const { attempt, isTrying, problem, setProblem } = useAttempt();
  const goOn = async (tried: Parameters<typeof attempt>[0]) => {
    if ((await attempt(tried)) === 'done') window.location.assign(nextPage(window.location.search));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void goOn(() => authClient.signIn.email({ email, password }));
  };
  const mailed = async (words: (email: string) => string, tried: Parameters<typeof attempt>[0]) => {
    if (email === '') return setProblem(accountTexts.emailFirst);
    if ((await attempt(tried)) === 'done') setTold(words(email));
  };
  return (
    <Stack gap="md">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            type="email"
            label={accountTexts.email}
            autoComplete="username webauthn"
            required
            value={email}
            onChange={({ currentTarget }) => setEmail(currentTarget.value)}
          />
          <PasswordInput
            label={accountTexts.password}
            autoComplete="current-password"
            required
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          <Problem text={problem} />
          <Button type="submit" loading={isTrying}>
            {accountTexts.signIn}
          </Button>
        </Stack>
      </form>
      <Divider />
      <Button variant="default" onClick={() => void goOn(() => authClient.signIn.passkey())}>
        {accountTexts.withPasskey}
      </Button>
      {mail === 'sent' && (
        <>
          <Button
            variant="default"
            onClick={() =>
              void mailed(accountTexts.linkSent, () =>
                authClient.signIn.magicLink({ email, callbackURL: nextPage(window.location.search) }),
              )
            }
          >
            {accountTexts.sendLink}
          </Button>
          <Button
            variant="subtle"
            onClick={() =>
              void mailed(accountTexts.resetSent, () =>
                authClient.requestPasswordReset({ email, redirectTo: '/account/password' }),
              )
            }
          >
            {accountTexts.forgotten}
          </Button>
        </>
      )}
      <Text role="status" size="sm">
        {told}
      </Text>
    </Stack>
  );
}
