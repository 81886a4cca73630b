import { Accordion, Stack, Text } from '@mantine/core';
import { joinHostPort } from '../../../lib/world/net/ip.ts';
import { formatRef } from '../../../lib/world/ref.ts';
import { texts } from '../texts.ts';
import styles from './trace.module.css';
import type { TraceStep } from './tracedocument.ts';

const words = texts.trace;

interface HopCardProps {
  readonly step: TraceStep;
  readonly index: number;
  readonly role: 'deciding' | 'passing';
}

/** Where, what happened, and which line of which object decided. */
export function HopCard({ step, index, role }: HopCardProps) {
  return (
    <Accordion.Item value={String(index)} data-role={role}>
      <Accordion.Control>
        <span className={styles.where} title={step.node}>
          {shortName(step.node)}
        </span>
        <span className={styles.stage}>{step.stage}</span>
        {role === 'deciding' && <span className={styles.decided}>{words.decided}</span>}
        <span className={styles.action}>{step.action}</span>
      </Accordion.Control>
      <Accordion.Panel role="group">
        <Stack gap={8}>
          {step.because.map(({ ref, says }) => (
            <div key={`${formatRef(withoutGaps(ref))} ${says}`}>
              <code className={styles.ref}>{formatRef(withoutGaps(ref))}</code>
              <Text size="sm">{says}</Text>
            </div>
          ))}
          <Text size="sm" c="dimmed">
            {words.packet} <code className={styles.code}>{formatPacket(step.packet)}</code>
          </Text>
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}

/** `ip-10-0-2-20` of `ip-10-0-2-20.us-west-2.compute.internal`: the rest is the same for all nodes of a cluster. */
function shortName(node: string): string {
  return node.split('.', 1)[0] ?? node;
}

function formatPacket({ src, sport, dst, dport, protocol }: TraceStep['packet']): string {
  return `${joinHostPort(src, sport)} → ${joinHostPort(dst, dport)} ${protocol}`;
}

type ParsedRef = TraceStep['because'][number]['ref'];

function withoutGaps({ namespace, field, ...ref }: ParsedRef) {
  return { ...ref, ...(namespace === undefined ? {} : { namespace }), ...(field === undefined ? {} : { field }) };
}
