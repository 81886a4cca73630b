import { Container, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { questionTexts } from '../../_ui/questiontexts.ts';
import { SiteHeader } from '../../_ui/siteheader.tsx';
import { TopicList } from './topiclist.tsx';

export const metadata: Metadata = { title: questionTexts.practice.title };

export default function PracticePage() {
  return (
    <>
      <SiteHeader />
      <Container component="main" id="content" size="md" py="xl">
        <Stack gap="lg">
          <div>
            <Title order={1}>{questionTexts.practice.title}</Title>
            <Text c="dimmed" maw={620}>
              {questionTexts.practice.lead}
            </Text>
          </div>
          <TopicList />
        </Stack>
      </Container>
    </>
  );
}
