import { Alert, Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { KubeconfigAnswer, KubeconfigState } from '../../../../../lib/sitting/wire.ts';
import { type Answer, get, remove, send } from '../../../../_ui/api.ts';
import { texts } from '../../../../_ui/texts.ts';
import { useFocusBack } from '../../../../_ui/usefocusback.ts';

const words = texts.ownKubectl;
const FILE_NAME = 'hoplab.kubeconfig';

interface OwnKubectlDialogProps {
  readonly sittingId: string;
  readonly onClose: () => void;
}

/** Access to the sitting's cluster for the person's own tools: a file to download or copy, and its end. */
export function OwnKubectlDialog({ sittingId, onClose }: OwnKubectlDialogProps) {
  useFocusBack();
  const path = `/api/sittings/${encodeURIComponent(sittingId)}/kubeconfig`;
  const [state, setState] = useState<KubeconfigState>();
  const [made, setMade] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const take = <T extends KubeconfigState>(answer: Answer<T>): T | undefined => {
    setProblem(answer.ok ? undefined : answer.error.message);
    if (answer.ok) setState(answer.value);
    return answer.ok ? answer.value : undefined;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once when the dialog opens
  useEffect(() => {
    get<KubeconfigState>(path).then(take);
  }, [path]);
  const make = async () => setMade(take(await send<KubeconfigAnswer>('POST', path, {}))?.kubeconfig);
  const revoke = async () => {
    if (take(await remove<KubeconfigState>(path))) setMade(undefined);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.title}
      size="lg"
      centered
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Stack gap="md">
        <Text size="sm">{words.lead}</Text>
        {problem && (
          <Alert color="red" role="alert">
            {problem}
          </Alert>
        )}
        {made ? <MadeFile text={made} /> : <Button onClick={make}>{words.make}</Button>}
        {state && state.tokens > 0 && (
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm" c="dimmed">
              {words.valid(state.tokens, new Date(state.expiresAt ?? 0))}
            </Text>
            <Button variant="default" size="xs" flex="none" onClick={revoke}>
              {words.revoke}
            </Button>
          </Group>
        )}
      </Stack>
    </Modal>
  );
}

function MadeFile({ text }: { readonly text: string }) {
  const href = `data:application/yaml;charset=utf-8,${encodeURIComponent(text)}`;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button component="a" href={href} download={FILE_NAME}>
          {words.download}
        </Button>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? words.copied : words.copy}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text size="sm">{words.use}</Text>
      <Code block>{`export KUBECONFIG=$PWD/${FILE_NAME}\nkubectl get pods -A`}</Code>
      <Text size="sm" c="dimmed">
        {words.secret}
      </Text>
    </Stack>
  );
}
