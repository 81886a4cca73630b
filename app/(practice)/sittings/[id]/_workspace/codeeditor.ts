import { indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { defaultHighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, linter, lintGutter } from '@codemirror/lint';
import { Compartment, EditorState, type Extension, Prec, type Text } from '@codemirror/state';
import { oneDarkHighlightStyle } from '@codemirror/theme-one-dark';
import { EditorView, keymap } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import type { Problem } from '../../../../../lib/sitting/wire.ts';

type Scheme = 'light' | 'dark';

export interface EditorOptions {
  readonly label: string;
  readonly text: string;
  readonly language: 'yaml' | 'text';
  readonly scheme: Scheme;
  onChange(text: string): void;
  onSave(): void;
  /** A terminal waits for the file: the keys of vi and nano that leave do so here. */
  readonly leaving?: { onEscape(): void; onClose(): void };
  /** Asks the server what is wrong with a text; only for YAML. */
  validate(text: string): Promise<readonly Problem[]>;
}

export interface CodeEditor {
  focus(): void;
  setScheme(scheme: Scheme): void;
  dispose(): void;
}

const VALIDATE_AFTER_MS = 400;

/** Opens an editor in `element`; problems of YAML stand in its margin. */
export function openCodeEditor(element: HTMLElement, options: EditorOptions): CodeEditor {
  const colours = new Compartment();
  const extensions: Extension[] = [
    basicSetup,
    keymap.of([
      {
        key: 'Mod-s',
        preventDefault: true,
        run: () => {
          options.onSave();
          return true;
        },
      },
      indentWithTab,
    ]),
    ...(options.leaving ? leavingKeys(options.leaving, options.onSave) : []),
    colours.of(coloursOf(options.scheme)),
    SHAPE,
    indentUnit.of('  '),
    EditorView.contentAttributes.of({ 'aria-label': options.label, tabindex: '0' }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) options.onChange(update.state.doc.toString());
    }),
    ...(options.language === 'yaml' ? yamlExtensions(options.validate) : []),
  ];
  const view = new EditorView({ parent: element, state: EditorState.create({ doc: options.text, extensions }) });
  return {
    focus: () => view.focus(),
    setScheme: (scheme) => view.dispatch({ effects: colours.reconfigure(coloursOf(scheme)) }),
    dispose: () => view.destroy(),
  };
}

/** Ctrl-O and Ctrl-X as in nano, where Ctrl-X does not cut a selection; Esc only when the editor itself has no use for it. */
function leavingKeys(leaving: NonNullable<EditorOptions['leaving']>, onSave: () => void): Extension[] {
  const done = (deed: () => void) => () => {
    deed();
    return true;
  };
  const close = (view: EditorView) => view.state.selection.main.empty && done(leaving.onClose)();
  return [
    Prec.high(
      keymap.of([
        { key: 'Ctrl-o', preventDefault: true, run: done(onSave) },
        { key: 'Ctrl-x', run: close },
      ]),
    ),
    Prec.lowest(keymap.of([{ key: 'Escape', run: done(leaving.onEscape) }])),
  ];
}

function yamlExtensions(validate: EditorOptions['validate']): Extension[] {
  const source = async (view: EditorView) => {
    const document = view.state.doc;
    const problems = await validate(document.toString());
    return problems.map((problem) => diagnosticOf(problem, document));
  };
  return [yaml(), lintGutter(), linter(source, { delay: VALIDATE_AFTER_MS })];
}

/** The server counts lines and columns from 1; what lies behind the end of the text is marked at its end. */
function diagnosticOf({ line, column, message, severity }: Problem, document: Text): Diagnostic {
  const place = document.line(Math.min(Math.max(line, 1), document.lines));
  const from = Math.min(place.from + Math.max(column - 1, 0), place.to);
  return { from, to: Math.max(from, place.to), message, severity };
}

function coloursOf(scheme: Scheme): Extension {
  return [
    EditorView.theme({}, { dark: scheme === 'dark' }),
    syntaxHighlighting(scheme === 'dark' ? oneDarkHighlightStyle : defaultHighlightStyle),
  ];
}

const SHAPE = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', backgroundColor: 'var(--hop-raised)', color: 'inherit' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--hop-accent-text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-cursor': { borderLeftColor: 'var(--hop-accent-text)' },
  '.cm-gutters': {
    backgroundColor: 'var(--hop-surface)',
    color: 'var(--hop-quiet)',
    borderRight: '1px solid var(--hop-line)',
  },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--hop-accent-text)', fontWeight: 600 },
  '.cm-tooltip': { backgroundColor: 'var(--hop-raised)', border: '1px solid var(--hop-line)', color: 'inherit' },
  '.cm-panels': { backgroundColor: 'var(--hop-surface)', color: 'inherit' },
});
