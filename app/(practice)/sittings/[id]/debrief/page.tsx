import { Container } from '@mantine/core';
import type { Metadata } from 'next';
import { SiteHeader } from '../../../../_ui/siteheader.tsx';
import { texts } from '../../../../_ui/texts.ts';
import { DebriefView } from './debriefview.tsx';

export const metadata: Metadata = { title: texts.debrief.title };

interface DebriefPageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function DebriefPage({ params }: DebriefPageProps) {
  const { id } = await params;
  return (
    <>
      <SiteHeader />
      <Container component="main" id="content" size="md" py="xl">
        <DebriefView sittingId={id} />
      </Container>
    </>
  );
}
