/** The ranges that addresses and node ports are allocated from: as EKS sets up a cluster whose VPC is in 10.0.0.0/8. */
import { type Cidr, parseCidr } from '../../../net/cidr.ts';

/** Service addresses. */
export const SERVICE_CIDR = '172.20.0.0/16';
export const SERVICE_RANGE = parseCidr(SERVICE_CIDR) as Cidr;
export const NODE_PORTS = { first: 30_000, last: 32_767 } as const;
