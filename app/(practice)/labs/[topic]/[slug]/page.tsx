import { Container } from '@mantine/core';
import type { Metadata } from 'next';
import { SiteHeader } from '../../../../_ui/siteheader.tsx';
import { texts } from '../../../../_ui/texts.ts';
import { LabStart } from './labstart.tsx';

export const metadata: Metadata = { title: texts.labs.title };

interface LabPageProps {
  readonly params: Promise<{ readonly topic: string; readonly slug: string }>;
}

export default async function LabPage({ params }: LabPageProps) {
  const { topic, slug } = await params;
  return (
    <>
      <SiteHeader />
      <Container component="main" id="content" size="md" py="xl">
        <LabStart topic={topic} slug={slug} />
      </Container>
    </>
  );
}
