/** The flags of kubectl 1.35.2 as its help declares them, one a line; `!` marks what is not modelled here. */

export const versionFlags = `
  --client=false: If true, shows client version only (no server required).
  -o, --output='': One of 'yaml' or 'json'.
`;
