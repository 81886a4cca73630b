import { Container, Stack, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { progressTexts } from '../../_ui/accounttexts.ts';
import { SiteHeader } from '../../_ui/siteheader.tsx';
import { ProgressView } from './progressview.tsx';

export const metadata: Metadata = { title: progressTexts.title };

export default function ProgressPage() {
  return (
    <>
      <SiteHeader />
      <Container component="main" id="content" size="md" py="xl">
        <Stack gap="lg">
          <Title order={1}>{progressTexts.title}</Title>
          <ProgressView />
        </Stack>
      </Container>
    </>
  );
}
