import { access } from '@coterie/contract';
import { ChevronRight, ScrollText } from 'lucide-react';
import { useAsk } from '../../api.ts';
import { Bones, Empty, Failed } from '../../parts/frame/notice.tsx';
import { ListPages, SearchBox, useListing } from '../../parts/list/listing.tsx';
import { ago, atMoment, plural } from '../../words.ts';

const newestFirst = { by: 'version', direction: 'desc' } as const;

/** What was done, in words, newest first; all of it, or what is about one thing. */
export function LogEntries({ about }: { about?: string }) {
  const list = useListing(newestFirst);
  const query = { ...list.query, ...(about === undefined ? {} : { about }) };
  const { answer, error, refetch } = useAsk(access.readAccessLog, { query }, { keep: true });
  return (
    <>
      {about === undefined && (
        <div className="mb-4">
          <SearchBox label="Search the log" value={list.typed} onChange={list.setSearch} />
        </div>
      )}
      {error && !answer ? (
        <Failed error={error} what="the access log" retry={() => void refetch()} />
      ) : (
        !answer && <Bones />
      )}
      {answer?.entries.length === 0 && (
        <Empty icon={ScrollText} title="Nothing here">
          Everything that is done is kept here, in words, with who did it and when.
        </Empty>
      )}
      {answer && answer.entries.length > 0 && (
        <ol
          aria-label="Changes"
          className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-raised"
        >
          {answer.entries.map((entry) => (
            <EntryRow key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      <ListPages what="changes" list={list} total={answer?.totalCount} />
    </>
  );
}

function EntryRow({ entry }: { entry: access.LogEntry }) {
  const { version, at, actor, text, changes, hash } = entry;
  return (
    <li>
      <details className="group">
        <summary className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-2 -outline-offset-2 hover:bg-hover/60">
          <span className="flex min-w-0 items-baseline gap-2">
            <ChevronRight aria-hidden className="size-3 shrink-0 text-dim group-open:rotate-90" />
            <span className="min-w-0 break-words first-letter:uppercase">{text}</span>
          </span>
          <span className="text-xs text-dim">
            {actor.name} ·{' '}
            <time dateTime={at} title={atMoment(at)}>
              {ago(at)}
            </time>
          </span>
        </summary>
        <div className="border-t border-line bg-panel px-4 py-3 text-xs text-dim">
          <p>
            Access version {version}, {atMoment(at)}, {plural(changes.length, 'change')}
          </p>
          <pre className="mt-2 max-h-64 overflow-auto rounded-md border border-line bg-raised p-2 font-mono whitespace-pre-wrap text-ink">
            {JSON.stringify(changes, null, 2)}
          </pre>
          <p className="mt-2 font-mono break-all">Seal {hash}</p>
        </div>
      </details>
    </li>
  );
}
