/** The prompt of a shell: `learner@hoplab:~$ `, `# ` for root in a container's sh. */
import type { EngineState } from './engine.ts';
import type { ShellOptions } from './shell.ts';

export function promptOf(options: ShellOptions, state: EngineState): string {
  const custom = state.env.get('PS1');
  if (custom !== undefined) return expandPrompt(custom, options, state);
  const sign = options.uid === 0 ? '#' : '$';
  if (options.shell === 'sh') return `${options.uid === 0 ? `${tilde(options, state)} ` : ''}${sign} `;
  return `${options.user}@${options.hostname}:${tilde(options, state)}${sign} `;
}

function tilde(options: ShellOptions, state: EngineState): string {
  const home = state.env.get('HOME') ?? options.home;
  if (state.cwd === home) return '~';
  return home !== '/' && state.cwd.startsWith(`${home}/`) ? `~${state.cwd.slice(home.length)}` : state.cwd;
}

/** Models: bash 5.2, PROMPTING (the escapes people use). */
function expandPrompt(text: string, options: ShellOptions, state: EngineState): string {
  return text.replace(/\\([uhHwW$\\nse[\]]|033)/g, (whole, sign: string) => {
    switch (sign) {
      case 'u':
        return options.user;
      case 'h':
        return options.hostname.split('.')[0] ?? '';
      case 'H':
        return options.hostname;
      case 'w':
        return tilde(options, state);
      case 'W':
        return tilde(options, state) === '~' ? '~' : state.cwd.slice(state.cwd.lastIndexOf('/') + 1) || '/';
      case '$':
        return options.uid === 0 ? '#' : '$';
      case 'n':
        return '\n';
      case 's':
        return options.shell;
      case '\\':
        return '\\';
      case 'e':
      case '033':
        return '\u001b';
      case '[':
      case ']':
        return '';
      default:
        return whole;
    }
  });
}
