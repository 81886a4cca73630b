/**
 * What goes over the wire between the page and the server: every route's body and answer, and both directions of the
 * live connection. One file for both sides, so that neither can drift. Summary: docs of each schema.
 */
import { z } from 'zod';

/** Identifies one input of one browser tab. Per `clientId` the sequence starts at 1, rises by one and arrives in order. */
export const inputId = z.object({ clientId: z.string().min(1).max(64), clientSeq: z.number().int().positive() });

const hint = z.object({ step: z.number().int(), text: z.string() });

/** A question of an `answers` check; the form stands in the task. */
const question = z.object({
  prompt: z.string(),
  options: z.array(z.string()).readonly().optional(),
  answered: z.string().optional(),
});

export const taskState = z.enum(['open', 'passed', 'failed', 'undecided']);

/** Files for a person's own kubectl that are valid now; `expiresAt` of the last. */
export const kubeconfigState = z.object({ tokens: z.number().int(), expiresAt: z.string().optional() });
export const kubeconfigAnswer = kubeconfigState.extend({ kubeconfig: z.string() });
export type KubeconfigState = z.infer<typeof kubeconfigState>;
export type KubeconfigAnswer = z.infer<typeof kubeconfigAnswer>;

/** The live state of a sitting; `SittingView` of the worlds port, plus what only some labs have. Times in ms of world time. */
export const sittingView = z.object({
  tasks: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        points: z.number(),
        earned: z.number().optional(),
        state: taskState,
        hints: z.array(hint).readonly(),
        hintsLeft: z.number().int(),
        question: question.optional(),
      }),
    )
    .readonly(),
  score: z.number().optional(),
  maxScore: z.number(),
  worldMs: z.number(),
  finished: z.boolean(),
  /** Wall time does not pass in the world. */
  paused: z.boolean(),
});

export const finding = z.object({
  check: z.string(),
  verdict: z.enum(['passed', 'failed', 'undecided', 'error']),
  expected: z.string(),
  actual: z.string(),
  lookAt: z.string(),
  /** The counterexample as hoplab.trace/1 JSON. */
  trace: z.unknown().optional(),
});

export const gradeView = z.object({
  score: z.number(),
  maxScore: z.number(),
  undecided: z.number(),
  engineVersion: z.number(),
  labVersion: z.string(),
  tasks: z
    .array(
      z.object({ id: z.string(), points: z.number(), maxPoints: z.number(), findings: z.array(finding).readonly() }),
    )
    .readonly(),
});

/** A lab as lists show it; `sittings` are the asking person's own, newest first. */
export const labCard = z.object({
  id: z.string(),
  topic: z.string(),
  slug: z.string(),
  title: z.string(),
  level: z.string(),
  minutes: z.number(),
  objectives: z.array(z.string()).readonly(),
  tasks: z.number().int(),
  sittings: z
    .array(
      z.object({
        id: z.string(),
        seed: z.number(),
        score: z.number().optional(),
        maxScore: z.number(),
        finished: z.boolean(),
      }),
    )
    .readonly(),
});

/** GET /api/labs */
export const labsAnswer = z.object({ labs: z.array(labCard).readonly() });

/** GET /api/labs/:topic/:slug: a card, and the brief as Markdown (of the seed a new sitting would have, or without variables). */
export const labAnswer = labCard.extend({ brief: z.string() });

/** POST /api/sittings; without a seed the server chooses one. */
export const startSitting = z.object({ lab: z.string(), seed: z.number().int().nonnegative().optional() });
export const startedSitting = z.object({ sittingId: z.string() });

/** GET /api/sittings/:id */
export const sittingAnswer = z.object({
  sittingId: z.string(),
  lab: labCard.omit({ sittings: true, tasks: true }).extend({ brief: z.string() }),
  seed: z.number(),
  view: sittingView,
  /** The last grade, when there was a check, so that its findings outlive a reload. */
  grade: gradeView.optional(),
  terminals: z.array(z.object({ id: z.number().int() })).readonly(),
  /** Absolute paths in the learner's home directory; sizes in bytes. */
  files: z.array(z.object({ path: z.string(), size: z.number() })).readonly(),
  /** False when POST …/trace is not there. */
  canTrace: z.boolean(),
});

/** Body of POST …/check, …/reset, …/finish. A body without `id` gets one from the server. */
export const plainInput = z.object({ id: inputId.optional() });
/** POST …/hint opens the next step of one task's hints. Answer: `viewAnswer`. */
export const hintInput = plainInput.extend({ task: z.string() });
/** POST …/answer. Answer: `viewAnswer`. */
export const answerInput = plainInput.extend({ task: z.string(), value: z.string().max(4096) });
/** POST …/pause. Answer: `viewAnswer`. */
export const pauseInput = plainInput.extend({ paused: z.boolean() });
export const viewAnswer = z.object({ view: sittingView });
/** Answer of POST …/check and …/submissions. */
export const gradeAnswer = z.object({ grade: gradeView, view: sittingView });

/** Answer of POST …/finish and of GET …/debrief (404 `not_finished` before). */
export const debriefAnswer = z.object({
  lab: z.object({ topic: z.string(), slug: z.string(), title: z.string() }),
  seed: z.number(),
  grade: gradeView,
  view: sittingView,
  /** Markdown. */
  debrief: z.string(),
  /** The lab's own flow through the broken and through the finished world, as hoplab.trace/1 JSON. */
  traces: z.object({ before: z.unknown(), after: z.unknown() }).optional(),
});

/** POST …/new-variant: a new sitting on another seed. Answer: `startedSitting`. */

/** PUT …/files/<path>, and what GET of it answers is `fileAnswer`. `<path>` is the absolute path without its first slash. */
export const fileInput = plainInput.extend({
  text: z.string().max(1_048_576),
  /** `closed`: the editor was closed, so a waiting `vi` or `kubectl edit` goes on. Closing unsaved sends the saved text. */
  editor: z.enum(['open', 'closed']),
});
export const fileAnswer = z.object({ path: z.string(), text: z.string() });
/** GET …/files */
export const filesAnswer = z.object({
  files: z.array(z.object({ path: z.string(), size: z.number() })).readonly(),
});

/** POST …/validate */
export const validateInput = z.object({ text: z.string().max(1_048_576) });
/** Lines and columns count from 1. */
export const validateAnswer = z.object({
  problems: z
    .array(
      z.object({
        line: z.number().int(),
        column: z.number().int(),
        message: z.string(),
        severity: z.enum(['error', 'warning']),
      }),
    )
    .readonly(),
});

/** POST …/submissions */
export const submissionInput = plainInput.extend({
  manifests: z.array(z.object({ path: z.string(), text: z.string() })).readonly(),
  commands: z.string(),
  answers: z.record(z.string(), z.string()),
});

/** POST …/trace: `from` and `to` as the `trace` command takes them. Answer: hoplab.trace/1 JSON under `trace`. */
export const traceInput = z.object({ from: z.string().max(256), to: z.string().max(512) });
export const traceAnswer = z.object({ trace: z.unknown() });

/** Every answer that is not 2xx. `message` says what and where, `expected` what was expected. */
export const errorAnswer = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
    expected: z.string().optional(),
  }),
});

const terminal = z.number().int();

/** What an upgrade of the server did to the sitting. `read-only`: the server takes no input. */
const notice = z.object({ kind: z.enum(['continued', 'read-only']), text: z.string() });

/** Page → server: a text frame of /api/sittings/:id/ws, or the body of POST /api/sittings/:id/input. */
export const clientMessage = z.discriminatedUnion('t', [
  z.object({ t: z.literal('keys'), terminal, ...inputId.shape, data: z.string().max(1_048_576) }),
  z.object({ t: z.literal('interrupt'), terminal }),
  z.object({ t: z.literal('resize'), terminal, columns: z.number().int(), rows: z.number().int() }),
  z.object({ t: z.literal('open-terminal') }),
  /** What runs in it ends. The last one stays. */
  z.object({ t: z.literal('close-terminal'), terminal }),
]);

/** Server → page: a text frame of the WebSocket, or one `data:` line of GET /api/sittings/:id/events. */
export const serverMessage = z.discriminatedUnion('t', [
  /** First on every connection, again after a reset and when a terminal was opened or closed; replaces what the page shows. */
  z.object({
    t: z.literal('hello'),
    terminals: z.array(z.object({ id: terminal, scrollback: z.string() })).readonly(),
    view: sittingView.optional(),
    notice: notice.optional(),
  }),
  z.object({ t: z.literal('text'), terminal, data: z.string() }),
  /** All keys of that client up to `seq` are in the database. */
  z.object({ t: z.literal('saved'), clientId: z.string(), seq: z.number().int() }),
  z.object({ t: z.literal('view'), view: sittingView }),
  /** After a check, also one typed into a terminal or made in another tab. */
  z.object({ t: z.literal('grade'), grade: gradeView }),
  z.object({ t: z.literal('files'), changed: z.array(z.string()).readonly() }),
  z.object({ t: z.literal('edit'), terminal, path: z.string() }),
  /** Said beside the terminal, never in it: `2 m 7 s of world time passed`. */
  z.object({ t: z.literal('note'), terminal, text: z.string() }),
  /** `fatal`: do not connect again. */
  z.object({ t: z.literal('error'), code: z.string(), message: z.string(), fatal: z.boolean() }),
]);

export type SittingViewWire = z.infer<typeof sittingView>;
export type TaskView = SittingViewWire['tasks'][number];
export type Finding = z.infer<typeof finding>;
export type GradeViewWire = z.infer<typeof gradeView>;
export type LabCard = z.infer<typeof labCard>;
export type LabAnswer = z.infer<typeof labAnswer>;
export type SittingAnswer = z.infer<typeof sittingAnswer>;
export type DebriefAnswer = z.infer<typeof debriefAnswer>;
export type Problem = z.infer<typeof validateAnswer>['problems'][number];
export type ErrorAnswer = z.infer<typeof errorAnswer>['error'];
export type ClientMessage = z.infer<typeof clientMessage>;
export type Notice = z.infer<typeof notice>;
export type ServerMessage = z.infer<typeof serverMessage>;
