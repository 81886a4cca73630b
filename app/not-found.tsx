import { Anchor, Container, Stack, Text, Title } from '@mantine/core';
import { texts } from './_ui/texts.ts';

export default function NotFoundPage() {
  return (
    <Container component="main" size="sm" py="xl">
      <Stack>
        <Title order={1}>{texts.notFound.title}</Title>
        <Text>{texts.notFound.text}</Text>
        <Anchor href="/" underline="always">
          {texts.notFound.back}
        </Anchor>
      </Stack>
    </Container>
  );
}
