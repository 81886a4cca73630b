/** The families of a cluster, as the ranges of its Services say them: what `--service-cluster-ip-range` is to an API server. */
import { type AnyCidr, cidrAddress, parseAnyCidr } from '../../net/cidr.ts';
import { type IpFamily, isSameFamily } from '../../net/ip.ts';

/** One range, or two of different families with a comma between, the primary one first. Undefined: the text is neither. */
export function parseServiceCidrs(text: string): readonly AnyCidr[] | undefined {
  const texts = text.split(',').map((part) => part.trim());
  const ranges = texts.flatMap((part) => parseAnyCidr(part) ?? []);
  const [first = '', second] = texts;
  if (ranges.length !== texts.length || texts.length > 2) return undefined;
  return second !== undefined && isSameFamily(first, second) ? undefined : ranges;
}

export interface ClusterFamilies {
  /** As they were written. */
  readonly serviceCidrs: readonly string[];
  /** The primary one first. */
  readonly families: readonly IpFamily[];
  /** The API server's own Service, and kube-dns. */
  readonly firstAddress: string;
  readonly tenthAddress: string;
}

export function familiesOf(serviceCidr: string): ClusterFamilies {
  const ranges = parseServiceCidrs(serviceCidr);
  const [first] = ranges ?? [];
  if (!ranges || !first) throw new Error(`serviceCidr: ${serviceCidr}: expected a range, or one of each family`);
  return {
    serviceCidrs: serviceCidr.split(',').map((part) => part.trim()),
    families: ranges.map(({ family }) => family),
    firstAddress: cidrAddress(first, 1),
    tenthAddress: cidrAddress(first, 10),
  };
}

const HEX = 16;
/** `2001:db8:4a7c:bc00::/56` of the VPC 10.0.0.0/16; subnet n is the n-th /64 of it. */
const VPC = { third: 0x4a7c, fourth: 0xbc00 } as const;

/** Of a VPC named by the first two numbers of its IPv4 range, `10.0`. `host`: the four last groups. */
export function vpcIpv6(vpc: string, subnet: number, host: string): string {
  const index = Number(vpc.split('.')[1] ?? 0);
  return `2001:db8:${(VPC.third + index).toString(HEX)}:${(VPC.fourth + subnet).toString(HEX)}${host}`;
}
