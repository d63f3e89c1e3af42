const MASK = '•••';

/** Names under which secrets travel in URLs and payloads; `base_url` is a private address beside a leaked key (HY-T25). */
const SECRET_NAME =
  'token|base_url|api_key|apikey|api-key|x-api-key|key|session_token|authorization|password|api_secret|secret';
/** A value that never closes belongs to a text that was cut: masked to the end. */
const IN_JSON = new RegExp(
  `("(?:${SECRET_NAME})"\\s*:\\s*)"(?:[^"\\\\]|\\\\[^])*(?:"|\\\\?$)`,
  'gi',
);
const IN_QUERY = new RegExp(`([?&](?:${SECRET_NAME})=)[^&#\\s"]*`, 'gi');
const MIGHT_HOLD = new RegExp(`(?:${SECRET_NAME})"?\\s*[:=]`, 'i');

/**
 * Masks secrets in a URL or payload: values under the names that secrets go by, and each literal of `secrets` wherever it
 * occurs. Applied where frames are recorded, so that no view, copy or export ever holds one.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let masked = text;
  if (MIGHT_HOLD.test(masked))
    masked = masked.replace(IN_JSON, `$1"${MASK}"`).replace(IN_QUERY, `$1${MASK}`);
  for (const literal of literalsOf(secrets)) {
    if (masked.includes(literal)) masked = masked.replaceAll(literal, MASK);
  }
  return masked;
}

/** One list of secrets serves thousands of frames. */
const known = new WeakMap<readonly string[], readonly string[]>();

/** Each secret as it is, as it stands in a URL and in JSON; longest first, so that none leaves another's tail behind. */
function literalsOf(secrets: readonly string[]): readonly string[] {
  const before = known.get(secrets);
  if (before) return before;
  const forms = secrets
    .filter((secret) => secret.length >= 4)
    .flatMap((secret) => [secret, encoded(secret), JSON.stringify(secret).slice(1, -1)]);
  const literals = [...new Set(forms)].sort((a, b) => b.length - a.length);
  known.set(secrets, literals);
  return literals;
}

function encoded(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    return secret; // half of a surrogate pair has no place in a URL
  }
}
