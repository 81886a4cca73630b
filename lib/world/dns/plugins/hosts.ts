/**
 * Names written down in the Corefile itself: `hosts { 10.0.0.9 db.example.com fallthrough }`.
 * Models: https://coredns.io/plugins/hosts/
 */

import { isIpv4 } from '../../net/ip.ts';
import { isInZone } from '../message.ts';
import { notModelled, type Plugin } from './plugin.ts';

const DEFAULT_TTL = 3600;

export const hosts: Plugin = {
  name: 'hosts',
  answer({ question }, { args, block }, next) {
    if (args[0]?.startsWith('/')) return notModelled(`CoreDNS hosts ${args[0]}`);
    const { name, type } = question;
    if (args.length > 0 && !args.some((zone) => isInZone(name, zone.endsWith('.') ? zone : `${zone}.`))) return next();
    const ttl = Number(block.find(([option]) => option === 'ttl')?.[1] ?? DEFAULT_TTL);
    const lines = block.filter(([address]) => isIpv4(address ?? ''));
    const found = lines.filter((line) => line.slice(1).some((host) => `${host.toLowerCase()}.` === name));
    if (found.length > 0) {
      const answers = type === 'A' ? found.map(([data = '']) => ({ name, ttl, type, data })) : [];
      return { rcode: 'NOERROR', flags: ['qr', 'aa', 'rd'], answers, authority: [], afterMs: 0 };
    }
    if (block.some(([option]) => option === 'fallthrough')) return next();
    return { rcode: 'NXDOMAIN', flags: ['qr', 'aa', 'rd'], answers: [], authority: [], afterMs: 0 };
  },
};
