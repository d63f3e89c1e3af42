import { useState } from 'react';
import { useStore } from 'zustand';
import { newSetting } from '~/app/first-visit';
import { HeldByDemo } from '~/app/HeldByDemo';
import { useServices } from '~/app/services';
import { freshId, type ConnectionSetting } from '~/app/settings';
import type { AnyFeature } from '~/feature';
import { Badge } from '~/ui/Badge';
import { Button } from '~/ui/Button';
import { ConfirmDialog } from '~/ui/ConfirmDialog';
import { Switch } from '~/ui/Switch';
import { ConnectionForm } from './ConnectionForm';
import type { EditRequest } from './edit-request';
import { OnlySaved } from './OnlySaved';

/** Every configured connection, with the ways to add, change, switch off and remove one. */
export function ConnectionList({ asked }: { readonly asked?: EditRequest | undefined }) {
  const { desk, features, demoServed } = useServices();
  const settings = useStore(desk.store, (state) => state.settings);
  const [purpose, setPurpose] = useState<EditRequest['purpose']>(asked?.purpose ?? 'change');
  const [edited, setEdited] = useState<ConnectionSetting | null>(
    () => settings.find(({ id }) => id === asked?.connectionId) ?? null,
  );
  const [leaving, setLeaving] = useState<ConnectionSetting | null>(null);

  const feature = edited && features.find(({ id }) => id === edited.featureId);
  if (edited && feature) {
    return (
      <ConnectionForm
        feature={feature}
        initial={edited}
        isNew={settings.every(({ id }) => id !== edited.id)}
        purpose={purpose}
        onCancel={leave}
        onSave={(setting, secrets) => {
          desk.put(setting, secrets);
          leave();
        }}
      />
    );
  }

  function leave(): void {
    setEdited(null);
    setPurpose('change');
  }

  function unsettledOf({ featureId, id }: ConnectionSetting): readonly string[] {
    return features.find((each) => each.id === featureId)?.keeps?.unsettled(id) ?? [];
  }

  function add(wanted: AnyFeature): void {
    // Who has its demo already comes for the real one.
    const hasDemo = settings.some(
      ({ featureId, via }) => featureId === wanted.id && via === 'demo',
    );
    const via = demoServed && !hasDemo ? 'demo' : 'direct';
    setEdited(newSetting(wanted, freshId(wanted.id, settings), via));
  }

  return (
    <div className="flex flex-col gap-4">
      <HeldByDemo />
      <ul className="border-line divide-line divide-y border-y" aria-label="Configured connections">
        {settings.map((setting) => (
          <li key={setting.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
            <Switch
              checked={setting.enabled}
              label={`Connect ${setting.label}`}
              onChange={(enabled) => desk.put({ ...setting, enabled })}
            />
            <div className="min-w-44 flex-1">
              <p className="truncate font-medium">{setting.label}</p>
              <p className="text-faint truncate text-[12px]">{addressOf(setting)}</p>
            </div>
            <div className="ml-auto flex items-center gap-x-3">
              <Badge tone={setting.via === 'demo' ? 'warn' : 'neutral'}>{setting.via}</Badge>
              <Button
                size="small"
                aria-label={`Edit ${setting.label}`}
                onClick={() => setEdited(setting)}
              >
                Edit
              </Button>
              <Button
                size="small"
                tone="danger"
                aria-label={`Remove ${setting.label}`}
                onClick={() => setLeaving(setting)}
              >
                Remove
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <div>
        <h3 className="text-muted mb-1.5 text-[12px] font-medium">Add a connection</h3>
        <div className="flex flex-wrap gap-2">
          {features.map((each) => (
            <Button key={each.id} title={each.summary} onClick={() => add(each)}>
              {each.title}
              <span className="text-faint font-normal">{each.carries}</span>
            </Button>
          ))}
        </div>
      </div>
      <OnlySaved />
      {leaving ? (
        <ConfirmDialog
          open
          onOpenChange={() => setLeaving(null)}
          title={`Remove “${leaving.label}”?`}
          confirmLabel="Remove"
          tone="danger"
          onConfirm={() => {
            desk.remove(leaving.id);
            setLeaving(null);
          }}
        >
          Its socket is closed and what it received is forgotten. The backend is not affected.
          <Unsettled orders={unsettledOf(leaving)} />
        </ConfirmDialog>
      ) : null}
    </div>
  );
}

/** Nobody must find out only later that Vigil no longer watches for an order. */
function Unsettled({ orders }: { readonly orders: readonly string[] }) {
  if (orders.length === 0) return null;
  return (
    <div role="alert" className="text-bad mt-2">
      <p>Not settled as far as is known here, and then no longer watched for:</p>
      <ul className="list-disc pl-5">
        {orders.map((order) => (
          <li key={order}>{order}</li>
        ))}
      </ul>
    </div>
  );
}

function addressOf({ via, socketUrl, relay, featureId }: ConnectionSetting): string {
  if (via === 'direct') return socketUrl;
  return via === 'relay' ? `/relay/${relay}` : `/mock/${featureId}`;
}
