/** `Authorization` for the tokens that Label Studio gives out: https://labelstud.io/guide/access_tokens. */
export class ApiToken {
  readonly #token: string
  readonly #kind: 'legacy' | 'refresh' | 'access'
  #access: string | undefined

  constructor(token: string) {
    this.#token = token
    this.#kind = kindOf(token)
  }

  /** True when an access token has to be got with {@link refreshToken} before the first request, and when the last one is no longer taken. */
  get needsAccess(): boolean {
    return this.#kind === 'refresh' && this.#access === undefined
  }

  get canRefresh(): boolean {
    return this.#kind === 'refresh'
  }

  /** What a personal access token really is. */
  get refreshToken(): string {
    return this.#token
  }

  setAccess(access: string | undefined): void {
    this.#access = access
  }

  get header(): string {
    return this.#kind === 'legacy' ? `Token ${this.#token}` : `Bearer ${this.#access ?? this.#token}`
  }

  /** The text without what nobody else may see. */
  hide(text: string): string {
    return [this.#token, this.#access].reduce<string>(
      (hidden, secret) => (secret === undefined ? hidden : hidden.replaceAll(secret, '…')),
      text,
    )
  }
}

/** A personal access token is a JSON Web Token that is good for access tokens only; a legacy one is 40 hexadecimal digits. */
function kindOf(token: string): 'legacy' | 'refresh' | 'access' {
  const [, payload, signature] = token.split('.')
  if (payload === undefined || signature === undefined) return 'legacy'
  return /"token_type"\s*:\s*"access"/.test(Buffer.from(payload, 'base64url').toString()) ? 'access' : 'refresh'
}
