/** Offers a text as a file. `name` with its ending. */
export function downloadText(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has read it only some time after the click; nothing tells when.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
