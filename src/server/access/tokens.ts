import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from '@hono/zod-openapi'

/** Seconds that an access token is good for, as Label Studio's. */
export const ACCESS_SECONDS = 300

/** What a signed token says (RFC 7519): `refresh` is a personal access token, `access` what it is exchanged for. */
const CLAIMS = z.object({
  token_type: z.enum(['refresh', 'access']),
  exp: z.number(),
  iat: z.number(),
  jti: z.string(),
  user_id: z.string(),
})
export type Claims = z.infer<typeof CLAIMS>

/** A token of 160 random bits in hexadecimal, as Label Studio's legacy tokens. */
export function makeToken(): string {
  return randomBytes(20).toString('hex')
}

/** What is stored of a token: it is too random to be guessed, so one round of SHA-256 is enough. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

export function makeJti(): string {
  return randomBytes(16).toString('hex')
}

const HEADER = encodePart({ alg: 'HS256', typ: 'JWT' })

/** A JSON web token, HS256. */
export function signClaims(claims: Claims, secret: Uint8Array): string {
  const text = unsigned(claims)
  return `${text}.${signatureOf(text, secret)}`
}

/** A token without its signature: enough to tell which one it is, useless for signing in. */
export function unsigned(claims: Claims): string {
  return `${HEADER}.${encodePart(claims)}`
}

/** The claims of a token that was signed with the secret and has not expired; undefined for all others. */
export function verifyToken(token: string, secret: Uint8Array, now: Date): Claims | undefined {
  const [header, payload, signature, rest] = token.split('.')
  if (header !== HEADER || payload === undefined || signature === undefined || rest !== undefined) return undefined
  const expected = Buffer.from(signatureOf(`${header}.${payload}`, secret))
  const given = Buffer.from(signature)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  const claims = readClaims(payload)
  return claims !== undefined && claims.exp * 1000 > now.getTime() ? claims : undefined
}

/** The claims of a token whose signature is not looked at. */
export function peekClaims(token: string): Claims | undefined {
  const payload = token.split('.')[1]
  return payload === undefined ? undefined : readClaims(payload)
}

function readClaims(payload: string): Claims | undefined {
  try {
    return CLAIMS.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString())).data
  } catch {
    return undefined // no JSON, so no token of ours
  }
}

function encodePart(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function signatureOf(text: string, secret: Uint8Array): string {
  return createHmac('sha256', secret).update(text).digest('base64url')
}
