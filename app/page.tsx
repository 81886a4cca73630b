import { Button, Container, Group, Stack, Text, Title } from '@mantine/core';
import { ClusterPicture } from './_ui/clusterpicture.tsx';
import { texts } from './_ui/texts.ts';

export default function LandingPage() {
  return (
    <Container component="main" size="md" py="xl">
      <Stack gap="lg">
        <Title order={1}>{texts.landing.title}</Title>
        <Text size="lg">{texts.landing.sentence}</Text>
        <ClusterPicture />
        <Group>
          <Button component="a" href="/labs" size="lg">
            {texts.landing.start}
          </Button>
          <Text>{texts.landing.startNote}</Text>
        </Group>
      </Stack>
    </Container>
  );
}
