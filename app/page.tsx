import { Anchor, Container, Group, Stack, Text, Title } from '@mantine/core';
import { ClusterPicture } from './_ui/clusterpicture.tsx';
import styles from './_ui/landing.module.css';
import { SiteHeader } from './_ui/siteheader.tsx';
import { StartAnyLab } from './_ui/startanylab.tsx';
import { texts } from './_ui/texts.ts';

export default function LandingPage() {
  return (
    <>
      <SiteHeader />
      <Container component="main" id="content" size="lg" className={styles.hero ?? ''}>
        <Stack gap="lg">
          <Title order={1} className={styles.title ?? ''}>
            {texts.landing.title}
          </Title>
          <Text size="lg" maw={520}>
            {texts.landing.sentence}
          </Text>
          <StartAnyLab />
          <Group gap="md">
            <Text size="sm" c="dimmed">
              {texts.landing.startNote}
            </Text>
            <Anchor href="/labs" size="sm">
              {texts.landing.browse}
            </Anchor>
          </Group>
        </Stack>
        <ClusterPicture />
      </Container>
    </>
  );
}
