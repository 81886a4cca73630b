import { List, Text, Title } from '@mantine/core';
import type { SittingAnswer } from '../../../../../lib/sitting/wire.ts';
import { describeLab } from '../../../../_ui/labwords.ts';
import { Markdown } from '../../../../_ui/markdown.tsx';
import { texts } from '../../../../_ui/texts.ts';

import styles from './workspace.module.css';

const words = texts.workspace;

/** The story and the symptom. */
export function BriefPane({ sitting }: { readonly sitting: SittingAnswer }) {
  const { lab } = sitting;
  return (
    <section aria-labelledby="brief-title">
      <Title order={2} size="h5" id="brief-title">
        {words.brief}
      </Title>
      <Text size="xs" c="dimmed" mb={12}>
        {describeLab(lab)}
      </Text>
      <Markdown text={lab.brief} />
      {lab.objectives.length > 0 && (
        <details className={styles.practice}>
          <summary>
            <Text span size="sm" fw={600}>
              {words.objectives}
            </Text>
          </summary>
          <List size="sm" spacing={4} mt={8}>
            {lab.objectives.map((objective) => (
              <List.Item key={objective}>{objective}</List.Item>
            ))}
          </List>
        </details>
      )}
    </section>
  );
}
