import { Accordion, Group, Stack, Text } from '@mantine/core';
import { joinHostPort } from '../../../lib/world/net/ip.ts';
import { FateMark } from '../fatemark.tsx';
import { texts } from '../texts.ts';
import { HopCard } from './hopcard.tsx';
import styles from './trace.module.css';
import { decidingHop, findTraceDocument, type TraceDocument } from './tracedocument.ts';

const words = texts.trace;
const percent = (probability: number) => `${Math.round(probability * 1000) / 10} %`;

/** One trace as hop cards: the deciding hop is open, the others are one line. `trace` is hoplab.trace/1 JSON. */
export function TraceView({ trace, title = words.title }: { readonly trace: unknown; readonly title?: string }) {
  const document = findTraceDocument(trace);
  if (!document) return <Text size="sm">{words.unreadable}</Text>;
  const deciding = decidingHop(document.steps);
  return (
    <section aria-label={title}>
      <Ending document={document} title={title} />
      {document.steps.length === 0 ? (
        <Text size="sm">{words.none}</Text>
      ) : (
        <Accordion
          transitionDuration={0}
          multiple
          defaultValue={[String(deciding)]}
          chevronPosition="left"
          classNames={ACCORDION}
        >
          {document.steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: hops have no other identity than their place
            <HopCard key={index} step={step} index={index} role={index === deciding ? 'deciding' : 'passing'} />
          ))}
        </Accordion>
      )}
      <Choices document={document} />
    </section>
  );
}

const ACCORDION = {
  item: styles.item ?? '',
  control: styles.control ?? '',
  label: styles.label ?? '',
  chevron: styles.chevron ?? '',
  content: styles.content ?? '',
};

function Ending({ document, title }: { readonly document: TraceDocument; readonly title: string }) {
  const response = document.response as keyof typeof words.responses | undefined;
  return (
    <Stack gap={4} mb={8}>
      <Group gap="xs" justify="space-between">
        <Text size="sm" fw={600}>
          {title}
        </Text>
        <Group gap={8}>
          <FateMark fate={document.disposition} />
          <Text size="sm" ff="monospace">
            {document.reason}
          </Text>
        </Group>
      </Group>
      {response && words.responses[response] && (
        <Text size="sm">
          {words.response} {words.responses[response]}.
        </Text>
      )}
      {document.sourceSeen && (
        <Text size="sm">
          {words.sourceSeen} <code className={styles.code}>{document.sourceSeen.address}</code>.
        </Text>
      )}
    </Stack>
  );
}

function Choices({ document }: { readonly document: TraceDocument }) {
  const { paths = [], candidates = [] } = document;
  if (paths.length < 2 && candidates.length < 2) return null;
  return (
    <Stack gap={4} mt={8}>
      {paths.length > 1 && (
        <>
          <Text size="sm" fw={600}>
            {words.paths(paths.length)}
          </Text>
          {paths.map((path, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: paths have no other identity than their place
            <Group key={index} gap={8}>
              <Text size="sm" w={56} ta="right">
                {percent(path.probability)}
              </Text>
              <FateMark fate={path.disposition} />
              <Text size="sm" ff="monospace">
                {path.reason}
              </Text>
            </Group>
          ))}
        </>
      )}
      {candidates.length > 1 && (
        <>
          <Text size="sm" fw={600}>
            {words.candidates}
          </Text>
          {candidates.map((candidate) => (
            <Group key={`${candidate.address}:${candidate.port}`} gap={8}>
              <Text size="sm" w={56} ta="right">
                {percent(candidate.probability)}
              </Text>
              <code className={styles.code}>{joinHostPort(candidate.address, candidate.port)}</code>
            </Group>
          ))}
        </>
      )}
    </Stack>
  );
}
