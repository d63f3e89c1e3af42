import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { optionFields, type OptionField } from '~/app/options-fields';
import { useServices } from '~/app/services';
import { connectionSettingSchema, type ConnectionSetting } from '~/app/settings';
import type { Secrets } from '~/app/target';
import type { AnyFeature } from '~/feature';
import { Button } from '~/ui/Button';
import { Field, NumberInput, Select, TextInput } from '~/ui/Field';
import { Switch } from '~/ui/Switch';
import { addressWarning } from './address-warning';
import type { Diagnosis } from './diagnosis';
import type { EditRequest } from './edit-request';
import { testConnection } from './test-connection';

interface ConnectionFormProps {
  readonly feature: AnyFeature;
  readonly initial: ConnectionSetting;
  /** Nothing of that id is saved yet. */
  readonly isNew?: boolean;
  /** What the form was opened for; the focus goes there, and a test begins at once. */
  readonly purpose?: EditRequest['purpose'];
  onSave(setting: ConnectionSetting, secrets: Secrets): void;
  onCancel(): void;
}

type Problems = Readonly<Record<string, string>>;

const VIAS = [
  { value: 'direct', label: 'Direct: the browser talks to the backend' },
  { value: 'relay', label: 'Relay: through this server, which adds the keys' },
  { value: 'demo', label: 'Demo: invented data from the bundled backend' },
] as const;

/** Address and options of one connection. Each wrong field says so itself; a test names the cause of a failure. */
export function ConnectionForm({
  feature,
  initial,
  isNew = false,
  purpose = 'change',
  onSave,
  onCancel,
}: ConnectionFormProps) {
  const { desk, features } = useServices();
  const [draft, setDraft] = useState(initial);
  const [secrets, setSecrets] = useState<Secrets>(() => desk.secretsOf(initial.id));
  const [problems, setProblems] = useState<Problems>({});
  const [test, setTest] = useState<'running' | Diagnosis | null>(null);

  const form = useRef<HTMLFormElement>(null);
  const isBegun = useRef(false);
  useEffect(() => {
    if (isBegun.current) return;
    isBegun.current = true;
    if (purpose === 'key') form.current?.querySelector<HTMLElement>('[type=password]')?.focus();
    // Pressed, not called: with all that a press does.
    if (purpose === 'test') form.current?.querySelector<HTMLElement>('[data-test]')?.click();
  }, [purpose]);

  // Nobody searches a long form for what it minds.
  useEffect(() => {
    if (Object.keys(problems).length === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [problems]);

  const change = (part: Partial<ConnectionSetting>) => {
    setTest(null);
    setDraft((before) => ({ ...before, ...part }));
  };

  function checked(): ConnectionSetting | null {
    const found = problemsOf(feature, mended(feature, draft, initial));
    setProblems(found.problems);
    return found.setting;
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const setting = checked();
    if (setting) onSave(setting, secrets);
  }

  async function runTest(): Promise<void> {
    const setting = checked();
    if (!setting) return;
    setTest('running');
    setTest(await testConnection(setting, secrets, desk, features));
  }

  const warning =
    draft.via === 'direct' ? addressWarning(draft.socketUrl, location.protocol) : null;
  return (
    <form ref={form} onSubmit={submit} className="flex flex-col gap-3" noValidate>
      <div>
        <h3 className="font-semibold">
          {isNew ? `New connection to ${feature.title}` : `“${initial.label}”, ${feature.title}`}
        </h3>
        <p className="text-muted text-[12px]">{feature.summary}</p>
      </div>
      <Field label="Name" error={problems['label']}>
        <TextInput value={draft.label} onChange={(label) => change({ label })} />
      </Field>
      <Field label="Reached" error={problems['via']}>
        <Select value={draft.via} options={VIAS} onChange={(via) => change({ via })} />
      </Field>
      {draft.via === 'direct' ? (
        <>
          <Field
            label="WebSocket address"
            error={problems['socketUrl']}
            description={warning ? <span className="text-warning">▲ {warning}</span> : undefined}
          >
            <TextInput value={draft.socketUrl} onChange={(socketUrl) => change({ socketUrl })} />
          </Field>
          <Field label="REST address" error={problems['restUrl']}>
            <TextInput value={draft.restUrl} onChange={(restUrl) => change({ restUrl })} />
          </Field>
        </>
      ) : null}
      {draft.via === 'relay' ? (
        <Field
          label="Relay"
          error={problems['relay']}
          description="Name of a relay that the server was started with; keys come from its environment."
        >
          <TextInput value={draft.relay} onChange={(relay) => change({ relay })} />
        </Field>
      ) : null}
      {draft.via === 'demo'
        ? null
        : optionFields(feature.options)
            .filter((field) => !(field.secret && draft.via === 'relay'))
            .map((field) => (
              <Option
                key={field.name}
                field={field}
                value={field.secret ? secrets[field.name] : draft.options[field.name]}
                problem={problems[`options.${field.name}`]}
                onChange={(value) => {
                  setTest(null);
                  if (field.secret) {
                    setSecrets((before) => ({
                      ...before,
                      [field.name]: typeof value === 'string' ? value : '',
                    }));
                  } else change({ options: { ...draft.options, [field.name]: value } });
                }}
              />
            ))}
      <TestResult test={test} />
      <div className="flex justify-end gap-2">
        <Button
          data-test=""
          onClick={() => void runTest()}
          disabled={test === 'running'}
          className="mr-auto"
        >
          {test === 'running' ? 'Testing…' : 'Test'}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" tone="primary">
          Save and connect
        </Button>
      </div>
    </form>
  );
}

type Place = 'socketUrl' | 'restUrl' | 'relay';

const UNSEEN: Record<ConnectionSetting['via'], readonly Place[]> = {
  direct: ['relay'],
  relay: ['socketUrl', 'restUrl'],
  demo: ['socketUrl', 'restUrl', 'relay'],
};

/** What is wrong in a field that is not shown cannot be put right by anybody; there it stays as it was. */
function mended(
  feature: AnyFeature,
  draft: ConnectionSetting,
  initial: ConnectionSetting,
): ConnectionSetting {
  const { error } = connectionSettingSchema.safeParse(draft);
  const wrong = new Set(error?.issues.map(({ path }) => path[0]));
  const places = UNSEEN[draft.via].filter((place) => wrong.has(place));
  const hidesWrong = draft.via === 'demo' && !feature.options.safeParse(draft.options).success;
  return {
    ...draft,
    ...Object.fromEntries(places.map((place) => [place, initial[place]])),
    ...(hidesWrong ? { options: initial.options } : {}),
  };
}

function problemsOf(
  feature: AnyFeature,
  draft: ConnectionSetting,
): { readonly setting: ConnectionSetting | null; readonly problems: Problems } {
  const problems: Record<string, string> = {};
  const common = connectionSettingSchema.safeParse(draft);
  for (const issue of common.error?.issues ?? []) problems[issue.path.join('.')] ??= issue.message;
  if (draft.via === 'relay' && draft.relay.trim() === '') problems['relay'] = 'must not be empty';
  const options = feature.options.safeParse(draft.options);
  for (const issue of options.error?.issues ?? []) {
    problems[`options.${issue.path.map(String).join('.')}`] ??= issue.message;
  }
  const sound = Object.keys(problems).length === 0 && common.success;
  return { setting: sound ? common.data : null, problems };
}

function Option({
  field,
  value,
  problem,
  onChange,
}: {
  readonly field: OptionField;
  readonly value: unknown;
  readonly problem: string | undefined;
  onChange(value: unknown): void;
}) {
  const description = field.secret
    ? `${field.description} Kept in memory until this tab is closed; never stored.`.trim()
    : field.description;
  return (
    <Field label={field.title} description={description} error={problem}>
      <OptionInput field={field} value={value} onChange={onChange} />
    </Field>
  );
}

function OptionInput({
  field,
  value,
  onChange,
}: {
  readonly field: OptionField;
  readonly value: unknown;
  onChange(value: unknown): void;
}) {
  switch (field.input.kind) {
    case 'switch':
      return <Switch checked={value === true} onChange={onChange} />;
    case 'number':
      return (
        <NumberInput
          value={typeof value === 'number' ? value : null}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case 'choice': {
      const options = [
        { value: '', label: 'Default' },
        ...field.input.choices.map((choice) => ({ value: choice, label: choice })),
      ];
      const chosen = typeof value === 'string' ? value : '';
      return (
        <Select value={chosen} options={options} onChange={(next) => onChange(next || undefined)} />
      );
    }
    case 'text':
      return (
        <TextInput
          value={typeof value === 'string' ? value : ''}
          {...(field.secret ? { type: 'password', autoComplete: 'off' } : {})}
          onChange={(next) => onChange(next === '' ? undefined : next)}
        />
      );
  }
}

function TestResult({ test }: { readonly test: 'running' | Diagnosis | null }) {
  return (
    <div role="status" className="min-h-5 text-[12px]">
      {test === null || test === 'running' ? null : (
        <>
          <p className={test.ok ? 'text-good' : 'text-bad'}>
            {test.ok ? '✓ ' : '✕ '}
            {test.headline}
          </p>
          {test.next ? <p className="text-muted">{test.next}</p> : null}
          {test.detail ? <p className="text-faint">WebSocket: {test.detail}.</p> : null}
        </>
      )}
    </div>
  );
}
