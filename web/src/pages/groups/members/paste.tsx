import { groups } from '@coterie/contract';
import { useState } from 'react';
import { perform, sentence, useAct } from '../../../api.ts';
import { Button } from '../../../parts/form/button.tsx';
import { AreaField } from '../../../parts/form/field.tsx';
import { type Terms, termsObstacle, termsRequest } from '../../../parts/form/terms.ts';
import { TermsFields } from '../../../parts/form/terms-fields.tsx';
import { Notice } from '../../../parts/frame/notice.tsx';
import { plural } from '../../../words.ts';
import { useGroupPowers } from '../powers.ts';
import { isAddress, most, pasted } from './emails.ts';
import { type PasteResult, PasteResults } from './paste-results.tsx';
import type { PickerTerms } from './picker-list.tsx';

const notAnAddress = 'this is no e-mail address';

/** Adds those that can be added; each piece of the text gets its answer. */
async function addAll(id: string, text: string, terms: Terms): Promise<PasteResult[]> {
  const pieces = pasted(text);
  const asked = pieces.filter(({ email }) => isAddress(email));
  const add = asked.map(({ email }) => ({ username: email, ...termsRequest(terms) }));
  const { results } =
    add.length === 0
      ? { results: [] }
      : await perform(groups.bulkMembers, { params: { id }, body: { add } });
  const answers = new Map(results.map((one) => [one.item, one]));
  return pieces.map(({ piece, email }) => {
    const answer = answers.get(email);
    return {
      piece,
      did: answer?.did ?? 'refused',
      message: answer ? answer.message : notAnAddress,
    };
  });
}

/** Adds everyone whose address is pasted; what could not be added stays in the field, so that nothing typed is lost. */
export function PasteEmails({
  group: { id },
  terms,
  onTerms,
}: PickerTerms & { group: { id: string } }) {
  const { lack } = useGroupPowers(id);
  const [text, setText] = useState('');
  const [results, setResults] = useState<readonly PasteResult[]>();
  const count = pasted(text).length;
  const act = useAct(() => addAll(id, text, terms), {
    onDone: (all) => {
      setResults(all);
      const left = all.filter(({ did }) => did === 'refused').map(({ piece }) => piece);
      setText(left.join('\n'));
    },
  });
  return (
    <div className="flex flex-col gap-3">
      <AreaField
        label="E-mail addresses"
        rows={6}
        mono
        placeholder={'ada@example.org\nalan@example.org'}
        hint="One a line, or set apart by commas. Who is not found stays here."
        value={text}
        onChange={setText}
        error={count > most ? `At most ${most.toLocaleString('en')} at once` : undefined}
      />
      <TermsFields terms={terms} onChange={onTerms} />
      {act.error && <Notice tone="danger">{sentence(act.error)}</Notice>}
      <div>
        <Button
          look="primary"
          pending={act.pending}
          locked={lack('add-members')}
          disabled={count === 0 || count > most || termsObstacle(terms) !== undefined}
          onClick={() => act.run(undefined)}
        >
          {count === 0 ? 'Add members' : `Add ${plural(count, 'address', 'addresses')}`}
        </Button>
      </div>
      {results && <PasteResults results={results} />}
    </div>
  );
}
