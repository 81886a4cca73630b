/** How long parts of a conversation take, ms. */
export const NETWORK_DURATIONS = {
  /** Three-way handshake between zones of one region. Models: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-network-bandwidth.html (single-digit ms) */
  connectMs: 1,
  /** A refusal comes back within one round trip. */
  refusedMs: 0,
  /** Six retransmissions of a SYN, 1 + 2 + 4 … + 64 s. Models: tcp_syn_retries, https://docs.kernel.org/networking/ip-sysctl.html */
  connectTimeoutMs: 127_000,
} as const;
