/** The items of a topic, `labs/<topic>/quiz/*.yaml`, as zod schemas. Strict: a misspelt key is an error that names it. */
import { z } from 'zod';

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by dashes');
const text = z.string().trim().min(1);
const because = text.max(600);

const sourceSchema = z.strictObject({
  title: text,
  url: z.url({ protocol: /^https$/ }),
  /** The release, tag or date that was read. */
  version: text,
});
export type Source = z.infer<typeof sourceSchema>;

/** Something to look at: a manifest, what a terminal shows, a file. Shown as it is, in the fixed-width face. */
const exhibitSchema = z.strictObject({
  kind: z.enum(['manifest', 'terminal', 'file']),
  title: text.max(80).optional(),
  text: text.max(4_000),
});

const common = {
  /** Never changes and is never used again; the item's name is `<topic>/<id>`. */
  id: slug,
  level: z.enum(['recall', 'working', 'senior']),
  concepts: z.array(slug).min(1).max(3),
  /** Markdown. */
  prompt: text.max(900),
  exhibit: exhibitSchema.optional(),
  /** Markdown: the mechanism, after the answer. */
  explanation: text.max(1_500),
  sources: z.array(sourceSchema).min(1),
};

const optionSchema = z.strictObject({ text: text.max(300), right: z.literal(true).optional(), because });
const options = z.array(optionSchema).min(3).max(6);

export const FATES = ['Delivered', 'Answered', 'Refused', 'Rejected', 'Dropped'] as const;
export type Fate = (typeof FATES)[number];

/** A wrong answer that people give, and what is behind it. */
const nearSchema = z.strictObject({ value: z.coerce.string(), because });

const singleSchema = z.strictObject({ ...common, type: z.literal('single'), options });
const multipleSchema = z.strictObject({ ...common, type: z.literal('multiple'), options });
/** What does this output tell? One option is right. */
const outputSchema = z.strictObject({ ...common, type: z.literal('output'), exhibit: exhibitSchema, options });
/** In the right order; people see them shuffled. */
const orderSchema = z.strictObject({
  ...common,
  type: z.literal('order'),
  steps: z
    .array(z.strictObject({ text: text.max(200), because }))
    .min(3)
    .max(8),
});
const matchSchema = z.strictObject({
  ...common,
  type: z.literal('match'),
  pairs: z
    .array(z.strictObject({ left: text.max(160), right: text.max(160), because }))
    .min(3)
    .max(6),
  /** Right sides that belong to no left side. */
  spare: z
    .array(z.strictObject({ right: text.max(160), because }))
    .max(3)
    .default([]),
});
const valueSchema = z.strictObject({
  ...common,
  type: z.literal('value'),
  kind: z.enum(['number', 'cidr', 'port', 'address']),
  unit: text.max(40).optional(),
  answer: z.coerce.string(),
  /** Numbers only: how far off still counts. */
  tolerance: z.number().positive().optional(),
  near: z.array(nearSchema).min(1),
});
/** A manifest with one blank, written `____`. */
const fieldSchema = z.strictObject({
  ...common,
  type: z.literal('field'),
  manifest: text.max(4_000).refine((manifest) => manifest.split('____').length === 2, 'needs exactly one blank: ____'),
  /** Every spelling that the API takes as the same; compared as YAML scalars. */
  accept: z.array(z.coerce.string()).min(1),
  near: z.array(nearSchema).min(1),
});
const lineSchema = z.strictObject({
  ...common,
  type: z.literal('line'),
  kind: z.enum(['manifest', 'terminal', 'file']).default('manifest'),
  file: text.max(4_000),
  /** Counted from 1. */
  wrong: z.int().min(1),
  because,
  /** Lines that look wrong and are not. */
  decoys: z.array(z.strictObject({ line: z.int().min(1), because })).min(2),
});
const fateSchema = z.strictObject({
  ...common,
  type: z.literal('fate'),
  options: z
    .array(
      z.strictObject({
        fate: z.enum(FATES),
        text: text.max(200).optional(),
        right: z.literal(true).optional(),
        because,
      }),
    )
    .min(3)
    .max(5),
  /** Where the model can tell: the linter traces it, and the key must agree. */
  proof: z
    .strictObject({
      /** Manifests, as `hoplab trace -f` takes them. */
      world: text.max(8_000),
      /** `Enforced` as with `hoplab trace --enforce-policies`. */
      policies: z.enum(['AddonDefault', 'Enforced']).default('AddonDefault'),
      from: text,
      at: text.optional(),
      to: text,
    })
    .optional(),
});
const explainSchema = z.strictObject({
  ...common,
  type: z.literal('explain'),
  /** What a panel hopes to hear, as someone would say it. */
  model: text.max(2_500),
  rubric: z
    .array(
      z.strictObject({
        id: slug,
        says: text.max(240),
        points: z.int().min(1).max(5),
        /** Of each group one word or phrase must be there for the criterion to be suggested as met. */
        terms: z.array(z.array(text).min(1)).min(1),
      }),
    )
    .min(3)
    .max(8),
});

export const itemSchema = z.discriminatedUnion('type', [
  singleSchema,
  multipleSchema,
  outputSchema,
  orderSchema,
  matchSchema,
  valueSchema,
  fieldSchema,
  lineSchema,
  fateSchema,
  explainSchema,
]);
export type Item = z.infer<typeof itemSchema>;
export type ItemType = Item['type'];
export type ItemOf<T extends ItemType> = Extract<Item, { type: T }>;

export const quizFileSchema = z.strictObject({ items: z.array(itemSchema).min(1) });

export const topicSchema = z.strictObject({
  id: slug,
  title: text,
  concepts: z.array(z.strictObject({ id: slug, title: text })).min(1),
});
export type TopicFile = z.infer<typeof topicSchema>;
