const MASK = '•••';

/** Names under which secrets travel in URLs and payloads. */
const SECRET_NAME = 'token|api_key|apikey|api-key|x-api-key|key|session_token|authorization|password|api_secret|secret';
const IN_JSON = new RegExp(`("(?:${SECRET_NAME})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'gi');
const IN_QUERY = new RegExp(`([?&](?:${SECRET_NAME})=)[^&#\\s"]*`, 'gi');
const MIGHT_HOLD = new RegExp(`(?:${SECRET_NAME})"?\\s*[:=]`, 'i');

/**
 * Masks secrets in a URL or payload: values under the names that secrets go by, and each literal of `secrets` wherever it
 * occurs. Applied where frames are recorded, so that no view, copy or export ever holds one.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let masked = text;
  if (MIGHT_HOLD.test(masked)) masked = masked.replace(IN_JSON, `$1"${MASK}"`).replace(IN_QUERY, `$1${MASK}`);
  for (const secret of secrets) {
    if (secret.length >= 4 && masked.includes(secret)) masked = masked.replaceAll(secret, MASK);
  }
  return masked;
}
