/** The hosts of the internet that a world knows; every other address outside is not modelled. One internet for all clusters. */
import type { Cluster } from '../cluster.ts';
import type { State } from '../sim/state.ts';

export interface InternetHost {
  /** Without a dot at the end; the resolver of each VPC knows it. */
  readonly name: string;
  readonly address: string;
  /** On which it takes connections; it refuses any other. */
  readonly ports: readonly { readonly port: number; readonly protocol: 'TCP' | 'UDP' }[];
}

/** Key: the address. */
function hosts(state: State) {
  return state.table<InternetHost>('internet');
}

export function addInternetHost(state: State, host: InternetHost): void {
  hosts(state).set(host.address, host);
}

export function findInternetHost({ state }: Cluster, address: string): InternetHost | undefined {
  return hosts(state).get(address);
}

/** `name` ends in a dot, as names of the DNS do. */
export function listInternetAddresses({ state }: Cluster, name: string): string[] {
  return hosts(state)
    .entries()
    .filter(([, host]) => `${host.name}.` === name)
    .map(([address]) => address)
    .sort();
}
