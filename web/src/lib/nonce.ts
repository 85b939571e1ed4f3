import { setNonce } from 'get-nonce';

const PLACEHOLDER = '__CSP_NONCE__';

/** The nonce of this answer, for every library that injects styles. */
export const styleNonce: string = (() => {
  const content = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
  return content === PLACEHOLDER ? '' : content;
})();

// What locks scrolling behind a dialog takes it from here.
if (styleNonce) setNonce(styleNonce);
