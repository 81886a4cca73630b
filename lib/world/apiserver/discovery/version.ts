/** Exactly one Kubernetes minor is modelled; the build is EKS's. */
export const VERSION = Object.freeze({
  major: '1',
  minor: '35',
  emulationMajor: '1',
  emulationMinor: '35',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '34',
  gitVersion: 'v1.35.2-eks-ecaa3a6',
  gitCommit: 'ecaa3a6c8e5b0a3d0f2a5c7f2f4f0f6b4d2f1e90',
  gitTreeState: 'clean',
  buildDate: '2026-03-04T17:21:09Z',
  goVersion: 'go1.25.7',
  compiler: 'gc',
  platform: 'linux/amd64',
});
