/** The closed list of a packet's fates; docs/dispositions.md gives the exact condition of each. */
export const DISPOSITIONS = ['Delivered', 'Refused', 'Rejected', 'Dropped', 'Answered', 'NotModelled'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** Who decided. One list for every stage, so that a check, a page and a report use the same word. */
export const REASONS = [
  'Listening',
  'NotListening',
  'NoEndpoints',
  'NoLocalEndpoints',
  'UndefinedPort',
  'UnallocatedAddress',
  'SourceRangeDenied',
  'NetworkPolicyDenied',
  'NoRoute',
  'NoSuchHost',
  'HostDown',
  'NodeDown',
  'PodNotRunning',
  'HairpinDisabled',
  'MartianSource',
  'TtlExceeded',
  'UnmodelledDestination',
  'UnmodelledField',
  'UnmodelledProtocol',
] as const;
export type Reason = (typeof REASONS)[number];

/** What the sender of the packet sees. */
export const RESPONSES = [
  'Reply',
  'Reset',
  'IcmpPortUnreachable',
  'IcmpHostUnreachable',
  'IcmpAdminProhibited',
  'Timeout',
] as const;
export type Response = (typeof RESPONSES)[number];
