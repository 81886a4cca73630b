/** The flags of kubectl 1.35.2 as its help declares them, one a line; `!` marks what is not modelled here. */

export const explainFlags = `
! --api-version='': Get different explanations for particular API version (API group/version)
! -o, --output='plaintext': Format in which to render the schema (plaintext, plaintext-openapiv2)
! --recursive=false: Print the fields of fields (Currently only 1 level deep)
`;
