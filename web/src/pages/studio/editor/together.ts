/** Several changes as one step that is undone at once. */
import type { Services } from './types';

interface Stack {
  registerHandler(command: string, handler: unknown): void;
  execute(command: string, context: object): void;
}

class Handler {
  preExecute({ steps }: { steps: (() => void)[] }): void {
    for (const step of steps) step();
  }
}

class Together {
  static readonly $inject = ['commandStack'];

  constructor(commandStack: Stack) {
    commandStack.registerHandler('guicheng.together', Handler);
  }
}

export const togetherModule = { __init__: ['guichengTogether'], guichengTogether: ['type', Together] };

export function together(modeler: Services, ...steps: (() => void)[]): void {
  modeler.get<Stack>('commandStack').execute('guicheng.together', { steps });
}
