/** The flags of kubectl 1.35.2 as its help declares them, one a line; `!` marks what is not modelled here. */

export const configCurrentContextFlags = `

`;

export const configGetContextsFlags = `
  --no-headers=false: When using the default or custom-column output format, don't print headers (default print headers).
  -o, --output='': Output format. One of: (name).
`;

export const configSetContextFlags = `
  --cluster='': cluster for the context entry in kubeconfig
  --current=false: Modify the current context
  -n, --namespace='': namespace for the context entry in kubeconfig
  --user='': user for the context entry in kubeconfig
`;

export const configUseContextFlags = `

`;

export const configViewFlags = `
  --allow-missing-template-keys=true: If true, ignore any errors in templates when a field or map key is missing in the template. Only applies to golang and jsonpath output formats.
  --flatten=false: Flatten the resulting kubeconfig file into self-contained output (useful for creating portable kubeconfig files)
  --merge=true: Merge the full hierarchy of kubeconfig files
  --minify=false: Remove all information not used by current-context from the output
  -o, --output='yaml': Output format. One of: (json, yaml, kyaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file).
  --raw=false: Display raw byte data and sensitive data
  --show-managed-fields=false: If true, keep the managedFields when printing objects in JSON or YAML format.
! --template='': Template string or path to template file to use when -o=go-template, -o=go-template-file. The template format is golang templates [http://golang.org/pkg/text/template/#pkg-overview].
`;
