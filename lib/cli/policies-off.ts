/** A sentence for who asks about NetworkPolicies where nobody enforces them. */
import { findEnforcement } from '../world/dataplane/compile/policy-engine.ts';
import type { Network } from '../world/dataplane/network.ts';
import { entriesOf } from '../world/dataplane/objects.ts';

export function policiesOffNote(verb: string, { cluster }: Network): string {
  if (findEnforcement(cluster) !== 'Off' || entriesOf(cluster, 'NetworkPolicy').length === 0) return '';
  return `hoplab ${verb}: nothing here enforces NetworkPolicies: the VPC CNI's enableNetworkPolicy is off, as it is on a new EKS cluster. --enforce-policies turns it on.\n`;
}
