import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import type { ProblemView } from '#lib/domain/problem.ts';

type Result<Value> = { ok: true; value: Value } | { ok: false; problem: ProblemView };

/**
 * Has one of the person's passkeys sign what `begin` asks for and hands its answer to `finish`. Closing the browser's
 * question is answered like a refusal, in words for that person.
 */
export async function signWithPasskey<Value>(
  begin: () => Promise<Result<PublicKeyCredentialRequestOptionsJSON>>,
  finish: (answer: Awaited<ReturnType<typeof startAuthentication>>) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  return ceremony(begin, (optionsJSON) => startAuthentication({ optionsJSON }), finish);
}

/** Has the browser make a passkey and hands it to `finish`. */
export async function makePasskey<Value>(
  begin: () => Promise<Result<PublicKeyCredentialCreationOptionsJSON>>,
  finish: (answer: Awaited<ReturnType<typeof startRegistration>>) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  return ceremony(begin, (optionsJSON) => startRegistration({ optionsJSON }), finish);
}

async function ceremony<Options, Answer, Value>(
  begin: () => Promise<Result<Options>>,
  ask: (options: Options) => Promise<Answer>,
  finish: (answer: Answer) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const begun = await begin();
  if (!begun.ok) return begun;
  let answer: Answer;
  try {
    answer = await ask(begun.value);
  } catch (error) {
    return { ok: false, problem: { code: 'conflict', message: wordsFor(error) } };
  }
  return finish(answer);
}

function wordsFor(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'InvalidStateError') return 'This device has a passkey of yours already.';
  if (name === 'NotAllowedError' || name === 'AbortError') {
    return 'No passkey was used: the question was closed, or nobody answered it in time.';
  }
  return 'This browser could not use a passkey here. It takes a secure address (https) and a screen lock or key.';
}
