import { Button, Group, Stack, Text } from '@mantine/core';
import type { AccountView } from '../../../lib/server/accounts/wire.ts';
import { accountTexts } from '../../_ui/accounttexts.ts';
import { authClient } from '../../_ui/authclient.ts';
import { ChangePassword } from './changepassword.tsx';
import { DeleteAccount } from './deleteaccount.tsx';
import { Passkeys } from './passkeys.tsx';
import { Problem } from './problem.tsx';
import { useAttempt } from './useattempt.ts';

interface SignedInProps {
  readonly person: AccountView;
  onChanged(): void;
}

export function SignedIn({ person, onChanged }: SignedInProps) {
  const { attempt, isTrying, problem } = useAttempt();
  const signOut = async () => {
    if ((await attempt(() => authClient.signOut())) === 'done') onChanged();
  };
  const { email = '', name } = person;
  return (
    <Stack gap="xl">
      <Group justify="space-between" gap="md">
        <div>
          {name && <Text fw={600}>{name}</Text>}
          <Text>{accountTexts.signedInAs(email)}</Text>
        </div>
        <Button variant="default" loading={isTrying} onClick={() => void signOut()}>
          {accountTexts.signOut}
        </Button>
      </Group>
      <Problem text={problem} />
      <Passkeys passkeys={person.passkeys} onChanged={onChanged} />
      {person.hasPassword && <ChangePassword />}
      <DeleteAccount email={email} onDeleted={onChanged} />
    </Stack>
  );
}
