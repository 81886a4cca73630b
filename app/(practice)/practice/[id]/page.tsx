import { Container } from '@mantine/core';
import type { Metadata } from 'next';
import { questionTexts } from '../../../_ui/questiontexts.ts';
import { SiteHeader } from '../../../_ui/siteheader.tsx';
import { PracticeSession } from './practicesession.tsx';

export const metadata: Metadata = { title: questionTexts.practice.title };

interface SessionPageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function SessionPage({ params }: SessionPageProps) {
  const { id } = await params;
  return (
    <>
      <SiteHeader />
      <Container component="main" id="content" size="sm" py="lg">
        <PracticeSession id={id} />
      </Container>
    </>
  );
}
