/** One end of a claim in words. */
import type { Party } from '../world/dataplane/reachability/party.ts';
import { UsageError } from './outcome.ts';

/** `pods`, `NS/`, `NS/POD`, `NS/key=value,…`, `*\/key=value`, `nodes`, `node/NAME`, `outside`. */
export function readParty(text: string | undefined, flag: string): Party {
  if (text === 'pods') return { kind: 'Pods' };
  if (text === 'nodes') return { kind: 'Nodes' };
  if (text === 'outside') return { kind: 'Outside' };
  const [, namespace, rest = ''] = /^([^/]+)\/(.*)$/.exec(text ?? '') ?? [];
  if (namespace === undefined) {
    throw new UsageError(`${flag}: expected pods, NS/, NS/POD, NS/key=value, */key=value, nodes, node/NAME or outside`);
  }
  if (namespace === 'node') return { kind: 'Nodes', name: rest };
  const within = namespace === '*' ? {} : { namespace };
  if (rest === '') return { kind: 'Pods', ...within };
  if (!rest.includes('=')) return { kind: 'Pods', ...within, name: rest };
  const labels = Object.fromEntries(
    rest.split(',').map((pair) => {
      const [key = '', value] = pair.split('=');
      if (key === '' || value === undefined) throw new UsageError(`${flag}: “${pair}”: expected key=value`);
      return [key, value];
    }),
  );
  return { kind: 'Pods', ...within, labels };
}
