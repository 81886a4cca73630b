import { Button, Group, Stack, Text, Title } from '@mantine/core';
import type { AccountView } from '../../../lib/server/accounts/wire.ts';
import { accountTexts } from '../../_ui/accounttexts.ts';
import { authClient } from '../../_ui/authclient.ts';
import { Problem } from './problem.tsx';
import { useAttempt } from './useattempt.ts';

interface PasskeysProps extends Pick<AccountView, 'passkeys'> {
  onChanged(): void;
}

export function Passkeys({ passkeys, onChanged }: PasskeysProps) {
  const { attempt, isTrying, problem } = useAttempt();
  const change = async (tried: Parameters<typeof attempt>[0]) => {
    if ((await attempt(tried)) === 'done') onChanged();
  };
  const name = accountTexts.unnamedPasskey;
  return (
    <section aria-labelledby="passkeys">
      <Title order={2} size="h4" id="passkeys">
        {accountTexts.passkeys}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {accountTexts.passkeysText} {passkeys.length === 0 && accountTexts.noPasskeys}
      </Text>
      <Stack gap="sm">
        {passkeys.map((passkey) => (
          <Group key={passkey.id} justify="space-between">
            <Text size="sm">
              {passkey.name ?? name}
              {passkey.createdAt && `, ${accountTexts.addedOn(passkey.createdAt.slice(0, 10))}`}
            </Text>
            <Button
              variant="subtle"
              size="compact-sm"
              aria-label={accountTexts.removePasskey(passkey.name ?? name)}
              onClick={() => void change(() => authClient.passkey.deletePasskey({ id: passkey.id }))}
            >
              {accountTexts.remove}
            </Button>
          </Group>
        ))}
        <Problem text={problem} />
        <Group>
          <Button
            variant="default"
            loading={isTrying}
            onClick={() => void change(() => authClient.passkey.addPasskey({ name: browserName() }))}
          >
            {accountTexts.addPasskey}
          </Button>
        </Group>
      </Stack>
    </section>
  );
}

/** So that people tell their passkeys apart: `Linux`, `macOS` … */
function browserName(): string {
  const { userAgent } = navigator;
  const known = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'CrOS', 'Linux'];
  return known.find((word) => userAgent.includes(word)) ?? accountTexts.unnamedPasskey;
}
