/** DNS questions and answers as values. Names are lower case with their final dot. */

export interface DnsQuestion {
  readonly name: string;
  readonly type: string;
}

export interface DnsRecord {
  readonly name: string;
  readonly ttl: number;
  readonly type: string;
  /** As dig prints it. */
  readonly data: string;
}

export type Rcode = 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'NOTIMP' | 'FORMERR';

export interface DnsAnswer {
  readonly rcode: Rcode;
  /** `qr aa rd ra`, in the order in which dig prints them. */
  readonly flags: readonly string[];
  readonly answers: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
  /** Addresses of the targets of SRV and NS records. */
  readonly additional?: readonly DnsRecord[];
  /** What went wrong here, as the server logs it; nobody is told. */
  readonly error?: string;
  /** How long the server took, ms. */
  readonly afterMs: number;
}

/** A question that this model cannot answer. */
export interface NotModelledAnswer {
  readonly rcode: undefined;
  readonly says: string;
}

/** Lower case, with the final dot. */
export function absoluteName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower : `${lower}.`;
}

/** Whether `name` is the zone or lies in it; both absolute. */
export function isInZone(name: string, zone: string): boolean {
  return zone === '.' || name === zone || name.endsWith(`.${zone}`);
}

function dataBytes({ type, data }: DnsRecord): number {
  if (type === 'A') return 4;
  if (type === 'AAAA') return 16;
  if (type === 'SRV') return 6 + nameBytes(data.split(' ')[3] ?? '.');
  if (type === 'TXT') return data.length - 1;
  if (type === 'SOA') {
    const [server = '.', mail = '.'] = data.split(' ');
    return nameBytes(server) + nameBytes(mail) + 20;
  }
  return nameBytes(data);
}

function nameBytes(name: string): number {
  return name === '.' ? 1 : name.length + 1;
}

/** Bytes of a message without name compression, as CoreDNS sends small ones. */
export function messageBytes({ name }: DnsQuestion, records: readonly DnsRecord[]): number {
  const own = 12 + nameBytes(name) + 4;
  return records.reduce((sum, record) => sum + nameBytes(record.name) + 10 + dataBytes(record), own);
}
