import { describe, expect, test } from 'vitest';
import { absoluteName, isInZone } from '../../../lib/world/dns/message.ts';
import { resolveName, type SentQuery } from '../../../lib/world/dns/resolve.ts';
import { first, podPlace } from '../../dataplane/cluster-builder.ts';
import { RECORD_GROUPS } from './record-cases.ts';
import { SEARCH_CASES } from './search-cases.ts';
import { aZone } from './zone.ts';

function text({ rcode, answers, says, outcome }: SentQuery): string {
  if (outcome !== 'Answer') return says || outcome;
  if (rcode !== 'NOERROR') return rcode ?? '';
  if (answers.length === 0) return 'NODATA';
  return answers
    .map(({ ttl, type, data }) => `${ttl} ${type} ${data}`)
    .sort()
    .join(' | ');
}

/** RFC 2308: a negative answer carries the SOA of the zone it was looked for in. */
function expectSoa({ name, answers, authority }: SentQuery): void {
  if (answers.length > 0) return;
  expect(authority.map(({ type }) => type)).toEqual(['SOA']);
  expect(isInZone(absoluteName(name), authority[0]?.name ?? '')).toBe(true);
}

describe.each(RECORD_GROUPS)('$says ($source)', ({ kubernetes, queries }) => {
  const { cluster } = aZone(kubernetes);
  test.each(queries)('%s', (line) => {
    const [question = '', expected] = line.split(' → ');
    const [name = '', type = ''] = question.split(' ');
    const { queries: sent } = resolveName({ cluster }, podPlace('web'), name, type, first, { search: 'Never' });
    expect(sent).toHaveLength(1);
    expect(text(sent[0] as SentQuery)).toBe(expected);
    expectSoa(sent[0] as SentQuery);
  });
});

test('the tables hold at least 120 queries', () => {
  const records = RECORD_GROUPS.flatMap(({ queries }) => queries);
  const searched = SEARCH_CASES.flatMap(({ looks }) => Object.values(looks).flat());
  expect(new Set(records).size).toBeGreaterThanOrEqual(120);
  expect(searched.length).toBeGreaterThanOrEqual(40);
});
