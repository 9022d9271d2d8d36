import { Link } from '@tanstack/react-router';
import type { Place } from './value.ts';

/** The folders above a place, each a link; nothing at the root. */
export function Breadcrumb({ place }: { place: Place }) {
  const parts = place.secretPath.split('/').filter((part) => part !== '');
  if (parts.length === 0) return null;
  return (
    <nav
      aria-label="Folders above"
      className="mb-3 flex flex-wrap items-center gap-1 font-mono text-sm"
    >
      <Above place={place} name="root" />
      {parts.map((part, index) => {
        const path = `/${parts.slice(0, index + 1).join('/')}`;
        return (
          <span key={path} className="inline-flex items-center gap-1">
            <span aria-hidden className="text-dim">
              /
            </span>
            {index === parts.length - 1 ? (
              <span aria-current="location">{part}</span>
            ) : (
              <Above place={place} name={part} path={path} />
            )}
          </span>
        );
      })}
    </nav>
  );
}

type AboveGiven = { place: Place; name: string; path?: string };

const Above = ({ place: { projectId, environment: env }, name, path }: AboveGiven) => (
  <Link
    to="/projects/$projectId/secrets"
    params={{ projectId }}
    search={path === undefined ? { env } : { env, path }}
    className="rounded px-1 text-accent-ink hover:underline"
  >
    {name}
  </Link>
);
