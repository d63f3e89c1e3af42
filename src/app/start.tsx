import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { applyPreferences } from '~/ui/preferences';
import '~/ui/theme.css';
import { App } from './App';
import { boot } from './boot';
import { ServicesContext } from './services';

/** Opens the dashboard in the page. */
export async function start(view: Window & typeof globalThis): Promise<void> {
  applyPreferences();
  const services = await boot(view);
  createRoot(view.document.getElementById('root')!).render(
    <StrictMode>
      <ServicesContext value={services}>
        <App />
      </ServicesContext>
    </StrictMode>,
  );
}
