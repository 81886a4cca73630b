import { Text } from '@mantine/core';
import type { Note, ShownBody } from '../../../../../lib/assessment/quiz/shown.ts';
import type { AnsweredItem } from '../../../../../lib/practice/wire.ts';
import { FateMark } from '../../../../_ui/fatemark.tsx';
import { questionTexts } from '../../../../_ui/questiontexts.ts';
import styles from './fields.module.css';
import { InlineText } from './inlinetext.tsx';

const words = questionTexts.item;

interface NotesProps {
  readonly body: ShownBody;
  readonly answered: AnsweredItem;
}

/** The key, and every option with its reason: the right ones and the chosen ones say so in words and by shape. */
export function Notes({ body, answered }: NotesProps) {
  const shown = answered.notes.filter(({ because }) => because !== answered.explanation);
  return (
    <div>
      {hasOneKey(body) && (
        <Text size="sm" mb={8}>
          <strong>{words.keyIs}:</strong> <InlineText text={answered.key} />
        </Text>
      )}
      <ul className={styles.notes}>
        {shown.map((note) => (
          <NoteLine key={`${note.key ?? ''}${note.text}`} note={note} body={body} />
        ))}
      </ul>
    </div>
  );
}

/** Where the list itself does not show the key. */
function hasOneKey(body: ShownBody): boolean {
  return body.type === 'value' || body.type === 'field';
}

function NoteLine({ note, body }: { readonly note: Note; readonly body: ShownBody }) {
  const option = 'options' in body ? body.options.find(({ key }) => key === note.key) : undefined;
  const state = stateOf(note, body);
  return (
    <li className={styles.note} data-state={state}>
      <div>
        <span aria-hidden="true" className={styles.noteMark}>
          {MARKS[state]}
        </span>{' '}
        {option?.fate && <FateMark fate={option.fate} />}{' '}
        {option?.fate !== note.text && <InlineText text={note.text} />}{' '}
        <span className={styles.noteState}>{words.noteStates[state](note.chosen, body.type)}</span>
      </div>
      <Text size="sm" c="dimmed">
        <InlineText text={note.because} />
      </Text>
    </li>
  );
}

const MARKS = { right: '✓', missed: '✕', wrong: '✕', other: '–' } as const;

/** Of steps, pairs and criteria all are right; `chosen` says whether the answer has them so. */
function stateOf({ right, chosen }: Note, { type }: ShownBody): keyof typeof MARKS {
  const isWhole = type === 'order' || type === 'match' || type === 'explain';
  if (right) return isWhole && !chosen ? 'missed' : 'right';
  return chosen ? 'wrong' : 'other';
}
