/** Image references: `registry.k8s.io/e2e-test-images/agnhost:2.53@sha256:…`. */

export interface ImageName {
  /** Without tag and digest; Docker Hub's own defaults (`docker.io/library/`) are left out. */
  readonly name: string;
  readonly tag: string;
}

export function parseImage(image: string): ImageName {
  const at = image.indexOf('@');
  const withoutDigest = at < 0 ? image : image.slice(0, at);
  const colon = withoutDigest.lastIndexOf(':');
  const tagged = colon > withoutDigest.lastIndexOf('/');
  const name = tagged ? withoutDigest.slice(0, colon) : withoutDigest;
  return { name: shorten(name), tag: tagged ? withoutDigest.slice(colon + 1) : 'latest' };
}

/** Mirrors carry the images of Docker Hub under their own names. */
function shorten(name: string): string {
  for (const prefix of ['public.ecr.aws/docker/library/', 'docker.io/library/', 'docker.io/', 'library/']) {
    if (name.startsWith(prefix)) return name.slice(prefix.length);
  }
  return name;
}

/**
 * Whether such a tag is likely to stand in a registry: versions with an optional variant, and the usual words.
 * Differs: a registry is not modelled; a tag that is neither is taken as one that nobody ever pushed.
 */
export function isPublishedTag(tag: string): boolean {
  return /^(latest|stable|mainline|alpine|slim|edge|glibc|musl|uclibc|v?\d+(\.\d+){0,3}([-_.][a-z0-9][a-z0-9.-]*)?)$/.test(
    tag,
  );
}
