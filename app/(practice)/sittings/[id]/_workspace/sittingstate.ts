import type {
  ErrorAnswer,
  GradeViewWire,
  Notice,
  ServerMessage,
  SittingAnswer,
  SittingViewWire,
} from '../../../../../lib/sitting/wire.ts';
import type { Link } from './connection.ts';

/** A file that is open in the editor; `terminal` waits for it to be closed. */
export interface Editing {
  readonly path: string;
  readonly terminal?: number;
}

/** What the workspace shows. Text of terminals is not in here: it goes to the screens directly. */
export interface SittingState {
  readonly sitting: SittingAnswer | undefined;
  /** Why there is no sitting. */
  readonly failure: ErrorAnswer | undefined;
  readonly view: SittingViewWire | undefined;
  readonly grade: GradeViewWire | undefined;
  readonly terminals: readonly number[];
  readonly link: Link;
  /** Inputs that the server has not called saved. */
  readonly unsaved: number;
  /** What the server last refused, in its words; said beside every terminal until the next hello. */
  readonly trouble: string | undefined;
  readonly notes: Readonly<Record<number, string>>;
  /** What an upgrade of the server did to this sitting. */
  readonly notice: Notice | undefined;
  readonly editing: Editing | undefined;
  /** The file in the editor whose closing the server has not answered yet; keys go to its terminal already. */
  readonly leaving: Editing | undefined;
  /** The last `files` message; its identity changes with each. */
  readonly changedFiles: readonly string[];
}

export const START: SittingState = {
  sitting: undefined,
  failure: undefined,
  view: undefined,
  grade: undefined,
  terminals: [],
  link: 'connecting',
  unsaved: 0,
  trouble: undefined,
  notes: {},
  notice: undefined,
  editing: undefined,
  leaving: undefined,
  changedFiles: [],
};

export function loaded(state: SittingState, sitting: SittingAnswer): SittingState {
  const { view, grade, terminals } = sitting;
  return {
    ...state,
    sitting,
    view,
    grade: grade ?? state.grade,
    terminals: state.terminals.length > 0 ? state.terminals : terminals.map((terminal) => terminal.id),
  };
}

/** What a message of the server changes; `text` and `saved` change nothing here. */
export function received(state: SittingState, message: ServerMessage): SittingState {
  switch (message.t) {
    case 'hello': {
      const terminals = message.terminals.map((terminal) => terminal.id);
      const { editing } = state;
      // The terminal that waited for the file was closed, here or in another tab.
      const isOrphan = editing?.terminal !== undefined && !terminals.includes(editing.terminal);
      return {
        ...state,
        terminals,
        editing: isOrphan ? undefined : editing,
        view: message.view ?? state.view,
        notes: {},
        notice: message.notice,
        trouble: undefined,
      };
    }
    case 'view':
      return { ...state, view: message.view };
    case 'grade':
      return { ...state, grade: message.grade };
    case 'files':
      return { ...state, changedFiles: message.changed };
    case 'edit':
      return { ...state, editing: { path: message.path, terminal: message.terminal } };
    case 'note':
      return { ...state, notes: { ...state.notes, [message.terminal]: message.text } };
    case 'error':
      return message.fatal
        ? { ...state, failure: { code: message.code, message: message.message } }
        : { ...state, trouble: message.message };
    case 'text':
    case 'saved':
      return state;
    default:
      return message satisfies never;
  }
}
