import { Anchor, Group, Text } from '@mantine/core';
import type { SittingAnswer } from '../../../../../lib/sitting/wire.ts';
import { texts } from '../../../../_ui/texts.ts';
import { useSittingState } from './sittingcontext.tsx';
import styles from './workspace.module.css';

/** What an upgrade of the server did to this sitting, and the next step. */
export function UpgradeNotice({ lab }: Pick<SittingAnswer, 'lab'>) {
  const notice = useSittingState((state) => state.notice);
  if (!notice) return null;
  return (
    <Group role="status" className={styles.notice ?? ''} data-kind={notice.kind} gap="sm" px="md" py={6}>
      <Text size="sm">{notice.text}</Text>
      {notice.kind === 'read-only' && (
        <Anchor size="sm" href={`/labs/${lab.topic}/${lab.slug}`}>
          {texts.workspace.startAgain}
        </Anchor>
      )}
    </Group>
  );
}
