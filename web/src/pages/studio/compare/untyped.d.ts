/** Reader and differ come without types. */
declare module 'bpmn-js-differ' {
  export interface DifferElement {
    id: string;
    $type: string;
    name?: string;
  }
  export interface Difference {
    _added: Record<string, DifferElement>;
    _removed: Record<string, DifferElement>;
    _changed: Record<
      string,
      { model: DifferElement; attrs: Record<string, { oldValue: unknown; newValue: unknown }> }
    >;
    _layoutChanged: Record<string, DifferElement>;
  }
  export function diff(before: unknown, after: unknown): Difference;
}

declare module 'bpmn-moddle' {
  export class BpmnModdle {
    constructor(packages: object);
    fromXML(xml: string): Promise<{ rootElement: unknown }>;
  }
}
