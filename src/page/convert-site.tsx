import { render } from 'preact'
import { Toasts } from './parts/toasts.tsx'
import { ConvertScreen } from './screens/convert/convert-screen.tsx'
import { startTheme } from './theme.ts'

// The Convert screen alone, as one file that needs no server.

startTheme()
render(
  <>
    <main id="main">
      <ConvertScreen />
    </main>
    <Toasts />
  </>,
  document.getElementById('app')!,
)
