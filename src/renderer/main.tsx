import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connectApi } from './api/client.ts';
import { App } from './app/app.tsx';
import { startI18n } from './lib/i18n/index.ts';
import { startTheme } from './lib/theme.ts';
import './globals.css';

startTheme();
const [connection] = await Promise.all([connectApi(), startI18n()]);
const root = document.querySelector('#root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App connection={connection} />
    </StrictMode>,
  );
}
