import { Button, Group, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { accountTexts } from '../../_ui/accounttexts.ts';
import { authClient } from '../../_ui/authclient.ts';
import { Problem } from './problem.tsx';
import { useAttempt } from './useattempt.ts';

export function ChangePassword() {
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const [isDone, setDone] = useState(false);
  const { attempt, isTrying, problem } = useAttempt();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const asked = { currentPassword, newPassword, revokeOtherSessions: true };
    const outcome = await attempt(() => authClient.changePassword(asked));
    setDone(outcome === 'done');
    if (outcome === 'refused') return;
    setCurrent('');
    setNew('');
  };
  return (
    <form onSubmit={submit} aria-labelledby="password">
      <Title order={2} size="h4" id="password" mb="sm">
        {accountTexts.changePassword}
      </Title>
      <Stack gap="sm">
        <PasswordInput
          label={accountTexts.currentPassword}
          autoComplete="current-password"
          required
          value={currentPassword}
          onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
        />
        <PasswordInput
          label={accountTexts.newPassword}
          description={accountTexts.passwordHint}
          autoComplete="new-password"
          required
          value={newPassword}
          onChange={({ currentTarget }) => setNew(currentTarget.value)}
        />
        <Problem text={problem} />
        <Text role="status" size="sm">
          {isDone && accountTexts.passwordChanged}
        </Text>
        <Group>
          <Button type="submit" variant="default" loading={isTrying}>
            {accountTexts.changePassword}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
