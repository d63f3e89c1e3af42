import { z } from 'zod';

// Zod tries `new Function` when the first schema is made, which our policy forbids and the browser reports. So it is told
// before anything that makes schemas is loaded.
z.config({ jitless: true });

try {
  const { start } = await import('~/app/start');
  await start(window);
} catch (error) {
  sayThatItDidNotStart();
  throw error;
}

/** In plain elements: what would draw better may be what is missing. */
function sayThatItDidNotStart(): void {
  const words = document.createElement('p');
  words.setAttribute('role', 'alert');
  words.textContent =
    'Vigil could not start: a part of it did not arrive. The server may be out of reach, or have a newer version by now. ';
  const reload = document.createElement('button');
  reload.type = 'button';
  reload.textContent = 'Reload';
  reload.addEventListener('click', () => location.reload());
  words.append(reload);
  document.getElementById('root')?.replaceChildren(words);
}
