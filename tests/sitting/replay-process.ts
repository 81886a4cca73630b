/** Run by a process of its own: replays the records of a file and prints what came of them. */
import { readFileSync } from 'node:fs';
import { Templates } from '../../lib/sitting/templates.ts';
import { type Outcome, rebuild, type Sitting } from './recorded.ts';

const records = JSON.parse(readFileSync(process.argv[2] as string, 'utf8')) as Sitting[];
const templates = new Templates(20);
const outcomes: Outcome[] = [];
for (const { n, rows } of records) outcomes.push(await rebuild(n, rows, templates));
process.stdout.write(JSON.stringify(outcomes));
