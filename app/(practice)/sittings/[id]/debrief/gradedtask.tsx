import { Group, Stack, Text } from '@mantine/core';
import type { GradeViewWire, TaskView } from '../../../../../lib/sitting/wire.ts';
import { texts } from '../../../../_ui/texts.ts';
import { FindingView } from '../_workspace/findingview.tsx';
import { StateMark } from '../_workspace/statemark.tsx';
import styles from './debrief.module.css';

interface GradedTaskProps {
  readonly task: TaskView;
  readonly graded: GradeViewWire['tasks'][number] | undefined;
}

export function GradedTask({ task, graded }: GradedTaskProps) {
  return (
    <div className={styles.task}>
      <Group gap={8} wrap="nowrap" align="center">
        <StateMark state={task.state} />
        <Text fw={600} flex={1}>
          {task.title}
        </Text>
        <Text size="sm" className={styles.points}>
          {texts.tasks.points(graded?.points, graded?.maxPoints ?? task.points)}
        </Text>
      </Group>
      <Stack gap={8} className={styles.body ?? ''}>
        {graded?.findings.map((finding, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a task can use the same check twice
          <FindingView key={index} finding={finding} />
        ))}
        <Text size="xs" c="dimmed">
          {texts.debrief.hintsOpened(task.hints.length)}
        </Text>
      </Stack>
    </div>
  );
}
