import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from '~/app/App';
import { boot } from '~/app/boot';
import { ServicesContext } from '~/app/services';
import { applyPreferences } from '~/ui/preferences';
import '~/ui/theme.css';

// Without this zod tries `new Function`, which our security policy forbids and reports.
z.config({ jitless: true });
applyPreferences();

const services = await boot(window);
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ServicesContext value={services}>
      <App />
    </ServicesContext>
  </StrictMode>,
);
