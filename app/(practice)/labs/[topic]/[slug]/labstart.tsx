'use client';

import { Anchor, Button, Group, List, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { LabAnswer } from '../../../../../lib/sitting/wire.ts';
import { FailureNote } from '../../../../_ui/failurenote.tsx';
import { describeLab } from '../../../../_ui/labwords.ts';
import { Markdown } from '../../../../_ui/markdown.tsx';
import { useStartSitting } from '../../../../_ui/startsitting.ts';
import { texts } from '../../../../_ui/texts.ts';
import { useAnswer } from '../../../../_ui/useanswer.ts';

const words = texts.labStart;

interface LabStartProps {
  readonly topic: string;
  readonly slug: string;
}

export function LabStart({ topic, slug }: LabStartProps) {
  const { answer, again } = useAnswer<LabAnswer>(`/api/labs/${topic}/${slug}`);
  if (!answer) return <LoadingLab />;
  if (answer.ok) return <LabIntroduction lab={answer.value} />;
  if (answer.error.code !== 'not_found') return <FailureNote error={answer.error} onRetry={again} />;
  return (
    <Stack>
      <Title order={1}>{words.missing}</Title>
      <Text>
        {words.missingText} <Anchor href="/labs">{words.toList}</Anchor>
      </Text>
    </Stack>
  );
}

function LoadingLab() {
  return (
    <Stack aria-busy="true" aria-label={words.loading}>
      <Skeleton height={36} width="60%" />
      <Skeleton height={16} width="40%" />
      <Skeleton height={160} />
    </Stack>
  );
}

function LabIntroduction({ lab }: { readonly lab: LabAnswer }) {
  useDocumentTitle(`${lab.title} · ${texts.product}`);
  return (
    <Stack gap="lg">
      <div>
        <Title order={1}>{lab.title}</Title>
        <Text c="dimmed">{describeLab(lab)}</Text>
      </div>
      <StartButtons lab={lab} />
      <div>
        <Markdown text={lab.brief} />
        <Text size="sm" c="dimmed" mt="sm">
          {words.variant}
        </Text>
      </div>
      <section aria-labelledby="objectives">
        <Title order={2} size="h4" id="objectives" mb={8}>
          {words.objectives}
        </Title>
        <List spacing={4} size="sm">
          {lab.objectives.map((objective) => (
            <List.Item key={objective}>{objective}</List.Item>
          ))}
        </List>
      </section>
      <Paper withBorder p="md" component="section" aria-labelledby="model">
        <Title order={2} size="h4" id="model" mb={8}>
          {words.model}
        </Title>
        <Text size="sm">{words.modelText}</Text>
        <Text size="sm">{words.modelNot}</Text>
      </Paper>
    </Stack>
  );
}

function StartButtons({ lab }: { readonly lab: LabAnswer }) {
  const { start, isStarting, error } = useStartSitting();
  const underWay = lab.sittings.find((sitting) => !sitting.finished);
  return (
    <Stack gap="sm">
      <Group>
        {underWay && (
          <Button component="a" href={`/sittings/${underWay.id}`} size="md">
            {words.resume}
          </Button>
        )}
        <Button
          size="md"
          variant={underWay ? 'default' : 'filled'}
          loading={isStarting}
          onClick={() => void start(`${lab.topic}/${lab.slug}`)}
        >
          {underWay ? words.again : words.start}
        </Button>
      </Group>
      {error && <FailureNote error={error} />}
    </Stack>
  );
}
