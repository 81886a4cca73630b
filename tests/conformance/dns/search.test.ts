import { describe, expect, test } from 'vitest';
import { resolveName, type SentQuery } from '../../../lib/world/dns/resolve.ts';
import { first, podPlace } from '../../dataplane/cluster-builder.ts';
import { SEARCH_CASES } from './search-cases.ts';
import { aZone } from './zone.ts';

function line({ name, rcode, answers }: SentQuery): string {
  const bare = name.replace(/\.$/, '');
  return `${bare} → ${answers.length > 0 ? 'yes' : rcode === 'NOERROR' ? 'NODATA' : rcode}`;
}

describe.each(SEARCH_CASES)('$says ($source)', ({ spec, looks }) => {
  test.each(Object.entries(looks))('%s', (name, expected) => {
    const place = { name: 'looker', node: 1, ip: '10.0.1.77', hostNetwork: spec.hostNetwork === true, spec };
    const { cluster } = aZone().pod(place);
    const { queries } = resolveName({ cluster }, podPlace('looker'), name, 'A', first);
    expect(queries.map(line)).toEqual(expected);
  });
});
