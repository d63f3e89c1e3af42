/** Whether an address lies at one of these origins (`https://host:port`); null: anywhere. What is no address does not. */
export function isAmong(origins: readonly string[] | null, address: string): boolean {
  if (origins === null) return true;
  return URL.canParse(address) && origins.includes(new URL(address).origin);
}
