/** Starts the page. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import './i18n';
import './styles/base.css';
import './styles/frame.css';
import './styles/told.css';
import './styles/talk.css';
import './styles/widgets.css';
import './styles/lists.css';
import './styles/inbox.css';
import './styles/work.css';
import './styles/opinion.css';
import './styles/pages.css';
import './styles/me.css';
import './styles/sheet.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');

createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
