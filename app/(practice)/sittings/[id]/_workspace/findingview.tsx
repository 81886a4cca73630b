import { Text } from '@mantine/core';
import type { Finding } from '../../../../../lib/sitting/wire.ts';
import { texts } from '../../../../_ui/texts.ts';
import { LazyTraceView } from '../../../../_ui/trace/lazytraceview.tsx';
import styles from './tasks.module.css';

const words = texts.tasks;

/** What a check expected, what it met, where to look, and the packet that shows it. */
export function FindingView({ finding }: { readonly finding: Finding }) {
  const { verdict, expected, actual, lookAt, trace } = finding;
  if (verdict === 'passed') {
    return (
      <div className={styles.finding} data-verdict={verdict}>
        <Text size="sm">
          <b>{words.verdicts.passed}:</b> {expected}
        </Text>
      </div>
    );
  }
  return (
    <div className={styles.finding} data-verdict={verdict}>
      <Text size="sm" fw={600}>
        {words.verdicts[verdict]}
      </Text>
      {verdict === 'undecided' && <Text size="sm">{words.undecidedText}</Text>}
      {verdict === 'error' && <Text size="sm">{words.errorText}</Text>}
      <dl className={styles.facts}>
        <Fact name={words.expected} value={expected} />
        <Fact name={words.actual} value={actual} />
        <Fact name={words.lookAt} value={lookAt} />
      </dl>
      {trace !== undefined && trace !== null && <LazyTraceView trace={trace} title={words.counterexample} />}
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  if (value === '') return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
