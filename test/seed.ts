import fc from 'fast-check'

/** The same random cases in every run, so that a red test stays red; `FC_SEED=$RANDOM npx vitest …` looks at others. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.FC_SEED ?? 20_240_102) })
