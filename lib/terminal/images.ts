/** Which programs an image brings, as far as a person would start them by `kubectl exec`. */

export interface Programs {
  readonly shell: 'bash' | 'sh';
  /** Names of network tools beside the shell's own commands. */
  readonly tools: readonly string[];
  /** What the real image has besides and this one refuses by name. */
  readonly refused: readonly string[];
  /** Whose `nslookup` it is; a distribution's own when absent. */
  readonly from?: 'BusyBox';
  /** Whose `tar` it brings, without which nobody copies files to it and from it; absent when it has none. */
  readonly tar?: 'Distribution' | 'BusyBox';
  readonly user: string;
  readonly uid: number;
}

const EVERYTHING = [
  ...(['curl', 'dig', 'nslookup', 'nc', 'ping', 'ip', 'ss', 'iptables-save', 'nft', 'ipvsadm', 'ipset'] as const),
  ...(['ip6tables-save', 'conntrack', 'wget'] as const),
];

const TROUBLESHOOTING = [
  ...(['tcpdump', 'host', 'getent', 'netstat', 'traceroute', 'mtr', 'telnet', 'nmap', 'iperf3', 'ethtool'] as const),
  ...(['iptables', 'tshark', 'socat', 'strace', 'openssl', 'ps', 'top', 'bridge', 'tc'] as const),
];
const BUSYBOX = ['netstat', 'traceroute', 'telnet', 'ps', 'top', 'ifconfig', 'route', 'arp', 'arping', 'getent'];
const DISTRIBUTION = ['getent', 'ps', 'top', 'openssl'];

/** Images without an entry have no shell: only their own program runs there. */
const PROGRAMS: readonly { readonly images: RegExp; readonly programs: Programs }[] = [
  {
    images: /(^|\/)(netshoot|toolbox)$/,
    programs: { shell: 'bash', tools: EVERYTHING, refused: TROUBLESHOOTING, tar: 'BusyBox', user: 'root', uid: 0 },
  },
  {
    images: /(^|\/)(agnhost|jessie-dnsutils)$/,
    programs: {
      shell: 'sh',
      tools: ['curl', 'dig', 'nslookup', 'nc', 'ip', 'ss', 'wget'],
      refused: ['ping', ...BUSYBOX],
      tar: 'BusyBox',
      user: 'root',
      uid: 0,
    },
  },
  {
    images: /(^|\/)curlimages\/curl$/,
    programs: {
      shell: 'sh',
      tools: ['curl', 'wget', 'nc'],
      refused: BUSYBOX,
      tar: 'BusyBox',
      user: 'curl_user',
      uid: 100,
    },
  },
  {
    images: /(^|\/)nginx$/,
    programs: { shell: 'bash', tools: ['curl'], refused: DISTRIBUTION, tar: 'Distribution', user: 'root', uid: 0 },
  },
  {
    images: /(^|\/)(busybox|alpine)$/,
    programs: {
      shell: 'sh',
      tools: ['wget', 'nc', 'nslookup', 'ping', 'ip'],
      refused: BUSYBOX,
      from: 'BusyBox',
      tar: 'BusyBox',
      user: 'root',
      uid: 0,
    },
  },
  {
    images: /(^|\/)(debian|ubuntu|postgres|redis|python|seen|caller)$/,
    programs: { shell: 'bash', tools: [], refused: DISTRIBUTION, tar: 'Distribution', user: 'root', uid: 0 },
  },
  {
    images: /(^|\/)bash$/,
    programs: { shell: 'bash', tools: [], refused: DISTRIBUTION, tar: 'BusyBox', user: 'root', uid: 0 },
  },
  // Amazon Linux brings no tar.
  {
    images: /(^|\/)amazonlinux$/,
    programs: { shell: 'bash', tools: [], refused: DISTRIBUTION, user: 'root', uid: 0 },
  },
];

/** Undefined: the image has no shell. `image` may carry registry, tag and digest. */
export function findPrograms(image: string): Programs | undefined {
  const name = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  return PROGRAMS.find(({ images }) => images.test(name))?.programs;
}

/** What `kubectl exec` says of a program that the image does not have. */
export function missingProgram(name: string, id: string): string {
  return `error: Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "${id}": OCI runtime exec failed: exec failed: unable to start container process: exec: "${name}": executable file not found in $PATH: unknown\n`;
}
