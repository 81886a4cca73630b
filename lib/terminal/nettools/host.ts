/** What the network tools of one container or node can ask: their own place in the world, and nothing else. */
import type { Disposition, Response } from '../../world/dataplane/disposition.ts';
import type { IpFamily } from '../../world/net/ip.ts';
import type { Echo } from './echo.ts';

/** A name server's answer to one query, or its silence. */
export interface DnsQuery {
  readonly server: string;
  readonly name: string;
  readonly type: string;
  readonly outcome: 'Answer' | 'Timeout' | 'Refused' | 'NotModelled';
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'NOTIMP' | 'FORMERR' | undefined;
  readonly flags: readonly string[];
  readonly answers: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
  /** Beside the OPT record. */
  readonly additional?: readonly DnsRecord[];
  readonly durationMs: number;
  /** Bytes of the answer message without an OPT record. */
  readonly size: number;
}

export interface DnsRecord {
  readonly name: string;
  readonly ttl: number;
  readonly type: string;
  readonly data: string;
}

export interface DnsQuestion {
  readonly name: string;
  readonly type: string;
  /** An address; the first of /etc/resolv.conf when absent. */
  readonly server?: string;
  readonly port?: number;
  /** Whether the search list and ndots apply. */
  readonly search: 'UseList' | 'Never';
  readonly transport: 'UDP' | 'TCP';
}

export interface HttpCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `host:port` → address, as `curl --resolve` gives them. */
  readonly resolve: Readonly<Record<string, string>>;
  /** Only addresses of that family are tried. */
  readonly family?: IpFamily | undefined;
  readonly connectTimeoutMs: number | undefined;
  readonly maxTimeMs: number | undefined;
}

export interface HttpAnswer {
  readonly outcome:
    | 'Response'
    | 'CouldNotResolve'
    | 'Refused'
    | 'Timeout'
    | 'Unreachable'
    | 'EmptyReply'
    | 'NotModelled';
  /** The address that was dialled. */
  readonly address: string | undefined;
  readonly port: number;
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly durationMs: number;
  readonly resolveMs: number;
  readonly connectMs: number;
  /** For `NotModelled`: what. */
  readonly says: string;
  /** All that the name was resolved to, in the order of trying. */
  readonly addresses?: readonly string[];
  /** The caller's own end of the connection; absent when none was tried. */
  readonly source?: { readonly address: string; readonly port: number };
}

export interface Connection {
  readonly disposition: Disposition | 'CouldNotResolve';
  readonly response: Response;
  readonly address: string | undefined;
  readonly durationMs: number;
  /** What the server sent back to `payload`, if anything. */
  readonly reply: string;
  readonly says: string;
  /** Of an echo request that was answered. */
  readonly echo?: Echo | undefined;
}

export interface NetHost {
  readonly hostname: string;
  /** In the order of /etc/resolv.conf. */
  nameservers(): readonly string[];
  /** Every query that was sent, in order; the last one decides. */
  resolve(question: DnsQuestion): readonly DnsQuery[];
  http(call: HttpCall): HttpAnswer;
  connect(to: {
    host: string;
    port: number;
    protocol: 'TCP' | 'UDP' | 'ICMP';
    family?: IpFamily | undefined;
    payload: string;
    timeoutMs: number;
  }): Connection;
  /** What the kernel of this place shows; undefined where the tool has nothing to read (no such table in a container). */
  show(
    what:
      | 'iptables-save'
      | 'ip6tables-save'
      | 'ip6-address'
      | 'ip6-route'
      | 'ip6-neighbour'
      | 'nft'
      | 'ipvs'
      | 'ipvs-connections'
      | 'ipset'
      | 'conntrack'
      | 'ip-address'
      | 'ip-route'
      | 'ip-link'
      | 'sockets'
      | 'ip-neighbour',
  ): readonly string[] | undefined;
}
