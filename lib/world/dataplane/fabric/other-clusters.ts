/** Networks of the other clusters of the world: each is a VPC of its own, and no road between two is modelled. */
import type { Cluster } from '../../cluster.ts';
import { listClusterNames } from '../../clusters.ts';
import { entriesOf } from '../objects.ts';

/** The cluster in whose VPC, the /16 around its nodes, the address lies; undefined where it is none's. */
export function findOtherCluster(cluster: Cluster, address: string): string | undefined {
  const vpc = vpcOf(address);
  return listClusterNames(cluster.state)
    .filter((name) => name !== cluster.name)
    .find((name) =>
      entriesOf({ ...cluster, name }, 'Node').some(([, { status }]) =>
        status.addresses?.some((one) => one.type === 'InternalIP' && vpcOf(one.address) === vpc),
      ),
    );
}

function vpcOf(address: string): string {
  return address.split('.').slice(0, 2).join('.');
}
