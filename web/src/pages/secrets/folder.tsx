import { FolderPlus, Import, KeyRound } from 'lucide-react';
import { useState } from 'react';
import { AddButton, Button } from '../../parts/form/button.tsx';
import { Bones, Empty, Failed } from '../../parts/frame/notice.tsx';
import { SearchBox } from '../../parts/list/listing.tsx';
import { useProject } from '../../session.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { useContent } from './content.ts';
import { FolderForm } from './folder-form.tsx';
import { FolderList } from './folder-list.tsx';
import { SecretForm } from './form.tsx';
import { ImportForm } from './import-form.tsx';
import { ImportList } from './import-list.tsx';
import { SecretTable } from './table.tsx';
import type { Place } from './value.ts';

const forms = { secret: SecretForm, folder: FolderForm, import: ImportForm };
type Adding = { projectId: string; onAdd: (what: keyof typeof forms) => void };

/** What is in a folder of an environment, and what can be added to it. */
export function Folder({ place }: { place: Place }) {
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<keyof typeof forms>();
  const content = useContent(place, search);
  const adding = { projectId: place.projectId, onAdd: setOpen };
  const Opened = open && forms[open];
  return (
    <>
      <Breadcrumb place={place} />
      <div className="mb-4 flex flex-wrap items-center justify-between gap-2">
        <SearchBox label="Search in this folder" value={search} onChange={setSearch} />
        <AddButtons {...adding} />
      </div>
      {content.folders.length > 0 && <FolderList place={place} folders={content.folders} />}
      <SecretsIn place={place} content={content} adding={adding} />
      {search !== '' && content.isNothingFound && (
        <p className="py-6 text-center text-dim">Nothing by that name in this folder.</p>
      )}
      <ImportList place={place} found={content.imports} />
      {Opened && <Opened place={place} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function AddButtons({ projectId, onAdd }: Adding) {
  const { lack } = useProject(projectId);
  return (
    <span className="flex flex-wrap gap-2">
      <Button
        icon={FolderPlus}
        locked={lack('secret-folders', 'create')}
        onClick={() => onAdd('folder')}
      >
        Add folder
      </Button>
      <Button
        icon={Import}
        locked={lack('secret-imports', 'create')}
        onClick={() => onAdd('import')}
      >
        Add import
      </Button>
      <AddSecret projectId={projectId} onAdd={onAdd} />
    </span>
  );
}

function AddSecret({ projectId, onAdd }: Adding) {
  const { lack } = useProject(projectId);
  return (
    <AddButton locked={lack('secrets', 'create')} onClick={() => onAdd('secret')}>
      Add secret
    </AddButton>
  );
}

type SecretsGiven = { place: Place; content: ReturnType<typeof useContent>; adding: Adding };

/** The secrets of the folder, or why none are shown. */
function SecretsIn({ place, content: { error, isEmpty, secrets, own }, adding }: SecretsGiven) {
  const { lack, may } = useProject(place.projectId);
  const isHidden = !may('secrets', 'describeSecret');
  return (
    <>
      {isHidden && (
        <Empty icon={KeyRound} title="The secrets are hidden">
          {lack('secrets', 'describeSecret')}.
        </Empty>
      )}
      {error ? <Failed error={error} what="these secrets" /> : !isHidden && !secrets && <Bones />}
      {isEmpty && (
        <Empty
          icon={KeyRound}
          title="Nothing here yet"
          action={may('secrets', 'create') && <AddSecret {...adding} />}
        >
          A secret is a name and a value, kept encrypted, with every earlier value in its history.
        </Empty>
      )}
      {secrets && secrets.length > 0 && <SecretTable place={place} secrets={secrets} own={own} />}
    </>
  );
}
