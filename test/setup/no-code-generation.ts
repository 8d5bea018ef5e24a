// A setup file runs in every worker before its test file: in this mode no test can pass while code is made from strings.
const codeGenerationIsOff = (): boolean => {
  try {
    return new Function('return false')()
  } catch (error) {
    return error instanceof EvalError
  }
}

if (!codeGenerationIsOff()) throw new Error('code can still be generated from strings in this worker')
