/** How long parts of a look-up take, ms; what servers need themselves stands with them. */
export const DNS_DURATIONS = {
  /** An ICMP error comes back within the round trip of the network. Models: same-zone round trips below 1 ms. */
  refusedMs: 0,
} as const;
