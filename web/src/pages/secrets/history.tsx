import { secrets } from '@coterie/contract';
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useAct, useAsk } from '../../api.ts';
import { Dialog } from '../../parts/dialog/dialog.tsx';
import { IconButton } from '../../parts/form/button.tsx';
import { Bones, Failed } from '../../parts/frame/notice.tsx';
import { Badge } from '../../parts/list/badge.tsx';
import { Pages, useListing } from '../../parts/list/listing.tsx';
import { useProject } from '../../session.tsx';
import { atMoment } from '../../words.ts';
import { type Place, readSecret, withheld } from './value.ts';
import { ValueText } from './value-text.tsx';

type Given = { place: Place; secret: secrets.Secret };

/** Every value that a secret had: who set it and when; each shown only on asking. */
export function SecretHistory({ place, secret, onClose }: Given & { onClose: () => void }) {
  const list = useListing({ by: 'version', direction: 'desc' });
  const { limit, offset } = list.query;
  const { answer, error } = useAsk(
    secrets.listSecretVersions,
    { params: { secretId: secret.id }, query: { limit, offset } },
    { keep: true },
  );
  return (
    <Dialog title={`History of ${secret.secretKey}`} hint="Newest first" onClose={onClose} wide>
      {error && !answer ? (
        <Failed error={error} what="the history" />
      ) : (
        !answer && <Bones rows={3} />
      )}
      {answer && (
        <ol aria-label="Versions" className="divide-y divide-line rounded-lg border border-line">
          {answer.versions.map((version) => (
            <VersionRow
              key={version.version}
              place={place}
              secret={secret}
              version={version}
              isCurrent={version.version === secret.version}
            />
          ))}
        </ol>
      )}
      {(answer?.totalCount ?? 0) > limit && (
        <Pages
          what="versions"
          total={answer?.totalCount ?? 0}
          offset={offset}
          onOffset={list.setOffset}
        />
      )}
    </Dialog>
  );
}

type RowGiven = Given & { version: secrets.SecretVersion; isCurrent: boolean };

function VersionRow({ place, secret, version, isCurrent }: RowGiven) {
  const { may } = useProject(place.projectId);
  const [value, setValue] = useState<string | null>();
  const read = useAct(() => readSecret(place, secret.secretKey, { version: version.version }), {
    toastFailure: true,
    changes: false,
    onDone: ({ secretValue, secretValueHidden }) =>
      setValue(secretValueHidden ? null : secretValue),
  });
  const isHidden = !may('secrets', 'readValue') || value === null;
  const isShown = typeof value === 'string';
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
      <span className="w-24 shrink-0 font-medium">
        v{version.version} {isCurrent && <Badge tone="ok">Current</Badge>}
      </span>
      <span className="min-w-40 grow basis-40 font-mono text-sm break-all whitespace-pre-wrap">
        {isHidden ? (
          <span className="font-sans text-xs text-dim italic">{withheld}</span>
        ) : (
          <ValueText value={value} />
        )}
      </span>
      <span className="text-xs text-dim">
        {version.actor?.name ?? 'unknown'} · {atMoment(version.createdAt)}
      </span>
      {!isHidden && (
        <IconButton
          icon={isShown ? EyeOff : Eye}
          label={`${isShown ? 'Hide' : 'Show'} version ${version.version}`}
          onClick={() => (isShown ? setValue(undefined) : read.run(undefined))}
        />
      )}
    </li>
  );
}
