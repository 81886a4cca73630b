'use client';

import { Anchor, Button, Group, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { DebriefAnswer } from '../../../../../lib/sitting/wire.ts';
import { FailureNote } from '../../../../_ui/failurenote.tsx';
import { Markdown } from '../../../../_ui/markdown.tsx';
import { texts } from '../../../../_ui/texts.ts';
import { TraceView } from '../../../../_ui/trace/traceview.tsx';
import { useAnswer } from '../../../../_ui/useanswer.ts';
import { GradedTask } from './gradedtask.tsx';
import { NewVariantButton } from './newvariantbutton.tsx';

const words = texts.debrief;

/** What the cluster earned, what was broken, and, as it is long, last: the packet before and after. */
export function DebriefView({ sittingId }: { readonly sittingId: string }) {
  const { answer, again } = useAnswer<DebriefAnswer>(`/api/sittings/${sittingId}/debrief`);
  if (!answer) return <LoadingDebrief />;
  if (answer.ok) return <Debrief sittingId={sittingId} debrief={answer.value} />;
  if (answer.error.code !== 'not_finished') return <FailureNote error={answer.error} onRetry={again} />;
  return (
    <Stack>
      <Title order={1}>{words.notFinished}</Title>
      <Text>{words.notFinishedText}</Text>
      <Anchor href={`/sittings/${sittingId}`}>{words.back}</Anchor>
    </Stack>
  );
}

function LoadingDebrief() {
  return (
    <Stack aria-busy="true" aria-label={words.loading}>
      <Skeleton height={36} width="50%" />
      <Skeleton height={160} />
    </Stack>
  );
}

interface DebriefProps {
  readonly sittingId: string;
  readonly debrief: DebriefAnswer;
}

function Debrief({ sittingId, debrief }: DebriefProps) {
  const { lab, grade, view, traces } = debrief;
  return (
    <Stack gap="xl">
      <Stack gap="xs">
        <Text c="dimmed">
          {words.title} · {lab.title} · {texts.workspace.variant(debrief.seed)}
        </Text>
        <Title order={1}>{words.score(grade.score, grade.maxScore)}</Title>
        {grade.undecided > 0 && <Text>{words.undecided(grade.undecided)}</Text>}
        <Group mt="xs">
          <NewVariantButton sittingId={sittingId} />
          <Button component="a" href="/labs" variant="default">
            {words.allLabs}
          </Button>
        </Group>
      </Stack>
      <section aria-labelledby="graded-tasks">
        <Title order={2} size="h4" id="graded-tasks" mb={8}>
          {words.tasks}
        </Title>
        {view.tasks.map((task) => (
          <GradedTask key={task.id} task={task} graded={grade.tasks.find((one) => one.id === task.id)} />
        ))}
      </section>
      <section aria-labelledby="explanation">
        <Title order={2} size="h4" id="explanation" mb={8}>
          {words.explanation}
        </Title>
        <Markdown text={debrief.debrief} />
      </section>
      <section aria-labelledby="traces">
        <Title order={2} size="h4" id="traces" mb={12}>
          {words.traces}
        </Title>
        {traces ? (
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
            <TraceView trace={traces.before} title={words.before} />
            <TraceView trace={traces.after} title={words.after} />
          </SimpleGrid>
        ) : (
          <Text>{words.noTraces}</Text>
        )}
      </section>
      <Text size="xs" c="dimmed">
        {words.graded(grade.engineVersion, grade.labVersion)}
      </Text>
    </Stack>
  );
}
