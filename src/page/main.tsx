import { render } from 'preact'
import { startSession } from './api/session.ts'
import { App } from './app.tsx'
import { startRouter } from './router.ts'
import { startTheme } from './theme.ts'

startTheme()
startRouter()
void startSession()
render(<App />, document.getElementById('app')!)
