import { account } from '@coterie/contract';
import { useQueryClient } from '@tanstack/react-query';
import {
  Link,
  Navigate,
  Outlet,
  useLocation,
  useNavigate,
  useRouter,
} from '@tanstack/react-router';
import { Building2 } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useAsk } from './api.ts';
import { GatePlace } from './parts/frame/gate.tsx';
import { Bones, Empty, Failed, Notice } from './parts/frame/notice.tsx';
import { Sidebar, TopBar } from './parts/frame/sidebar.tsx';
import { StepUp } from './parts/proof/step-up.tsx';
import { SessionContext, useCurrentSession, useSession } from './session.tsx';
import { onDay, showDatesIn } from './words.ts';

const loadPalette = () => import('./parts/frame/palette.tsx');
const Palette = lazy(loadPalette);

/** The frame of every page for who is signed in; others are sent to sign in first. */
export function Console() {
  const { session, error } = useCurrentSession();
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  usePaletteKey(() => setPaletteOpen(true));
  useFreshness();
  const dates = useDates(session !== undefined && session !== null);
  const { pathname } = useLocation();
  if (session === null) return <ToSignIn />;
  if (session === undefined)
    return error ? <Failed error={error} what="your session" /> : <Bones />;
  const isAccount = pathname.startsWith('/account');
  if (session.factor.isShut && !isAccount) return <Navigate to="/account/factors" replace />;
  const openPalette = () => setPaletteOpen(true);
  return (
    <SessionContext value={session}>
      <GatePlace>
        <a
          href="#main"
          className="sr-only z-40 rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          Skip to the page
        </a>
        <div className="min-h-dvh md:grid md:grid-cols-[15rem_minmax(0,1fr)]">
          <Sidebar onSearch={openPalette} />
          <TopBar onSearch={openPalette} />
          <main
            id="main"
            key={dates}
            tabIndex={-1}
            className="mx-auto w-full max-w-6xl min-w-0 px-4 py-6 outline-none md:px-8"
          >
            <FactorAsked />
            {session.organization || isAccount ? (
              <Outlet />
            ) : (
              <Empty icon={Building2} title="You are in no organization">
                An administrator can invite you to one.
              </Empty>
            )}
          </main>
        </div>
        <StepUp />
        {isPaletteOpen && (
          <Suspense>
            <Palette onClose={() => setPaletteOpen(false)} />
          </Suspense>
        )}
      </GatePlace>
    </SessionContext>
  );
}

/** Says from when on the organization asks for a second factor, to who has none; their account says it itself. */
function FactorAsked() {
  const { factor, organization } = useSession();
  const { pathname } = useLocation();
  if (factor.requiredFrom === null || pathname.startsWith('/account')) return null;
  return (
    <div className="mb-4">
      <Notice tone="warn">
        {organization?.name} asks for a second factor from {onDay(factor.requiredFrom)} on.{' '}
        <Link to="/account/factors" className="font-medium underline">
          Set one up
        </Link>
      </Notice>
    </div>
  );
}

/** Shows dates as the viewer has set them; gives what they are shown in, which is another page when it changes. */
function useDates(isSignedIn: boolean): string {
  const { answer } = useAsk(account.getProfile, {}, { enabled: isSignedIn });
  const { dateLanguage, timeZone } = answer?.account ?? { dateLanguage: null, timeZone: null };
  showDatesIn(dateLanguage ?? '', timeZone ?? '');
  return `${dateLanguage ?? ''} ${timeZone ?? ''}`;
}

/** Goes to sign in, once, and remembers where from: the address has changed before this page is gone. */
function ToSignIn() {
  const navigate = useNavigate();
  const { pathname, searchStr } = useLocation();
  const [next] = useState(pathname + searchStr);
  useEffect(() => {
    void navigate({ to: '/login', search: next === '/' ? {} : { next }, replace: true });
  }, [navigate, next]);
  return <Bones />;
}

/** ⌘K, or Ctrl K where there is no ⌘. */
function usePaletteKey(open: () => void) {
  // Fetched ahead, so that what is typed right after the key is not lost.
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), 1000);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() !== 'k' ||
        !(event.metaKey || event.ctrlKey) ||
        document.querySelector('dialog[open]')
      )
        return;
      event.preventDefault();
      open();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}

/** Every step through the console asks anew for what it shows: rights lost a moment ago are gone at the next click. */
function useFreshness() {
  const router = useRouter();
  const client = useQueryClient();
  useEffect(
    () =>
      router.subscribe('onResolved', () => {
        void client.invalidateQueries({}, { cancelRefetch: false });
      }),
    [router, client],
  );
}
