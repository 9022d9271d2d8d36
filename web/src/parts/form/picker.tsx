import { Check } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';

export type Choice = { id: string; name: string; line?: string | null };
type Given = {
  label: string;
  search: string;
  onSearch: (text: string) => void;
  choices: readonly Choice[] | undefined;
  chosen: Choice | undefined;
  onChoose: (choice: Choice) => void;
  empty: string;
};

/** One out of many: type to search on the server, arrows to move, Enter to choose. */
export function Picker({ label, search, onSearch, choices, chosen, onChoose, empty }: Given) {
  const id = useId();
  const list = choices ?? [];
  const { current, toFirst, onKeyDown } = useKeys(list, onChoose);
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={list[current] ? `${id}-${current}` : undefined}
        autoComplete="off"
        placeholder={chosen ? chosen.name : 'Type to search'}
        value={search}
        onChange={(event) => {
          onSearch(event.target.value);
          toFirst();
        }}
        onKeyDown={onKeyDown}
        className="control rounded-b-none!"
      />
      <ChoiceList {...{ id, label, choices, current, chosen, onChoose, empty }} />
    </div>
  );
}

/** The choice that the arrows are at, and what the keys do. */
function useKeys(list: readonly Choice[], onChoose: (choice: Choice) => void) {
  const [at, setAt] = useState(0);
  const current = Math.min(at, list.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt(Math.max(0, Math.min(list.length - 1, current + step)));
    }
    const choice = list[current];
    if (event.key === 'Enter' && choice) {
      event.preventDefault();
      onChoose(choice);
    }
  };
  return { current, toFirst: () => setAt(0), onKeyDown };
}

type ListGiven = Omit<Given, 'search' | 'onSearch'> & { id: string; current: number };

const ChoiceList = ({ id, label, choices, current, chosen, onChoose, empty }: ListGiven) => (
  <div
    id={`${id}-list`}
    role="listbox"
    aria-label={label}
    className="max-h-48 min-h-10 overflow-y-auto rounded-b-md border border-t-0 border-edge p-1"
  >
    {choices?.map((choice, index) => (
      <ChoiceRow
        key={choice.id}
        id={`${id}-${index}`}
        choice={choice}
        isAt={index === current}
        isChosen={choice.id === chosen?.id}
        onChoose={() => onChoose(choice)}
      />
    ))}
    {choices?.length === 0 && (
      <div
        role="option"
        aria-disabled
        aria-selected="false"
        tabIndex={-1}
        className="px-2 py-1.5 text-sm text-dim"
      >
        {empty}
      </div>
    )}
  </div>
);

type RowGiven = {
  id: string;
  choice: Choice;
  isAt: boolean;
  isChosen: boolean;
  onChoose: () => void;
};

function ChoiceRow({ id, choice, isAt, isChosen, onChoose }: RowGiven) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's, which keeps the focus
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      tabIndex={-1}
      onClick={onChoose}
      className={`flex cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 hover:bg-hover ${isAt ? 'bg-hover' : ''}`}
    >
      <span className="min-w-0 grow">
        <span className="block truncate">{choice.name}</span>
        {choice.line && choice.line !== choice.name && (
          <span className="block truncate text-xs text-dim">{choice.line}</span>
        )}
      </span>
      {isChosen && <Check aria-hidden className="size-4 text-accent-ink" />}
    </div>
  );
}
