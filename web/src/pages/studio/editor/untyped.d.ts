/** Modules that come without types. */
declare module 'bpmn-js-token-simulation/lib/viewer' {
  const simulation: import('diagram-js/lib/Diagram').ModuleDeclaration;
  export default simulation;
}
declare module 'bpmn-js-i18n/translations/zn' {
  const texts: Record<string, string>;
  export default texts;
}
declare module 'saxen' {
  /** Of the tests only. */
  export class Parser {
    ns(spaces: Record<string, string>): this;
    on(event: string, listener: (...given: never[]) => void): void;
    parse(xml: string): void;
  }
}
