import type { Tool } from '../tool.ts';
import { curl } from './curl.ts';
import { dig } from './dig.ts';
import type { NetHost } from './host.ts';
import { conntrack, ip, iptablesSave, ss } from './kernel-views.ts';
import { nc } from './nc.ts';
import { nslookup } from './nslookup.ts';
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
  conntrack,
  wget,
];

/** The tools of one place, only those named. */
export function networkTools(host: NetHost, names: readonly string[]): readonly Tool[] {
  return MAKERS.map((make) => make(host)).filter((tool) => names.includes(tool.name));
}
