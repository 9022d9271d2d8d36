import { imports, type secrets } from '@coterie/contract';
import { ArrowUp, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { perform, useAct, useAsk } from '../../api.ts';
import { Confirm } from '../../parts/dialog/confirm.tsx';
import { Button, IconButton } from '../../parts/form/button.tsx';
import { Section } from '../../parts/frame/page.tsx';
import { useProject } from '../../session.tsx';
import type { Place } from './value.ts';

type Found = z.output<typeof secrets.listSecrets.answer>['imports'];
const nameOf = ({ importEnv, importPath }: imports.SecretImport) =>
  `${importEnv.slug} ${importPath}`;

/** What the folder imports, in order, with the keys that come by each; nothing where it imports nothing. */
export function ImportList({ place, found }: { place: Place; found: Found | undefined }) {
  const { projectId, environment, secretPath: path } = place;
  const { may } = useProject(projectId);
  const { answer } = useAsk(
    imports.listImports,
    { query: { projectId, environment, path } },
    { enabled: may('secret-imports', 'read') },
  );
  const [leaving, setLeaving] = useState<imports.SecretImport>();
  const list = answer?.secretImports ?? [];
  if (list.length === 0) return null;
  return (
    <div className="mt-4">
      <Section
        title="Imports"
        hint="In order: of two with one key the later wins, and the folder's own secrets win over all."
      >
        <ol aria-label="Imports" className="divide-y divide-line">
          {list.map((one, index) => (
            <ImportRow
              key={one.id}
              {...{ projectId, one, index, keys: keysOf(one, found) }}
              onEnd={() => setLeaving(one)}
            />
          ))}
        </ol>
      </Section>
      {leaving && <EndImport given={leaving} onClose={() => setLeaving(undefined)} />}
    </div>
  );
}

type RowGiven = {
  projectId: string;
  one: imports.SecretImport;
  index: number;
  keys: string;
  onEnd: () => void;
};

function ImportRow({ projectId, one, index, keys, onEnd }: RowGiven) {
  const { may } = useProject(projectId);
  // Places are counted from one: the place above is the index.
  const body = { import: { position: index } };
  const up = useAct(() => perform(imports.editImport, { params: { importId: one.id }, body }), {
    toastFailure: true,
  });
  const name = nameOf(one);
  return (
    <li className="flex flex-wrap items-center gap-2 py-1.5">
      <div className="min-w-0 grow">
        <p>
          Imported from <span className="font-mono text-sm">{name}</span>
        </p>
        {one.isBroken ? (
          <p className="text-xs text-danger-ink">
            Broken: that folder is no longer there, and nothing is imported until it is again.
          </p>
        ) : (
          <p className="font-mono text-xs break-all text-dim">{keys}</p>
        )}
      </div>
      {index > 0 && may('secret-imports', 'edit') && (
        <IconButton icon={ArrowUp} label={`Move ${name} up`} onClick={() => up.run(undefined)} />
      )}
      {may('secret-imports', 'delete') && <End name={name} isBroken={one.isBroken} onEnd={onEnd} />}
    </li>
  );
}

type EndGiven = { name: string; isBroken: boolean; onEnd: () => void };

/** Ends an import; where it is broken, that is said in full, as what there is to do. */
function End({ name, isBroken, onEnd }: EndGiven) {
  const given = { label: `Remove the import of ${name}`, onClick: onEnd };
  if (!isBroken) return <IconButton icon={Trash2} {...given} danger />;
  return (
    <Button small icon={Trash2} {...given}>
      Remove
    </Button>
  );
}

/** The keys that are read by an import, those that something later or the folder itself has left out. */
const keysOf = ({ importEnv, importPath }: imports.SecretImport, found: Found = []): string =>
  found
    .filter((one) => one.environment === importEnv.slug && one.secretPath === importPath)
    .flatMap(({ secrets: list }) => list.map(({ secretKey }) => secretKey))
    .join(', ');

function EndImport({ given, onClose }: { given: imports.SecretImport; onClose: () => void }) {
  const act = useAct(() => perform(imports.deleteImport, { params: { importId: given.id } }), {
    done: `${nameOf(given)} is no longer imported`,
    onDone: onClose,
  });
  return (
    <Confirm
      title={`Remove the import of ${nameOf(given)}?`}
      confirm="Remove import"
      act={act}
      onClose={onClose}
    >
      Programs that read this folder no longer get those secrets. They stay where they are.
    </Confirm>
  );
}
