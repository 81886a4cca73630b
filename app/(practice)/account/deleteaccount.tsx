import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { accountTexts } from '../../_ui/accounttexts.ts';
import { authClient } from '../../_ui/authclient.ts';
import { Problem } from './problem.tsx';
import { useAttempt } from './useattempt.ts';

interface DeleteAccountProps {
  readonly email: string;
  onDeleted(): void;
}

export function DeleteAccount({ email, onDeleted }: DeleteAccountProps) {
  const [typed, setTyped] = useState('');
  const { attempt, isTrying, problem } = useAttempt();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if ((await attempt(() => authClient.deleteUser())) === 'done') onDeleted();
  };
  return (
    <form onSubmit={submit} aria-labelledby="delete">
      <Title order={2} size="h4" id="delete">
        {accountTexts.deleteTitle}
      </Title>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {accountTexts.deleteText}
        </Text>
        <TextInput
          label={accountTexts.deleteConfirm(email)}
          autoComplete="off"
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <Problem text={problem} />
        <Group>
          <Button type="submit" color="red" variant="outline" loading={isTrying} disabled={typed !== email}>
            {accountTexts.delete}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
