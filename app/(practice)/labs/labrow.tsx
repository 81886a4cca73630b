import { Anchor, Button, Text } from '@mantine/core';
import type { LabCard } from '../../../lib/sitting/wire.ts';
import { FailureNote } from '../../_ui/failurenote.tsx';
import { describeLab } from '../../_ui/labwords.ts';
import { useStartSitting } from '../../_ui/startsitting.ts';
import { texts } from '../../_ui/texts.ts';
import styles from './labs.module.css';

const words = texts.labs;

/** One lab: what it is, where you stand, and the one next step. */
export function LabRow({ lab }: { readonly lab: LabCard }) {
  const { start, isStarting, error } = useStartSitting();
  const name = `${lab.topic}/${lab.slug}`;
  const underWay = lab.sittings.find((sitting) => !sitting.finished);
  const latest = underWay ?? lab.sittings[0];
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <Anchor href={`/labs/${name}`} fw={600} c="inherit" underline="hover">
          {lab.title}
        </Anchor>
        <Text size="sm" c="dimmed">
          {describeLab(lab)}
        </Text>
      </div>
      {latest && (
        <Text size="sm" className={styles.state}>
          {stateOf(latest)}
        </Text>
      )}
      {underWay ? (
        <Button
          component="a"
          href={`/sittings/${underWay.id}`}
          variant="light"
          aria-label={`${words.resume} ${lab.title}`}
        >
          {words.resume}
        </Button>
      ) : (
        <Button
          variant="default"
          loading={isStarting}
          onClick={() => void start(name)}
          aria-label={`${words.start} ${lab.title}`}
        >
          {lab.sittings.length > 0 ? words.again : words.start}
        </Button>
      )}
      {error && <FailureNote error={error} />}
    </li>
  );
}

function stateOf(latest: LabCard['sittings'][number]): string {
  if (latest.finished) return words.finished(latest.score ?? 0, latest.maxScore);
  return latest.score === undefined ? words.underWay : words.underWayScore(latest.score, latest.maxScore);
}
