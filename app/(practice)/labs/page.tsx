import { Container, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { SiteHeader } from '../../_ui/siteheader.tsx';
import { texts } from '../../_ui/texts.ts';
import { LabList } from './lablist.tsx';

export const metadata: Metadata = { title: texts.labs.title };

export default function LabsPage() {
  return (
    <>
      <SiteHeader />
      <Container component="main" id="content" size="md" py="xl">
        <Stack gap="lg">
          <div>
            <Title order={1} mb={4}>
              {texts.labs.title}
            </Title>
            <Text c="dimmed" maw={620}>
              {texts.labs.lead}
            </Text>
          </div>
          <LabList />
        </Stack>
      </Container>
    </>
  );
}
