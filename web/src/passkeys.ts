type Options = { readonly [key: string]: unknown };

/** Whether passkeys can be asked for here at all: they belong to a name, never to an address. */
export const canUsePasskeys = (): boolean =>
  window.PublicKeyCredential !== undefined && !/^[\d.]+$|:/.test(location.hostname);

const library = () => import('@simplewebauthn/browser');
type Library = Awaited<ReturnType<typeof library>>;
type Creation = Parameters<Library['startRegistration']>[0]['optionsJSON'];
type Request = Parameters<Library['startAuthentication']>[0]['optionsJSON'];

/** In words, why a browser did not come up with a passkey. */
async function said<T extends object>(answer: Promise<T>): Promise<{ [key: string]: unknown }> {
  try {
    return { ...(await answer) } as { [key: string]: unknown };
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'NotAllowedError' || name === 'AbortError')
      throw new Error('the passkey was not used: it was called off, or took too long; try again');
    if (name === 'InvalidStateError') throw new Error('this device has a passkey of yours already');
    throw error;
  }
}

export const makePasskey = async (options: Options) =>
  said((await library()).startRegistration({ optionsJSON: options as unknown as Creation }));

export const askPasskey = async (options: Options) =>
  said((await library()).startAuthentication({ optionsJSON: options as unknown as Request }));
