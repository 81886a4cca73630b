import { Container } from '@mantine/core';
import type { Metadata } from 'next';
import { questionTexts } from '../../../_ui/questiontexts.ts';
import { SiteHeader } from '../../../_ui/siteheader.tsx';
import { TopicView } from './topicview.tsx';

export const metadata: Metadata = { title: questionTexts.practice.title };

interface TopicPageProps {
  readonly params: Promise<{ readonly topic: string }>;
}

export default async function TopicPage({ params }: TopicPageProps) {
  const { topic } = await params;
  return (
    <>
      <SiteHeader />
      <Container component="main" id="content" size="md" py="xl">
        <TopicView id={topic} />
      </Container>
    </>
  );
}
