/** Addresses of both families: their one spelling, and which prefix holds them. */
import { describe, expect, test } from 'vitest';
import { cidrAddress, cidrContains, cidrHolds, parseAnyCidr } from '../../lib/world/net/cidr.ts';
import { canonicalIp, familyOf, isIp, isLoopback, joinHostPort } from '../../lib/world/net/ip.ts';
import { formatIpv6, hexDigits, parseIpv6 } from '../../lib/world/net/ipv6.ts';

/** RFC 5952, sections 1 to 5: what is written, and how it is to be written. */
const SPELLINGS: readonly (readonly [string, string])[] = [
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:0db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:db8::1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:db8::0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:DB8:0:0:1::1', '2001:db8::1:0:0:1'],
  ['2001:db8:0000:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:db8::1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ['2001:db8:0:0:0:0:2:1', '2001:db8::2:1'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['fe80:0:0:0:0:0:0:0', 'fe80::'],
  ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
];

describe('IPv6 text', () => {
  test.each(SPELLINGS)('%s is %s', (written, canonical) => {
    expect(canonicalIp(written)).toBe(canonical);
    expect(canonicalIp(canonical)).toBe(canonical);
  });

  test.each(['', ':', ':::', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7::8:9', 'g::', '12345::'])(
    '%j is none',
    (text) => expect(isIp(text)).toBe(false),
  );

  test.each(['fe80::1%eth0', '[::1]', '::1/128', '::10.0.0.256', '10.0.0.1::', '1:2:3:4:5:6:7:10.0.0.1'])(
    '%j is none',
    (text) => expect(isIp(text)).toBe(false),
  );

  test('digits run from the most significant, as ip6.arpa needs them', () => {
    expect(hexDigits(parseIpv6('2001:db8::567:89ab') as bigint)).toBe('20010db80000000000000000056789ab');
    expect(formatIpv6(2n ** 128n - 1n)).toBe('ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff');
  });
});

test('a host and its port', () => {
  expect(joinHostPort('10.0.1.31', 80)).toBe('10.0.1.31:80');
  expect(joinHostPort('fd00::1', 80)).toBe('[fd00::1]:80');
  expect([familyOf('fd00::/8'), familyOf('10.0.0.0/8')]).toEqual(['IPv6', 'IPv4']);
  expect(['127.0.0.1', '::1', '10.0.0.1', '::'].map(isLoopback)).toEqual([true, true, false, false]);
});

describe('prefixes', () => {
  const range = (text: string) => parseAnyCidr(text) as NonNullable<ReturnType<typeof parseAnyCidr>>;

  test.each([
    ['fd00:10:96::/112', 'fd00:10:96::ffff', true],
    ['fd00:10:96::/112', 'fd00:10:96::1:0', false],
    ['::/0', 'fd00::1', true],
    ['::/0', '10.0.0.1', false],
    ['0.0.0.0/0', 'fd00::1', false],
    ['2001:db8::1/128', '2001:db8::1', true],
    ['2001:db8::/33', '2001:db8:8000::', false],
  ])('%s holds %s: %s', (cidr, address, holds) => expect(cidrContains(range(cidr), address)).toBe(holds));

  test.each(['fd00::/129', 'fd00::/', 'fd00::/01', '10.0.0.0/33', 'fd00::'])('%s is none', (text) =>
    expect(parseAnyCidr(text)).toBeUndefined(),
  );

  test('addresses are counted from the network, whatever host bits were written', () => {
    expect(cidrAddress(range('fd00:10:96::7/108'), 10)).toBe('fd00:10:96::a');
    expect(cidrAddress(range('172.20.0.0/16'), 10)).toBe('172.20.0.10');
    expect(cidrHolds(range('fd00::/8'), range('fd00:10::/64'))).toBe(true);
    expect(cidrHolds(range('fd00:10::/64'), range('fd00::/8'))).toBe(false);
    expect(cidrHolds(range('0.0.0.0/0'), range('::/0'))).toBe(false);
  });
});
