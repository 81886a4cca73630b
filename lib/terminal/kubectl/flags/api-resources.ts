/** The flags of kubectl 1.35.2 as its help declares them, one a line; `!` marks what is not modelled here. */

export const apiResourcesFlags = `
  --api-group='': Limit to resources in the specified API group.
! --cached=false: Use the cached list of resources if available.
  --categories=[]: Limit to resources that belong to the specified categories.
  --namespaced=true: If false, non-namespaced resources will be returned, otherwise returning namespaced resources by default.
  --no-headers=false: When using the default or custom-column output format, don't print headers (default print headers).
  -o, --output='': Output format. One of: (json, yaml, kyaml, name, wide).
! --show-managed-fields=false: If true, keep the managedFields when printing objects in JSON or YAML format.
  --sort-by='': If non-empty, sort list of resources using specified field. The field can be either 'name' or 'kind'.
  --verbs=[]: Limit to resources that support the specified verbs.
`;
