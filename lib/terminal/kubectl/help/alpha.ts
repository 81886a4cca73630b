/** Written by `npm run kubectl-help` from kubectl 1.35.2. */
export const alphaHelp: Readonly<Record<string, string>> = {
  "alpha": `These commands correspond to alpha features that are not enabled in Kubernetes clusters by default.

Available Commands:
  kuberc        Manage kuberc configuration files

Use "kubectl alpha <command> --help" for more information about a given command.
`,
  "alpha kuberc": `Manage user preferences (kuberc) file.

 The kuberc file allows you to customize your kubectl experience.

Examples:
  # View the current kuberc configuration
  kubectl alpha kuberc view
  
  # Set a default value for a command flag
  kubectl alpha kuberc set --section defaults --command get --option output=wide
  
  # Create an alias for a command
  kubectl alpha kuberc set --section aliases --name getn --command get --prependarg nodes --option output=wide

Available Commands:
  set           Set values in the kuberc configuration
  view          Display the current kuberc configuration

Usage:
  kubectl alpha kuberc SUBCOMMAND [options]

Use "kubectl alpha kuberc <command> --help" for more information about a given command.
Use "kubectl options" for a list of global command-line options (applies to all commands).
`,
  "alpha kuberc set": `Set values in the kuberc configuration file.

 Use --section to specify whether to set defaults or aliases.

 For defaults: Sets default flag values for kubectl commands. The --command flag should specify only the command (e.g., "get", "create", "set env"), not resources.

 For aliases: Creates command aliases with optional default flag values and arguments. Use --prependarg and --appendarg to include resources or other arguments.

Examples:
  # Set default output format for 'get' command
  kubectl alpha kuberc set --section defaults --command get --option output=wide
  
  # Set default output format for a subcommand
  kubectl alpha kuberc set --section defaults --command "set env" --option output=yaml
  
  # Create an alias 'getn' for 'get' command with prepended 'nodes' resource
  kubectl alpha kuberc set --section aliases --name getn --command get --prependarg nodes --option output=wide
  
  # Create an alias 'runx' for 'run' command with appended arguments
  kubectl alpha kuberc set --section aliases --name runx --command run --option image=nginx --appendarg "--" --appendarg custom-arg1
  
  # Overwrite an existing default
  kubectl alpha kuberc set --section defaults --command get --option output=json --overwrite

Options:
    --appendarg=[]:
	Argument to append to the command (can be specified multiple times, for aliases only)

    --command='':
	Command to configure (e.g., 'get', 'create', 'set env')

    --kuberc='':
	Path to the kuberc file to use for preferences. This can be disabled by exporting KUBECTL_KUBERC=false feature gate or turning off the feature KUBERC=off.

    --name='':
	Alias name (required for --section=aliases)

    --option=[]:
	Flag option in the form flag=value (can be specified multiple times)

    --overwrite=false:
	Allow overwriting existing entries

    --prependarg=[]:
	Argument to prepend to the command (can be specified multiple times, for aliases only)

    --section='':
	Section to modify: 'defaults' or 'aliases'

Usage:
  kubectl alpha kuberc set --section (defaults|aliases) --command COMMAND [options]

Use "kubectl options" for a list of global command-line options (applies to all commands).
`,
  "alpha kuberc view": `Display the contents of the kuberc file in the specified output format.

Examples:
  # View kuberc configuration in YAML format (default)
  kubectl alpha kuberc view
  
  # View kuberc configuration in JSON format
  kubectl alpha kuberc view --output json
  
  # View a specific kuberc file
  kubectl alpha kuberc view --kuberc /path/to/kuberc

Options:
    --allow-missing-template-keys=true:
	If true, ignore any errors in templates when a field or map key is missing in the template. Only applies to golang and jsonpath output formats.

    --kuberc='':
	Path to the kuberc file to use for preferences. This can be disabled by exporting KUBECTL_KUBERC=false feature gate or turning off the feature KUBERC=off.

    -o, --output='yaml':
	Output format. One of: (json, yaml, kyaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file).

    --show-managed-fields=false:
	If true, keep the managedFields when printing objects in JSON or YAML format.

    --template='':
	Template string or path to template file to use when -o=go-template, -o=go-template-file. The template format is golang templates [http://golang.org/pkg/text/template/#pkg-overview].

Usage:
  kubectl alpha kuberc view [options]

Use "kubectl options" for a list of global command-line options (applies to all commands).
`,
};
