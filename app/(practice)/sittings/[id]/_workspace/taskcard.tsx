import { Accordion, Stack, Text } from '@mantine/core';
import type { Finding, TaskView } from '../../../../../lib/sitting/wire.ts';
import { texts } from '../../../../_ui/texts.ts';
import { AnswerForm } from './answerform.tsx';
import { FindingView } from './findingview.tsx';
import { Hints } from './hints.tsx';
import { StateMark } from './statemark.tsx';
import styles from './tasks.module.css';

const words = texts.tasks;

interface TaskCardProps {
  readonly task: TaskView;
  /** Of the last check; undefined before the first. */
  readonly findings: readonly Finding[] | undefined;
  readonly isFinished: boolean;
}

export function TaskCard({ task, findings, isFinished }: TaskCardProps) {
  return (
    <Accordion.Item value={task.id} data-state={task.state}>
      <Accordion.Control>
        <span className={styles.head}>
          <StateMark state={task.state} />
          <span className={styles.name}>{task.title}</span>
          <span className={styles.points}>{words.points(task.earned, task.points)}</span>
        </span>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="sm">
          {task.question && <AnswerForm task={task.id} question={task.question} isFinished={isFinished} />}
          {findings?.map((finding, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a task can use the same check twice
            <FindingView key={index} finding={finding} />
          ))}
          {!findings && (
            <Text size="sm" c="dimmed">
              {words.nothing}
            </Text>
          )}
          <Hints task={task} isFinished={isFinished} />
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}
