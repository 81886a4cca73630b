import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import type { ErrorAnswer } from '../../lib/sitting/wire.ts';
import { texts } from './texts.ts';

interface FailureNoteProps {
  readonly error: ErrorAnswer;
  readonly title?: string;
  /** The next step, when trying again is one. */
  readonly onRetry?: () => void;
}

/** What failed, what was expected, and the next step. */
export function FailureNote({ error, title = texts.errors.title, onRetry }: FailureNoteProps) {
  return (
    <Paper withBorder p="sm" role="alert" style={{ borderColor: 'var(--hop-rejected)' }}>
      <Stack gap={8}>
        <Text size="sm" fw={600}>
          {title}
        </Text>
        <Text size="sm">{error.message}</Text>
        {error.expected && <Text size="sm">{texts.errors.expected(error.expected)}</Text>}
        {onRetry && (
          <Group>
            <Button size="xs" variant="default" onClick={onRetry}>
              {texts.errors.retry}
            </Button>
          </Group>
        )}
      </Stack>
    </Paper>
  );
}
