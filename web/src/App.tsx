/** Wires theme, language and data around the routes. */
import { LoadingOutlined } from '@ant-design/icons';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { Suspense, useState } from 'react';
import { RouterProvider } from 'react-router';
import { Problem } from './api/client';
import { useLang } from './i18n';
import { router } from './routes';
import { SESSION_KEY } from './session';
import { useThemeConfig } from './theme';
import { PageLoading } from './widgets/States';

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
  const theme = useThemeConfig();
  return (
    <ConfigProvider
      locale={lang === 'zh' ? zhCN : enUS}
      theme={theme}
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
