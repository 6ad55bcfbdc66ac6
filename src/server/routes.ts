import { aboutRoutes } from './about.ts'
import { accountRoutes } from './access/account.ts'
import { memberRoutes } from './access/members.ts'
import { organizationRoutes } from './access/organization.ts'
import { sessionRoutes } from './access/session-routes.ts'
import { tokenRoutes } from './access/token-routes.ts'
import { annotationLabRoutes } from './annotation-lab.ts'
import { dataImportRoutes } from './data-imports/data-import-routes.ts'
import { exportFormatRoutes } from './exports/export-formats.ts'
import { exportLockRoutes } from './exports/export-lock.ts'
import { exportRoutes } from './exports/exports.ts'
import { jobRoutes } from './exports/job-routes.ts'
import { exportPreviewRoutes } from './exports/preview-routes.ts'
import { snapshotRoutes } from './exports/snapshots.ts'
import { importRoutes } from './imports/imports.ts'
import { uploadRoutes } from './imports/uploads.ts'
import { machineLearningRoutes } from './machine-learning.ts'
import { projectCopyRoutes } from './projects/project-copies.ts'
import { projectDetailRoutes } from './projects/project-details.ts'
import { projectRoutes } from './projects/projects.ts'
import { statisticsRoutes } from './projects/statistics-routes.ts'
import { viewRoutes } from './projects/views.ts'
import type { AnyRoute } from './route.ts'
import { searchRoutes } from './search/search-routes.ts'
import { localFileRoutes } from './storages/local-files.ts'
import { resolveUriRoutes } from './storages/resolve-uri.ts'
import { storageRoutes } from './storages/storages.ts'
import { annotationBulkRoutes } from './tasks/annotation-bulk.ts'
import { annotationRoutes } from './tasks/annotations.ts'
import { draftRoutes } from './tasks/drafts.ts'
import { predictionRoutes } from './tasks/predictions.ts'
import { taskActionRoutes } from './tasks/task-actions.ts'
import { taskDocumentRoutes } from './tasks/task-documents.ts'
import { taskRoutes } from './tasks/tasks.ts'
import { webhookRoutes } from './webhooks/webhooks.ts'

/** Every call there is. Of paths that could both match the earlier one is served. */
export const routes: readonly AnyRoute[] = [
  ...aboutRoutes,
  ...accountRoutes,
  ...organizationRoutes,
  ...sessionRoutes,
  ...tokenRoutes,
  ...projectRoutes,
  ...projectDetailRoutes,
  ...projectCopyRoutes,
  ...statisticsRoutes,
  ...memberRoutes,
  ...importRoutes,
  ...uploadRoutes,
  ...dataImportRoutes,
  ...taskRoutes,
  ...searchRoutes,
  ...taskDocumentRoutes,
  ...viewRoutes,
  ...taskActionRoutes,
  ...annotationRoutes,
  ...annotationBulkRoutes,
  ...draftRoutes,
  ...predictionRoutes,
  ...exportFormatRoutes,
  ...exportRoutes,
  ...exportPreviewRoutes,
  ...jobRoutes,
  ...snapshotRoutes,
  ...storageRoutes,
  ...localFileRoutes,
  ...resolveUriRoutes,
  ...webhookRoutes,
  ...machineLearningRoutes,
  ...exportLockRoutes,
  ...annotationLabRoutes,
]
