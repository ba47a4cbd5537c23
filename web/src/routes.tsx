/** Which page answers to which address; all but the inbox are loaded when they are opened. */
import { lazy } from 'react';
import { createBrowserRouter, Navigate } from 'react-router';
import { InboxPage } from './pages/inbox/InboxPage';
import { SignedIn } from './session';
import { Shell } from './widgets/Shell';
import { CrashState } from './widgets/States';

const LoginPage = lazy(() => import('./pages/LoginPage'));
const TaskPage = lazy(() => import('./pages/task/TaskPage'));
const StartPage = lazy(() => import('./pages/start/StartPage'));
const StartFormPage = lazy(() => import('./pages/start/StartFormPage'));
const CasesPage = lazy(() => import('./pages/case/CasesPage'));
const CasePage = lazy(() => import('./pages/case/CasePage'));
const IncidentsPage = lazy(() => import('./pages/incidents/IncidentsPage'));
const ClausesPage = lazy(() => import('./pages/clauses/ClausesPage'));
const StudioPage = lazy(() => import('./pages/studio/StudioPage'));
const OverviewPage = lazy(() => import('./pages/studio/OverviewPage'));
const EditPage = lazy(() => import('./pages/studio/editor/EditPage'));
const RunningPage = lazy(() => import('./pages/running/RunningPage'));
const AuditPage = lazy(() => import('./pages/audit/AuditPage'));
const SideBySidePage = lazy(() => import('./pages/audit/SideBySidePage'));
const RegistersPage = lazy(() => import('./pages/audit/RegistersPage'));
const ReplayPage = lazy(() => import('./pages/replay/ReplayPage'));
const BatchesPage = lazy(() => import('./pages/batches/BatchesPage'));
const BatchPage = lazy(() => import('./pages/batches/BatchPage'));
const ParametersPage = lazy(() => import('./pages/studio/parameters/ParametersPage'));
const PrintPage = lazy(() => import('./pages/print/PrintPage'));
const MePage = lazy(() => import('./pages/me/MePage'));
const TrialPage = lazy(() => import('./pages/trial/TrialPage'));
const CalendarPage = lazy(() => import('./pages/house/CalendarPage'));
const PeoplePage = lazy(() => import('./pages/house/PeoplePage'));
const SettingsPage = lazy(() => import('./pages/house/SettingsPage'));
const HealthPage = lazy(() => import('./pages/house/HealthPage'));
const ComparePage = lazy(() => import('./pages/studio/compare/ComparePage'));
const DecisionPage = lazy(() => import('./pages/studio/decisions/DecisionPage'));
const FormPage = lazy(() => import('./pages/studio/forms/FormPage'));
const NotFoundPage = lazy(() => import('./pages/NotFoundPage'));

export const router = createBrowserRouter([
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
      { path: 'batches', element: <BatchesPage /> },
      { path: 'batches/:id', element: <BatchPage /> },
      { path: 'calendar', element: <CalendarPage /> },
      { path: 'people', element: <PeoplePage /> },
      { path: 'settings', element: <SettingsPage /> },
      { path: 'health', element: <HealthPage /> },
      { path: 'clauses', element: <ClausesPage /> },
      { path: 'studio', element: <StudioPage /> },
      { path: 'studio/:key', element: <OverviewPage /> },
      { path: 'studio/:key/edit', element: <EditPage /> },
      { path: 'studio/:key/running', element: <RunningPage /> },
      { path: 'studio/:key/try', element: <TrialPage /> },
      { path: 'audit', element: <AuditPage /> },
      { path: 'audit/compare', element: <SideBySidePage /> },
      { path: 'registers', element: <RegistersPage /> },
      { path: 'audit/cases/:id/replay', element: <ReplayPage /> },
      { path: 'studio/:key/compare', element: <ComparePage /> },
      { path: 'studio/:key/decisions/:name', element: <DecisionPage /> },
      { path: 'studio/:key/forms/:name', element: <FormPage /> },
      { path: 'studio/parameters', element: <ParametersPage /> },
      { path: 'cases/:id/print', element: <PrintPage /> },
      { path: 'me', element: <MePage /> },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
]);
