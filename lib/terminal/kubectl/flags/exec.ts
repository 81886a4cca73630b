/** The flags of kubectl 1.35.2 as its help declares them, one a line; `!` marks what is not modelled here. */

export const execFlags = `
  -c, --container='': Container name. If omitted, use the kubectl.kubernetes.io/default-container annotation for selecting the container to be attached or the first container in the pod will be chosen
  -f, --filename=[]: to use to exec into the resource
  --pod-running-timeout=1m0s: The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running
  -q, --quiet=false: Only print output from the remote session
  -i, --stdin=false: Pass stdin to the container
  -t, --tty=false: Stdin is a TTY
`;
