import { useEffect, useState } from 'preact/hooks'

/** The value as it was when it last stayed the same for so long. */
export function useDebounced<T>(value: T, key: string, milliseconds: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds)
    return () => clearTimeout(timer)
  }, [key])
  return settled
}
