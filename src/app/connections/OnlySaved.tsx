import { useState } from 'react';
import { isStrict, setStrict } from '~/app/own-policy';
import { Switch } from '~/ui/Switch';

/** Whether the browser shall refuse every address but the saved ones. Takes effect with the next load. */
export function OnlySaved() {
  const [inForce] = useState(() => isStrict(localStorage));
  const [wanted, setWanted] = useState(inForce);
  const [refused, setRefused] = useState(false);
  return (
    <div className="flex items-start gap-3">
      <Switch
        checked={wanted}
        label="Let this page connect to saved addresses only"
        onChange={(strict) => {
          if (setStrict(localStorage, strict)) setWanted(strict);
          else setRefused(true);
        }}
      />
      <div className="text-[12px]">
        <p className="font-medium">Saved addresses only</p>
        <p className="text-muted">
          The browser then refuses every other address, whatever the page’s code tries. An address
          that you add or change works after a reload.
        </p>
        {wanted === inForce ? null : (
          <p role="status" className="text-warning">
            Reload the page to {wanted ? 'put this in force' : 'lift it'}.
          </p>
        )}
        {refused ? (
          <p role="alert" className="text-bad">
            The browser does not let this page remember settings, so it stays as it is.
          </p>
        ) : null}
      </div>
    </div>
  );
}
