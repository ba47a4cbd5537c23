/** Who is signed in, for every part of the page. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, lazy, Suspense, use, type ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import { api } from './api/calls';
import { rememberCsrf } from './api/client';
import type { Session, User } from './api/types';
import { ErrorState, PageLoading } from './widgets/States';

export const SESSION_KEY = ['session'];

const OwnPasswordPage = lazy(() => import('./pages/OwnPasswordPage'));
const EnrolPage = lazy(() => import('./pages/EnrolPage'));

const UserContext = createContext<User | null>(null);

export async function fetchSession(): Promise<Session> {
  const session = await api.session();
  rememberCsrf(session.csrf_token);
  return session;
}

/** Shows its children to a signed-in person; others are sent to the login and brought back. */
export function SignedIn({ children }: { children: ReactNode }) {
  const location = useLocation();
  const session = useQuery({ queryKey: SESSION_KEY, queryFn: fetchSession, staleTime: 300_000 });
  if (session.isPending) return <PageLoading />;
  if (session.isLoadingError) return <ErrorState error={session.error} retry={session.refetch} />;
  if (!session.data.user) {
    const next = encodeURIComponent(location.pathname + location.search);
    return <Navigate to={`/login?next=${next}`} replace />;
  }
  return (
    <UserContext value={session.data.user}>
      {session.data.must_change || session.data.must_enrol ? (
        <Suspense fallback={<PageLoading />}>
          {session.data.must_change ? <OwnPasswordPage /> : <EnrolPage />}
        </Suspense>
      ) : (
        children
      )}
    </UserContext>
  );
}

export function useUser(): User {
  const user = use(UserContext);
  if (!user) throw new Error('useUser is only for pages below SignedIn');
  return user;
}

/** A function that forgets everything of this person and goes to the login. */
export function useLogout(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await api.logout();
    client.clear();
    window.location.assign('/login');
  };
}
