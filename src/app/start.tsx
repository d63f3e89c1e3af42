import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { applyPreferences } from '~/ui/preferences';
import '~/ui/theme.css';
import { App } from './App';
import { boot } from './boot';
import { preloadDesk, preloadFirst, preloadRest } from './preload';
import { ServicesContext } from './services';

/** Opens the dashboard in the page. */
export async function start(view: Window & typeof globalThis): Promise<void> {
  applyPreferences();
  preloadFirst(view);
  const services = await boot(view);
  preloadDesk(services.desk.store.getState().connections);
  createRoot(view.document.getElementById('root')!).render(
    <StrictMode>
      <ServicesContext value={services}>
        <App />
      </ServicesContext>
    </StrictMode>,
  );
  preloadRest(view);
}
