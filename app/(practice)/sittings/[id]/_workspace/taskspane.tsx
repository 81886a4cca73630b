import { Accordion, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { texts } from '../../../../_ui/texts.ts';
import { useSittingState } from './sittingcontext.tsx';
import { TaskCard } from './taskcard.tsx';
import styles from './tasks.module.css';

const words = texts.tasks;

/** The tasks with their live state. A check opens the first that is not there yet, so its evidence is in view. */
export function TasksPane() {
  const view = useSittingState((state) => state.view);
  const grade = useSittingState((state) => state.grade);
  const [opened, setOpened] = useState<string[]>([]);
  useEffect(() => {
    if (!grade) return;
    const failed = grade.tasks.find((task) => task.points < task.maxPoints);
    if (failed) setOpened((last) => (last.includes(failed.id) ? last : [...last, failed.id]));
  }, [grade]);
  return (
    <section aria-labelledby="tasks-title">
      <Title order={2} size="h5" id="tasks-title">
        {texts.workspace.tasks}
      </Title>
      <Text size="xs" c="dimmed" mb={8}>
        {words.lead}
      </Text>
      <Accordion
        multiple
        transitionDuration={0}
        value={opened}
        onChange={setOpened}
        classNames={{ item: styles.item ?? '', control: styles.control ?? '', content: styles.content ?? '' }}
      >
        {view?.tasks.map((task) => (
          <TaskCard
            key={task.id}
            task={task}
            findings={grade?.tasks.find((graded) => graded.id === task.id)?.findings}
            isFinished={view.finished}
          />
        ))}
      </Accordion>
    </section>
  );
}
