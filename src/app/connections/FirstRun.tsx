import { demoSettings } from '~/app/first-visit';
import { useServices } from '~/app/services';
import { Button } from '~/ui/Button';
import { ConnectionList } from './ConnectionList';

/** The first screen where nothing is connected: asks for connections and tests them. */
export function FirstRun() {
  const { desk, features, demoServed } = useServices();
  return (
    <div className="h-full overflow-auto">
      <div className="mx-auto flex max-w-[38rem] flex-col gap-4 p-4">
        <h2 className="text-[18px] font-semibold">What shall Vigil watch?</h2>
        <p className="text-muted">
          Vigil connects to the systems that trade for you and shows what they do, and what was
          refused and why. Add each backend and test it; addresses of the protocol documents are
          filled in.
        </p>
        {demoServed ? (
          <p>
            <Button
              tone="primary"
              onClick={() => demoSettings(features).forEach((setting) => desk.put(setting))}
            >
              Start the demo
            </Button>
          </p>
        ) : null}
        <ConnectionList />
      </div>
    </div>
  );
}
