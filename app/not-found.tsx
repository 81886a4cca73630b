import { Anchor, Container, Stack, Text, Title } from '@mantine/core';
import { SiteHeader } from './_ui/siteheader.tsx';
import { texts } from './_ui/texts.ts';

export default function NotFoundPage() {
  return (
    <>
      <SiteHeader />
      <Container component="main" id="content" size="md" py="xl">
        <Stack>
          <Title order={1}>{texts.notFound.title}</Title>
          <Text>{texts.notFound.text}</Text>
          <Anchor href="/labs" underline="always">
            {texts.notFound.back}
          </Anchor>
        </Stack>
      </Container>
    </>
  );
}
