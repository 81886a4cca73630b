/** The files of a lab folder, as zod schemas. Strict: a misspelt key is an error that names it. */
import { z } from 'zod';
import { parseServiceCidrs } from '../../world/controlplane/bootstrap/families.ts';
import { canonicalIp } from '../../world/net/ip.ts';

export const TOPICS = [
  'clusterip',
  'nodeport',
  'ingress-alb',
  'egress',
  'vpc-cni',
  'dns',
  'pod-identity',
  'vpc-lattice',
] as const;
export const topicSchema = z.enum(TOPICS);
export type Topic = z.infer<typeof topicSchema>;

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by dashes');
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const clusterName = z.string().optional();

/** How one variable of a variant is drawn. */
const variableSchema = z.union([
  z.strictObject({ pick: z.array(scalar).min(2) }),
  z.strictObject({ int: z.tuple([z.int(), z.int()]) }),
  z.strictObject({ name: slug }),
  z.strictObject({ cidr: z.string(), size: z.int().min(8).max(30) }),
]);
export type Variable = z.infer<typeof variableSchema>;

const checkUseSchema = z.strictObject({ uses: z.string(), with: z.record(z.string(), z.unknown()).default({}) });
export type CheckUse = z.infer<typeof checkUseSchema>;

const taskSchema = z.strictObject({
  id: slug,
  title: z.string().min(1),
  points: z.int().min(1),
  topics: z.partialRecord(topicSchema, z.number().positive()),
  concepts: z.array(slug).min(1),
  /** Tasks that must have full marks before this one counts. */
  needs: z.array(slug).default([]),
  checks: z.array(checkUseSchema).min(1),
});
export type Task = z.infer<typeof taskSchema>;

/** A gate can only cost: `costs` points when its check fails. */
const gateSchema = checkUseSchema.extend({ id: slug, title: z.string().min(1), costs: z.int().min(1) });

const targetSchema = z.strictObject({
  /** `main` when it is not said. */
  cluster: clusterName,
  /** Where two groups have kinds of one name. */
  apiVersion: z.string().optional(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
});

const patchTargetSchema = targetSchema.extend({
  /** What a controller or kubelet wrote is changed through it: `kubectl patch --subresource status`. */
  subresource: z.literal('status').optional(),
});

/** One step of a fault, told to the API server after the healthy scenario has settled. */
const faultStepSchema = z.union([
  z.strictObject({ apply: z.record(z.string(), z.unknown()), cluster: clusterName }),
  z.strictObject({ patch: patchTargetSchema, merge: z.record(z.string(), z.unknown()) }),
  z.strictObject({ patch: patchTargetSchema, json: z.array(z.record(z.string(), z.unknown())) }),
  z.strictObject({ patch: patchTargetSchema, strategic: z.record(z.string(), z.unknown()) }),
  z.strictObject({ delete: targetSchema }),
  z.strictObject({ wait: z.int().min(1).max(86_400) }),
]);
export type FaultStep = z.infer<typeof faultStepSchema>;

/** A change of circumstance under which a solution must still hold; in `main` where no cluster is named. */
export const perturbationSchema = z.discriminatedUnion('uses', [
  z.strictObject({ uses: z.literal('reschedule'), namespace: z.string(), cluster: clusterName }),
  z.strictObject({ uses: z.literal('drain'), node: z.int().min(0), cluster: clusterName }),
  z.strictObject({ uses: z.literal('restart'), workload: z.string(), namespace: z.string(), cluster: clusterName }),
  z.strictObject({
    uses: z.literal('scale'),
    workload: z.string(),
    namespace: z.string(),
    by: z.int(),
    cluster: clusterName,
  }),
  z.strictObject({ uses: z.literal('wait'), seconds: z.int().min(1).max(86_400) }),
  /** The steps of a fault; `says` tells in words what happened. */
  z.strictObject({ uses: z.literal('change'), says: z.string().min(1), steps: z.array(faultStepSchema).min(1) }),
]);
export type Perturbation = z.infer<typeof perturbationSchema>;

export const labSchema = z.strictObject({
  id: z.uuid(),
  title: z.string().min(1).max(80),
  topic: topicSchema,
  level: z.enum(['working', 'senior', 'staff']),
  minutes: z.int().min(1).max(240),
  status: z.enum(['draft', 'published', 'retired']),
  objectives: z.array(z.string().min(1)).min(1),
  vars: z.record(z.string().regex(/^[a-z][a-zA-Z0-9]*$/), variableSchema).default({}),
  tasks: z.array(taskSchema).min(1),
  gates: z.array(gateSchema).default([]),
  perturbations: z.array(perturbationSchema).min(2),
  /** Why there is only one structure of fault, for a lab whose variants differ in names and numbers alone. */
  oneStructureBecause: z.string().optional(),
});
export type LabManifest = z.infer<typeof labSchema>;

const faultSchema = z.strictObject({
  id: slug,
  /** For the debrief: what is broken, in one sentence. */
  says: z.string().min(1),
  /** Values that the solution, hints and debrief of this fault need. */
  vars: z.record(z.string().regex(/^[a-z][a-zA-Z0-9]*$/), scalar).default({}),
  steps: z.array(faultStepSchema).min(1),
});
export type Fault = z.infer<typeof faultSchema>;

/** Groups are drawn one after the other; `pick` of each, in the order in which they stand. */
export const faultsSchema = z.strictObject({
  groups: z.array(z.strictObject({ pick: z.int().min(1), of: z.array(faultSchema).min(1) })).min(1),
});
export type Faults = z.infer<typeof faultsSchema>;

/** The first cluster, and the files beside those of further ones. */
const RESERVED_CLUSTERS: ReadonlySet<string> = new Set(['main', 'cluster', 'world', 'faults', 'aws']);

const serviceCidr = z.string().refine((text) => parseServiceCidrs(text) !== undefined, {
  message: 'must be a range such as 172.20.0.0/16, or one of each family with a comma between',
});

const address = z.union([z.ipv4(), z.ipv6().refine((text) => canonicalIp(text) === text, 'must be in canonical form')]);

const shapeSchema = z.strictObject({
  nodes: z.int().min(1).max(20).default(4),
  zones: z.int().min(1).max(3).default(2),
  /** Of the first cluster; the families of the ranges are those of its pods and Services. */
  serviceCidr: serviceCidr.default('172.20.0.0/16'),
  /** Configuration values of the cluster's EKS add-ons, as `aws eks update-addon --configuration-values` takes them. */
  addons: z
    .strictObject({
      'kube-proxy': z
        .strictObject({
          mode: z.enum(['iptables', 'ipvs']).optional(),
          ipvs: z
            .strictObject({
              scheduler: z
                .string()
                .regex(/^[a-z]*$/)
                .optional(),
            })
            .optional(),
        })
        .optional(),
      'vpc-cni': z.strictObject({ enableNetworkPolicy: z.enum(['true', 'false']).optional() }).optional(),
    })
    .default({}),
  /** Hosts of the internet by the names under which the VPC's resolver knows them; all that is outside beside them is not modelled. */
  internet: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a full name without a dot at the end'),
        address,
        ports: z.array(
          z.strictObject({ port: z.int().min(1).max(65_535), protocol: z.enum(['TCP', 'UDP']).default('TCP') }),
        ),
      }),
    )
    .default([]),
  /** Further clusters, each a VPC and a kubectl context of its own; its objects stand in `scenario/<name>.yaml`. */
  clusters: z
    .array(
      z.strictObject({
        name: slug.refine((name) => !RESERVED_CLUSTERS.has(name), 'is the name of another file of scenario/'),
        nodes: z.int().min(1).max(20).default(2),
        zones: z.int().min(1).max(3).default(2),
      }),
    )
    .max(3)
    .default([]),
});

/** What no Kubernetes or AWS format says: the shape of the clusters under the scenario. */
export const worldSchema = shapeSchema.refine(
  (world) => !(world.addons['vpc-cni'] && world.serviceCidr.includes(',')),
  'EKS has no dual-stack pods and Services: with two Service ranges there is no add-on vpc-cni to configure',
);
export type WorldFile = z.infer<typeof worldSchema>;
