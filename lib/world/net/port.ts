/** Port numbers. */

/**
 * From where Linux takes the source port of a connection.
 * Models: https://docs.kernel.org/networking/ip-sysctl.html (ip_local_port_range)
 */
export const EPHEMERAL_PORTS = { from: 32768, to: 60999 } as const;
