/**
 * Reads the type information that Go's reflection leaves in a binary: struct fields in order, their Go types and tags.
 * The real kubectl 1.35 contains every type of k8s.io/api, so it settles what Kubernetes 1.35 is.
 *
 * Models: https://github.com/golang/go/blob/go1.25.7/src/internal/abi/type.go (amd64, little endian)
 */
import { readFileSync } from 'node:fs';

export interface GoField {
  readonly name: string;
  readonly type: string;
  readonly tag: string;
  readonly embedded: boolean;
}

export interface GoTypes {
  /** By `import/path.Name`; a field's type is spelt the same way (`*k8s.io/api/core/v1.PodSpec`, `[]string`). */
  readonly structs: ReadonlyMap<string, readonly GoField[]>;
  /** What stands behind a named type that is no struct: `k8s.io/api/core/v1.Protocol` → `string`. */
  readonly scalars: ReadonlyMap<string, string>;
}

interface Section {
  readonly address: number;
  readonly offset: number;
  readonly size: number;
}

const POINTER = 22;
const STRUCT = 25;
const TYPE_SIZE = 48;
const SCALARS = new Map([
  [1, 'bool'],
  [2, 'int'],
  [5, 'int32'],
  [6, 'int64'],
  [8, 'uint8'],
  [11, 'uint64'],
  [14, 'float64'],
  [24, 'string'],
]);

class GoBinary {
  readonly #bytes: Buffer;
  readonly #rodata: Section;
  readonly #typelink: Section;

  constructor(path: string) {
    this.#bytes = readFileSync(path);
    this.#rodata = this.#section('.rodata');
    this.#typelink = this.#section('.typelink');
  }

  listTypes(): number[] {
    const { offset, size } = this.#typelink;
    const links = Array.from({ length: size / 4 }, (_, index) => this.#bytes.readInt32LE(offset + index * 4));
    return links.map((link) => this.#rodata.address + link);
  }

  kind(type: number): number {
    return (this.#bytes[this.#at(type) + 23] as number) & 31;
  }

  pointer(address: number): number {
    return Number(this.#bytes.readBigUInt64LE(this.#at(address)));
  }

  count(address: number): number {
    return this.pointer(address);
  }

  /** `import/path.Name` of a named type, undefined of an unnamed one. */
  findName(type: number): string | undefined {
    const flags = this.#bytes[this.#at(type) + 20] as number;
    if (!(flags & 4)) return undefined;
    const text = this.name(this.#rodata.address + this.#bytes.readInt32LE(this.#at(type) + 40)).text;
    const local = (flags & 2 ? text.slice(1) : text).split('.').at(-1) as string;
    if (!(flags & 1)) return local;
    const uncommon = type + TYPE_SIZE + uncommonOffset(this.kind(type));
    const path = this.name(this.#rodata.address + this.#bytes.readInt32LE(this.#at(uncommon))).text;
    return path ? `${path}.${local}` : local;
  }

  /** The name record at an address: flags, text and, for a field, its tag. */
  name(address: number): { text: string; tag: string; embedded: boolean } {
    const start = this.#at(address);
    const flags = this.#bytes[start] as number;
    const [text, next] = this.#text(start + 1);
    const tag = flags & 2 ? this.#text(next)[0] : '';
    return { text, tag, embedded: (flags & 8) !== 0 };
  }

  #text(at: number): [string, number] {
    let length = 0;
    let shift = 0;
    let next = at;
    for (;;) {
      const byte = this.#bytes[next++] as number;
      length |= (byte & 127) << shift;
      if (!(byte >= 128)) break;
      shift += 7;
    }
    return [this.#bytes.toString('utf8', next, next + length), next + length];
  }

  #at(address: number): number {
    return address - this.#rodata.address + this.#rodata.offset;
  }

  #section(name: string): Section {
    const bytes = this.#bytes;
    const table = Number(bytes.readBigUInt64LE(40));
    const entry = (index: number): number => table + index * 64;
    const names = Number(bytes.readBigUInt64LE(entry(bytes.readUInt16LE(62)) + 24));
    for (let index = 0; index < bytes.readUInt16LE(60); index++) {
      const at = names + bytes.readUInt32LE(entry(index));
      if (bytes.toString('latin1', at, bytes.indexOf(0, at)) !== name) continue;
      const [address, offset, size] = [16, 24, 32].map((field) => Number(bytes.readBigUInt64LE(entry(index) + field)));
      return { address: address as number, offset: offset as number, size: size as number };
    }
    throw new Error(`no section ${name}`);
  }
}

function uncommonOffset(kind: number): number {
  if (kind === STRUCT) return 32;
  if (kind === 21) return 64;
  if (kind === POINTER || kind === 23) return 8;
  if (kind === 17) return 24;
  return kind === 20 ? 32 : kind === 19 ? 8 : kind === 18 ? 16 : 0;
}

function typeText(binary: GoBinary, type: number): string {
  return binary.findName(type) ?? unnamedText(binary, type);
}

function unnamedText(binary: GoBinary, type: number): string {
  const kind = binary.kind(type);
  const element = (): string => typeText(binary, binary.pointer(type + TYPE_SIZE));
  if (kind === POINTER) return `*${element()}`;
  if (kind === SLICE) return `[]${element()}`;
  if (kind === MAP) return `map[${element()}]${typeText(binary, binary.pointer(type + TYPE_SIZE + 8))}`;
  return SCALARS.get(kind) ?? `kind${kind}`;
}

function structFields(binary: GoBinary, type: number): GoField[] {
  const first = binary.pointer(type + TYPE_SIZE + 8);
  const fields: GoField[] = [];
  for (let index = 0; index < binary.count(type + TYPE_SIZE + 16); index++) {
    const at = first + index * 24;
    const { text, tag, embedded } = binary.name(binary.pointer(at));
    fields.push({ name: text, type: typeText(binary, binary.pointer(at + 8)), tag, embedded });
  }
  return fields;
}

const MAP = 21;
const SLICE = 23;

function elementTypes(binary: GoBinary, type: number): number[] {
  const kind = binary.kind(type);
  if (kind === POINTER || kind === SLICE) return [binary.pointer(type + TYPE_SIZE)];
  if (kind === MAP) return [binary.pointer(type + TYPE_SIZE + 8)];
  if (kind !== STRUCT) return [];
  const first = binary.pointer(type + TYPE_SIZE + 8);
  return Array.from({ length: binary.count(type + TYPE_SIZE + 16) }, (_, index) =>
    binary.pointer(first + index * 24 + 8),
  );
}

/** All named structs of packages under k8s.io/api and k8s.io/apimachinery, and the kinds behind named scalars. */
export function readGoTypes(path: string): GoTypes {
  const binary = new GoBinary(path);
  const structs = new Map<string, readonly GoField[]>();
  const scalars = new Map<string, string>();
  const open = binary.listTypes();
  const seen = new Set(open);
  for (let type = open.pop(); type !== undefined; type = open.pop()) {
    for (const element of elementTypes(binary, type)) if (!seen.has(element) && seen.add(element)) open.push(element);
    const name = binary.findName(type);
    if (!name || !/^k8s\.io\/api(machinery)?\//.test(name)) continue;
    const kind = binary.kind(type);
    if (kind === STRUCT) structs.set(name, structFields(binary, type));
    else scalars.set(name, SCALARS.get(kind) ?? unnamedText(binary, type));
  }
  return { structs, scalars };
}
