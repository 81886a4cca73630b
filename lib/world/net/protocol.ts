/** Transport protocols as Kubernetes spells them, and as the tools print them. */

export const TRANSPORT_PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
export type TransportProtocol = (typeof TRANSPORT_PROTOCOLS)[number];

const NUMBERS = { ICMP: 1, TCP: 6, UDP: 17, SCTP: 132 } as const;

/** The number in the IP header. */
export function protocolNumber(protocol: keyof typeof NUMBERS): number {
  return NUMBERS[protocol];
}

/** `tcp`, as iptables and conntrack print it. */
export function protocolText(protocol: keyof typeof NUMBERS): string {
  return protocol.toLowerCase();
}
