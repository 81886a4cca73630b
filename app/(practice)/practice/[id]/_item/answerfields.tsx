import type { ShownBody } from '../../../../../lib/assessment/quiz/shown.ts';
import { questionTexts } from '../../../../_ui/questiontexts.ts';
import { ChoiceFields, ChoicesFields } from './choicefields.tsx';
import type { Draft } from './draft.ts';
import { LineFields } from './linefields.tsx';
import { MatchFields } from './matchfields.tsx';
import { OrderFields } from './orderfields.tsx';
import { BlankField, ExplainField, ValueField } from './typedfields.tsx';

const words = questionTexts.item;

interface AnswerFieldsProps {
  readonly body: ShownBody;
  readonly draft: Draft;
  onChange(draft: Draft): void;
}

/** What one answers with, by the type of the item. */
export function AnswerFields({ body, draft, onChange }: AnswerFieldsProps) {
  switch (body.type) {
    case 'single':
    case 'output':
    case 'fate':
      return (
        <ChoiceFields
          label={words.ask[body.type]}
          options={body.options}
          chosen={'choice' in draft ? draft.choice : ''}
          onChange={(choice) => onChange({ choice })}
        />
      );
    case 'multiple':
      return (
        <ChoicesFields
          label={words.ask.multiple}
          options={body.options}
          chosen={'choices' in draft ? draft.choices : []}
          onChange={(choices) => onChange({ choices })}
        />
      );
    case 'order':
      return (
        <OrderFields
          steps={body.steps}
          order={'order' in draft ? draft.order : []}
          onChange={(order) => onChange({ order })}
        />
      );
    case 'match':
      return (
        <MatchFields {...body} pairs={'pairs' in draft ? draft.pairs : {}} onChange={(pairs) => onChange({ pairs })} />
      );
    case 'value':
      return <ValueField body={body} value={textOf(draft)} onChange={(value) => onChange({ value })} />;
    case 'field':
      return <BlankField body={body} value={textOf(draft)} onChange={(value) => onChange({ value })} />;
    case 'line':
      return (
        <LineFields
          lines={body.lines}
          chosen={'line' in draft ? draft.line : 0}
          onChange={(line) => onChange({ line })}
        />
      );
    case 'explain':
      return <ExplainField text={'text' in draft ? draft.text : ''} onChange={(text) => onChange({ text })} />;
    default:
      return body satisfies never;
  }
}

function textOf(draft: Draft): string {
  return 'value' in draft ? draft.value : '';
}
