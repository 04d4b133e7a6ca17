/** Addresses that may become links; whatever else comes along stays plain text. */

/** Return a web address that is safe to link to, or null: http and https only, with a host, and no sign-in part. */
export function webAddress(value: string | null): string | null {
  // Browsers drop tabs and line ends inside an address, so that "java\nscript:" would run.
  if (!value || /[\u0000-\u0020\u007f-\u009f]/.test(value)) return null;
  try {
    const url = new URL(value);
    return /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}

/** Return the address that a page's own or the server's relative address means, or null. */
export function resolved(value: string | null, base: string): string | null {
  try {
    return value ? webAddress(new URL(value, base).href) : null;
  } catch {
    return null;
  }
}

/** Return a `tel:` or `sms:` address, or null where there is no number to dial. */
export function dialAddress(scheme: "tel" | "sms", number: string | null): string | null {
  const digits = (number ?? "").replace(/[^0-9+]/g, "");
  return /^\+?\d{2,15}$/.test(digits) ? `${scheme}:${digits}` : null;
}
