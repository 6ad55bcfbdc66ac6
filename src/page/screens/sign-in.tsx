import { useState } from 'preact/hooks'
import type { ApiProblem } from '../api/client.ts'
import { toProblem } from '../api/resource.ts'
import { signIn } from '../api/session.ts'
import { ProblemNote } from '../parts/problem-note.tsx'

export function SignIn() {
  const [token, setToken] = useState('')
  const [problem, setProblem] = useState<ApiProblem>()
  const submit = async (event: Event) => {
    event.preventDefault()
    try {
      await signIn(token)
    } catch (error) {
      setProblem(toProblem(error))
    }
  }
  return (
    <form class="narrow" onSubmit={submit}>
      <h1>Sign in</h1>
      <label class="field">
        <span>Your token</span>
        <input
          type="password"
          autocomplete="current-password"
          required
          value={token}
          onInput={({ currentTarget }) => setToken(currentTarget.value)}
        />
      </label>
      <p class="muted">
        The administrator’s token was printed when the server started for the first time; others get theirs from the
        administrator.
      </p>
      {problem && <ProblemNote problem={problem} />}
      <button type="submit" class="main">
        Sign in
      </button>
    </form>
  )
}
