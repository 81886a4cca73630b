'use client';

import { Button, Container, Group, Stack, Text, Title } from '@mantine/core';
import { texts } from './_ui/texts.ts';

export default function FailedPage({ reset }: { readonly error: Error; readonly reset: () => void }) {
  return (
    <Container component="main" size="sm" py="xl">
      <Stack>
        <Title order={1}>{texts.failed.title}</Title>
        <Text>{texts.failed.text}</Text>
        <Group>
          <Button onClick={reset}>{texts.failed.retry}</Button>
        </Group>
      </Stack>
    </Container>
  );
}
