import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { accountTexts } from '../../_ui/accounttexts.ts';
import { authClient } from '../../_ui/authclient.ts';
import { Problem } from './problem.tsx';
import { nextPage, useAttempt } from './useattempt.ts';

export function SignUpForm() {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { attempt, isTrying, problem } = useAttempt();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const outcome = await attempt(() => authClient.signUp.email({ name, email, password }));
    if (outcome === 'done') window.location.assign(nextPage(window.location.search));
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={accountTexts.name}
          description={accountTexts.nameHint}
          autoComplete="name"
          required
          maxLength={80}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <TextInput
          type="email"
          label={accountTexts.email}
          autoComplete="username"
          required
          value={email}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
        />
        <PasswordInput
          label={accountTexts.password}
          description={accountTexts.passwordHint}
          autoComplete="new-password"
          required
          value={password}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
        />
        <Problem text={problem} />
        <Button type="submit" loading={isTrying}>
          {accountTexts.signUp}
        </Button>
      </Stack>
    </form>
  );
}
