/** Wires theme, language, data and routes together. */
import { LoadingOutlined } from '@ant-design/icons';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { lazy, Suspense, useState } from 'react';
import { createBrowserRouter, Navigate, RouterProvider } from 'react-router';
import { Problem } from './api/client';
import { useLang } from './i18n';
import { SESSION_KEY, SignedIn } from './session';
import { themes, useShade } from './theme';
import { CrashState, PageLoading } from './widgets/States';
import { Shell } from './widgets/Shell';
import { InboxPage } from './pages/inbox/InboxPage';

const LoginPage = lazy(() => import('./pages/LoginPage'));
const TaskPage = lazy(() => import('./pages/task/TaskPage'));
const StartPage = lazy(() => import('./pages/start/StartPage'));
const StartFormPage = lazy(() => import('./pages/start/StartFormPage'));
const CasesPage = lazy(() => import('./pages/case/CasesPage'));
const CasePage = lazy(() => import('./pages/case/CasePage'));
const IncidentsPage = lazy(() => import('./pages/incidents/IncidentsPage'));
const NotFoundPage = lazy(() => import('./pages/NotFoundPage'));

const router = createBrowserRouter([
  { path: '/login', element: <LoginPage />, errorElement: <CrashState /> },
  {
    path: '/',
    element: (
      <SignedIn>
        <Shell />
      </SignedIn>
    ),
    errorElement: <CrashState />,
    children: [
      { index: true, element: <Navigate to="/inbox" replace /> },
      { path: 'inbox', element: <InboxPage /> },
      { path: 'tasks/:id', element: <TaskPage /> },
      { path: 'start', element: <StartPage /> },
      { path: 'start/:key', element: <StartFormPage /> },
      { path: 'cases', element: <CasesPage /> },
      { path: 'cases/:id', element: <CasePage /> },
      { path: 'incidents', element: <IncidentsPage /> },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
]);

/** Nobody is helped by asking again for what is refused; a lost connection may come back. */
function mayRetry(failures: number, error: Error): boolean {
  return failures < 2 && (!(error instanceof Problem) || error.offline || error.status >= 500);
}

function newClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof Problem && error.status === 401) {
          void client.invalidateQueries({ queryKey: SESSION_KEY });
        }
      },
    }),
    defaultOptions: { queries: { retry: mayRetry, staleTime: 10_000, networkMode: 'always' } },
  });
  return client;
}

export function App() {
  const [client] = useState(newClient);
  const lang = useLang();
  const shade = useShade();
  return (
    <ConfigProvider
      locale={lang === 'zh' ? zhCN : enUS}
      theme={themes[shade]}
      button={{ autoInsertSpace: false, loadingIcon: <LoadingOutlined spin aria-hidden /> }}
    >
      <AntApp component={false}>
        <QueryClientProvider client={client}>
          <Suspense fallback={<PageLoading />}>
            <RouterProvider router={router} />
          </Suspense>
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
