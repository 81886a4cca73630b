import { questionTexts } from '../../../../_ui/questiontexts.ts';
import styles from './fields.module.css';

const words = questionTexts.item;

interface LineFieldsProps {
  readonly lines: readonly string[];
  /** Counted from 1; 0 for none. */
  readonly chosen: number;
  onChange(line: number): void;
}

/** A file whose lines are radio buttons: arrow keys walk through it. */
export function LineFields({ lines, chosen, onChange }: LineFieldsProps) {
  return (
    <fieldset className={styles.plain}>
      <legend className={styles.legend}>{words.ask.line}</legend>
      <div className={styles.lines}>
        {lines.map((text, index) => {
          const line = index + 1;
          return (
            <label key={line} className={styles.line} data-chosen={line === chosen}>
              <input
                type="radio"
                name="line"
                className={styles.unseen}
                checked={line === chosen}
                disabled={text.trim() === ''}
                onChange={() => onChange(line)}
                aria-label={`${words.lineNumber(line)}: ${text.trim()}`}
              />
              <span className={styles.number} aria-hidden="true">
                {line}
              </span>
              <span className={styles.lineText}>{text || ' '}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
