import { Alert, Anchor, Button, List, Stack } from '@mantine/core';
import type { Correction } from '../../../lib/practice/wire.ts';
import { progressTexts } from '../../_ui/accounttexts.ts';
import { send } from '../../_ui/api.ts';

const words = progressTexts.corrections;

interface CorrectionsProps {
  readonly corrections: readonly Correction[];
  onRead(): void;
}

/** Answers that were marked again because their question was corrected. */
export function Corrections({ corrections, onRead }: CorrectionsProps) {
  const read = async () => {
    const told = await send('POST', '/api/progress/corrections-read', {});
    if (told.ok) onRead();
  };
  return (
    <Alert title={words.title} variant="outline">
      <Stack gap="sm" align="flex-start">
        <List size="sm">
          {corrections.map(({ practiceId, position, prompt, before, after }) => (
            <List.Item key={`${practiceId} ${position}`}>
              <Anchor href={`/practice/${practiceId}`} size="sm" underline="always">
                {prompt.replaceAll(/`|\*\*/g, '').slice(0, 120)}
              </Anchor>
              : {words.mark(before, after)}
            </List.Item>
          ))}
        </List>
        <Button variant="default" size="compact-sm" onClick={() => void read()}>
          {words.read}
        </Button>
      </Stack>
    </Alert>
  );
}
