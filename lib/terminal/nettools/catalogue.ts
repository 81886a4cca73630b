import type { Tool } from '../tool.ts';
import { curl } from './curl.ts';
import { dig } from './dig.ts';
import type { NetHost } from './host.ts';
import { ipset } from './ipset.ts';
import { ipvsadm } from './ipvsadm.ts';
import { conntrack, ip, ip6tablesSave, iptablesSave, ss } from './kernel-views.ts';
import { nc } from './nc.ts';
import { nft } from './nft.ts';
import { nslookup } from './nslookup.ts';
import { busyboxNslookup } from './nslookup-busybox.ts';
import { ping } from './ping.ts';
import { wget } from './wget.ts';

const MAKERS: readonly ((host: NetHost) => Tool)[] = [
  curl,
  dig,
  nslookup,
  nc,
  ping,
  ip,
  ss,
  iptablesSave,
  ip6tablesSave,
  nft,
  ipvsadm,
  ipset,
  conntrack,
  wget,
];

/** Programs of busybox that differ from the ones of the same name above. */
const BUSYBOX_MAKERS: readonly ((host: NetHost) => Tool)[] = [busyboxNslookup];

/** The tools of one place, only those named. */
export function networkTools(
  host: NetHost,
  names: readonly string[],
  from: 'Distribution' | 'BusyBox',
): readonly Tool[] {
  const own = (from === 'BusyBox' ? BUSYBOX_MAKERS : []).map((make) => make(host));
  const others = MAKERS.map((make) => make(host)).filter(({ name }) => !own.some((tool) => tool.name === name));
  return [...own, ...others].filter((tool) => names.includes(tool.name));
}
