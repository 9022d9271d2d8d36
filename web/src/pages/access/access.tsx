import { PageHead } from '../../parts/frame/page.tsx';
import { Tabs } from '../../parts/frame/tabs.tsx';
import { useAsked } from './asked.ts';
import { Compare } from './compare.tsx';
import { Explain } from './explain.tsx';
import { WhoCan } from './who-can.tsx';

const panels = {
  explain: { label: 'Explain', Panel: Explain },
  'who-can': { label: 'Who can', Panel: WhoCan },
  compare: { label: 'Compare', Panel: Compare },
} as const;
type Key = keyof typeof panels;
const keys = Object.keys(panels) as Key[];
const tabs = keys.map((key) => ({ key, label: panels[key].label }));

/** Questions about access: why, who, and what the difference is; now or as of a moment. */
export function Access() {
  const { search, set } = useAsked();
  const current = keys.find((key) => key === search.tab) ?? 'explain';
  const { Panel } = panels[current];
  return (
    <>
      <PageHead title="Explain access" hint="Who may do what, where, and every reason for it." />
      <Tabs
        label="Questions about access"
        tabs={tabs}
        current={current}
        onSelect={(tab) => set({ tab: tab === 'explain' ? undefined : tab })}
      >
        <Panel />
      </Tabs>
    </>
  );
}
